namespace Engram.Datasets;

/// <summary>
/// Reads labelled rows out of a table of comma-separated numbers, packed with gzip or not, a chunk at a time: whatever the length of the
/// file, what is held in memory is one buffer and what the caller brings along. The first column is the label, the others are features.
/// </summary>
/// <remarks>Numbers are read in single precision, correctly rounded. Rows are counted from 0 in the interface, and from 1 in messages.</remarks>
public sealed class RowReader : IDisposable
{
    /// <summary>The most bytes that one row may have.</summary>
    public const int LongestRow = 1 << 14;

    private const int BufferLength = 1 << 16;
    private const string Remedy = "Mend or remove the row, or fetch the file again.";

    private readonly ContentStream _content;
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _start;
    private int _end;
    private bool _isOver;

    internal RowReader(ContentStream content, IReadOnlyList<string> columns, int classCount)
    {
        _content = content;
        Columns = columns;
        ClassCount = classCount;
    }

    /// <summary>The names of the columns; the first is the label.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many features a row has.</summary>
    public int FeatureCount => Columns.Count - 1;

    /// <summary>How many classes there are; labels are whole numbers below it.</summary>
    public int ClassCount { get; }

    /// <summary>Where the rows come from, for messages and reports.</summary>
    public string Source => _content.Name;

    /// <summary>The number of the row that is read next, counted from 0: how many rows lie behind.</summary>
    public long NextRow { get; private set; }

    /// <summary>How far through the file on the disk the reading is, 0 … 1.</summary>
    public double Share => _content.Share;

    /// <summary>Reads the next rows.</summary>
    /// <param name="features">Takes <c>[row][feature]</c>; room for <see cref="FeatureCount"/> numbers for every label.</param>
    /// <param name="labels">Takes a class for every row; as many rows are read as fit.</param>
    /// <returns>How many rows were read: fewer than fit, down to 0, only where the file ends.</returns>
    /// <exception cref="ArgumentException">There is less room for features than for labels.</exception>
    /// <exception cref="DatasetException">A row is not what it should be; the message names row and column.</exception>
    public int Read(Span<float> features, Span<byte> labels)
    {
        if (features.Length < (long)labels.Length * FeatureCount)
            throw new ArgumentException($"{labels.Length} rows of {FeatureCount} features do not fit into {features.Length} numbers.", nameof(features));
        var rows = 0;
        while (rows < labels.Length && TryNextLine(out var line))
        {
            labels[rows] = ReadRow(line, features.Slice(rows * FeatureCount, FeatureCount));
            rows++;
            NextRow++;
        }

        return rows;
    }

    /// <summary>Passes over rows without reading what is in them.</summary>
    /// <param name="count">How many; 0 or more.</param>
    /// <returns>How many there were: fewer only where the file ends.</returns>
    public long Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long skipped = 0;
        for (; skipped < count && TryNextLine(out _); skipped++)
            NextRow++;
        return skipped;
    }

    /// <summary>Reads rows into memory.</summary>
    /// <param name="count">How many; 0 or more.</param>
    /// <param name="allowFewer">Whether the file may end before.</param>
    /// <exception cref="DatasetException">A row is not what it should be, or the file ends before.</exception>
    public RowSet ReadRows(int count, bool allowFewer = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var first = NextRow;
        const int chunk = 4096;
        var features = new float[Math.Min(count, chunk) * FeatureCount];
        var labels = new byte[Math.Min(count, chunk)];
        var rows = 0;
        while (rows < count)
        {
            // Room grows with what is really there, not with what is asked for.
            if (rows == labels.Length)
            {
                var more = (int)Math.Min(count, 2L * rows);
                Array.Resize(ref features, checked(more * FeatureCount));
                Array.Resize(ref labels, more);
            }

            var found = Read(features.AsSpan(rows * FeatureCount), labels.AsSpan(rows));
            rows += found;
            if (found == 0)
                break;
        }

        if (rows < count && !allowFewer)
        {
            throw new DatasetException(
                Source,
                null,
                $"Rows {first + 1} … {first + count} were asked for; the file has only {NextRow}.",
                "Ask for fewer rows, or fetch the whole set.");
        }

        Array.Resize(ref features, rows * FeatureCount);
        Array.Resize(ref labels, rows);
        return new RowSet(features, labels, Columns, ClassCount, Source);
    }

    /// <inheritdoc/>
    public void Dispose() => _content.Dispose();

    private byte ReadRow(ReadOnlySpan<byte> line, Span<float> features)
    {
        byte label = 0;
        var rest = line;
        for (var column = 0; column <= FeatureCount; column++)
        {
            var comma = rest.IndexOf((byte)',');
            if ((comma < 0) != (column == FeatureCount))
                throw Miscounted(line);
            var field = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            if (!DecimalNumber.TryParse(field, out var value) || !float.IsFinite(value))
                throw NotANumber(column, field);
            rest = comma < 0 ? default : rest[(comma + 1)..];
            if (column > 0)
                features[column - 1] = value;
            else if (value >= 0 && value < ClassCount && value == MathF.Truncate(value))
                label = (byte)value;
            else
                throw Refused($"The label is {value}; a whole number 0 … {ClassCount - 1} was expected.");
        }

        return label;
    }

    private bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        while (length < 0 && !_isOver)
        {
            if (_end - _start > LongestRow)
                throw Refused($"It has more than {LongestRow} bytes, so the file is no table of numbers.");
            var searched = _end - _start;
            Refill();
            length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
                length += searched;
        }

        if (length < 0)
            length = _end - _start;
        if (length > LongestRow)
            throw Refused($"It has more than {LongestRow} bytes, so the file is no table of numbers.");
        line = _buffer.AsSpan(_start, length);
        _start = Math.Min(_end, _start + length + 1);
        if (!line.IsEmpty && line[^1] == '\r')
            line = line[..^1];
        return length > 0 || !(_isOver && _start == _end);
    }

    private void Refill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var count = _content.Read(_buffer.AsSpan(_end));
        _end += count;
        _isOver = count == 0;
    }

    private DatasetException Miscounted(ReadOnlySpan<byte> line)
    {
        var found = line.Count((byte)',') + 1;
        return line.Trim(" \t"u8).IsEmpty
            ? Refused($"It is empty; {Columns.Count} fields were expected.")
            : Refused($"It has {found} fields; {Columns.Count} were expected{(found < Columns.Count ? $": '{Columns[found]}' is the first that is missing" : "")}.");
    }

    private DatasetException NotANumber(int column, ReadOnlySpan<byte> field)
    {
        var text = System.Text.Encoding.UTF8.GetString(field[..Math.Min(field.Length, 100)]);
        return Refused(
            field.IsEmpty
                ? $"Column {column + 1} ('{Columns[column]}') is empty; a number was expected."
                : $"Column {column + 1} ('{Columns[column]}') is {DatasetFile.Quote(text)}; a finite number was expected.");
    }

    private DatasetException Refused(string problem) => new($"{Source}, row {NextRow + 1}", null, problem, Remedy);
}
