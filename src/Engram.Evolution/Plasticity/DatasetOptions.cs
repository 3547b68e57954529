namespace Engram.Evolution.Plasticity;

/// <summary>The size and the spectrum of datasets. The defaults are the specification's standard configuration (section 2.5).</summary>
public sealed record DatasetOptions
{
    /// <summary>n, the number of inputs; 2 or more.</summary>
    public int Inputs { get; init; } = 2;

    /// <summary>T, the samples that are learned from, one after the other.</summary>
    public int Samples { get; init; } = 1800;

    /// <summary>Samples put aside for the variance-type fitness.</summary>
    public int HeldOut { get; init; } = 200;

    /// <summary>λ1, the variance along the first principal component; not used by <see cref="DatasetFamily.Spd"/> and <see cref="DatasetFamily.Mean5"/>.</summary>
    public double FirstVariance { get; init; } = 1;

    /// <summary>λ2, the variance in all other directions, at most λ1; not used by those two either.</summary>
    public double OtherVariance { get; init; } = 0.2;

    /// <summary>v_max, the largest entry of the covariance of <see cref="DatasetFamily.Spd"/> and <see cref="DatasetFamily.Mean5"/>.</summary>
    public double LargestCovariance { get; init; } = 1;

    /// <summary>Whether the first principal component turns by 90 degrees after half of the samples (section 2.9, test 6).</summary>
    public bool Turns { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Inputs, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(HeldOut);
        if (!(OtherVariance > 0) || !(FirstVariance > OtherVariance) || !double.IsFinite(FirstVariance))
            throw new ArgumentOutOfRangeException(nameof(OtherVariance), OtherVariance, "The variances must be positive, the first one larger than the others.");
        if (!(LargestCovariance > 0) || !double.IsFinite(LargestCovariance))
            throw new ArgumentOutOfRangeException(nameof(LargestCovariance), LargestCovariance, "The largest covariance must be positive.");
    }
}
