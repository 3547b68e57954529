using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>A point of a learning curve.</summary>
/// <param name="Name">The bin: <c>3–4</c>.</param>
/// <param name="MeanN">The mean n of its trials.</param>
/// <param name="Right">Right answers.</param>
/// <param name="Trials">Trials.</param>
public sealed record CurvePoint(string Name, double MeanN, int Right, int Trials)
{
    /// <summary>The share of right answers.</summary>
    public double Accuracy => Right / (double)Trials;

    /// <summary>Wilson's interval: right for one agent on one list; too narrow for pooled people, who differ.</summary>
    public BinomialInterval Wilson => BinomialInterval.Wilson(Right, Trials);

    /// <summary>The exact interval.</summary>
    public BinomialInterval ClopperPearson => BinomialInterval.ClopperPearson(Right, Trials);
}

/// <summary>Accuracy over the number of exemplars of the true category seen before, in bins (specification 4.8.2).</summary>
public sealed class LearningCurve
{
    private LearningCurve(int alternatives, IReadOnlyList<CurvePoint> points) => (Alternatives, Points) = (alternatives, points);

    /// <summary>W.</summary>
    public int Alternatives { get; }

    /// <summary>The bins that have trials, in rising order of n.</summary>
    public IReadOnlyList<CurvePoint> Points { get; }

    /// <summary>Pools runs.</summary>
    /// <param name="runs">Runs with the same W; at least one.</param>
    public static LearningCurve Of(IReadOnlyList<AgentRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Span<int> trials = stackalloc int[AgentRun.BinCount], right = stackalloc int[AgentRun.BinCount];
        Span<double> sums = stackalloc double[AgentRun.BinCount];
        trials.Clear();
        right.Clear();
        sums.Clear();
        foreach (AgentRun run in runs)
        {
            for (int bin = 0; bin < AgentRun.BinCount; bin++)
            {
                trials[bin] += run.BinTrials[bin];
                right[bin] += run.BinRight[bin];
                sums[bin] += run.BinSums[bin];
            }
        }

        var points = new List<CurvePoint>(AgentRun.BinCount);
        for (int bin = 0; bin < AgentRun.BinCount; bin++)
        {
            if (trials[bin] > 0)
                points.Add(new CurvePoint(AgentRun.NameOf(bin), sums[bin] / trials[bin], right[bin], trials[bin]));
        }

        return new LearningCurve(runs[0].Alternatives, points);
    }

    /// <summary>A curve of points that are known.</summary>
    /// <param name="alternatives">W.</param>
    /// <param name="points">The points in rising order of n.</param>
    public static LearningCurve Known(int alternatives, IReadOnlyList<CurvePoint> points) => new(alternatives, points);
}
