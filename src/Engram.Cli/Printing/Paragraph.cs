namespace Engram.Cli.Printing;

/// <summary>Breaks text into lines at spaces.</summary>
internal static class Paragraph
{
    /// <summary>The lines of a text; its own line breaks are kept, and a word longer than a line stands alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns; <see cref="int.MaxValue"/> for no limit.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var rest = paragraph.TrimEnd();
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
