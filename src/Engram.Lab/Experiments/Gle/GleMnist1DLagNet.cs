using Engram.Datasets;
using Engram.Lab.Settings;
using Engram.Neurons;

namespace Engram.Lab.Experiments.Gle;

/// <summary>The settings of <c>gle-mnist1d-lagnet</c>.</summary>
public sealed class LagNetSettings
{
    /// <summary>The fixed lag lines.</summary>
    public LineSettings Lines { get; set; } = new();

    /// <summary>The network that learns.</summary>
    public MlpSettings Network { get; set; } = new();

    /// <summary>The data.</summary>
    public Mnist1DSettings Data { get; set; } = new();

    /// <summary>The training.</summary>
    public TrainingSettings Training { get; set; } = new();

    /// <summary>The lag lines: each a cascade of low-passes with one time constant.</summary>
    public sealed class LineSettings
    {
        /// <summary>Time constants.</summary>
        [Setting("membrane time constant of each line", Unit = "time units", Minimum = 1e-3, Maximum = 1e3)]
        public double[] Tau { get; set; } = [0.2, 0.38, 0.56, 0.73, 0.91, 1.09, 1.27, 1.44, 1.62, 1.8];

        /// <summary>Stages.</summary>
        [Setting("low-passes one after the other in a line", Minimum = 1, Maximum = 100)]
        public int Stages { get; set; } = 4;

        /// <summary>dt.</summary>
        [Setting("Euler step; at most the shortest time constant", Unit = "time units", Minimum = 1e-6, Maximum = 1e3)]
        public double Dt { get; set; } = 0.2;
    }

    /// <summary>The network on top, of neurons that answer at once.</summary>
    public sealed class MlpSettings
    {
        /// <summary>Hidden layers.</summary>
        [Setting("neurons of each hidden layer", Minimum = 1, Maximum = 10_000)]
        public int[] Hidden { get; set; } = [60, 60];

        /// <summary>τ.</summary>
        [Setting("both time constants; without effect on rates and errors", Unit = "time units", Minimum = 1e-3, Maximum = 1e3)]
        public double Tau { get; set; } = 2.0;
    }
}

/// <summary>
/// MNIST-1D by fixed lag lines with a plastic network of instantaneous neurons on top (Ellenberger et al., Figs. 9c and 10f; specification
/// 3.4).
/// </summary>
public sealed class GleMnist1DLagNet : Experiment<LagNetSettings>
{
    /// <inheritdoc/>
    public override string Name => "gle-mnist1d-lagnet";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "Fixed lag lines spread the past over ten channels, and a small plastic network reads them";

    /// <inheritdoc/>
    public override string Description =>
        """
        Ten lines of four low-pass neurons each, with ten different time constants, turn the one input into ten views of its recent past.
        They do not learn. On top a 10-60-60-10 network of neurons that answer at once learns by local plasticity at every time step.
        Time is dealt with by the fixed lines, space by learning: the hard half of gle-mnist1d is left out, with a third of the parameters.
        The lines are at rest when a batch begins; the network on top runs on.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => PublishedMnist1D.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => SequenceExperiment.AccuracyMetric;

    /// <inheritdoc/>
    protected override LagNetSettings CreatePreset(string preset)
    {
        var settings = new LagNetSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Training.Epochs = 16;
            settings.Training.Schedule = "step";
            settings.Training.Factor = 0.6;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(LagNetSettings settings)
    {
        settings.Training.LearningRate ??= 5e-3 * 72 / 360;
        if (settings.Lines.Tau.Length == 0)
            throw new UsageException("lines.tau is empty: give at least one time constant.");
        if (settings.Network.Hidden.Length == 0)
            throw new UsageException("network.hidden is empty: give the size of at least one hidden layer.");
        double shortest = Math.Min(settings.Lines.Tau.Min(), settings.Network.Tau);
        if (settings.Lines.Dt > shortest)
        {
            throw new UsageException(
                $"lines.dt is {settings.Lines.Dt}, but the Euler step may not be longer than the shortest time constant, here {shortest}: "
                + "make lines.dt smaller or the time constants longer.");
        }

        SequenceExperiment.CheckData(settings.Data, settings.Training);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(LagNetSettings settings) => PublishedMnist1D.LagNet;

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LagNetSettings settings) => PublishedMnist1D.LagNetSeeds;

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(LagNetSettings settings, IRunContext context)
    {
        DatasetSplit data = SequenceExperiment.Load(settings.Data);
        var feeder = new LagLineFeeder(settings.Lines.Dt, settings.Lines.Tau, settings.Lines.Stages, settings.Training.Batch);
        IReadOnlyList<SummaryValue> summary = SequenceExperiment.Run(context, Describe(settings, data), feeder, data, settings.Training);
        LearningCurves.Draw([context.Folder], PublishedMnist1D.Curve("static"), Title, Path.Combine(context.Folder, "figures"));
        return summary;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(LagNetSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        LearningCurves.Draw(runFolders, PublishedMnist1D.Curve("static"), Title, figureFolder);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
        [.. base.DrawSweep(conditions, figureFolder), .. LearningCurves.DrawSweep(conditions, $"{Name}: how each condition learns", figureFolder)];

    /// <summary>The network on top of the lines.</summary>
    internal static NetworkDescription Describe(LagNetSettings settings, DatasetSplit data)
    {
        NetworkDescription description = Network.Describe(settings.Lines.Tau.Length, settings.Lines.Dt);
        foreach (int neurons in settings.Network.Hidden)
            description = description.Dense(Activation.Tanh, NeuronGroup.Instantaneous(neurons, settings.Network.Tau));
        return description.Dense(Activation.Linear, NeuronGroup.Instantaneous(data.Train.ClassCount, settings.Network.Tau));
    }

    private static string Title => "MNIST-1D by fixed lag lines and a plastic network of instantaneous neurons";
}
