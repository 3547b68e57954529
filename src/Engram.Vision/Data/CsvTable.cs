using System.Text;
using Engram.Lab;

namespace Engram.Vision.Data;

/// <summary>A comma-separated file with names of columns in its first line; cells with commas, quotes or line ends stand in quotes.</summary>
internal sealed class CsvTable
{
    private readonly string _path;
    private readonly List<string> _columns;

    private CsvTable(string path, List<string> columns, List<(int Line, List<string> Cells)> rows) => (_path, _columns, Rows) = (path, columns, rows);

    /// <summary>The cells of each row, with the line that it begins in.</summary>
    public IReadOnlyList<(int Line, List<string> Cells)> Rows { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is missing or empty, a quote is not closed, or a row has another number of cells than there are columns.</exception>
    public static CsvTable Read(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no file {path}: a catalogue is a comma-separated file with the names of its columns in the first line.");
        List<(int Line, List<string> Cells)> rows = Split(path, File.ReadAllText(path).TrimStart('\uFEFF'));
        if (rows.Count == 0)
            throw new UsageException($"{path} is empty: a catalogue has the names of its columns in the first line.");
        List<string> columns = rows[0].Cells;
        rows.RemoveAt(0);
        foreach ((int line, List<string> cells) in rows)
        {
            if (cells.Count != columns.Count)
                throw new UsageException($"{path}, line {line}: {cells.Count} cells, and there are {columns.Count} columns.");
        }

        return new CsvTable(path, columns, rows);
    }

    /// <summary>The place of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="setting">The setting that names it, for the message.</param>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public int Column(string name, string setting)
    {
        int place = _columns.IndexOf(name);
        return place >= 0 ? place : throw new UsageException($"{_path} has no column '{name}' ({setting}). It has: {string.Join(", ", _columns)}.");
    }

    private static List<(int Line, List<string> Cells)> Split(string path, string text)
    {
        var rows = new List<(int Line, List<string> Cells)>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        int line = 1, begin = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            line += letter == '\n' ? 1 : 0;
            if (isQuoted)
            {
                if (letter != '"')
                    cell.Append(letter);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[++i]);
                else
                    isQuoted = false;
            }
            else if (letter == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (letter == ',')
            {
                Close();
            }
            else if (letter == '\n')
            {
                EndRow();
            }
            else if (letter != '\r')
            {
                cell.Append(letter);
            }
        }

        if (isQuoted)
            throw new UsageException($"{path}: a quote in the row that begins in line {begin} is not closed.");
        EndRow();
        return rows;

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            if (cells.Count > 0 || cell.Length > 0)
            {
                Close();
                rows.Add((begin, cells));
                cells = [];
            }

            begin = line;
        }
    }
}
