namespace Engram.Datasets;

/// <summary>A data set divided into what is learned from and what is tested on.</summary>
/// <param name="Name">The short name of the data set, such as <c>mnist1d</c>.</param>
/// <param name="Train">The samples to learn from.</param>
/// <param name="Test">The samples to test on; none of them is in <paramref name="Train"/>.</param>
public sealed record DatasetSplit(string Name, SequenceSet Train, SequenceSet Test)
{
    /// <summary>Where the numbers come from and what was done to them, as one sentence for a report.</summary>
    public required string Preparation { get; init; }

    /// <summary>What was taken from and divided out of all values; none when they are as they were found.</summary>
    public Standardisation? Standardisation { get; init; }
}

/// <summary>
/// The change of scale <c>(x − Mean) / Deviation</c>. A new signal must go through the same one before a trained network sees it.
/// </summary>
/// <param name="Mean">The mean of all values before.</param>
/// <param name="Deviation">Their population standard deviation before.</param>
public readonly record struct Standardisation(double Mean, double Deviation)
{
    /// <summary>Brings values to mean 0 and standard deviation 1, and says how.</summary>
    /// <param name="values">All values of all samples; changed in place. Not all equal.</param>
    /// <param name="sampleLength">Sums are made for every sample first, which keeps rounding errors small.</param>
    internal static Standardisation Apply(Span<double> values, int sampleLength)
    {
        var sum = 0.0;
        for (var at = 0; at < values.Length; at += sampleLength)
        {
            var part = 0.0;
            foreach (var value in values.Slice(at, sampleLength))
                part += value;
            sum += part;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        for (var at = 0; at < values.Length; at += sampleLength)
        {
            var part = 0.0;
            foreach (var value in values.Slice(at, sampleLength))
                part += (value - mean) * (value - mean);
            squares += part;
        }

        var deviation = Math.Sqrt(squares / values.Length);
        foreach (ref var value in values)
            value = (value - mean) / deviation;
        return new Standardisation(mean, deviation);
    }
}
