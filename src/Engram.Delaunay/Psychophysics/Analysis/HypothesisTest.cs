using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>A slope difference and how sure it is.</summary>
/// <param name="People">b of people.</param>
/// <param name="Networks">b of networks.</param>
/// <param name="Difference">Δb = b(people) − b(networks).</param>
/// <param name="Probability">The two-sided probability from the bootstrap; NaN where Δb has none.</param>
public sealed record SlopeComparison(BootstrapInterval People, BootstrapInterval Networks, BootstrapInterval Difference, double Probability);

/// <summary>
/// The working hypothesis (specification 4.8.8): the slope of sample efficiency on naturalness q differs between people and networks. See
/// <see cref="StudyConfiguration.SignConvention"/>. Censored n_θ enter through the area under the learning curve, tested in parallel.
/// </summary>
/// <param name="Networks">The network that people are compared with.</param>
/// <param name="Families">The families with their q.</param>
/// <param name="OfExemplars">Slopes of log10 n_θ: negative where natural images need fewer exemplars.</param>
/// <param name="OfArea">Slopes of the area under the curve: positive where natural images are learned better.</param>
public sealed record HypothesisTest(string Networks, IReadOnlyList<(string Family, double Naturalness)> Families, SlopeComparison OfExemplars, SlopeComparison OfArea)
{
    /// <summary>Tests; lists of one number are drawn together in all families and for all agents, because they hold the same images.</summary>
    /// <param name="people">Runs of people.</param>
    /// <param name="network">Runs of one network.</param>
    /// <param name="naturalness">q of a family; null for one without.</param>
    /// <param name="draws">Bootstrap draws.</param>
    /// <param name="random">Draws.</param>
    /// <returns>The test, or null where fewer than two families have q and runs of both.</returns>
    public static HypothesisTest? Of(IReadOnlyList<AgentRun> people, IReadOnlyList<AgentRun> network, Func<string, double?> naturalness, int draws, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(naturalness);
        ArgumentNullException.ThrowIfNull(random);
        var families = people.Select(static run => run.Family).Intersect(network.Select(static run => run.Family), StringComparer.Ordinal)
            .Where(family => naturalness(family) is not null).Select(family => (Family: family, Naturalness: naturalness(family)!.Value)).OrderBy(static entry => entry.Naturalness).ToArray();
        if (families.Select(static entry => entry.Naturalness).Distinct().Count() < 2)
            return null;
        var ofPeople = new Cells(people, families);
        var ofNetwork = new Cells(network, families);
        string[] keys = [.. ofPeople.Keys.Intersect(ofNetwork.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (keys.Length == 0)
            return null;
        (double Exemplars, double Area) first = ofPeople.Slopes(keys), second = ofNetwork.Slopes(keys);
        var exemplars = new double[3][];
        var areas = new double[3][];
        for (int i = 0; i < 3; i++)
            (exemplars[i], areas[i]) = (new double[draws], new double[draws]);
        var drawn = new string[keys.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            for (int i = 0; i < keys.Length; i++)
                drawn[i] = keys[random.NextBounded(keys.Length)];
            var a = ofPeople.Slopes(drawn);
            var b = ofNetwork.Slopes(drawn);
            (exemplars[0][draw], exemplars[1][draw], exemplars[2][draw]) = (a.Exemplars, b.Exemplars, a.Exemplars - b.Exemplars);
            (areas[0][draw], areas[1][draw], areas[2][draw]) = (a.Area, b.Area, a.Area - b.Area);
        }

        return new HypothesisTest(
            network[0].Group, families, Compare(first.Exemplars, second.Exemplars, exemplars), Compare(first.Area, second.Area, areas));
    }

    private static SlopeComparison Compare(double people, double networks, double[][] draws) => new(
        BootstrapInterval.From(people, draws[0]),
        BootstrapInterval.From(networks, draws[1]),
        BootstrapInterval.From(people - networks, draws[2]),
        double.IsFinite(people - networks) ? TwoSided(draws[2]) : double.NaN);

    private static double TwoSided(double[] differences)
    {
        double[] defined = [.. differences.Where(double.IsFinite)];
        int below = defined.Count(static value => value <= 0), above = defined.Count(static value => value >= 0);
        return Math.Min(1, 2 * (Math.Min(below, above) + 1.0) / (defined.Length + 1));
    }

    /// <summary>Runs by family and list, so that a draw is a sum.</summary>
    private sealed class Cells
    {
        private readonly double[] _naturalness;
        private readonly Dictionary<string, AgentRun[]>[] _runs;

        public Cells(IReadOnlyList<AgentRun> runs, (string Family, double Naturalness)[] families)
        {
            _naturalness = [.. families.Select(static entry => entry.Naturalness)];
            _runs =
            [
                .. families.Select(entry => runs.Where(run => run.Family == entry.Family).GroupBy(static run => run.ListKey, StringComparer.Ordinal)
                    .ToDictionary(static list => list.Key, static list => list.ToArray(), StringComparer.Ordinal)),
            ];
        }

        public IEnumerable<string> Keys => _runs.Select(static lists => lists.Keys.AsEnumerable()).Aggregate(static (a, b) => a.Intersect(b, StringComparer.Ordinal));

        public (double Exemplars, double Area) Slopes(string[] keys)
        {
            var exemplars = new double[_runs.Length];
            var areas = new double[_runs.Length];
            for (int f = 0; f < _runs.Length; f++)
            {
                LearningCurve curve = LearningCurve.Of([.. keys.SelectMany(key => _runs[f][key])]);
                exemplars[f] = Math.Log10(Math.Max(SampleEfficiency.Needed(curve).Value, 0.1));
                areas[f] = SampleEfficiency.Area(curve);
            }

            return (LineThrough.Slope(_naturalness, exemplars), LineThrough.Slope(_naturalness, areas));
        }
    }
}
