using System.Diagnostics;

namespace Engram.Benchmarks;

/// <summary>
/// Times several pieces of work in turns: one sample of each, again and again, so that all of them meet the same changes of a machine's pace.
/// A sample is as many runs as last for some milliseconds. The result is the median of the samples.
/// </summary>
internal static class InterleavedTimes
{
    private const double SampleMicros = 3_000;
    private const int FewestRounds = 9;

    /// <summary>The median time of a run of each, microseconds.</summary>
    /// <param name="work">What to time.</param>
    /// <param name="seconds">How long to go on, warming up not counted; there are 9 rounds at least.</param>
    internal static double[] Medians(IReadOnlyList<Action> work, double seconds)
    {
        int[] runs = [.. work.Select(WarmUp)];
        List<double>[] samples = [.. work.Select(static _ => new List<double>())];
        long begin = Stopwatch.GetTimestamp();
        while (samples[0].Count < FewestRounds || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
        {
            for (int which = 0; which < work.Count; which++)
            {
                double start = ThreadClock.Now();
                for (int run = 0; run < runs[which]; run++)
                    work[which]();
                samples[which].Add((ThreadClock.Now() - start) / runs[which]);
            }
        }

        return [.. samples.Select(Median)];
    }

    /// <summary>Until everything is compiled in its final form and memory has been touched; how many runs make a sample.</summary>
    private static int WarmUp(Action work)
    {
        work();
        int runs = 0;
        double start = ThreadClock.Now(), elapsed;
        do
        {
            work();
            runs++;
            elapsed = ThreadClock.Now() - start;
        }
        while (elapsed < 300_000);
        return (int)Math.Ceiling(SampleMicros / (elapsed / runs));
    }

    private static double Median(List<double> samples)
    {
        samples.Sort();
        return (samples[samples.Count / 2] + samples[(samples.Count - 1) / 2]) / 2;
    }
}
