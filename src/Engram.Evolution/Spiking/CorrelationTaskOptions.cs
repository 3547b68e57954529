namespace Engram.Evolution.Spiking;

/// <summary>The correlation-driven task's constants: Jordan et al. 2021, Fig. 5, as in the published code; specification 3.3.</summary>
public sealed record CorrelationTaskOptions
{
    /// <summary>Trials; the fitness is the worst of them.</summary>
    public int Trials { get; init; } = 8;

    /// <summary>N, the inputs.</summary>
    public int Inputs { get; init; } = 1000;

    /// <summary>How long a neuron learns, ms.</summary>
    public double Duration { get; init; } = 100_000;

    /// <summary>How long it is tested, ms.</summary>
    public double TestDuration { get; init; } = 11_000;

    /// <summary>The rate of the inputs outside of patterns, Hz.</summary>
    public double Rate { get; init; } = 3;

    /// <summary>The grid, ms.</summary>
    public double Step { get; init; } = 0.1;

    /// <summary>How long the pattern lasts, ms.</summary>
    public double PatternDuration { get; init; } = 100;

    /// <summary>From one pattern's onset to the next, ms.</summary>
    public double PatternInterval { get; init; } = 500;

    /// <summary>The first onset, ms.</summary>
    public double FirstOnset { get; init; } = 400.1;

    /// <summary>The standard deviation of the first weight between trials, mV.</summary>
    public double WeightSpread { get; init; } = 0.1;

    /// <summary>The first weight of all trials, mV; null for the one that drives the neuron just to threshold, plus the spread.</summary>
    public double? FirstWeight { get; init; }

    /// <summary>η.</summary>
    public double LearningRate { get; init; } = 0.01;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Inputs, 2);
        if (!(Step > 0) || !(Duration >= Step) || Duration / Step > 1e8 || !(TestDuration > FirstOnset + PatternDuration))
            throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "The durations must be positive, and the test must hold a pattern.");
        if (!(Rate > 0) || !(PatternInterval > PatternDuration) || !(PatternDuration > 0) || !double.IsFinite(LearningRate))
            throw new ArgumentOutOfRangeException(nameof(Rate), "Rate, pattern times or learning rate are out of range.");
    }
}
