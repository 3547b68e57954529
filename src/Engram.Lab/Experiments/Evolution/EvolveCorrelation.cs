using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Evolution.Spiking;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>Evolves correlation-driven plasticity of a spiking neuron: two rules at once (Jordan et al. 2021, Fig. 5; specification 3.3).</summary>
public sealed class EvolveCorrelation : Experiment<EvolveCorrelationSettings>
{
    private const string Source = "stored runs of Jordan et al.'s published code";

    // What the published validations start all weights from, mV.
    private const double FreshWeight = 0.5;

    private static readonly FigureAxis Fitness = new("signal-to-noise ratio of the worst trial");
    private static readonly string[] Inputs = ["w", "K"];

    private static readonly (KnownRule Rule, double? Fitness, double Validation, double Deviation)[] PublishedRules =
    [
        (new("lr1", "LR1", "w*K - w - K", "K - w"), 10.987, 14.93, 7.05),
        (new("lr2", "LR2", "K/w - w", "(w*K)^w - 1"), 20.884, 23.55, 12.17),
        (new("masquelier", "homeostatic STDP (Masquelier 2018)", "0*w", "K - 0.15"), null, 18.36, 5.67),
    ];

    /// <inheritdoc/>
    public override string Name => "evolve-correlation";

    /// <inheritdoc/>
    public override string Paper => "Jordan et al. 2021";

    /// <inheritdoc/>
    public override string Summary => "Evolution finds spike-timing rules that make a repeating pattern stand out from noise";

    /// <inheritdoc/>
    public override string Description =>
        """
        A neuron with a thousand inputs hears noise, and every half second the same pattern of 100 ms within it. Nobody tells it so. Two
        formulas change its weights: f_fac of the weight w and the presynaptic trace K when the neuron spikes (added), and f_dep of w and the
        neuron's trace K when an input spikes (subtracted). Evolution looks for both at once. The fitness is the signal-to-noise ratio of the
        membrane potential in the worst of 8 trials, measured with frozen weights.

        Absolute ratios of the published runs are not reproduced (specification 3.3): they depend on conventions that are not published. The
        order of the published rules LR1 and LR2 is.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published =>
    [
        .. PublishedRules.Where(known => known.Fitness is not null).Select(known => new PublishedResult(
            known.Rule.Label, $"fitness_{known.Rule.Name}", known.Fitness!.Value, null, null, "", Source, "worst of 8 trials; absolute values are not reproduced")),
        .. PublishedRules.Select(known => new PublishedResult(
            known.Rule.Label, $"validation_{known.Rule.Name}", known.Validation, known.Deviation, null, "", Source, "fresh trials, first weight 0.5; absolute values are not reproduced")),
    ];

    /// <inheritdoc/>
    public override string HeadlineMetric => "fitness";

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => RuleReport.FindingsIn(runFolder);

    /// <inheritdoc/>
    protected override EvolveCorrelationSettings CreatePreset(string preset)
    {
        var settings = new EvolveCorrelationSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Task.Trials = 3;
            settings.Task.Duration = 30_000;
            settings.Task.TestDuration = 5_000;
            settings.Task.FreshTrials = 6;
            settings.Search.Generations = 150;
            settings.Search.MutationRate = 0.1;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(EvolveCorrelationSettings settings)
    {
        settings.Search.Check();
        settings.Search.StopFitness ??= 10;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(EvolveCorrelationSettings settings) =>
        settings.Task is { Duration: 100_000, TestDuration: 11_000, Inputs: 1000, LearningRate: 0.01 } ? Published : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(EvolveCorrelationSettings settings, IRunContext context)
    {
        var streams = new RandomStreams(context.Seed);
        CorrelationTaskOptions options = settings.Task.Options;
        using var task = new CorrelationTask(options, streams);
        using var fresh = new CorrelationTask(options with { Trials = settings.Task.FreshTrials, FirstWeight = FreshWeight }, new RandomStreams(~context.Seed));
        var shape = settings.Search.ShapeFor(Inputs.Length);
        var search = new EvolutionSearch(
            [shape, shape], [SpikingObjective.Of(options, streams)], settings.Search.ToEngine(context.Threads), context.Seed);
        using var run = new RuleSearch(context, search, Inputs, double.PositiveInfinity);
        var outcome = new SpikingOutcome(
            Inputs, ["f_dep", "f_fac"], [.. PublishedRules.Select(known => known.Rule)], rules => task.Evaluate(rules[0], rules[1]), Validate, Fitness);
        return outcome.Run(context, run);

        double[] Validate(IReadOnlyList<Program> rules) =>
            double.IsFinite(fresh.Evaluate(rules[0], rules[1])) ? fresh.Ratios.ToArray() : [];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(EvolveCorrelationSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        SpikingOutcome.DrawGroup(Name, Fitness, runFolders, figureFolder);
}
