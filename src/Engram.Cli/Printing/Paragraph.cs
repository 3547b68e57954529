namespace Engram.Cli.Printing;

/// <summary>Breaks text into lines at spaces.</summary>
internal static class Paragraph
{
    /// <summary>
    /// The lines of a text. A blank line in it stays and parts paragraphs; other line breaks are where the source was broken, and go. A word
    /// longer than a line stands alone. A paragraph whose lines all begin with two blanks is shown as it is: a mark in it points at what stands above.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns; <see cref="int.MaxValue"/> for no limit.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var isFirst = true;
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n"))
        {
            if (!isFirst) yield return "";
            isFirst = false;
            var lines = paragraph.Split('\n');
            if (Array.TrueForAll(lines, static line => line.StartsWith("  ", StringComparison.Ordinal)))
            {
                foreach (var line in lines) yield return line;
                continue;
            }

            var rest = string.Join(' ', paragraph.Split('\n', StringSplitOptions.TrimEntries));
            while (rest.Length > width)
            {
                var cut = rest.LastIndexOf(' ', width);
                if (cut <= 0) cut = rest.IndexOf(' ', width);
                if (cut <= 0) break;
                yield return rest[..cut].TrimEnd();
                rest = rest[(cut + 1)..].TrimStart();
            }

            yield return rest;
        }
    }
}
