using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Response times of right answers from 200 ms to 5 s (specification 4.8.7).</summary>
/// <param name="Medians">For each bin of n: its name, the mean n, the median in milliseconds and the number of trials.</param>
/// <param name="Slopes">For each run, the slope of ln rt on log2(n + 1): below 0, people get faster.</param>
public sealed record ResponseTimes(IReadOnlyList<(string Name, double MeanN, double Median, int Trials)> Medians, IReadOnlyList<double> Slopes)
{
    private const double Earliest = 200, Latest = 5000;

    /// <summary>Measures runs of people.</summary>
    /// <param name="runs">Runs.</param>
    public static ResponseTimes Of(IReadOnlyList<AgentRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var medians = runs.SelectMany(static run => run.Trials).Where(Counts).GroupBy(static trial => AgentRun.BinOf(trial.SeenTrue ?? 0)).OrderBy(static bin => bin.Key)
            .Select(static bin => (
                AgentRun.NameOf(bin.Key),
                bin.Average(static trial => (double)(trial.SeenTrue ?? 0)),
                Summary.Of([.. bin.Select(static trial => trial.ResponseTime!.Value)]).Median,
                bin.Count()));
        return new ResponseTimes([.. medians], [.. runs.Select(SlopeOf).Where(double.IsFinite)]);
    }

    /// <summary>
    /// The rank correlation over images of people's median response time with a network's margin (largest probability minus second): below 0
    /// where people hesitate as the network does.
    /// </summary>
    /// <param name="people">Runs of people.</param>
    /// <param name="network">Runs of a network on the same lists.</param>
    /// <returns>The correlation, and over how many images; NaN for fewer than three.</returns>
    public static (double Spearman, int Images) WithMargin(IReadOnlyList<AgentRun> people, IReadOnlyList<AgentRun> network)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(network);
        Dictionary<(string, string), double> times = people.SelectMany(static run => run.Trials).Where(Counts)
            .GroupBy(static trial => (trial.ListId, trial.ImageId)).ToDictionary(static image => image.Key, static image => Summary.Of([.. image.Select(static trial => trial.ResponseTime!.Value)]).Median);
        var margins = network.SelectMany(static run => run.Trials).Where(trial => trial.Scores.Count >= 2 && times.ContainsKey((trial.ListId, trial.ImageId)))
            .GroupBy(static trial => (trial.ListId, trial.ImageId)).Select(image => (Time: times[image.Key], Margin: image.Average(MarginOf))).ToArray();
        return margins.Length < 3
            ? (double.NaN, margins.Length)
            : (RankCorrelation.Spearman([.. margins.Select(static entry => entry.Time)], [.. margins.Select(static entry => entry.Margin)]), margins.Length);
    }

    private static bool Counts(TrialRecord trial) => trial is { Correct: true, ResponseTime: >= Earliest and <= Latest };

    private static double MarginOf(TrialRecord trial)
    {
        double[] sorted = [.. trial.Scores.OrderDescending()];
        return sorted[0] - sorted[1];
    }

    private static double SlopeOf(AgentRun run)
    {
        TrialRecord[] trials = [.. run.Trials.Where(Counts)];
        return LineThrough.Slope([.. trials.Select(static trial => Math.Log2((trial.SeenTrue ?? 0) + 1))], [.. trials.Select(static trial => Math.Log(trial.ResponseTime!.Value))]);
    }
}

/// <summary>The least-squares line.</summary>
internal static class LineThrough
{
    /// <summary>Its slope; NaN for fewer than two different places or a value that is not finite.</summary>
    internal static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0, xx = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        return xx > 0 ? xy / xx : double.NaN;
    }
}
