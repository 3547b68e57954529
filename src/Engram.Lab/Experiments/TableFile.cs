using System.Globalization;
using System.Text;
using Engram.Numerics;

namespace Engram.Lab.Experiments;

/// <summary>Tables beside figures: comma-separated, written whole or not at all.</summary>
internal static class TableFile
{
    /// <summary>Writes a table; a cell with a comma, a quote or a line end is put in quotes.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The rows: texts and numbers.</param>
    internal static void Write(string path, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object>> rows)
    {
        var text = new StringBuilder().AppendJoin(',', columns).Append('\n');
        foreach (IReadOnlyList<object> row in rows)
            text.AppendJoin(',', row.Select(Cell)).Append('\n');
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>A number for readers: five decimals, and an empty cell for what is none.</summary>
    internal static object Number(double value) => double.IsFinite(value) ? Math.Round(value, 5) : "";

    private static string Cell(object value)
    {
        string text = value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : (string)value;
        return text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
