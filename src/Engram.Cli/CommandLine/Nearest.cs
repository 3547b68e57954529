namespace Engram.Cli.CommandLine;

/// <summary>Guesses which name was meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the fewest slips from the word, or null when none is near enough to be meant.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var slips = candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase) && word.Length >= 2 ? 1 : Slips(word, candidate);
            if (slips >= least || slips > Math.Max(2, candidate.Length / 3)) continue;
            nearest = candidate;
            least = slips;
        }

        return nearest;
    }

    /// <summary>A sentence that offers the nearest name with a space before it, or nothing.</summary>
    public static string Offer(string word, IEnumerable<string> candidates) =>
        To(word, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>Letters to insert, leave out, change or swap with a neighbour (optimal string alignment), capitals aside.</summary>
    private static int Slips(string from, string to)
    {
        if (from.Length > 100) return int.MaxValue;
        var slips = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) slips[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) slips[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = Same(from[i - 1], to[j - 1]) ? 0 : 1;
                slips[i, j] = Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + changed);
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
            }
        }

        return slips[from.Length, to.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
