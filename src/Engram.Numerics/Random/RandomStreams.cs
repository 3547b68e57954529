using System.Buffers.Binary;
using System.Text;

namespace Engram.Numerics;

/// <summary>
/// The independent streams of random numbers that belong to one seed. A stream is found by its name alone, so adding, removing or
/// reordering streams never changes what another one gives.
/// </summary>
/// <remarks>
/// The seed is the key of <see cref="Philox4x32"/>: no two seeds share one. The name fills the upper half of the counter:
/// FNV-1a (64 bits) over the name's UTF-8 bytes, then, for an indexed stream, over the byte FF (which no UTF-8 text has) and the
/// index's eight bytes, least significant first; the sum goes through the finaliser of SplitMix64 (Stafford's variant 13). The lower half
/// counts blocks. That any two of a million
/// names share a stream has a chance of one in 37 million.
/// </remarks>
/// <param name="Seed">Any number.</param>
public readonly record struct RandomStreams(ulong Seed)
{
    private const ulong FnvOffset = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x100000001B3;
    private const byte IndexMark = 0xFF;
    private const int LongestOnStack = 128;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The stream of a name, at its start.</summary>
    /// <param name="name">What the numbers are for, such as <c>weights</c>.</param>
    /// <exception cref="ArgumentException">The name is empty or not well-formed Unicode.</exception>
    public RandomStream Named(string name) => new(StateOf(name));

    /// <summary>One of many streams that share a name, at its start: of layer 3, of epoch 17. It is not the stream of the bare name.</summary>
    /// <param name="name">What the numbers are for.</param>
    /// <param name="index">Which of them; any number.</param>
    /// <exception cref="ArgumentException">The name is empty or not well-formed Unicode.</exception>
    public RandomStream Named(string name, long index) => new(StateOf(name, index));

    /// <summary>The start of the stream of a name, for <see cref="RandomStream.MoveTo"/>. Nothing is allocated.</summary>
    /// <inheritdoc cref="Named(string)"/>
    public RandomStreamState StateOf(string name) => new(Seed, Mix(HashOf(name)), 0);

    /// <summary>The start of one of many streams that share a name, for <see cref="RandomStream.MoveTo"/>. Nothing is allocated.</summary>
    /// <inheritdoc cref="Named(string, long)"/>
    public RandomStreamState StateOf(string name, long index)
    {
        Span<byte> suffix = stackalloc byte[1 + sizeof(long)];
        suffix[0] = IndexMark;
        BinaryPrimitives.WriteInt64LittleEndian(suffix[1..], index);
        return new RandomStreamState(Seed, Mix(Extend(HashOf(name), suffix)), 0);
    }

    private static ulong HashOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            // A name is short; what is longer may allocate.
            Span<byte> room = stackalloc byte[LongestOnStack];
            return StrictUtf8.TryGetBytes(name, room, out int length)
                ? Extend(FnvOffset, room[..length])
                : Extend(FnvOffset, StrictUtf8.GetBytes(name));
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException($"The name of a random stream has half a surrogate pair at position {error.Index}.", nameof(name), error);
        }
    }

    private static ulong Extend(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            hash = unchecked((hash ^ b) * FnvPrime);
        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
            return hash ^ (hash >> 31);
        }
    }
}
