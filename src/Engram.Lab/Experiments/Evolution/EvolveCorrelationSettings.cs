using Engram.Evolution.Spiking;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>evolve-correlation</c>.</summary>
public sealed class EvolveCorrelationSettings
{
    /// <summary>The task.</summary>
    public TaskSettings Task { get; set; } = new();

    /// <summary>The search, of both rules together.</summary>
    public SearchSettings Search { get; set; } = new()
    {
        Generations = 2000,
        Parents = 8,
        Offspring = 8,
        Tournament = 1,
        MutationRate = 0.05,
        Columns = 5,
        Primitives = "add, sub, mul, div, pow, 0.1, 1, 10",
    };

    /// <summary>The task's settings.</summary>
    public sealed class TaskSettings
    {
        /// <summary>Trials.</summary>
        [Setting("trials; a fitness is that of the worst", Minimum = 1, Maximum = 10_000)]
        public int Trials { get; set; } = 8;

        /// <summary>Inputs.</summary>
        [Setting("inputs of the neuron", Minimum = 100, Maximum = 100_000)]
        public int Inputs { get; set; } = 1000;

        /// <summary>T.</summary>
        [Setting("how long the neuron learns", Unit = "ms", Minimum = 1000, Maximum = 1e7)]
        public double Duration { get; set; } = 100_000;

        /// <summary>How long it is tested.</summary>
        [Setting("how long the neuron is tested", Unit = "ms", Minimum = 1000, Maximum = 1e7)]
        public double TestDuration { get; set; } = 11_000;

        /// <summary>η.</summary>
        [Setting("learning rate of all rules", Minimum = 0, Maximum = 1e6)]
        public double LearningRate { get; set; } = 0.01;

        /// <summary>Fresh trials at the end.</summary>
        [Setting("fresh trials that the champion and the published rules are tested on", Minimum = 1, Maximum = 10_000)]
        public int FreshTrials { get; set; } = 20;

        internal CorrelationTaskOptions Options => new()
        {
            Trials = Trials,
            Inputs = Inputs,
            Duration = Duration,
            TestDuration = TestDuration,
            LearningRate = LearningRate,
        };
    }
}
