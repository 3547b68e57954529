using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>A number with what a bootstrap says about it.</summary>
/// <param name="Value">The number itself.</param>
/// <param name="Low">The lower end, percentile form.</param>
/// <param name="High">The upper end, percentile form.</param>
/// <param name="BasicLow">The lower end, basic form: 2·value − the upper percentile.</param>
/// <param name="BasicHigh">The upper end, basic form.</param>
/// <param name="Undefined">The share of draws for which there was no number (n_θ not reached): they are in neither end.</param>
public sealed record BootstrapInterval(double Value, double Low, double High, double BasicLow, double BasicHigh, double Undefined)
{
    /// <summary>From draws.</summary>
    /// <param name="value">The number.</param>
    /// <param name="draws">Draws; what is not finite counts as undefined.</param>
    public static BootstrapInterval From(double value, IReadOnlyList<double> draws)
    {
        ArgumentNullException.ThrowIfNull(draws);
        double[] defined = [.. draws.Where(double.IsFinite)];
        double undefined = draws.Count == 0 ? 1 : 1 - (defined.Length / (double)draws.Count);
        if (defined.Length == 0)
            return new BootstrapInterval(value, double.NaN, double.NaN, double.NaN, double.NaN, undefined);
        Summary summary = Summary.Of(defined);
        double low = summary.Quantile(0.025), high = summary.Quantile(0.975);
        return new BootstrapInterval(value, low, high, (2 * value) - high, (2 * value) - low, undefined);
    }
}

/// <summary>
/// The participant-level bootstrap (specification 4.8.1): lists are drawn with replacement, then participants within each drawn list, because
/// trials of a person, and people of a list, are not independent.
/// </summary>
public static class ClusterBootstrap
{
    /// <summary>The draws that the analysis makes unless told otherwise.</summary>
    public const int DefaultDraws = 2000;

    /// <summary>Draws runs anew.</summary>
    /// <param name="lists">The runs of each list.</param>
    /// <param name="random">Draws.</param>
    public static List<AgentRun> Resample(IReadOnlyList<IReadOnlyList<AgentRun>> lists, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(random);
        var drawn = new List<AgentRun>();
        for (int i = 0; i < lists.Count; i++)
        {
            IReadOnlyList<AgentRun> list = lists[random.NextBounded(lists.Count)];
            for (int p = 0; p < list.Count; p++)
                drawn.Add(list[random.NextBounded(list.Count)]);
        }

        return drawn;
    }

    /// <summary>The runs of each list.</summary>
    /// <param name="runs">Runs.</param>
    public static IReadOnlyList<IReadOnlyList<AgentRun>> ByList(IEnumerable<AgentRun> runs) =>
        [.. runs.GroupBy(static run => run.ListId, StringComparer.Ordinal).OrderBy(static list => list.Key, StringComparer.Ordinal).Select(static list => (IReadOnlyList<AgentRun>)[.. list])];

    /// <summary>Intervals of several numbers of the same runs.</summary>
    /// <param name="runs">Runs; at least one.</param>
    /// <param name="statistics">The numbers.</param>
    /// <param name="draws">How many draws.</param>
    /// <param name="random">Draws.</param>
    public static IReadOnlyList<BootstrapInterval> Of(
        IReadOnlyList<AgentRun> runs, Func<IReadOnlyList<AgentRun>, IReadOnlyList<double>> statistics, int draws, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        IReadOnlyList<IReadOnlyList<AgentRun>> lists = ByList(runs);
        IReadOnlyList<double> values = statistics(runs);
        double[][] found = [.. values.Select(_ => new double[draws])];
        for (int draw = 0; draw < draws; draw++)
        {
            IReadOnlyList<double> drawn = statistics(Resample(lists, random));
            for (int i = 0; i < found.Length; i++)
                found[i][draw] = drawn[i];
        }

        return [.. values.Select((value, i) => BootstrapInterval.From(value, found[i]))];
    }
}
