using System.Text;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Acquisition;

/// <summary>A line of a list.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Raw">The line as it stands.</param>
/// <param name="Address">The first field that is an absolute http or https address; none if there is none.</param>
/// <param name="Reason">Why it gives no address: <c>empty</c>, <c>data_uri</c>, <c>no_address</c>, <c>duplicate</c>; <c>ok</c> if it gives one.</param>
public sealed record UrlRow(int Line, string Raw, Uri? Address, string Reason);

/// <summary>The list of addresses of one artist.</summary>
/// <param name="Path">The file.</param>
/// <param name="ClassIndex">The artist's label, -1 where the file's name is none of the 53.</param>
/// <param name="Rows">A row for every line.</param>
public sealed record UrlList(string Path, int ClassIndex, IReadOnlyList<UrlRow> Rows)
{
    private static readonly string[] Unimportant = ["and"];

    /// <summary>The artist's name; the file's where that is none of the 53.</summary>
    public string Artist => ClassIndex >= 0 ? ArtistNames.All[ClassIndex].Name : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>How many lines there are for each reason, in ordinal order.</summary>
    public IReadOnlyList<(string Reason, int Count)> Counts => [.. Rows.CountBy(static row => row.Reason, StringComparer.Ordinal).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value))];

    /// <summary>Reads a list. No line stops it.</summary>
    /// <param name="path">The file: UTF-8, or Windows-1252 where it is not that.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static UrlList Read(string path) => Parse(path, File.ReadAllBytes(path));

    /// <summary>Understands the bytes of a list.</summary>
    /// <param name="path">What the file is called.</param>
    /// <param name="content">Its bytes.</param>
    public static UrlList Parse(string path, byte[] content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        string text = Decode(content).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        string[] lines = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<UrlRow> rows = [];
        for (int i = 0; i < lines.Length; i++)
        {
            var address = Address(lines[i], out string reason);
            if (address is not null && !seen.Add(address.AbsoluteUri)) reason = "duplicate";
            rows.Add(new UrlRow(i + 1, lines[i], reason == "ok" ? address : null, reason));
        }

        return new UrlList(path, ClassOf(path), rows);
    }

    /// <summary>The label of the artist that a file is named for, compared without accents, case and the word "and"; -1 for none.</summary>
    /// <param name="path">The file.</param>
    public static int ClassOf(string path)
    {
        string stem = System.IO.Path.GetFileNameWithoutExtension(path);
        if (NameRepair.Of(stem) is { Index: >= 0 } exact) return exact.Index;
        string folded = Folded(stem);
        for (int i = 0; i < ArtistNames.All.Count; i++)
        {
            if (Folded(ArtistNames.All[i].Name) == folded) return i;
        }

        return -1;
    }

    private static string Folded(string name) => string.Join(' ', LatinLetters.Fold(name).Split(' ').Except(Unimportant, StringComparer.Ordinal));

    private static Uri? Address(string line, out string reason)
    {
        reason = "empty";
        bool isData = false;
        foreach (string field in Fields(line))
        {
            if (field.Length == 0) continue;
            if (reason == "empty") reason = "no_address";
            isData |= field.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
            if (!Uri.TryCreate(field, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0) continue;
            reason = "ok";
            return address;
        }

        if (isData) reason = "data_uri";
        return null;
    }

    /// <summary>The parts between commas, semicolons and tabs that stand in no quotes.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool isQuoted = false;
        foreach (char c in line)
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (!isQuoted && c is ',' or ';' or '\t')
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }

    private static string Decode(byte[] content)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(content);
        }
    }
}
