namespace Engram.Cli.Printing;

/// <summary>Breaks text into lines at spaces.</summary>
internal static class Paragraph
{
    /// <summary>
    /// The lines of a text. A blank line in it stays and parts paragraphs; other line breaks are where the source was broken, and go. A word
    /// longer than a line stands alone.
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
