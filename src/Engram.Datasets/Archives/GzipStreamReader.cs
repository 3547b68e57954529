using System.Buffers.Binary;
using System.IO.Compression;

namespace Engram.Datasets;

/// <summary>
/// Unpacks one gzip file (RFC 1952) and believes nothing: a file that is cut short, has foreign bytes behind its end, or does not give what
/// its checksum says, is refused. The framework's own stream passes over all three in silence.
/// </summary>
internal sealed class GzipStreamReader : ReadOnlyStream
{
    /// <summary>No deflate stream gives more bytes for one than this (zlib's technical notes).</summary>
    internal const long GreatestRatio = 1032;

    internal static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    private const int TrailerLength = 8;
    private const int LongestText = 4096;
    private const string Remedy = "The file is damaged or was not copied whole: fetch it again.";

    private readonly Source _source;
    private readonly DeflateStream _deflate;
    private readonly string _name;
    private readonly long _origin;
    private Crc32 _checksum;
    private long _count;
    private bool _isOver;

    /// <summary>Reads the head.</summary>
    /// <param name="stream">The compressed bytes, at their start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="name">What to call them in messages.</param>
    internal GzipStreamReader(Stream stream, long length, string name)
    {
        _name = name;
        _source = new Source(stream, length);
        _origin = ReadHead();
        _deflate = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>How many compressed bytes have been taken.</summary>
    internal long CompressedPosition => _source.Taken;

    public override int Read(Span<byte> buffer)
    {
        if (_isOver || buffer.IsEmpty)
            return 0;
        int count;
        try
        {
            count = _deflate.Read(buffer);
        }
        catch (InvalidDataException failure)
        {
            throw new DatasetException(
                _name, _source.Taken, $"The compressed data are damaged after {_count} unpacked bytes.", Remedy, failure);
        }

        if (count == 0)
            Finish();
        _checksum.Append(buffer[..count]);
        _count += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _deflate.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Finish()
    {
        var left = _source.Total - _source.Taken;
        if (left < TrailerLength)
        {
            throw new DatasetException(
                _name, _source.Total, $"The file is cut short: it ends within its compressed data, after {_count} unpacked bytes.", Remedy);
        }

        if (left > TrailerLength)
        {
            throw new DatasetException(
                _name,
                null,
                "Foreign bytes follow the compressed data; one gzip member and nothing else was expected.",
                "Fetch the file again, or unpack it and use the unpacked file.");
        }

        Span<byte> trailer = stackalloc byte[TrailerLength];
        _source.ReadExactly(trailer);
        var (checksum, count) = (BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
        if (checksum != _checksum.Value || count != (uint)_count)
        {
            throw new DatasetException(
                _name,
                _source.Total - TrailerLength,
                $"{_count} bytes with checksum {_checksum.Value:x8} were unpacked; the file says {count} with {checksum:x8}.",
                Remedy);
        }

        _isOver = true;
    }

    private long ReadHead()
    {
        Span<byte> head = stackalloc byte[10];
        Take(head);
        if (!head.StartsWith(Magic) || head[2] != 8 || (head[3] & 0xE0) != 0)
            throw new DatasetException(_name, 0, "The file does not start like a gzip file.", Remedy);
        var flags = head[3];
        if ((flags & 4) != 0)
        {
            Take(head[..2]);
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(head); left > 0; left--)
                Take(head[..1]);
        }

        for (var texts = ((flags & 8) != 0 ? 1 : 0) + ((flags & 16) != 0 ? 1 : 0); texts > 0; texts--)
            SkipText(head[..1]);
        if ((flags & 2) != 0)
            Take(head[..2]);
        return _source.Taken;
    }

    private void SkipText(Span<byte> letter)
    {
        for (var length = 0; length <= LongestText; length++)
        {
            Take(letter);
            if (letter[0] == 0)
                return;
        }

        throw new DatasetException(_name, _source.Taken, $"A text in the head has more than {LongestText} bytes.", Remedy);
    }

    private void Take(Span<byte> bytes)
    {
        if (_source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new DatasetException(_name, _source.Taken, "The file ends within its gzip head.", Remedy);
    }

    /// <summary>
    /// The compressed bytes. The last ones are handed out singly: the unpacker takes what it is given and never tells how much of it was
    /// meant for it, so only then is it known where the compressed data end.
    /// </summary>
    private sealed class Source(Stream stream, long total) : ReadOnlyStream
    {
        private const int Singly = 64;
        private readonly byte[] _buffer = new byte[Singly];
        private int _at;
        private int _end;

        internal long Total => total;

        internal long Taken { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var left = total - Taken;
            if (left == 0 || buffer.IsEmpty)
                return 0;
            int count;
            if (left > Singly)
            {
                count = stream.Read(buffer[..(int)Math.Min(buffer.Length, left - Singly)]);
            }
            else
            {
                if (_at == _end)
                    (_at, _end) = (0, stream.Read(_buffer.AsSpan(0, (int)left)));
                count = _at < _end ? 1 : 0;
                if (count == 1)
                    buffer[0] = _buffer[_at++];
            }

            Taken += count;
            return count;
        }
    }
}
