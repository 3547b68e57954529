using System.Buffers.Binary;

namespace Engram.Datasets;

/// <summary>The bytes of a compressed element as they stand in the file, so that it need not be in memory, and the last four that were read.</summary>
internal sealed class MatPackedStream(MatContent file, long length) : ReadOnlyStream
{
    private const int WordLength = 4;

    private readonly byte[] _last = new byte[WordLength];

    /// <summary>How many bytes have not been read.</summary>
    internal long Left { get; private set; } = length;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Left);
        var taken = buffer[..count];
        file.Take(taken, "a compressed element");
        Left -= count;
        if (count >= WordLength)
        {
            taken[^WordLength..].CopyTo(_last);
        }
        else
        {
            _last.AsSpan(count).CopyTo(_last);
            taken.CopyTo(_last.AsSpan(WordLength - count));
        }

        return count;
    }

    /// <summary>Reads on to the end, and gives the last four bytes as a number, the most significant byte first.</summary>
    internal uint LastWord()
    {
        CopyTo(Null);
        return BinaryPrimitives.ReadUInt32BigEndian(_last);
    }
}
