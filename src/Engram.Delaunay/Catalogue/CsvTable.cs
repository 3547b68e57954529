using System.Text;
using Engram.Datasets;

namespace Engram.Delaunay.Catalogue;

/// <summary>A table of comma-separated values with a heading line (RFC 4180): quotes, doubled quotes in them, line breaks in them, CRLF or LF, a byte-order mark.</summary>
/// <param name="Path">The file.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The cells, and the line each row begins on.</param>
public sealed record CsvTable(string Path, IReadOnlyList<string> Columns, IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Rows)
{
    private const long LargestFile = 256L << 20;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="DatasetException">It is not there, or a row has another number of cells than the heading, or a quote is never closed.</exception>
    public static CsvTable Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new DatasetException(path, null, "There is no such table.", "Name it as --labels FILE.csv:COLUMN.");
        if (new FileInfo(path).Length > LargestFile) throw new DatasetException(path, null, "The file is too large for a table of labels.", "Name another with --labels.");
        var rows = Parse(path, File.ReadAllText(path, Encoding.UTF8));
        if (rows.Count == 0) throw new DatasetException(path, null, "The table is empty.", "It needs a line of headings and a line a picture.");
        foreach (var (line, cells) in rows)
        {
            if (cells.Count != rows[0].Cells.Count)
                throw new DatasetException($"{path}, line {line}", null, $"The row has {cells.Count} cells; the heading has {rows[0].Cells.Count}.", "Cells with commas stand in quotes.");
        }

        return new CsvTable(path, rows[0].Cells, rows[1..]);
    }

    /// <summary>The place of a column, -1 if there is none.</summary>
    /// <param name="name">Its name, in any case.</param>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Trim(), name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private static List<(int Line, IReadOnlyList<string> Cells)> Parse(string path, string text)
    {
        List<(int, IReadOnlyList<string>)> rows = [];
        List<string> cells = [];
        var cell = new StringBuilder();
        int line = 1, begun = 1, at = 0;
        while (at < text.Length)
        {
            if (text[at] == '"' && cell.Length == 0)
            {
                int opened = line;
                for (at++; ; at++)
                {
                    if (at == text.Length) throw new DatasetException($"{path}, line {opened}", null, "A quote is opened and never closed.", "Close it, or double it where it is meant.");
                    if (text[at] == '\n') line++;
                    if (text[at] != '"') cell.Append(text[at]);
                    else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
                    else break;
                }

                at++;
                continue;
            }

            char c = text[at++];
            if (c is ',' or '\n')
            {
                if (c == '\n' && cell.Length > 0 && cell[^1] == '\r') cell.Length--;
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }

            if (c != '\n') continue;
            line++;
            if (cells.Count > 1 || cells[0].Length > 0) rows.Add((begun, [.. cells]));
            cells.Clear();
            begun = line;
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            cells.Add(cell.ToString());
            rows.Add((begun, [.. cells]));
        }

        return rows;
    }
}
