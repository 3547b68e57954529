using System.Buffers.Binary;

namespace Engram.Numerics;

/// <summary>
/// Where a <see cref="RandomStream"/> is: all that it takes to go on from there. Every combination of values is a valid state.
/// </summary>
/// <param name="Seed">The seed of the <see cref="RandomStreams"/> that it belongs to.</param>
/// <param name="Stream">The hash of its name.</param>
/// <param name="Position">How many 32-bit words it has given.</param>
public readonly record struct RandomStreamState(ulong Seed, ulong Stream, ulong Position)
{
    /// <summary>The length of a written state in bytes.</summary>
    public const int Size = 3 * sizeof(ulong);

    /// <summary>Writes the state as <see cref="Size"/> bytes: seed, stream, position, each with its least significant byte first.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Size"/>.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"A random stream's state needs {Size} bytes; there are {destination.Length}.", nameof(destination));
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Seed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[sizeof(ulong)..], Stream);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[(2 * sizeof(ulong))..], Position);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; bytes after the first <see cref="Size"/> are not looked at.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> is shorter than <see cref="Size"/>.</exception>
    public static RandomStreamState Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size)
            throw new ArgumentException($"A random stream's state has {Size} bytes; there are {source.Length}.", nameof(source));
        return new RandomStreamState(
            BinaryPrimitives.ReadUInt64LittleEndian(source),
            BinaryPrimitives.ReadUInt64LittleEndian(source[sizeof(ulong)..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[(2 * sizeof(ulong))..]));
    }
}
