namespace Engram.Evolution.Spiking;

/// <summary>What a rule of the reward-driven task is told beside the reward R and the eligibility E.</summary>
public enum RewardSignals
{
    /// <summary>(R, E): the preprint's.</summary>
    Plain,

    /// <summary>(R, E, R̄): also the expected reward.</summary>
    Expected,

    /// <summary>(R, E, R⁺, R⁻): also the expected reward and the expected punishment, apart.</summary>
    Split,
}

/// <summary>The reward-driven task's constants: Jordan et al. 2021, Fig. 3 and appendix 1; specification 3.1.</summary>
public sealed record RewardTaskOptions
{
    /// <summary>Independent experiments that a fitness is the mean of.</summary>
    public int Experiments { get; init; } = 10;

    /// <summary>Trials of an experiment.</summary>
    public int Trials { get; init; } = 500;

    /// <summary>N, the inputs.</summary>
    public int Inputs { get; init; } = 50;

    /// <summary>The chance that an input has a synapse.</summary>
    public double Connectivity { get; init; } = 0.8;

    /// <summary>M, the frozen patterns.</summary>
    public int Patterns { get; init; } = 30;

    /// <summary>The rate of an input in a pattern, Hz.</summary>
    public double Rate { get; init; } = 6;

    /// <summary>T, ms.</summary>
    public double Duration { get; init; } = 500;

    /// <summary>h, ms. The strengths of the published code belong to 0.01; other steps are scaled to give the same (see <see cref="RewardTask"/>).</summary>
    public double Step { get; init; } = 0.01;

    /// <summary>The standard deviation of first weights, pA.</summary>
    public double WeightSpread { get; init; } = 1000;

    /// <summary>η.</summary>
    public double LearningRate { get; init; } = 10;

    /// <summary>m, the trials that expectations reach back.</summary>
    public double Memory { get; init; } = 100;

    /// <summary>What the rule is told.</summary>
    public RewardSignals Signals { get; init; } = RewardSignals.Split;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Experiments, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patterns, 1);
        if (!(Step > 0) || !(Duration >= Step) || Duration / Step > 1e7)
            throw new ArgumentOutOfRangeException(nameof(Step), Step, "The step must be positive and not longer than the trial.");
        if (!(Connectivity is > 0 and <= 1) || !(Rate > 0) || !(WeightSpread >= 0) || !double.IsFinite(LearningRate) || !(Memory >= 1))
            throw new ArgumentOutOfRangeException(nameof(Connectivity), "Connectivity, rate, weights, learning rate or memory are out of range.");
    }
}
