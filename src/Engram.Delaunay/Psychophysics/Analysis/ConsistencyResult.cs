using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Two agents on a list.</summary>
/// <param name="Kind">Who: <c>people–people</c>, <c>people–N1/latents</c>, <c>networks</c>.</param>
/// <param name="Family">The family.</param>
/// <param name="Whole">Over the whole list.</param>
/// <param name="Thirds">κ within the first, second and last third of the trials, in which learning has gone less far.</param>
/// <param name="LeftOut">Trials that only one of them has, which were left out.</param>
public sealed record ConsistencyPair(string Kind, string Family, ErrorConsistency Whole, IReadOnlyList<double> Thirds, int LeftOut);

/// <summary>Error consistency over pairs of a kind.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Family">The family.</param>
/// <param name="Pairs">How many pairs.</param>
/// <param name="Kappa">The mean κ.</param>
/// <param name="HalfWidth">1.96 √(variance / pairs).</param>
/// <param name="Band">Where κ of independent agents of these accuracies falls in 95 of 100 cases.</param>
/// <param name="Thirds">The mean κ within thirds.</param>
/// <param name="Observed">The mean observed consistency.</param>
/// <param name="SquaredDifference">The mean squared difference of accuracies.</param>
/// <param name="SameWrong">Among trials both missed, the share of identical wrong answers.</param>
/// <param name="SameWrongByChance">1/(W − 1).</param>
/// <param name="LeftOut">Trials left out because only one of a pair has them.</param>
public sealed record ConsistencySummary(
    string Kind,
    string Family,
    int Pairs,
    double Kappa,
    double HalfWidth,
    (double Low, double High) Band,
    IReadOnlyList<double> Thirds,
    double Observed,
    double SquaredDifference,
    double SameWrong,
    double SameWrongByChance,
    int LeftOut)
{
    /// <summary>Compares everybody who got the same list: people with people, people with each network, networks of one seed with each other.</summary>
    /// <param name="runs">Runs.</param>
    /// <param name="peopleName">What people are called.</param>
    public static IReadOnlyList<ConsistencyPair> PairsOf(IReadOnlyList<AgentRun> runs, string peopleName)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var pairs = new List<ConsistencyPair>();
        foreach (var list in runs.GroupBy(static run => (run.Family, run.ListId)))
        {
            AgentRun[] all = [.. list];
            for (int i = 0; i < all.Length; i++)
            {
                for (int j = i + 1; j < all.Length; j++)
                {
                    if (KindOf(all[i], all[j], peopleName) is not { } kind)
                        continue;
                    var (shared, leftOut) = ErrorConsistency.Shared(all[i], all[j]);
                    if (shared is { } both)
                        pairs.Add(new ConsistencyPair(kind, list.Key.Family, ErrorConsistency.Of(both.First, both.Second), ThirdsOf(both.First, both.Second), leftOut));
                }
            }
        }

        return pairs;
    }

    /// <summary>Sums pairs up by kind and family.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="alternatives">W.</param>
    /// <param name="bandDraws">Pairs simulated for each band.</param>
    /// <param name="random">Draws them.</param>
    public static IReadOnlyList<ConsistencySummary> Of(IReadOnlyList<ConsistencyPair> pairs, int alternatives, int bandDraws, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var summaries = new List<ConsistencySummary>();
        foreach (var kind in pairs.GroupBy(static pair => (pair.Kind, pair.Family)))
        {
            Summary kappas = Summary.Of([.. kind.Select(static pair => pair.Whole.Kappa)]);
            int missed = kind.Sum(static pair => pair.Whole.BothWrong);
            summaries.Add(new ConsistencySummary(
                kind.Key.Kind,
                kind.Key.Family,
                kappas.Count,
                kappas.Mean,
                kappas.Count < 2 ? double.NaN : 1.96 * kappas.SampleStandardDeviation / Math.Sqrt(kappas.Count),
                ErrorConsistency.IndependenceBand(
                    kind.Average(static pair => pair.Whole.First), kind.Average(static pair => pair.Whole.Second), (int)kind.Average(static pair => pair.Whole.Trials), bandDraws, random),
                [.. Enumerable.Range(0, 3).Select(third => kind.Select(pair => pair.Thirds[third]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())],
                kind.Average(static pair => pair.Whole.Observed),
                kind.Average(static pair => (pair.Whole.First - pair.Whole.Second) * (pair.Whole.First - pair.Whole.Second)),
                missed == 0 ? double.NaN : kind.Sum(static pair => pair.Whole.SameWrong) / (double)missed,
                1.0 / (alternatives - 1),
                kind.Sum(static pair => pair.LeftOut)));
        }

        return summaries;
    }

    private static string? KindOf(AgentRun a, AgentRun b, string people)
    {
        bool first = a.Type != AgentType.Network, second = b.Type != AgentType.Network;
        if (first && second)
            return $"{people} – {people}";
        if (first || second)
            return $"{people} – {(first ? b : a).Group}";
        return a.Group != b.Group && a.Seed == b.Seed ? "network – network" : null;
    }

    private static double[] ThirdsOf(AgentRun a, AgentRun b)
    {
        int last = a.Trials.Max(static trial => trial.Trial ?? 1);
        return
        [
            .. Enumerable.Range(0, 3).Select(third =>
            {
                bool In(TrialRecord trial) => Math.Min(2, ((trial.Trial ?? 1) - 1) * 3 / last) == third;
                return a.Trials.Any(In) ? ErrorConsistency.Of(a, b, In).Kappa : double.NaN;
            }),
        ];
    }
}
