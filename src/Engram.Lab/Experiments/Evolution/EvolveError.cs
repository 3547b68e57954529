using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Evolution.Spiking;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>Evolves error-driven plasticity of a neuron with a teacher (Jordan et al. 2021, Fig. 4; specification 3.2).</summary>
public sealed class EvolveError : Experiment<EvolveErrorSettings>
{
    private const string Source = "stored runs of Jordan et al.'s published code";

    private static readonly FigureAxis Fitness = new("minus the root of the summed squared error", "mV");
    private static readonly string[] Inputs = ["v", "u", "s"];

    private static readonly (KnownRule Rule, double Fitness, double Validation, double Deviation)[] PublishedRules =
    [
        (new("urbanczik_senn", "s (v - u)", "s*(v - u)"), -14.735, -14.587, 3.767),
        (new("twice", "2 s (v - u)", "2*s*(v - u)"), -13.444, -11.458, 3.041),
        (new("second", "s (v - u)(2 u - 1)/v", "s*(v - u)*(2*u - 1)/v"), -13.410, -11.437, 3.020),
        (new("third", "s (v + u)(v (v - u) - s)/v^2", "s*(v + u)*(v*(v - u) - s)/v^2"), -13.419, -11.480, 3.063),
        (new("fourth", "v s (v - u)(u - 1)/(v^2 - u s (u - 1))", "v*s*(v - u)*(u - 1)/(v^2 - u*s*(u - 1))"), -14.246, -14.090, 3.713),
        (new("fifth", "u (u - v)/(2 (v s + u^2))", "u*(u - v)/(2*(v*s + u^2))"), -26.224, -25.748, 5.677),
    ];

    /// <inheritdoc/>
    public override string Name => "evolve-error";

    /// <inheritdoc/>
    public override string Paper => "Jordan et al. 2021";

    /// <inheritdoc/>
    public override string Summary => "Evolution finds how a neuron should follow a teacher's membrane potential";

    /// <inheritdoc/>
    public override string Description =>
        """
        A student neuron and a teacher neuron hear the same five spike trains, the teacher with weights of its own. In every time step every
        synapse of the student changes by a formula of the teacher's potential v, the student's u (both near -70 mV) and the synapse's unit
        potential s, smoothed over 100 ms. Evolution looks for the formula; s (v - u) is what people had derived. The fitness is minus the
        root of the summed squared difference of the potentials; 0 is perfect. The published data belong to teachers whose weights are
        shifted up only (task.shifts-both-ways=false).
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published =>
    [
        .. PublishedRules.SelectMany(known => new PublishedResult[]
        {
            new(known.Rule.Label, $"fitness_{known.Rule.Name}", known.Fitness, null, null, "mV", Source, "trials of the search, shift +15"),
            new(known.Rule.Label, $"validation_{known.Rule.Name}", known.Validation, known.Deviation, 15, "mV", Source, "15 fresh trials, shift +15"),
        }),
    ];

    /// <inheritdoc/>
    public override string HeadlineMetric => "fitness";

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => RuleReport.FindingsIn(runFolder);

    /// <inheritdoc/>
    protected override EvolveErrorSettings CreatePreset(string preset)
    {
        var settings = new EvolveErrorSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Task.Trials = 8;
            settings.Task.Duration = 2000;
            settings.Task.Step = 0.05;
            settings.Search.Generations = 1000;
            settings.Search.MutationRate = 0.1;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(EvolveErrorSettings settings)
    {
        settings.Search.Check();
        if (Math.Abs(Math.Round(1 / settings.Task.Step) - (1 / settings.Task.Step)) > 1e-9)
        {
            throw new UsageException(
                $"task.step is {settings.Task.Step} ms, but it must divide a millisecond, at which the potentials are compared: take for instance 0.01, 0.02, 0.05 or 0.1.");
        }

        settings.Search.StopFitness ??= 0;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(EvolveErrorSettings settings) =>
        settings.Task is { ShiftsBothWays: false, Duration: 10_000, LearningRate: 1.7 } ? Published : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(EvolveErrorSettings settings, IRunContext context)
    {
        var streams = new RandomStreams(context.Seed);
        ErrorTaskOptions options = settings.Task.Options;
        using var task = new ErrorTask(options, streams);
        using var fresh = new ErrorTask(options with { Trials = settings.Task.FreshTrials }, new RandomStreams(~context.Seed));
        var search = new EvolutionSearch(
            settings.Search.ShapeFor(Inputs.Length), SpikingObjective.Of(options, streams), settings.Search.ToEngine(context.Threads), context.Seed);
        using var run = new RuleSearch(context, search, Inputs, double.PositiveInfinity);
        var outcome = new SpikingOutcome(
            Inputs, ["rule"], [.. PublishedRules.Select(known => known.Rule)], rules => task.Evaluate(rules[0]), Validate, Fitness);
        return outcome.Run(context, run);

        double[] Validate(IReadOnlyList<Program> rules) =>
            double.IsFinite(fresh.Evaluate(rules[0])) ? [.. fresh.Errors.ToArray().Select(error => -error)] : [];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(EvolveErrorSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        SpikingOutcome.DrawGroup(Name, Fitness, runFolders, figureFolder);
}
