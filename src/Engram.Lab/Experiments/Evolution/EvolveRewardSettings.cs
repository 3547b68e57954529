using Engram.Evolution.Spiking;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>evolve-reward</c>.</summary>
public sealed class EvolveRewardSettings
{
    /// <summary>The task.</summary>
    public TaskSettings Task { get; set; } = new();

    /// <summary>The search: set 3 of the paper, reordered.</summary>
    public SearchSettings Search { get; set; } = new()
    {
        Generations = 1000,
        MutationRate = 0.035,
        Columns = 24,
        Primitives = "add, sub, mul, div, 1, 0.5",
        Reorder = true,
    };

    /// <summary>The task's settings.</summary>
    public sealed class TaskSettings
    {
        /// <summary>What a rule is told.</summary>
        [Setting("what a rule is told: R and E (plain); also the expected reward (expected); or that and the expected punishment apart (split)")]
        public RewardSignals Signals { get; set; } = RewardSignals.Split;

        /// <summary>Experiments.</summary>
        [Setting("experiments that a fitness is the mean of", Minimum = 1, Maximum = 10_000)]
        public int Experiments { get; set; } = 10;

        /// <summary>Trials.</summary>
        [Setting("trials of an experiment", Minimum = 1, Maximum = 100_000)]
        public int Trials { get; set; } = 500;

        /// <summary>Patterns.</summary>
        [Setting("frozen patterns to tell apart", Minimum = 1, Maximum = 1000)]
        public int Patterns { get; set; } = 30;

        /// <summary>h.</summary>
        [Setting("time step", Unit = "ms", Minimum = 0.001, Maximum = 0.5)]
        public double Step { get; set; } = 0.01;

        /// <summary>η.</summary>
        [Setting("learning rate of all rules", Minimum = 0, Maximum = 1e6)]
        public double LearningRate { get; set; } = 10;

        /// <summary>Fresh experiments at the end.</summary>
        [Setting("fresh experiments that the champion and the published rules are tested on", Minimum = 1, Maximum = 10_000)]
        public int FreshExperiments { get; set; } = 80;

        internal RewardTaskOptions Options => new()
        {
            Signals = Signals,
            Experiments = Experiments,
            Trials = Trials,
            Patterns = Patterns,
            Step = Step,
            LearningRate = LearningRate,
        };
    }
}
