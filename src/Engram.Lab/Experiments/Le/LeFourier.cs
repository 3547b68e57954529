using Engram.Datasets;
using Engram.Lab.Figures;
using Engram.Lab.Settings;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-fourier</c>.</summary>
public sealed class LeFourierSettings
{
    /// <summary>The sign of the nudge.</summary>
    [Setting("paper: the target pulls the output's potential towards it (Eqs. 3 and 4); released: it pushes it away, as in the released code (trap T1)", Choices = ["paper", "released"])]
    public string Nudging { get; set; } = "paper";

    /// <summary>Inputs.</summary>
    [Setting("input sines: 10, 20, ... Hz", Minimum = 1, Maximum = 10_000)]
    public int Frequencies { get; set; } = 50;

    /// <summary>Hidden neurons.</summary>
    [Setting("hidden neurons (tanh)", Minimum = 1, Maximum = 100_000)]
    public int Hidden { get; set; } = 30;

    /// <summary>τ.</summary>
    [Setting("time constant τ = τm = τr", Unit = "ms", Minimum = 1e-3, Maximum = 1e5)]
    public double Tau { get; set; } = 10;

    /// <summary>dt.</summary>
    [Setting("Euler step; at most τ", Unit = "ms", Minimum = 1e-4, Maximum = 1)]
    public double Dt { get; set; } = 0.005;

    /// <summary>β.</summary>
    [Setting("nudging strength β", Minimum = 0, Maximum = 10)]
    public double Beta { get; set; } = 0.1;

    /// <summary>η.</summary>
    [Setting("learning rate per ms; a step learns with dt times as much", Minimum = 0, Maximum = 1000)]
    public double LearningRate { get; set; } = 0.25;

    /// <summary>Learned time.</summary>
    [Setting("time that is learned in", Unit = "ms", Minimum = 50, Maximum = 1e6)]
    public double Learning { get; set; } = 400;

    /// <summary>Test time.</summary>
    [Setting("time after that, without nudging and learning; the error is measured in it", Unit = "ms", Minimum = 50, Maximum = 1e6)]
    public double Testing { get; set; } = 200;
}

/// <summary>
/// On-line Fourier synthesis: sines go in, a sawtooth shall come out, and learning never stops to wait (Haider et al. 2021, Fig. 2a;
/// specification 1.6 and 5.2).
/// </summary>
public sealed class LeFourier : Experiment<LeFourierSettings>
{
    private const double Period = 50;
    private const string Error = "test_error";

    /// <inheritdoc/>
    public override string Name => "le-fourier";

    /// <inheritdoc/>
    public override string Paper => PublishedEquilibrium.Paper;

    /// <inheritdoc/>
    public override string Summary => "Slow neurons learn in half a second of signal to make a sawtooth out of sines";

    /// <inheritdoc/>
    public override string Description =>
        """
        Fifty sines of 10 to 500 Hz go into thirty hidden neurons with τ = 10 ms; one output shall follow a sawtooth of 20 Hz. Every synapse
        changes at every step while the target moves. After 400 ms the target is taken away and the error is measured. The released code
        pushes the output's potential away from the target instead of towards it; both learn (nudging=released).
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => Error;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published =>
    [
        new("re-implementation, nudging as in the paper", Error, 0.0097, null, 10, "", "mean of periods 9 to 12 of the specification's own runs", "not published in the paper"),
        new("released code, seed 1234", Error, 0.0086, null, 1, "", "released code as run for the specification, mean of periods 9 to 12", "not published in the paper"),
    ];

    /// <inheritdoc/>
    protected override LeFourierSettings CreatePreset(string preset) => string.Equals(preset, "quick", StringComparison.Ordinal)
        ? new LeFourierSettings { Learning = 300, Testing = 100 }
        : new LeFourierSettings();

    /// <inheritdoc/>
    protected override void Resolve(LeFourierSettings settings)
    {
        if (settings.Dt > settings.Tau)
            throw new UsageException($"dt is {settings.Dt}, but the Euler step may not be longer than the time constant tau = {settings.Tau}.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(LeFourierSettings settings) =>
        // What is learned in less time does not compare.
        settings.Learning < new LeFourierSettings().Learning ? [] : [Published[string.Equals(settings.Nudging, "paper", StringComparison.Ordinal) ? 0 : 1]];

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LeFourierSettings settings) => [1234];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(LeFourierSettings settings, IRunContext context)
    {
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(settings.Frequencies), settings.Dt, settings.Tau)
            .Dense(settings.Hidden, Activation.Tanh)
            .Dense(1, Activation.Linear) with
        {
            Beta = settings.Beta,
            ErrorTiming = ErrorTiming.SameStep,
            SomaticGain = string.Equals(settings.Nudging, "paper", StringComparison.Ordinal) ? 1 : -1,
        };
        using EquilibriumNetwork<float> network = description.Build<float>(lanes: 1, context.Seed);
        Initialization.Uniform(network, new RandomStreams(context.Seed).Named("weights"));
        network.LearningRate = settings.LearningRate * settings.Dt;
        // The released code counts steps by dividing floating-point numbers downwards, which gives 119,999 (specification 5.2).
        double total = settings.Learning + settings.Testing;
        long steps = (long)Math.Round((total - (total % settings.Dt)) / settings.Dt);
        long learned = (long)Math.Round(settings.Learning / settings.Dt);
        using var synthesis = new FourierSynthesis(network, settings, learned);
        context.TryRestore(synthesis.Load);
        while (synthesis.Step < steps)
        {
            context.CheckpointIfDue(synthesis.Save);
            synthesis.Advance(Math.Min(steps, (long)Math.Round((synthesis.Periods + 1) * Period / settings.Dt)));
            context.Log(("time", synthesis.Step * settings.Dt), ("error", synthesis.Errors[^1]), ("correlation", synthesis.Correlations[^1]));
            context.Report(synthesis.Step, steps, $"mean squared error {synthesis.Errors[^1]:F4}");
        }

        context.Checkpoint(synthesis.Save);
        NpyWriter.Write(Path.Combine(context.Folder, "arrays", "output.npy"), synthesis.Output.ToArray(), synthesis.Output.Length);
        int tested = Math.Max(1, synthesis.Periods - (int)Math.Ceiling(settings.Learning / Period));
        Draw(context.Folder, settings, synthesis);
        return
        [
            new(Error, synthesis.Errors.TakeLast(tested).Average(), "", "mean squared error without target"),
            new("test_correlation", synthesis.Correlations.TakeLast(tested).Average(), "", "correlation with the target"),
            new("first_error", synthesis.Errors[0], "", "mean squared error in the first period"),
        ];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(LeFourierSettings settings, IReadOnlyList<string> runFolders, string figureFolder)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        return new LineFigure
        {
            Title = "On-line Fourier synthesis: the target is taken away at the end",
            X = new FigureAxis("time", "ms"),
            Y = new FigureAxis("mean squared error in a period") { IsLogarithmic = true },
            Curves = Curve.OverSeeds($"Engram, mean ± sd of {runs.Length} seeds", runs[0].Column("time"), [.. runs.Select(run => run.Column("error"))], FigureColor.Blue),
        }.Save(Path.Combine(figureFolder, "error"));
    }

    private static void Draw(string folder, LeFourierSettings settings, FourierSynthesis synthesis)
    {
        double end = synthesis.Step * settings.Dt;
        LineFigure Window(string title, double from) => new()
        {
            Title = title,
            X = new FigureAxis("time", "ms"),
            Y = new FigureAxis("rate") { Minimum = -1.6, Maximum = 1.6 },
            Curves = [synthesis.Target(from, from + Period), synthesis.Shown(from, from + Period)],
        };
        new PanelFigure
        {
            Title = "Sines become a sawtooth while they play",
            Columns = 3,
            Panels =
            [
                Window("beginning", 0),
                Window("end of learning", settings.Learning - Period),
                Window("without target", end - Period),
            ],
        }.Save(Path.Combine(folder, "figures", "synthesis"));
        double[] times = [.. Enumerable.Range(1, synthesis.Periods).Select(period => period * Period)];
        new LineFigure
        {
            Title = "On-line Fourier synthesis: the target is taken away at the end",
            X = new FigureAxis("time", "ms"),
            Y = new FigureAxis("mean squared error in a period") { IsLogarithmic = true },
            Curves = [new Curve("", times, synthesis.Errors) { Style = CurveStyle.LineAndPoints }],
        }.Save(Path.Combine(folder, "figures", "error"));
    }
}
