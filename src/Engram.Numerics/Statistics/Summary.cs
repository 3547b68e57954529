namespace Engram.Numerics;

/// <summary>
/// What a set of numbers is like: how many, where, how far apart. The order of the numbers does not change a bit of it.
/// </summary>
/// <remarks>
/// Of no numbers, everything but the count is NaN. A NaN among the numbers makes everything but the count NaN: a run that diverged must
/// show. An infinity makes the mean infinite (NaN if both signs occur) and the deviations NaN; extremes and quantiles stay
/// what they are.
/// </remarks>
public readonly record struct Summary
{
    private readonly double[]? _sorted;
    private readonly double _squares;

    private Summary(double[] sorted)
    {
        _sorted = sorted;
        Mean = Minimum = Maximum = _squares = double.NaN;
        // Sorting puts NaN first.
        if (sorted.Length == 0 || double.IsNaN(sorted[0]))
            return;
        Minimum = sorted[0];
        Maximum = sorted[^1];
        if (double.IsInfinity(Minimum) || double.IsInfinity(Maximum))
        {
            Mean = Minimum + Maximum;
            return;
        }

        double mean = 0;
        for (int i = 0; i < sorted.Length; i++)
            mean += (sorted[i] - mean) / (i + 1);
        // A second pass about the first mean; what the mean was off by is taken out again.
        double deviation = 0;
        double squares = 0;
        foreach (double value in sorted)
        {
            double difference = value - mean;
            deviation += difference;
            squares += difference * difference;
        }
        double correction = deviation / sorted.Length;
        Mean = Math.Clamp(mean + correction, Minimum, Maximum);
        _squares = Math.Max(0, squares - (deviation * correction));
    }

    /// <summary>How many numbers there are.</summary>
    public int Count => _sorted?.Length ?? 0;

    /// <summary>The arithmetic mean.</summary>
    public double Mean { get => Count == 0 ? double.NaN : field; }

    /// <summary>The smallest number.</summary>
    public double Minimum { get => Count == 0 ? double.NaN : field; }

    /// <summary>The greatest number.</summary>
    public double Maximum { get => Count == 0 ? double.NaN : field; }

    /// <summary>
    /// The standard deviation of these numbers themselves: the root of the mean squared distance from the mean (divisor n). It is the
    /// one that papers give over seeds (NumPy's default).
    /// </summary>
    public double PopulationStandardDeviation => Count == 0 ? double.NaN : Math.Sqrt(_squares / Count);

    /// <summary>
    /// The estimated standard deviation of what the numbers were drawn from (divisor n - 1); NaN for fewer than two.
    /// </summary>
    public double SampleStandardDeviation => Count < 2 ? double.NaN : Math.Sqrt(_squares / (Count - 1));

    /// <summary>The estimated standard deviation of the mean: <see cref="SampleStandardDeviation"/> / √n; NaN for fewer than two.</summary>
    public double StandardError => SampleStandardDeviation / Math.Sqrt(Count);

    /// <summary>The middle number, or the mean of the two in the middle.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The summary of some numbers. They are copied.</summary>
    public static Summary Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        // 0 and -0 compare equal, so that sorting leaves them in the order in which they came.
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] += 0.0;
        return new Summary(sorted);
    }

    /// <summary>
    /// The number that a share of the numbers does not exceed, interpolated linearly between neighbours (Hyndman and Fan, "Sample
    /// quantiles in statistical packages" (1996), type 7: the default of NumPy and R).
    /// </summary>
    /// <param name="share">From 0, which gives the minimum, to 1, which gives the maximum.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not from 0 to 1.</exception>
    public double Quantile(double share)
    {
        if (!(share >= 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A quantile's share is a number from 0 to 1.");
        if (_sorted is null || _sorted.Length == 0 || double.IsNaN(_sorted[0]))
            return double.NaN;
        double place = share * (_sorted.Length - 1);
        int below = (int)place;
        double fraction = place - below;
        double lower = _sorted[below];
        if (fraction == 0)
            return lower;
        double upper = _sorted[below + 1];
        // Neighbours that are equal may be infinite: their difference is no number.
        return lower.Equals(upper) ? lower : Math.Clamp((lower * (1 - fraction)) + (upper * fraction), lower, upper);
    }

    /// <summary>Whether both are of the same numbers.</summary>
    public bool Equals(Summary other) => Sorted.SequenceEqual(other.Sorted);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Mean, _squares);

    private ReadOnlySpan<double> Sorted => _sorted;
}
