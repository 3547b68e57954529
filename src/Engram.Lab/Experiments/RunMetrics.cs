using System.Globalization;

namespace Engram.Lab.Experiments;

/// <summary>The rows of a run's <c>metrics.csv</c>, read to draw from.</summary>
public sealed class RunMetrics
{
    private readonly string _path;
    private readonly string[] _columns;
    private readonly string[][] _rows;

    private RunMetrics(string path, string[] columns, string[][] rows) => (_path, _columns, _rows) = (path, columns, rows);

    /// <summary>The names of the columns, in their order.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Reads the rows of a run, also while the run itself still has the file open; a row that is half written is left out.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <exception cref="LaboratoryException">The file is missing or cannot be read.</exception>
    public static RunMetrics Read(string runFolder)
    {
        string path = Path.Combine(runFolder, "metrics.csv");
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string text = reader.ReadToEnd();
            string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new RunMetrics(path, lines.Length == 0 ? [] : lines[0].Split(','), [.. lines.Skip(1).Select(line => line.Split(','))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LaboratoryException($"The rows of the run cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The values of a column, one for each row; empty if there are no rows.</summary>
    /// <param name="name">The column.</param>
    /// <exception cref="LaboratoryException">There is no such column, or something in it is not a number.</exception>
    public IReadOnlyList<double> Column(string name)
    {
        if (_columns.Length == 0)
            return [];
        int index = Array.IndexOf(_columns, name);
        if (index < 0)
            throw new LaboratoryException($"{_path} has no column \"{name}\"; it has {string.Join(", ", _columns)}.");
        double[] values = new double[_rows.Length];
        for (int row = 0; row < values.Length; row++)
        {
            if (index >= _rows[row].Length || !double.TryParse(_rows[row][index], NumberStyles.Float, CultureInfo.InvariantCulture, out values[row]))
                throw new LaboratoryException($"{_path}, line {row + 2}: the column \"{name}\" has no number there.");
        }

        return values;
    }
}
