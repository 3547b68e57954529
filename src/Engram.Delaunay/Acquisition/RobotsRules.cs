namespace Engram.Delaunay.Acquisition;

/// <summary>What a host's <c>robots.txt</c> allows (RFC 9309): of the lines for this client, or else for all, the longest one that fits decides.</summary>
public sealed class RobotsRules
{
    private readonly List<(string Pattern, bool Allows)> _lines;

    private RobotsRules(List<(string Pattern, bool Allows)> lines) => _lines = lines;

    /// <summary>Everything is allowed: the host has no such file.</summary>
    public static RobotsRules AllowAll { get; } = new([]);

    /// <summary>Nothing is allowed: the host has trouble, so that what it allows is not known.</summary>
    public static RobotsRules DenyAll { get; } = new([("/", false)]);

    /// <summary>Understands the file; lines that make no sense are passed over.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="client">The name of this client in lower case, without a version.</param>
    public static RobotsRules Parse(string text, string client)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(string, bool)> own = [], all = [];
        bool isOwn = false, isAll = false, wasAgent = false, hasOwn = false;
        foreach (string raw in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            string line = raw.Split('#')[0];
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            string key = line[..colon].Trim().ToLowerInvariant(), value = line[(colon + 1)..].Trim();
            if (key == "user-agent")
            {
                if (!wasAgent) isOwn = isAll = false;
                isOwn |= value.Length > 0 && value != "*" && client.StartsWith(value.ToLowerInvariant(), StringComparison.Ordinal);
                isAll |= value == "*";
                hasOwn |= isOwn;
                wasAgent = true;
            }
            else if (key is "allow" or "disallow")
            {
                wasAgent = false;
                if (value.Length == 0) continue;
                if (isOwn) own.Add((value, key == "allow"));
                if (isAll) all.Add((value, key == "allow"));
            }
        }

        return new RobotsRules(hasOwn ? own : all);
    }

    /// <summary>Whether an address may be asked for.</summary>
    /// <param name="address">The address.</param>
    public bool Allows(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        (int Length, bool Allows) best = (-1, true);
        foreach (var (pattern, allows) in _lines)
        {
            if (Fits(pattern, address.PathAndQuery) && (pattern.Length > best.Length || (pattern.Length == best.Length && allows))) best = (pattern.Length, allows);
        }

        return best.Allows;
    }

    /// <summary>Whether a path begins as a pattern says; <c>*</c> stands for anything, a last <c>$</c> for the end.</summary>
    private static bool Fits(string pattern, string path)
    {
        bool toTheEnd = pattern.EndsWith('$');
        string[] parts = (toTheEnd ? pattern[..^1] : pattern).Split('*');
        if (!path.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        int at = parts[0].Length;
        for (int i = 1; i < parts.Length; i++)
        {
            bool isLast = toTheEnd && i == parts.Length - 1;
            int found = isLast ? path.Length - parts[i].Length : path.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (found < at || (isLast && !path.EndsWith(parts[i], StringComparison.Ordinal))) return false;
            at = found + parts[i].Length;
        }

        return !toTheEnd || at == path.Length;
    }
}
