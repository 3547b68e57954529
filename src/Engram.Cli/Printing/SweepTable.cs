using Engram.Lab;
using Engram.Lab.Runs;

namespace Engram.Cli.Printing;

/// <summary>What the conditions of a sweep reached: a row for each, the headline first, as many other values as the window has room for.</summary>
internal static class SweepTable
{
    private const int Indent = 2;
    private const int LongestCell = 28;

    /// <summary>Letters that a row has at the most also where there is no window: a person may still read the file it goes to.</summary>
    private const int WidestRow = 140;

    /// <summary>Letters that a heading may have on one line even where its cells are shorter.</summary>
    private const int HeadingWidth = 14;

    /// <summary>Writes the table.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="headline">The name of the summary value that comes first, or null.</param>
    /// <param name="conditions">The conditions.</param>
    public static void Write(Terminal terminal, string? headline, IReadOnlyList<ConditionReport> conditions)
    {
        var columns = new List<Column>();
        var keys = conditions[0].Varied.Select(static setting => setting.Key).ToArray();
        for (var k = 0; k < keys.Length; k++)
            columns.Add(new Column(ShortKey(keys[k], keys), [.. conditions.Select(condition => Cut(condition.Varied[k].Value))], ToTheRight: false));
        if (conditions.Any(static condition => condition.Runs.Count > 1))
            columns.Add(new Column("seeds", [.. conditions.Select(Seeds)], ToTheRight: true));

        var values = conditions.SelectMany(static condition => condition.Comparison).DistinctBy(static value => value.Name, StringComparer.Ordinal)
            .OrderBy(value => string.Equals(value.Name, headline, StringComparison.Ordinal) ? 0 : 1).ToArray();
        var width = Math.Min(terminal.OutputWidth, WidestRow);
        var left = new List<string>();
        for (var v = 0; v < values.Length; v++)
        {
            var more = Columns(values[v], conditions);
            // The first is what was asked for, and is shown even where it does not fit.
            if (v == 0 || (left.Count == 0 && Indent + columns.Concat(more).Sum(static column => column.Width + 2) - 2 <= width)) columns.AddRange(more);
            else left.Add(values[v].Label);
        }

        WriteLines(terminal, columns, conditions.Count);
        if (left.Count == 0) return;
        terminal.Output.WriteLine();
        foreach (var line in Paragraph.Wrap($"in summary.csv too: {string.Join(", ", left)}", width - Indent))
            terminal.Output.WriteLine("  " + terminal.Dim(line));
    }

    private static string Seeds(ConditionReport condition)
    {
        var finished = condition.Runs.Count(static run => run.State == RunState.Finished);
        return finished == condition.Runs.Count ? $"{finished}" : $"{finished} of {condition.Runs.Count}";
    }

    private static List<Column> Columns(ComparedValue value, IReadOnlyList<ConditionReport> conditions)
    {
        var cells = conditions.Select(condition => condition.Comparison.FirstOrDefault(other => string.Equals(other.Name, value.Name, StringComparison.Ordinal))).ToArray();
        List<Column> columns =
        [
            new(
                value.Unit.Length > 0 ? $"{value.Label} ({value.Unit})" : value.Label,
                [.. cells.Select(cell => cell is null ? "-" : Bare(Quantity.Of(cell), cell.Unit))],
                ToTheRight: true),
        ];
        if (Array.Exists(cells, static cell => cell?.Published is not null))
            columns.Add(new Column("published", [.. cells.Select(static cell => cell?.Published is { } published ? Bare(Quantity.Of(published), published.Unit) : "-")], ToTheRight: true));
        return columns;
    }

    private static void WriteLines(Terminal terminal, List<Column> columns, int rows)
    {
        var headings = columns.ConvertAll(static column => Paragraph.Wrap(column.Heading, column.Width).ToArray());
        var height = headings.Max(static lines => lines.Length);
        for (var line = 0; line < height; line++)
            terminal.Output.WriteLine(terminal.Dim(Line(columns, c => headings[c].ElementAtOrDefault(line - (height - headings[c].Length)) ?? "")));
        for (var row = 0; row < rows; row++) terminal.Output.WriteLine(Line(columns, c => columns[c].Cells[row]));
    }

    private static string Line(List<Column> columns, Func<int, string> cell)
    {
        var parts = columns.Select((column, c) => column.ToTheRight ? cell(c).PadLeft(column.Width) : cell(c).PadRight(column.Width));
        return (new string(' ', Indent) + string.Join("  ", parts)).TrimEnd();
    }

    private static string ShortKey(string key, string[] keys)
    {
        static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];
        return keys.Count(other => Last(other) == Last(key)) == 1 ? Last(key) : key;
    }

    private static string Bare(string quantity, string unit) => unit.Length > 0 && quantity.EndsWith(" " + unit, StringComparison.Ordinal) ? quantity[..^(unit.Length + 1)] : quantity;

    private static string Cut(string value) => value.Length <= LongestCell ? value : value[..(LongestCell - 1)] + "…";

    private sealed record Column(string Heading, IReadOnlyList<string> Cells, bool ToTheRight)
    {
        public int Width { get; } = Math.Max(
            Cells.Max(static cell => cell.Length),
            Math.Max(Math.Min(Heading.Length, HeadingWidth), Heading.Split(' ').Max(static word => word.Length)));
    }
}
