using Engram.Datasets;
using Engram.Neurons;

namespace Engram.Lab.Experiments.Gle;

/// <summary>
/// MNIST-1D learned end to end by Generalized Latent Equilibrium (Ellenberger et al., Figs. 8d and 9b; specification 3.3).
/// </summary>
public sealed class GleMnist1D : Experiment<GleMnist1DSettings>
{
    // Windows of a fifth of a sample, and a rate for a change of parameters: Engram's own choice, tried on seed 12.
    private const int DefaultWindow = 72;
    private const double WindowLearningRate = 0.015;

    /// <inheritdoc/>
    public override string Name => "gle-mnist1d";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "A deep network of slow and fast neurons learns to tell ten temporal shapes apart, by local plasticity alone";

    /// <inheritdoc/>
    public override string Description =>
        """
        Each sample of MNIST-1D is one number that changes over 360 time steps. Six hidden layers mix neurons that remember (their
        membranes low-pass the past) with neurons that answer at once, and every synapse changes at every time step by what its own two
        neurons know at that moment: no history is stored, no time is run backwards. Errors look ahead to make up for the membranes'
        delay (GLE). With instantaneous errors instead (learning.credit=instantaneous) the same network gets stuck near 40 %; learning.credit=bptt
        and adjoint go back through windows of learning.window steps instead, which needs the history that the neurons do without.

        In the first epochs the test loss rises above ln 10 and accuracy stays between 10 and 20 %: that is normal, and so are dips of 20
        points until the learning rate has been halved a few times. Nothing of importance changes after about 80 epochs. As in the
        authors' runs the test set also drives the learning-rate schedule, so the accuracy is a validation accuracy.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => PublishedMnist1D.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => SequenceExperiment.AccuracyMetric;

    /// <inheritdoc/>
    protected override GleMnist1DSettings CreatePreset(string preset)
    {
        var settings = new GleMnist1DSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Training.Epochs = 16;
            settings.Training.Schedule = "step";
            settings.Training.Factor = 0.6;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(GleMnist1DSettings settings)
    {
        bool isSmall = string.Equals(settings.Size, "15k", StringComparison.Ordinal);
        settings.Neurons.Slow ??= isSmall ? 36 : 60;
        settings.Neurons.Fast ??= isSmall ? 17 : 30;
        GleMnist1DSettings.NeuronSettings neurons = settings.Neurons;
        ResolveCredit(settings.Learning, neurons);
        settings.Learning.Resolve(settings.Data.Steps, DefaultWindow);
        // The authors' base rate, scaled from 72 to 360 steps a sample (specification 1.13, trap 9). A window has many steps' worth of gradient,
        // and Adam makes one change of it.
        settings.Training.LearningRate ??= settings.Learning.IsByWindows ? WindowLearningRate : (isSmall ? 5e-3 : 2.5e-3) * 72 / 360;
        if (neurons.Slow + neurons.Fast == 0)
            throw new UsageException("neurons.slow and neurons.fast are both 0: a layer needs at least one neuron.");
        if (neurons.Slow % 2 != 0)
            throw new UsageException($"neurons.slow is {neurons.Slow}, but half of the slow neurons have τm = τ/2: it must be even.");
        double shortest = neurons.Slow > 0 ? neurons.Tau / 2 : neurons.Tau;
        if (neurons.Dt > shortest)
        {
            throw new UsageException(
                $"neurons.dt is {neurons.Dt}, but the Euler step may not be longer than the shortest membrane time constant, here {shortest}: "
                + "make neurons.dt smaller or neurons.tau larger.");
        }

        SequenceExperiment.CheckData(settings.Data, settings.Training);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(GleMnist1DSettings settings) => settings.Learning.IsByWindows ? [] : (settings.Neurons.Slow, settings.Neurons.Fast) switch
    {
        (36, 17) => PublishedMnist1D.Gle15k,
        (60, 30) => PublishedMnist1D.Gle42k,
        _ => [],
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(GleMnist1DSettings settings) => PublishedMnist1D.GleSeeds;

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(GleMnist1DSettings settings, IRunContext context)
    {
        DatasetSplit data = SequenceExperiment.Load(settings.Data);
        IReadOnlyList<SummaryValue> summary = SequenceExperiment.Run(
            context, Describe(settings, data), new PlainFeeder(data.Train.Channels), data, settings.Training, settings.Learning);
        LearningCurves.Draw([context.Folder], ComparableCurve(settings), Title(settings), Path.Combine(context.Folder, "figures"));
        return summary;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(GleMnist1DSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        LearningCurves.Draw(runFolders, ComparableCurve(settings), Title(settings), figureFolder);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
        [.. base.DrawSweep(conditions, figureFolder), .. LearningCurves.DrawSweep(conditions, $"{Name}: how each condition learns", figureFolder)];

    /// <summary>The network of the settings.</summary>
    internal static NetworkDescription Describe(GleMnist1DSettings settings, DatasetSplit data)
    {
        GleMnist1DSettings.NeuronSettings neurons = settings.Neurons;
        NeuronGroup[] groups = [.. new[]
        {
            NeuronGroup.Retrospective(neurons.Slow!.Value / 2, neurons.Tau / 2, neurons.Dt),
            NeuronGroup.Retrospective(neurons.Slow.Value / 2, neurons.Tau, neurons.Dt),
            NeuronGroup.Instantaneous(neurons.Fast!.Value, neurons.Tau),
        }.Where(group => group.Count > 0)];
        NetworkDescription description = Network.Describe(data.Train.Channels, neurons.Dt);
        for (int layer = 0; layer < neurons.Layers; layer++)
            description = description.Dense(layer == 0 ? Activation.Linear : Activation.Tanh, groups);
        return description
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(data.Train.ClassCount, neurons.Tau))
            .EachLayer(layer => layer with { ProspectiveErrors = neurons.ProspectiveErrors });
    }

    private static void ResolveCredit(LearningSettings learning, GleMnist1DSettings.NeuronSettings neurons)
    {
        if (learning.IsByWindows && !neurons.ProspectiveErrors)
        {
            throw new UsageException(
                $"neurons.prospective-errors=false says how error neurons look ahead, but learning.credit={learning.Credit} does without error neurons: "
                + "leave one of the two out.");
        }

        // Two words for one thing.
        if (learning.Credit == LearningSettings.Instantaneous)
            neurons.ProspectiveErrors = false;
        else if (!neurons.ProspectiveErrors)
            learning.Credit = LearningSettings.Instantaneous;
    }

    private static PublishedCurve? ComparableCurve(GleMnist1DSettings settings) => (settings.Neurons.Slow, settings.Neurons.Fast) switch
    {
        (36, 17) => PublishedMnist1D.Curve("15k"),
        (60, 30) => PublishedMnist1D.Curve("42k"),
        _ => null,
    };

    private static string Title(GleMnist1DSettings settings) =>
        $"MNIST-1D by {Means(settings.Learning)}: {settings.Neurons.Slow} slow + {settings.Neurons.Fast} fast neurons in each of {settings.Neurons.Layers} layers";

    private static string Means(LearningSettings learning) => learning.Credit switch
    {
        LearningSettings.Bptt => $"backpropagation through {learning.Window} steps",
        LearningSettings.Adjoint => $"the adjoint method over {learning.Window} steps",
        _ => "local plasticity",
    };
}
