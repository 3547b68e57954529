namespace Engram.Evolution.Plasticity;

/// <summary>What a rule is praised for.</summary>
public enum FitnessMode
{
    /// <summary>|cos| of the angle between the weights and the first principal component (the authors' last version).</summary>
    Angle,

    /// <summary>The variance of the output over the samples put aside.</summary>
    Variance,
}

/// <summary>When a term is read.</summary>
public enum TimeTerm
{
    /// <summary>At every sample, and the mean taken: fast learning counts.</summary>
    Mean,

    /// <summary>With the last recorded weights, those before the last update, as the authors' code does.</summary>
    Final,
}

/// <summary>How the values of the datasets become one.</summary>
public enum Aggregate
{
    /// <summary>Their sum, as the authors have it: D is perfect.</summary>
    Sum,

    /// <summary>Their mean: 1 is perfect.</summary>
    Mean,

    /// <summary>The worst one: forces generality.</summary>
    Minimum,
}

/// <summary>
/// The fitness of a rule (specification 2.4): for each dataset the angle or variance term minus α (|w| − 1)², then the aggregate. The
/// defaults are the final version of the authors' code.
/// </summary>
public sealed record RuleFitness
{
    /// <summary>The first term.</summary>
    public FitnessMode Mode { get; init; } = FitnessMode.Angle;

    /// <summary>When the angle is read; the variance always belongs to the last weights.</summary>
    public TimeTerm AngleTerm { get; init; } = TimeTerm.Mean;

    /// <summary>When the length is read.</summary>
    public TimeTerm LengthTerm { get; init; } = TimeTerm.Final;

    /// <summary>How datasets are put together.</summary>
    public Aggregate Aggregate { get; init; } = Aggregate.Sum;

    /// <summary>α; null for n · v_max, as published.</summary>
    public double? LengthPenalty { get; init; }
}
