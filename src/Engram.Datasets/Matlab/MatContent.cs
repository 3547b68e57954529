using System.Buffers.Binary;
using System.IO.Compression;

namespace Engram.Datasets;

/// <summary>
/// A run of bytes of a MAT file, as it stands there or unpacked, read once from start to end. It knows where it is, for messages, and how much can
/// follow at most, so that nothing is believed that the file is too small for.
/// </summary>
internal sealed class MatContent : IDisposable
{
    internal const string Remedy = "The file is damaged or was not copied whole: fetch it again.";

    private const int Modulus = 65_521;

    private readonly Stream _stream;
    private readonly long _start;
    private readonly long _most;
    private readonly bool _isPacked;
    private long _taken;
    private uint _low = 1;
    private uint _high;

    private MatContent(Stream stream, string name, long start, long most, bool isLittleEndian, bool isPacked)
    {
        (_stream, Name, _start, _most) = (stream, name, start, most);
        (IsLittleEndian, _isPacked) = (isLittleEndian, isPacked);
    }

    /// <summary>What to call it in messages.</summary>
    internal string Name { get; }

    /// <summary>Whether the least significant byte comes first.</summary>
    internal bool IsLittleEndian { get; }

    /// <summary>Where the next byte is: in the file, or in what was unpacked.</summary>
    internal long Position => _start + _taken;

    /// <summary>How many bytes can follow at most.</summary>
    internal long MostLeft => _most - _taken;

    /// <summary>Bytes of the file as they stand there.</summary>
    internal static MatContent Plain(Stream file, string name, long start, long length, bool isLittleEndian) =>
        new(file, name, start, length, isLittleEndian, isPacked: false);

    /// <summary>What the compressed element that was found at a byte of the file unpacks to.</summary>
    internal static MatContent Packed(MatPackedStream element, MatContent file, long at) =>
        new(
            new ZLibStream(element, CompressionMode.Decompress),
            $"{file.Name} (the element at byte {at}, unpacked)",
            0,
            element.Left * GzipStreamReader.GreatestRatio,
            file.IsLittleEndian,
            isPacked: true);

    /// <summary>Fills a buffer, or says that there is too little.</summary>
    internal void Take(Span<byte> buffer, string what)
    {
        int found;
        try
        {
            found = _stream.ReadAtLeast(buffer, (int)Math.Min(buffer.Length, MostLeft), throwOnEndOfStream: false);
        }
        catch (InvalidDataException failure)
        {
            throw new DatasetException(Name, Position, "The compressed data are damaged.", Remedy, failure);
        }

        if (found < buffer.Length)
            throw new DatasetException(Name, Position + found, $"It ends within {what}: {buffer.Length} bytes were expected, {found} were found.", Remedy);
        if (_isPacked)
            Sum(buffer);
        _taken += found;
    }

    /// <summary>Four bytes as an unsigned number.</summary>
    internal uint TakeUInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Take(bytes, what);
        return ToUInt32(bytes);
    }

    /// <summary>Four bytes as an unsigned number.</summary>
    internal uint ToUInt32(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    /// <summary>Passes over bytes.</summary>
    internal void Skip(long count, string what)
    {
        Span<byte> buffer = stackalloc byte[512];
        for (; count > 0; count -= Math.Min(count, buffer.Length))
            Take(buffer[..(int)Math.Min(count, buffer.Length)], what);
    }

    /// <summary>Checks that what was unpacked is over, and that it is what was packed: the framework's own reader passes over a cut end in silence.</summary>
    /// <param name="element">The packed data, which are read to their end: there stands Adler-32, most significant byte first.</param>
    internal void ExpectPackedEnd(MatPackedStream element)
    {
        Span<byte> more = stackalloc byte[1];
        int found;
        try
        {
            found = _stream.Read(more);
        }
        catch (InvalidDataException failure)
        {
            throw new DatasetException(Name, Position, "The compressed data are damaged.", Remedy, failure);
        }

        if (found > 0)
            throw new DatasetException(Name, Position, "Foreign bytes follow the array.", Remedy);
        var (announced, sum) = (element.LastWord(), (_high << 16) | _low);
        if (announced != sum)
            throw new DatasetException(Name, Position, $"What was unpacked has the checksum {sum:x8}; the file says {announced:x8}.", Remedy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The file belongs to who opened it.
        if (_isPacked)
            _stream.Dispose();
    }

    /// <summary>Adler-32 (RFC 1950).</summary>
    private void Sum(ReadOnlySpan<byte> bytes)
    {
        // As many bytes as can be added before the sums pass 32 bits.
        const int Stretch = 5_552;
        while (!bytes.IsEmpty)
        {
            var stretch = bytes[..Math.Min(bytes.Length, Stretch)];
            var (low, high) = (_low, _high);
            foreach (var value in stretch)
            {
                low += value;
                high += low;
            }

            (_low, _high) = (low % Modulus, high % Modulus);
            bytes = bytes[stretch.Length..];
        }
    }
}
