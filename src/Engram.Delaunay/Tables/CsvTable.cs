using Engram.Datasets;

namespace Engram.Delaunay;

/// <summary>A table of comma-separated values with the names of its columns in the first line.</summary>
/// <param name="Path">The file.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows below, each with as many cells as there are columns.</param>
public sealed record CsvTable(string Path, IReadOnlyList<string> Columns, IReadOnlyList<CsvRow> Rows)
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="DatasetException">It is not there or empty, or a row has another number of cells than the heading, or a quote is never closed.</exception>
    public static CsvTable Read(string path)
    {
        IReadOnlyList<CsvRow> rows = CsvReader.ReadFile(path);
        if (rows.Count == 0) throw new DatasetException(path, null, "The table is empty.", "It needs a line with the names of its columns, and a line a picture.");
        foreach (CsvRow row in rows)
        {
            if (row.Cells.Count != rows[0].Cells.Count)
                throw new DatasetException($"{path}, line {row.Line}", null, $"The row has {row.Cells.Count} cells; the heading has {rows[0].Cells.Count}.", "Cells with commas stand in quotes.");
        }

        return new CsvTable(path, rows[0].Cells, [.. rows.Skip(1)]);
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
}
