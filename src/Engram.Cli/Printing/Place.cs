using System.Buffers;

namespace Engram.Cli.Printing;

/// <summary>Paths for people: short, and ready to be typed again.</summary>
internal static class Place
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" '\"$&;()");

    /// <summary>The path as seen from the current folder where it lies below it, else in full.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The path as it must be typed at a shell.</summary>
    public static string Typed(string path)
    {
        var place = Of(path);
        return place.AsSpan().ContainsAny(NeedQuotes) ? $"\"{place.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : place;
    }
}
