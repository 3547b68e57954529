using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Which class was answered when which was shown, over the classes that were met (specification 4.8.5).</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;
    private readonly int[] _silent;
    private readonly bool[,] _couldBe;

    private ConfusionMatrix(IReadOnlyList<int> classes, int[,] counts, int[] silent, bool[,] couldBe) =>
        (Classes, _counts, _silent, _couldBe) = (classes, counts, silent, couldBe);

    /// <summary>The classes of rows and columns, in rising order.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>[true, answered].</summary>
    /// <param name="truth">The row.</param>
    /// <param name="answer">The column.</param>
    public int this[int truth, int answer] => _counts[truth, answer];

    /// <summary>Counts with a last column for no response, for <see cref="InformationMeasures.Mutual"/>.</summary>
    public int[,] WithSilence()
    {
        var counts = new int[Classes.Count, Classes.Count + 1];
        for (int i = 0; i < Classes.Count; i++)
        {
            for (int j = 0; j < Classes.Count; j++)
                counts[i, j] = _counts[i, j];
            counts[i, Classes.Count] = _silent[i];
        }

        return counts;
    }

    /// <summary>Counts runs; two classes are comparable where some list has both.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="classes">The classes of rows and columns; those of the runs if null.</param>
    public static ConfusionMatrix Of(IReadOnlyList<AgentRun> runs, IReadOnlyList<int>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        classes ??= [.. runs.SelectMany(static run => run.Trials).Where(static trial => trial.Category is not null).Select(static trial => trial.Category!.Value).Distinct().Order()];
        var place = classes.Select(static (id, index) => (id, index)).ToDictionary(static entry => entry.id, static entry => entry.index);
        var counts = new int[classes.Count, classes.Count];
        var couldBe = new bool[classes.Count, classes.Count];
        var silent = new int[classes.Count];
        foreach (AgentRun run in runs)
        {
            int[] together = [.. run.Trials.Where(trial => trial.Category is { } id && place.ContainsKey(id)).Select(trial => place[trial.Category!.Value]).Distinct()];
            foreach (int i in together)
            {
                foreach (int j in together)
                    couldBe[i, j] = true;
            }

            foreach (TrialRecord trial in run.Trials)
            {
                if (trial.Category is not { } truth || !place.TryGetValue(truth, out int row))
                    continue;
                if (trial.Answer is { } answer && place.TryGetValue(answer, out int column))
                    counts[row, column]++;
                else
                    silent[row]++;
            }
        }

        return new ConfusionMatrix(classes, counts, silent, couldBe);
    }

    /// <summary>A matrix of counts that are known; all classes are comparable.</summary>
    /// <param name="counts">[true, answered].</param>
    public static ConfusionMatrix Known(int[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int n = counts.GetLength(0);
        var couldBe = new bool[n, n];
        for (int i = 0; i < n * n; i++)
            couldBe[i / n, i % n] = true;
        return new ConfusionMatrix([.. Enumerable.Range(0, n)], (int[,])counts.Clone(), new int[n], couldBe);
    }

    /// <summary>Rows that sum to 1 after ½ is added to each cell that could be answered; NaN where it could not.</summary>
    public double[,] Smoothed()
    {
        int n = Classes.Count;
        var shares = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
                sum += _couldBe[i, j] ? _counts[i, j] + 0.5 : 0;
            for (int j = 0; j < n; j++)
                shares[i, j] = _couldBe[i, j] ? (_counts[i, j] + 0.5) / sum : double.NaN;
        }

        return shares;
    }

    /// <summary>Luce's similarity η_ij = √(p_ij p_ji / (p_ii p_jj)); the distance is −ln η.</summary>
    /// <param name="shares">Rows of shares.</param>
    /// <param name="i">A class.</param>
    /// <param name="j">Another.</param>
    public static double Similarity(double[,] shares, int i, int j)
    {
        ArgumentNullException.ThrowIfNull(shares);
        return Math.Sqrt(shares[i, j] * shares[j, i] / (shares[i, i] * shares[j, j]));
    }

    /// <summary>The pair of classes with the greatest similarity; null where no two can be compared.</summary>
    public (int First, int Second, double Similarity)? MostAlike()
    {
        double[,] shares = Smoothed();
        (int, int, double)? best = null;
        for (int i = 0; i < Classes.Count; i++)
        {
            for (int j = i + 1; j < Classes.Count; j++)
            {
                double similarity = Similarity(shares, i, j);
                if (double.IsFinite(similarity) && (best is not { } known || similarity > known.Item3))
                    best = (Classes[i], Classes[j], similarity);
            }
        }

        return best;
    }

    /// <summary>The agreement with another matrix of the same classes.</summary>
    /// <param name="other">The other.</param>
    /// <param name="permutations">Relabellings for the test.</param>
    /// <param name="random">For the test.</param>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public ConfusionAgreement Agreement(ConfusionMatrix other, int permutations, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(random);
        if (!Classes.SequenceEqual(other.Classes))
            throw new ArgumentException("The matrices have other classes.", nameof(other));
        double[,] mine = Smoothed(), theirs = other.Smoothed();
        int n = Classes.Count;
        int[] order = [.. Enumerable.Range(0, n)];
        double observed = Correlation(order);
        int asLarge = 0, valid = 0;
        for (int draw = 0; draw < permutations; draw++)
        {
            random.Shuffle<int>(order);
            double permuted = Correlation(order);
            if (double.IsNaN(permuted))
                continue;
            valid++;
            asLarge += permuted >= observed - 1e-12 ? 1 : 0;
        }

        double divergence = 0;
        int rows = 0;
        for (int i = 0; i < n; i++)
        {
            double[] p = [.. Enumerable.Range(0, n).Where(j => double.IsFinite(mine[i, j]) && double.IsFinite(theirs[i, j])).Select(j => mine[i, j])];
            double[] q = [.. Enumerable.Range(0, n).Where(j => double.IsFinite(mine[i, j]) && double.IsFinite(theirs[i, j])).Select(j => theirs[i, j])];
            if (p.Length < 2)
                continue;
            divergence += JensenShannon(p, q);
            rows++;
        }

        return new ConfusionAgreement(observed, valid == 0 ? double.NaN : (asLarge + 1.0) / (valid + 1), divergence / rows);

        // Off-diagonal cells that both have; with relabelled classes of the other.
        double Correlation(int[] labels)
        {
            var x = new List<double>(n * n);
            var y = new List<double>(n * n);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double theirsHere = theirs[labels[i], labels[j]];
                    if (i == j || !double.IsFinite(mine[i, j]) || !double.IsFinite(theirsHere))
                        continue;
                    x.Add(mine[i, j]);
                    y.Add(theirsHere);
                }
            }

            return x.Count < 3 ? double.NaN : RankCorrelation.Spearman([.. x], [.. y]);
        }
    }

    /// <summary>The Jensen–Shannon divergence of two distributions in bits: 0 for the same, 1 for disjoint ones.</summary>
    /// <param name="p">Shares; they are scaled to sum to 1.</param>
    /// <param name="q">As many.</param>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sumP = 0, sumQ = 0, bits = 0;
        for (int i = 0; i < p.Length; i++)
        {
            sumP += p[i];
            sumQ += q[i];
        }

        for (int i = 0; i < p.Length; i++)
        {
            double a = p[i] / sumP, b = q[i] / sumQ, middle = (a + b) / 2;
            bits += 0.5 * ((a > 0 ? a * Math.Log2(a / middle) : 0) + (b > 0 ? b * Math.Log2(b / middle) : 0));
        }

        return bits;
    }

    /// <summary>
    /// The noise ceiling: how well one half of the agents agrees with the other (Spearman of off-diagonal cells), corrected to the whole by
    /// Spearman and Brown, 2r/(1 + r), on average over random halves. NaN for fewer than two agents.
    /// </summary>
    /// <param name="runs">Runs of the agents.</param>
    /// <param name="splits">How many halves.</param>
    /// <param name="random">Draws them.</param>
    public static double NoiseCeiling(IReadOnlyList<AgentRun> runs, int splits, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(random);
        string[] agents = [.. runs.Select(static run => $"{run.Subject} {run.Seed}").Distinct(StringComparer.Ordinal)];
        if (agents.Length < 2)
            return double.NaN;
        int[] classes = [.. Of(runs).Classes];
        double sum = 0;
        int valid = 0;
        for (int split = 0; split < splits; split++)
        {
            random.Shuffle<string>(agents);
            var first = agents.Take(agents.Length / 2).ToHashSet(StringComparer.Ordinal);
            ILookup<bool, AgentRun> halves = runs.ToLookup(run => first.Contains($"{run.Subject} {run.Seed}"));
            double r = Of([.. halves[true]], classes).Agreement(Of([.. halves[false]], classes), 0, random).Spearman;
            if (double.IsNaN(r) || r <= -1)
                continue;
            sum += 2 * r / (1 + r);
            valid++;
        }

        return valid == 0 ? double.NaN : sum / valid;
    }
}

/// <summary>How much two confusion matrices agree.</summary>
/// <param name="Spearman">The rank correlation of off-diagonal cells.</param>
/// <param name="Probability">The share of relabellings that agree at least as much.</param>
/// <param name="Divergence">The mean over rows of the Jensen–Shannon divergence in bits.</param>
public sealed record ConfusionAgreement(double Spearman, double Probability, double Divergence);
