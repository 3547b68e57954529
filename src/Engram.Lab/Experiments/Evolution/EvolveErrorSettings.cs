using Engram.Evolution.Spiking;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>evolve-error</c>.</summary>
public sealed class EvolveErrorSettings
{
    /// <summary>The task.</summary>
    public TaskSettings Task { get; set; } = new();

    /// <summary>The search.</summary>
    public SearchSettings Search { get; set; } = new()
    {
        Generations = 1000,
        Parents = 4,
        Offspring = 4,
        Tournament = 1,
        MutationRate = 0.045,
        Columns = 12,
        Primitives = "add, sub, mul, div, 1",
    };

    /// <summary>The task's settings.</summary>
    public sealed class TaskSettings
    {
        /// <summary>Trials.</summary>
        [Setting("trials that a fitness is the mean of", Minimum = 1, Maximum = 10_000)]
        public int Trials { get; set; } = 15;

        /// <summary>T.</summary>
        [Setting("how long a trial is", Unit = "ms", Minimum = 100, Maximum = 1e6)]
        public double Duration { get; set; } = 10_000;

        /// <summary>h.</summary>
        [Setting("time step; it must divide a millisecond", Unit = "ms", Minimum = 0.001, Maximum = 0.5)]
        public double Step { get; set; } = 0.01;

        /// <summary>Whether teachers differ in sign.</summary>
        [Setting("teachers' weights are shifted up or down (the paper), not only up (the published data)")]
        public bool ShiftsBothWays { get; set; } = true;

        /// <summary>η.</summary>
        [Setting("learning rate of all rules", Minimum = 0, Maximum = 1e6)]
        public double LearningRate { get; set; } = 1.7;

        /// <summary>Fresh trials at the end.</summary>
        [Setting("fresh trials that the champion and the published rules are tested on", Minimum = 1, Maximum = 10_000)]
        public int FreshTrials { get; set; } = 15;

        internal ErrorTaskOptions Options => new()
        {
            Trials = Trials,
            Duration = Duration,
            Step = Step,
            ShiftsBothWays = ShiftsBothWays,
            LearningRate = LearningRate,
        };
    }
}
