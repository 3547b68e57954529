namespace Engram.Numerics;

/// <summary>
/// A <see cref="Summary"/> of numbers that come one by one and are not kept, so without quantiles. Two of them can be merged. The
/// mean and the deviations depend on the order of the numbers only in their last bits.
/// </summary>
/// <remarks>
/// Welford, "Note on a method for calculating corrected sums of squares and products" (1962); merging: Chan, Golub and LeVeque (1979).
/// NaN and empty sets follow the rules of <see cref="Summary"/>.
/// </remarks>
public sealed class RunningSummary
{
    private double _mean;
    private double _squares;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>How many numbers there were.</summary>
    public long Count { get; private set; }

    /// <summary>The arithmetic mean.</summary>
    public double Mean => OrNaN(_mean);

    /// <summary>The smallest number.</summary>
    public double Minimum => OrNaN(_minimum);

    /// <summary>The greatest number.</summary>
    public double Maximum => OrNaN(_maximum);

    /// <inheritdoc cref="Summary.PopulationStandardDeviation"/>
    public double PopulationStandardDeviation => OrNaN(Math.Sqrt(_squares / Count));

    /// <inheritdoc cref="Summary.SampleStandardDeviation"/>
    public double SampleStandardDeviation => Count < 2 ? double.NaN : Math.Sqrt(_squares / (Count - 1));

    /// <inheritdoc cref="Summary.StandardError"/>
    public double StandardError => SampleStandardDeviation / Math.Sqrt(Count);

    /// <summary>Takes one number in.</summary>
    public void Add(double value)
    {
        Count++;
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
        if (!double.IsFinite(value) || !double.IsFinite(_mean))
        {
            _mean += value;
            _squares = double.NaN;
            return;
        }
        double before = value - _mean;
        _mean += before / Count;
        _squares += before * (value - _mean);
    }

    /// <summary>Takes in all that another summary has taken in; the other one stays as it is.</summary>
    public void Merge(RunningSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
            return;
        long count = Count + other.Count;
        if (Count == 0)
        {
            (_mean, _squares) = (other._mean, other._squares);
        }
        else if (double.IsFinite(_mean) && double.IsFinite(other._mean))
        {
            double difference = other._mean - _mean;
            double share = (double)other.Count / count;
            _squares += other._squares + (difference * difference * Count * share);
            _mean += difference * share;
        }
        else
        {
            _mean += other._mean;
            _squares = double.NaN;
        }
        Count = count;
        _minimum = Math.Min(_minimum, other._minimum);
        _maximum = Math.Max(_maximum, other._maximum);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (Count, _mean, _squares) = (0, 0, 0);
        (_minimum, _maximum) = (double.PositiveInfinity, double.NegativeInfinity);
    }

    private double OrNaN(double value) => Count == 0 ? double.NaN : value;
}
