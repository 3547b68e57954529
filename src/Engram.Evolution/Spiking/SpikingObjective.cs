using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Spiking;

/// <summary>The fitness of rules in the spiking tasks, for a search. Each thread draws the same trials for itself.</summary>
public static class SpikingObjective
{
    /// <summary>The reward-driven task: genomes have <see cref="RewardTask.InputsOf"/> inputs.</summary>
    public static Objective Of(RewardTaskOptions options, RandomStreams streams) => Objective.Of(
        $"reward-driven ({options}, seed {streams.Seed})", () => new RewardTask(options, streams), static (rule, task) => task.Evaluate(rule.Program()));

    /// <summary>The error-driven task: genomes have three inputs.</summary>
    public static Objective Of(ErrorTaskOptions options, RandomStreams streams) => Objective.Of(
        $"error-driven ({options}, seed {streams.Seed})", () => new ErrorTask(options, streams), static (rule, task) => task.Evaluate(rule.Program()));

    /// <summary>The correlation-driven task: individuals have two genomes of two inputs, f_dep and f_fac.</summary>
    public static Objective Of(CorrelationTaskOptions options, RandomStreams streams) => Objective.Of(
        $"correlation-driven ({options}, seed {streams.Seed})",
        () => new CorrelationTask(options, streams),
        static (rules, task) => task.Evaluate(rules.Program(0), rules.Program(1)));
}
