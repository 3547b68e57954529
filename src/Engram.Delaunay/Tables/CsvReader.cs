using System.Text;
using Engram.Datasets;

namespace Engram.Delaunay;

/// <summary>A row of a table, with the line where it begins.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Cells">The cells.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Comma-separated tables as RFC 4180 has them: quotes doubled in quotes, line ends and commas inside quotes; a byte order mark is passed over.</summary>
public static class CsvReader
{
    private const long LargestFile = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Rows, the header first; empty lines are left out.</returns>
    /// <exception cref="DatasetException">The file cannot be read, or a quote is never closed; the message names the line.</exception>
    public static IReadOnlyList<CsvRow> ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                throw new DatasetException(path, null, "The file has more than a gigabyte.", "Divide it into smaller files.");
            return Parse(File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, null, "There is no such file.", "Name a file of comma-separated values.", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DatasetException(path, exception.Index, "The text is not UTF-8.", "Save it as UTF-8.", exception);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Its name in messages.</param>
    /// <exception cref="DatasetException">A quote is never closed, or stands where none may; the message names the line and the column.</exception>
    public static IReadOnlyList<CsvRow> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = new List<CsvRow>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        int line = 1, begin = 1, at = text.StartsWith('\uFEFF') ? 1 : 0;
        bool isQuoted = false, wasQuoted = false;
        for (; at < text.Length; at++)
        {
            char letter = text[at];
            if (letter == '\n')
                line++;
            if (isQuoted)
            {
                if (letter != '"')
                    cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"')
                    cell.Append(text[at++]);
                else
                    (isQuoted, wasQuoted) = (false, true);
            }
            else if (letter == '"')
            {
                if (cell.Length > 0 || wasQuoted)
                    throw Fault("a quote stands inside a cell that does not begin with one");
                isQuoted = true;
            }
            else if (letter == ',')
            {
                EndCell();
            }
            else if (letter == '\n' || (letter == '\r' && (at + 1 == text.Length || text[at + 1] == '\n')))
            {
                if (letter == '\r')
                    continue;
                EndRow();
            }
            else if (wasQuoted)
            {
                throw Fault($"\"{letter}\" stands behind a closing quote");
            }
            else
            {
                cell.Append(letter);
            }
        }

        if (isQuoted)
            throw new DatasetException($"{source}, line {begin}: a quote that is opened here is never closed. Expected RFC 4180: quotes inside quotes are doubled.");
        if (cell.Length > 0 || cells.Count > 0 || wasQuoted)
            EndRow();
        return rows;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
            wasQuoted = false;
        }

        void EndRow()
        {
            bool isEmpty = cells.Count == 0 && cell.Length == 0 && !wasQuoted;
            EndCell();
            if (!isEmpty)
                rows.Add(new CsvRow(begin, [.. cells]));
            cells.Clear();
            begin = line;
        }

        DatasetException Fault(string what) =>
            new($"{source}, line {line}, cell {cells.Count + 1}: {what}. Expected RFC 4180: a cell with quotes, commas or line ends is put in quotes, and quotes inside are doubled.");
    }

    /// <summary>A cell as it must be written.</summary>
    /// <param name="text">What it says.</param>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
