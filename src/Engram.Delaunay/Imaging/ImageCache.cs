using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using Engram.Numerics;

namespace Engram.Delaunay.Imaging;

/// <summary>
/// Squares of 8-bit red, green and blue in one file that is mapped into memory: decoding is done once, an epoch reads at the speed of memory.
/// An index in front tells for each square the SHA-256 of the file it came from, its label, and a hash of its own pixels. Several threads and
/// processes may read it at once.
/// </summary>
/// <remarks>
/// Layout, little-endian: 8 bytes <c>ENGRAMSQ</c>, version 1 (4), side (4), count (8), SHA-256 of the index (32), 8 bytes of zeros; the index, 48 bytes a
/// square: SHA-256 of its source (32), label (4), zeros (4), first 8 bytes of the SHA-256 of its pixels (8); the squares, <c>[y][x][channel]</c>.
/// </remarks>
public sealed class ImageCache : IDisposable
{
    private const int HeadLength = 64;
    private const int EntryLength = 48;
    private const int Version = 1;

    private readonly string _path;
    private readonly byte[] _index;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly unsafe byte* _squares;

    private unsafe ImageCache(string path, byte[] index, int side, MemoryMappedFile file)
    {
        (_path, _index, Side, Count, _file) = (path, index, side, index.Length / EntryLength, file);
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _squares = start + _view.PointerOffset + HeadLength + index.Length;
    }

    /// <summary>Pixels on a side of every square.</summary>
    public int Side { get; }

    /// <summary>How many squares there are.</summary>
    public int Count { get; }

    /// <summary>Bytes of a square: <c>side² · 3</c>.</summary>
    public int SquareLength => Side * Side * 3;

    /// <summary>Makes a cache. The file appears when it is whole; if anything fails, what was there stays.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="side">Pixels on a side, 1 to 4096.</param>
    /// <param name="squares">Each square with the SHA-256 of its source and its label. They are taken one by one.</param>
    /// <exception cref="ArgumentException">A picture is no square of the side, or a hash has not 32 bytes.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static void Write(string path, int side, IReadOnlyCollection<CachedSquare> squares)
    {
        ArgumentNullException.ThrowIfNull(squares);
        Write(path, side, squares.Count, squares);
    }

    /// <summary>Makes a cache from squares that are made while they are written.</summary>
    /// <inheritdoc cref="Write(string, int, IReadOnlyCollection{CachedSquare})"/>
    /// <param name="count">How many squares will come.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="side">Pixels on a side, 1 to 4096.</param>
    /// <param name="squares">The squares.</param>
    public static void Write(string path, int side, int count, IEnumerable<CachedSquare> squares)
    {
        ArgumentNullException.ThrowIfNull(squares);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 4096);
        AtomicFile.Write(path, stream =>
        {
            var index = new byte[(long)count * EntryLength];
            stream.Position = HeadLength + index.LongLength;
            var written = 0;
            foreach (var square in squares)
            {
                if (written == count) throw new ArgumentException($"More than the {count} squares that were told have come.", nameof(squares));
                Check(square, side, written);
                var entry = index.AsSpan(written * EntryLength, EntryLength);
                square.SourceHash.Span.CopyTo(entry);
                BinaryPrimitives.WriteInt32LittleEndian(entry[32..], square.Label);
                SHA256.HashData(square.Image.Pixels)[..8].CopyTo(entry[40..]);
                stream.Write(square.Image.Pixels);
                written++;
            }

            if (written < count) throw new ArgumentException($"Only {written} of the {count} squares that were told have come.", nameof(squares));
            Span<byte> head = stackalloc byte[HeadLength];
            head.Clear();
            "ENGRAMSQ"u8.CopyTo(head);
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], Version);
            BinaryPrimitives.WriteInt32LittleEndian(head[12..], side);
            BinaryPrimitives.WriteInt64LittleEndian(head[16..], count);
            SHA256.HashData(index, head[24..]);
            stream.Position = 0;
            stream.Write(head);
            stream.Write(index);
        });
    }

    /// <summary>Opens a cache; its index is checked, its squares are not (see <see cref="IsIntact"/>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no cache, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageCache Open(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[HeadLength];
        if (stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength || !head.StartsWith("ENGRAMSQ"u8))
            throw new InvalidDataException($"{path} is no cache of pictures. Remove it, and it will be made again.");
        var (version, side, count) = (BinaryPrimitives.ReadInt32LittleEndian(head[8..]), BinaryPrimitives.ReadInt32LittleEndian(head[12..]), BinaryPrimitives.ReadInt64LittleEndian(head[16..]));
        if (version != Version) throw new InvalidDataException($"{path} is a cache of version {version}; this program reads version {Version}. Remove it, and it will be made again.");
        var isPossible = side is >= 1 and <= 4096 && count is >= 0 and <= int.MaxValue / EntryLength;
        if (!isPossible || stream.Length != HeadLength + (count * (EntryLength + ((long)side * side * 3))))
            throw new InvalidDataException($"{path} has {stream.Length} bytes, which do not fit its {count} squares of side {side}. Remove it, and it will be made again.");
        var index = new byte[count * EntryLength];
        stream.ReadExactly(index);
        if (!SHA256.HashData(index).AsSpan().SequenceEqual(head.Slice(24, 32)))
            throw new InvalidDataException($"{path}: the index is damaged. Remove the file, and it will be made again.");
        return new ImageCache(path, index, side, MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read));
    }

    /// <summary>A square's pixels, valid until the cache is disposed of.</summary>
    /// <param name="index">Which, from 0.</param>
    public unsafe ReadOnlySpan<byte> Square(int index)
    {
        Check(index);
        return new ReadOnlySpan<byte>(_squares + ((long)index * SquareLength), SquareLength);
    }

    /// <summary>A copy of a square.</summary>
    /// <param name="index">Which, from 0.</param>
    public RgbImage Image(int index) => new(Side, Side, Square(index).ToArray());

    /// <summary>A square's label.</summary>
    /// <param name="index">Which, from 0.</param>
    public int Label(int index) => BinaryPrimitives.ReadInt32LittleEndian(Entry(index)[32..]);

    /// <summary>The SHA-256 of the file that a square came from.</summary>
    /// <param name="index">Which, from 0.</param>
    public ReadOnlySpan<byte> SourceHash(int index) => Entry(index)[..32];

    /// <summary>Whether a square's pixels are those that were written.</summary>
    /// <param name="index">Which, from 0.</param>
    public bool IsIntact(int index) => SHA256.HashData(Square(index)).AsSpan(0, 8).SequenceEqual(Entry(index)[40..]);

    /// <inheritdoc/>
    public override string ToString() => $"{_path}: {Count} squares of side {Side}";

    /// <summary>Ends the mapping; spans of squares must not be used any more.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ReadOnlySpan<byte> Entry(int index)
    {
        Check(index);
        return _index.AsSpan(index * EntryLength, EntryLength);
    }

    private void Check(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
    }

    private static void Check(CachedSquare square, int side, int position)
    {
        if (square.Image.Width != side || square.Image.Height != side)
            throw new ArgumentException($"Picture {position} has {square.Image.Width} × {square.Image.Height} pixels; the cache holds squares of side {side}.");
        if (square.SourceHash.Length != 32) throw new ArgumentException($"The hash of picture {position} has {square.SourceHash.Length} bytes, not 32.");
    }
}
