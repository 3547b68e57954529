namespace Engram.Lab.Settings;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
public static class Suggestion
{
    /// <summary>
    /// The candidate nearest to a word: by Damerau-Levenshtein distance (insertions, deletions, replacements and swaps of neighbouring
    /// letters; optimal string alignment, Oommen and Loke 1997), by a common beginning, or by its last segment (<c>tau</c> for
    /// <c>neurons.tau</c>).
    /// </summary>
    /// <param name="word">What was typed.</param>
    /// <param name="candidates">What could have been meant; of equally near ones the first wins.</param>
    /// <returns>The candidate, or null if none is near enough to be worth a question.</returns>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(candidates);
        string typed = Normalize(word);
        string? best = null;
        double bestCost = double.PositiveInfinity;
        foreach (string candidate in candidates)
        {
            double cost = Cost(typed, Normalize(candidate));
            if (cost < bestCost)
                (best, bestCost) = (candidate, cost);
        }

        return bestCost <= Math.Max(1, typed.Length / 3.0) ? best : null;
    }

    /// <summary>A question to append to a message, such as <c> Did you mean "neurons.tau"?</c>, or nothing.</summary>
    internal static string Question(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";

    // Half an edit more than the same distance over the full key, so that an exact place wins over the same name elsewhere.
    private static double Cost(string typed, string candidate)
    {
        double cost = Distance(typed, candidate);
        string typedLast = LastSegment(typed);
        string last = LastSegment(candidate);
        if (typedLast.Length >= 2)
            cost = Math.Min(cost, Distance(typedLast, last) + 0.5 + (typedLast.Length == typed.Length ? 0 : 0.25));
        if (typed.Length >= 2 && (candidate.StartsWith(typed, StringComparison.Ordinal) || last.StartsWith(typedLast, StringComparison.Ordinal)))
            cost = Math.Min(cost, 0.9);
        return cost;
    }

    private static string Normalize(string word) => word.Trim().ToLowerInvariant().Replace('_', '-');

    private static string LastSegment(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static int Distance(string a, string b)
    {
        // Three rows of the table suffice: a swap looks two rows back.
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
