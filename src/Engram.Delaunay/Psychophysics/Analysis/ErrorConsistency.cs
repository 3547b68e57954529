using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// Whether two agents err on the same trials more often than two independent ones of their accuracies would (Geirhos, Meding and Wichmann 2020;
/// specification 4.8.6): κ = (c_obs − c_exp)/(1 − c_exp), 1 when c_obs is 1.
/// </summary>
/// <param name="First">p₁, the accuracy of one agent.</param>
/// <param name="Second">p₂, that of the other.</param>
/// <param name="Observed">c_obs, the share of trials on which both are right or both are wrong.</param>
/// <param name="Trials">N.</param>
public sealed record ErrorConsistency(double First, double Second, double Observed, int Trials)
{
    /// <summary>c_exp = p₁p₂ + (1 − p₁)(1 − p₂).</summary>
    public double Expected => (First * Second) + ((1 - First) * (1 - Second));

    /// <summary>κ.</summary>
    public double Kappa => Observed >= 1 ? 1 : (Observed - Expected) / (1 - Expected);

    /// <summary>The largest κ that these accuracies allow: c_obs ≤ 1 − |p₁ − p₂|.</summary>
    public double LargestKappa => new ErrorConsistency(First, Second, 1 - Math.Abs(First - Second), Trials).Kappa;

    /// <summary>Trials that both missed with an answer of their own.</summary>
    public int BothWrong { get; init; }

    /// <summary>Of those, the trials with the same wrong answer; by chance it is 1/(W − 1) of them.</summary>
    public int SameWrong { get; init; }

    /// <summary>The limits of c_obs over all accuracies that give an expected consistency.</summary>
    /// <param name="expected">c_exp, 0 to 1.</param>
    public static (double Least, double Most) ObservedLimits(double expected) =>
        expected < 0.5 ? (0, 1 - Math.Sqrt(1 - (2 * expected))) : (Math.Sqrt((2 * expected) - 1), 1);

    /// <summary>Compares two agents trial by trial.</summary>
    /// <param name="first">Whether one was right on each trial.</param>
    /// <param name="second">Whether the other was, on the same trials.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no trial.</exception>
    public static ErrorConsistency Of(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        if (first.Length != second.Length || first.Length == 0)
            throw new ArgumentException($"There are {first.Length} and {second.Length} trials.", nameof(second));
        int a = 0, b = 0, same = 0;
        for (int i = 0; i < first.Length; i++)
        {
            a += first[i] ? 1 : 0;
            b += second[i] ? 1 : 0;
            same += first[i] == second[i] ? 1 : 0;
        }

        double n = first.Length;
        return new ErrorConsistency(a / n, b / n, same / n, first.Length);
    }

    /// <summary>Compares two runs of the same list, joined on the image; no response is an error.</summary>
    /// <param name="first">A run.</param>
    /// <param name="second">Another.</param>
    /// <param name="part">The trials to compare, by their number; all if null.</param>
    /// <exception cref="DatasetException">The lists or their images differ: <see cref="Shared"/> first says what both have.</exception>
    public static ErrorConsistency Of(AgentRun first, AgentRun second, Func<TrialRecord, bool>? part = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<string, TrialRecord> others = second.Trials.Where(trial => part is null || part(trial)).ToDictionary(static trial => trial.ImageId, StringComparer.Ordinal);
        TrialRecord[] own = [.. first.Trials.Where(trial => part is null || part(trial))];
        if (first.ListId != second.ListId || own.Length != others.Count || !Array.TrueForAll(own, trial => others.ContainsKey(trial.ImageId)))
        {
            int shared = own.Count(trial => others.ContainsKey(trial.ImageId));
            throw new DatasetException(
                $"{first.Subject} (list {first.ListId}) and {second.Subject} (list {second.ListId}) did not see the same images: {own.Length} and {others.Count}, {shared} of them shared. Error consistency needs the same trials.");
        }

        bool[] a = [.. own.Select(static trial => trial.Correct)];
        bool[] b = [.. own.Select(trial => others[trial.ImageId].Correct)];
        TrialRecord[] missed = [.. own.Where(trial => !trial.Correct && trial.Answer is not null && others[trial.ImageId] is { Correct: false, Answer: not null })];
        return Of(a, b) with { BothWrong = missed.Length, SameWrong = missed.Count(trial => trial.Answer == others[trial.ImageId].Answer) };
    }

    /// <summary>The trials that two runs of a list share, and how many that leaves out: what is missing is said, not dropped in silence.</summary>
    /// <param name="first">A run.</param>
    /// <param name="second">Another of the same list.</param>
    /// <returns>The two runs with the trials that both have, or null where there is none, and the number of trials left out of either.</returns>
    public static ((AgentRun First, AgentRun Second)? Runs, int LeftOut) Shared(AgentRun first, AgentRun second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        HashSet<string> images = [.. first.Trials.Select(static trial => trial.ImageId)];
        images.IntersectWith(second.Trials.Select(static trial => trial.ImageId));
        int leftOut = first.Trials.Count + second.Trials.Count - (2 * images.Count);
        if (images.Count == 0)
            return (null, leftOut);
        return leftOut == 0
            ? ((first, second), 0)
            : ((new AgentRun(first.Trials.Where(trial => images.Contains(trial.ImageId))), new AgentRun(second.Trials.Where(trial => images.Contains(trial.ImageId)))), leftOut);
    }

    /// <summary>Where κ of two independent agents falls in 95 of 100 cases.</summary>
    /// <param name="first">p₁.</param>
    /// <param name="second">p₂.</param>
    /// <param name="trials">N.</param>
    /// <param name="draws">How many pairs are simulated.</param>
    /// <param name="random">Draws them.</param>
    public static (double Low, double High) IndependenceBand(double first, double second, int trials, int draws, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var kappas = new double[draws];
        for (int draw = 0; draw < draws; draw++)
        {
            int a = 0, b = 0, same = 0;
            for (int t = 0; t < trials; t++)
            {
                bool one = random.NextSingle() < first, two = random.NextSingle() < second;
                a += one ? 1 : 0;
                b += two ? 1 : 0;
                same += one == two ? 1 : 0;
            }

            kappas[draw] = new ErrorConsistency(a / (double)trials, b / (double)trials, same / (double)trials, trials).Kappa;
        }

        Summary summary = Summary.Of(kappas);
        return (summary.Quantile(0.025), summary.Quantile(0.975));
    }

    /// <summary>The 95 % interval of κ from a bootstrap over trials.</summary>
    /// <param name="first">Whether one agent was right on each trial.</param>
    /// <param name="second">The other.</param>
    /// <param name="draws">How many.</param>
    /// <param name="random">Draws them.</param>
    public static (double Low, double High) Bootstrap(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second, int draws, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var kappas = new double[draws];
        var a = new bool[first.Length];
        var b = new bool[first.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            for (int t = 0; t < a.Length; t++)
            {
                int chosen = random.NextBounded(a.Length);
                (a[t], b[t]) = (first[chosen], second[chosen]);
            }

            kappas[draw] = Of(a, b).Kappa;
        }

        Summary summary = Summary.Of(kappas);
        return (summary.Quantile(0.025), summary.Quantile(0.975));
    }
}
