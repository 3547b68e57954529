namespace Engram.Cli.Printing;

/// <summary>A table of words: columns two spaces apart, the last one wrapped where there is a width to keep.</summary>
internal sealed class TextTable
{
    private const int LeastLastColumn = 24;
    private readonly Column[] _columns;
    private readonly List<string[]> _rows = [];

    /// <summary>Creates a table; a heading that begins with <c>&gt;</c> makes a column of numbers, set to the right.</summary>
    public TextTable(params ReadOnlySpan<string> headings)
    {
        _columns = new Column[headings.Length];
        for (var i = 0; i < headings.Length; i++)
        {
            var toTheRight = headings[i].StartsWith('>');
            _columns[i] = new Column(toTheRight ? headings[i][1..] : headings[i], toTheRight);
        }
    }

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row with a cell for each column.</summary>
    public void Add(params ReadOnlySpan<string> cells)
    {
        if (cells.Length != _columns.Length) throw new ArgumentException("a row has a cell for each column", nameof(cells));
        _rows.Add(cells.ToArray());
    }

    /// <summary>Writes the table; columns without a single word in them are left out.</summary>
    public void Write(Terminal terminal, int indent = 2)
    {
        var shown = Enumerable.Range(0, _columns.Length).Where(c => _rows.Exists(row => row[c].Length > 0)).ToArray();
        if (shown.Length == 0) return;

        var widths = shown.Select(c => Math.Max(_columns[c].Heading.Length, _rows.Max(row => row[c].Length))).ToArray();
        var before = indent + widths[..^1].Sum() + 2 * (widths.Length - 1);
        var lastWidth = terminal.OutputWidth == int.MaxValue ? int.MaxValue : Math.Max(LeastLastColumn, terminal.OutputWidth - before);

        var headings = shown.Select(c => _columns[c].Heading).ToArray();
        if (headings.Any(heading => heading.Length > 0))
            terminal.Output.WriteLine(terminal.Dim(Line(headings, shown, widths, indent)));

        foreach (var row in _rows)
        {
            var cells = shown.Select(c => row[c]).ToArray();
            var first = true;
            foreach (var part in Paragraph.Wrap(cells[^1], lastWidth))
            {
                cells[^1] = part;
                terminal.Output.WriteLine(Line(cells, shown, widths, indent));
                if (first) Array.Fill(cells, "");
                first = false;
            }
        }
    }

    private string Line(string[] cells, int[] shown, int[] widths, int indent)
    {
        var line = new System.Text.StringBuilder().Append(' ', indent);
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) line.Append("  ");
            line.Append(_columns[shown[i]].ToTheRight ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i]));
        }

        return line.ToString().TrimEnd();
    }

    private readonly record struct Column(string Heading, bool ToTheRight);
}
