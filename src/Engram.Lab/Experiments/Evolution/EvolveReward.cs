using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Evolution.Spiking;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>Evolves reward-driven plasticity of a spiking neuron (Jordan et al. 2021, Fig. 3; specification 3.1).</summary>
public sealed class EvolveReward : Experiment<EvolveRewardSettings>
{
    private const string Source = "Jordan et al. 2021, main text";

    private static readonly FigureAxis Fitness = new("summed reward, mean over experiments");

    private static readonly (KnownRule Rule, double Fitness)[] PublishedRules =
    [
        (new("lr0", "LR0: (R - 1) E", "(R - 1)*E"), 216.2),
        (new("lr1", "LR1: (1 + R Rbar)(R - 1) E", "(1 + R*(Rp + Rm))*(R - 1)*E"), 234.2),
        (new("lr2", "LR2: (R - Rabs) E", "(R - (Rp - Rm))*E"), 242.0),
        (new("lr3", "LR3: (R - Rabs) E/(1 + Rp)", "(R - (Rp - Rm))*E/(1 + Rp)"), 256.0),
        (new("lr4", "LR4: (R - 1) E + (R - 1)(R + 2 Rp)", "(R - 1)*E + (R - 1)*(R + 2*Rp)"), 247.2),
        (new("lr5", "LR5", "2*(R - (Rp - R*Rm))*E - (R - (Rp - R*Rm))*R*Rm"), 254.8),
    ];

    /// <inheritdoc/>
    public override string Name => "evolve-reward";

    /// <inheritdoc/>
    public override string Paper => "Jordan et al. 2021";

    /// <inheritdoc/>
    public override string Summary => "Evolution finds how a spiking neuron should learn from reward alone which patterns to answer";

    /// <inheritdoc/>
    public override string Description =>
        """
        A spiking neuron hears one of 30 frozen spike patterns for half a second and answers with at least one spike, or with none; the
        reward R is +1 if that was the pattern's class and -1 otherwise. Each synapse keeps an eligibility E, and after the trial changes by
        a formula of R, E and what reward it has come to expect (Rp) and what punishment (Rm). Evolution looks for the formula. The fitness
        is the reward summed over 500 trials. At the end the champion and the published rules LR0 to LR5 meet the same experiments, and
        fresh ones.

        The strengths of the published code are used, which the paper's text does not give in full (specification 3.1).
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published =>
    [
        .. PublishedRules.Select(known => new PublishedResult(
            known.Rule.Label, $"fitness_{known.Rule.Name}", known.Fitness, null, null, "", Source, "on the experiments of the runs that found it")),
        new("set 3, best of 8 runs", "fitness", 256.0, null, 8, "", Source, "inputs R, E, Rp, Rm; 24 columns; reordered"),
    ];

    /// <inheritdoc/>
    public override string HeadlineMetric => "fitness";

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => RuleReport.FindingsIn(runFolder);

    /// <inheritdoc/>
    protected override EvolveRewardSettings CreatePreset(string preset)
    {
        var settings = new EvolveRewardSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Task.Experiments = 6;
            settings.Task.Trials = 200;
            settings.Task.Patterns = 12;
            settings.Task.Step = 0.05;
            settings.Task.FreshExperiments = 20;
            settings.Search.Generations = 400;
            settings.Search.Mutation = "single-active-gene";
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(EvolveRewardSettings settings)
    {
        settings.Search.Check();
        settings.Search.StopFitness ??= settings.Task.Trials;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(EvolveRewardSettings settings) =>
        settings.Task is { Trials: 500, Patterns: 30, LearningRate: 10 } ? Published : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(EvolveRewardSettings settings, IRunContext context)
    {
        var streams = new RandomStreams(context.Seed);
        RewardTaskOptions options = settings.Task.Options;
        IReadOnlyList<string> inputs = InputsOf(options.Signals);
        using var task = new RewardTask(options, streams);
        var objective = SpikingObjective.Of(options, streams);
        var search = new EvolutionSearch(settings.Search.ShapeFor(inputs.Count), objective, settings.Search.ToEngine(context.Threads), context.Seed);
        using var run = new RuleSearch(context, search, inputs, double.PositiveInfinity);
        // Rules that name the expectations can be tried only where there are some.
        KnownRule[] known = [.. PublishedRules.Select(rule => rule.Rule).Where(rule => options.Signals == RewardSignals.Split || rule.Name == "lr0")];
        var outcome = new SpikingOutcome(inputs, ["rule"], known, rules => task.Evaluate(rules[0]), Validate, Fitness);
        return outcome.Run(context, run);

        double[] Validate(IReadOnlyList<Program> rules)
        {
            using var fresh = new RewardTask(options with { Experiments = settings.Task.FreshExperiments }, new RandomStreams(~context.Seed));
            double[] rewards = [.. Enumerable.Range(0, settings.Task.FreshExperiments).Select(index => fresh.Run(index, rules[0]))];
            return Array.TrueForAll(rewards, double.IsFinite) ? rewards : [];
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(EvolveRewardSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        SpikingOutcome.DrawGroup(Name, Fitness, runFolders, figureFolder);

    private static IReadOnlyList<string> InputsOf(RewardSignals signals) => signals switch
    {
        RewardSignals.Plain => ["R", "E"],
        RewardSignals.Expected => ["R", "E", "Rbar"],
        _ => ["R", "E", "Rp", "Rm"],
    };
}
