using System.Globalization;
using System.Text;

namespace Engram.Lab.Runs;

/// <summary>
/// <c>metrics.csv</c>: a header, then rows of numbers written so that they are read back exactly. It holds nothing of the wall clock, so
/// that a run with the same seed writes the same bytes, stopped and gone on with or not.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private string[]? _columns;

    private MetricsFile(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Bytes so far.</summary>
    public long Length => _stream.Position;

    /// <summary>Opens the file and cuts it back to a length that a checkpoint recorded, so that rows after it are not doubled.</summary>
    /// <param name="path">The file; created if it is not there.</param>
    /// <param name="length">Bytes to keep.</param>
    /// <exception cref="UsageException">The file is shorter than that.</exception>
    public static MetricsFile Open(string path, long length)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1 << 14);
        try
        {
            var file = new MetricsFile(path, stream);
            if (length < 0 || stream.Length < length)
            {
                throw new UsageException(
                    $"{path} has {stream.Length} bytes, and had {length} when the checkpoint was written: rows are missing. Put the file back as it was, or run anew.");
            }

            stream.SetLength(length);
            if (length > 0)
                file._columns = file.ReadHeader();
            stream.Position = length;
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void Add(ReadOnlySpan<(string Column, double Value)> row)
    {
        var text = new StringBuilder();
        if (_columns is null)
        {
            string[] columns = new string[row.Length];
            for (int i = 0; i < row.Length; i++)
            {
                if (string.IsNullOrEmpty(row[i].Column) || row[i].Column.AsSpan().ContainsAny(",\"\r\n"))
                    throw new ArgumentException($"\"{row[i].Column}\" cannot be a column's name: it is empty, or has a comma, a quote or a line end.", nameof(row));
                columns[i] = row[i].Column;
            }

            text.AppendJoin(',', columns).Append('\n');
            _columns = columns;
        }

        for (int i = 0; i < row.Length; i++)
        {
            if (row.Length != _columns.Length || !string.Equals(row[i].Column, _columns[i], StringComparison.Ordinal))
                throw new ArgumentException($"A row of {_path} has the columns {string.Join(", ", _columns)}, in this order, as the first row did.", nameof(row));
            text.Append(i == 0 ? "" : ",").Append(row[i].Value.ToString("R", CultureInfo.InvariantCulture));
        }

        _stream.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
    }

    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    private string[] ReadHeader()
    {
        _stream.Position = 0;
        using var reader = new StreamReader(_stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        return (reader.ReadLine() ?? "").Split(',');
    }
}
