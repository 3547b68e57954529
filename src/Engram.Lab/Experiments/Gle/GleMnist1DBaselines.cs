using Engram.Datasets;
using Engram.Lab.Experiments.Le;
using Engram.Lab.Settings;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Gle;

/// <summary>The settings of <c>gle-mnist1d-baselines</c>.</summary>
public sealed class BaselineSettings
{
    /// <summary>Which network.</summary>
    [Setting("mlp: hidden layers of rectified linear neurons; linear: none", Choices = ["mlp", "linear"])]
    public string Model { get; set; } = "mlp";

    /// <summary>Hidden layers.</summary>
    [Setting("neurons of each hidden layer of the mlp", Minimum = 1, Maximum = 100_000)]
    public int[] Hidden { get; set; } = [100, 100];

    /// <summary>η.</summary>
    [Setting("learning rate of gradient descent", Minimum = 0, Maximum = 100)]
    public double LearningRate { get; set; } = 0.03;

    /// <summary>The data.</summary>
    public Mnist1DSettings Data { get; set; } = new() { Steps = 40 };

    /// <summary>The training.</summary>
    public ClassifierTrainingSettings Training { get; set; } = new() { Epochs = 150, Batch = 100, Shuffle = true };
}

/// <summary>
/// MNIST-1D by ordinary dense networks that are given a whole sample at once: what learning in time is compared with (specification 3.5). On our kernels, by plain
/// gradient descent; the published ones use Adam, and their MLP has a connection around its second layer.
/// </summary>
public sealed class GleMnist1DBaselines : ClassifierExperiment<BaselineSettings>
{
    /// <inheritdoc/>
    public override string Name => "gle-mnist1d-baselines";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "Temporal shapes by ordinary dense networks that see a whole sample at once: what learning in time is compared with";

    /// <inheritdoc/>
    public override string Description =>
        """
        The samples of MNIST-1D, forty points each, are given whole to an ordinary network, which learns by backpropagation. It has no notion of time: a
        shape that is shifted is another shape, which is why it stays far below networks that hear the same samples one point after the other. The published
        runs use Adam, and a residual connection in the MLP; here it is plain gradient descent without one. Convolutional and recurrent
        baselines are not here; their published numbers are in engram show gle-mnist1d.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("MLP, original", ClassifierTraining.ErrorMetric, 35.0, 1.2, 10, "%", "stored baseline runs of the authors' code", "15,210 parameters, Adam, a residual connection; accuracy 65.0 %"),
        new("logistic regression", ClassifierTraining.ErrorMetric, 68, null, null, "%", "Greydanus and Kobak 2024", "410 parameters; accuracy 32 %"),
    ];

    /// <inheritdoc/>
    protected override BaselineSettings CreatePreset(string preset)
    {
        var settings = new BaselineSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
            settings.Training.Epochs = 40;
        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(BaselineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SequenceExperiment.CheckData(settings.Data, new TrainingSettings { Batch = settings.Training.Batch!.Value });
        settings.Training.Shuffle ??= true;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(BaselineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Data.Steps != 40 ? [] : [Published[string.Equals(settings.Model, "mlp", StringComparison.Ordinal) ? 0 : 1]];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(BaselineSettings settings) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <inheritdoc/>
    protected override ClassifierTrainingSettings TrainingOf(BaselineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Training;
    }

    /// <inheritdoc/>
    protected override string Title(BaselineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return $"MNIST-1D by an ordinary network ({settings.Model})";
    }

    private protected override ClassificationTask Load(BaselineSettings settings, IRunContext context)
    {
        DatasetSplit data = SequenceExperiment.Load(settings.Data);
        var test = new SequenceSamples(data.Test);
        // As in the published runs, one set watches learning and tests.
        return new ClassificationTask("MNIST-1D", new SignalShape(data.Train.Channels * data.Train.Steps), data.Train.ClassCount, new SequenceSamples(data.Train), test, test, "");
    }

    private protected override IClassifier Build(BaselineSettings settings, ClassificationTask task, IRunContext context)
    {
        int[] hidden = string.Equals(settings.Model, "mlp", StringComparison.Ordinal) ? settings.Hidden : [];
        EquilibriumDescription description = EquilibriumDescription.Of(task.Shape, timeStep: 0.1, tau: 10)
            .Dense(hidden, Activation.RectifiedLinear, task.Outputs, [.. Enumerable.Repeat(1.0, hidden.Length + 1)]);
        return ClassifierNetworks.Ordinary(description, Loss.CrossEntropy, settings.Training.Batch!.Value, context.Seed, settings.LearningRate);
    }

    /// <summary>Sequences given whole.</summary>
    private sealed class SequenceSamples(SequenceSet set) : ISamples
    {
        public int Count => set.Count;

        public int Label(int sample) => set.Labels[sample];

        public void Fill(ReadOnlySpan<int> samples, LaneMatrix<float> input)
        {
            for (int lane = 0; lane < samples.Length; lane++)
            {
                ReadOnlySpan<double> values = set.Sample(samples[lane]);
                for (int row = 0; row < values.Length; row++)
                    input[row, lane] = (float)values[row];
            }
        }
    }
}
