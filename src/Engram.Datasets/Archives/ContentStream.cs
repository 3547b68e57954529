namespace Engram.Datasets;

/// <summary>
/// The unpacked content of a data file, read once from start to end: gzip is recognised by its mark and undone on the way. It knows how
/// much it can hold at most, so that no announcement in a file is believed that the file is too small for, and all its failures are
/// <see cref="DatasetException"/>s.
/// </summary>
internal sealed class ContentStream : ReadOnlyStream
{
    private const int BufferSize = 1 << 16;

    private readonly Stream _inner;
    private readonly GzipStreamReader? _gzip;
    private readonly Stream _file;
    private readonly byte[] _start = new byte[2];
    private readonly int _startLength;
    private readonly long _fileLength;
    private readonly long _most;
    private readonly bool _leaveOpen;
    private long _position;

    /// <summary>Takes a stream from its present position on.</summary>
    /// <param name="file">The file, packed or not.</param>
    /// <param name="length">How many bytes it has from here.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="leaveOpen">Whether it stays open when this one is disposed of.</param>
    internal ContentStream(Stream file, long length, string name, bool leaveOpen = false)
    {
        _file = file;
        _fileLength = length;
        _leaveOpen = leaveOpen;
        Name = name;
        _startLength = (int)Math.Min(length, _start.Length);
        if (Guarded(_start.AsSpan(0, _startLength), full: true) < _startLength)
            throw Vanished();
        if (_start.AsSpan().SequenceEqual(GzipStreamReader.Magic))
        {
            _gzip = new GzipStreamReader(new Prefixed(_start, this), length, name);
            _inner = _gzip;
            _most = checked(length * GzipStreamReader.GreatestRatio);
            Name = name + " (unpacked)";
        }
        else
        {
            _inner = new Prefixed(_start.AsSpan(0, _startLength).ToArray(), this);
            _most = length;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">It is missing or may not be read.</exception>
    internal static ContentStream Open(string path)
    {
        var file = DatasetFile.Open(path);
        try
        {
            return new ContentStream(file, file.Length, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What to call the content in messages.</summary>
    internal string Name { get; }

    /// <summary>Whether the content is packed with gzip.</summary>
    internal bool IsPacked => _gzip is not null;

    /// <summary>How many bytes can still come: exactly so many where nothing is packed, at most so many otherwise.</summary>
    internal long MostBytesLeft => _most - _position;

    /// <summary>How far through the file on the disk the reading is, 0 … 1.</summary>
    internal double Share => _fileLength == 0 ? 1 : (double)(_gzip?.CompressedPosition ?? _position) / _fileLength;

    /// <summary>How many unpacked bytes have been read.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = _inner.Read(buffer);
        _position += count;
        return count;
    }

    /// <summary>Fills a buffer, or says that the file is too short.</summary>
    /// <param name="buffer">What to fill.</param>
    /// <param name="what">What it is, such as "the head".</param>
    internal void Take(Span<byte> buffer, string what)
    {
        var start = _position;
        if (ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is var found && found < buffer.Length)
        {
            throw new DatasetException(
                Name,
                start,
                $"The file ends within {what}: {buffer.Length} bytes were expected here, {found} were found.",
                "The file is cut short: fetch it again.");
        }
    }

    /// <summary>Says so when anything follows.</summary>
    internal void ExpectEnd(string what)
    {
        Span<byte> more = stackalloc byte[1];
        if (Read(more) != 0)
        {
            throw new DatasetException(
                Name, _position - 1, $"Foreign bytes follow {what}, where the file should end.", "Fetch the file again, or check what it is.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip?.Dispose();
            if (!_leaveOpen)
                _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Guarded(Span<byte> buffer, bool full = false)
    {
        try
        {
            return full ? _file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) : _file.Read(buffer);
        }
        catch (InvalidDataException failure)
        {
            throw new DatasetException(Name, _position, $"The compressed data are damaged: {failure.Message}", "Fetch the file again.", failure);
        }
        catch (Exception failure) when (failure is NotSupportedException || (failure is IOException and not DatasetException))
        {
            throw new DatasetException(Name, _position, $"Reading failed: {failure.Message}", "Check the disk and try again.", failure);
        }
    }

    private DatasetException Vanished() =>
        new(Name, null, $"The file ends before the {_fileLength} bytes that it should have.", "Fetch it again.");

    /// <summary>The bytes that were looked at first, then the rest of the file: exactly as many as it was said to have.</summary>
    private sealed class Prefixed(byte[] start, ContentStream owner) : ReadOnlyStream
    {
        private long _given;

        public override int Read(Span<byte> buffer)
        {
            var left = owner._fileLength - _given;
            if (left == 0 || buffer.IsEmpty)
                return 0;
            int count;
            if (_given < start.Length)
            {
                count = (int)Math.Min(buffer.Length, start.Length - _given);
                start.AsSpan((int)_given, count).CopyTo(buffer);
            }
            else
            {
                count = owner.Guarded(buffer[..(int)Math.Min(buffer.Length, left)]);
                if (count == 0)
                    throw owner.Vanished();
            }

            _given += count;
            return count;
        }
    }
}
