namespace Samples.RealTime;

/// <summary>How long steps took, in bins of a twentieth: bounded memory however long one listens.</summary>
internal sealed class StepTimes
{
    private const double Least = 0.01, Growth = 1.05;

    private readonly long[] _bins = new long[512];
    private double _sum;

    internal long Count { get; private set; }

    internal double Longest { get; private set; }

    internal double Mean => _sum / Count;

    internal double Median => Quantile(0.5);

    internal void Add(double micros)
    {
        int bin = micros <= Least ? 0 : Math.Min(_bins.Length - 1, 1 + (int)(Math.Log(micros / Least) / Math.Log(Growth)));
        _bins[bin]++;
        _sum += micros;
        Count++;
        Longest = Math.Max(Longest, micros);
    }

    internal double Quantile(double share)
    {
        long wanted = (long)Math.Ceiling(share * Count), seen = 0;
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            seen += _bins[bin];
            if (seen >= wanted)
                return Least * Math.Pow(Growth, bin);
        }

        return Longest;
    }
}
