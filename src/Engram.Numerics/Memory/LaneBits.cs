using System.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Numerics;

/// <summary>
/// A table <c>[row, lane]</c> of zeros and ones that goes with a <see cref="LaneMatrix{T}"/>, a bit for each lane: what passes, and what is held
/// back. A kernel reads and writes the bits of one of its vectors at once, as one word; so a table belongs to a vector width.
/// </summary>
/// <typeparam name="T">The number of the tables it goes with: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class LaneBits<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<ushort> _words;
    private readonly InstructionSet _set;

    /// <summary>Allocates a table of zeros.</summary>
    /// <param name="rows">How many rows; 0 or more.</param>
    /// <param name="lanes">How many lanes; 1 or more.</param>
    /// <param name="set">The vector width of those who read and write it; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public LaneBits(int rows, int lanes, InstructionSet? set = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        _set = set ?? InstructionSets.Default;
        var width = default(Width);
        VectorKernel.Run<Width, T>(ref width, _set);
        Rows = rows;
        Lanes = lanes;
        VectorLength = width.Count;
        Stride = LaneMatrix<T>.PaddedLanes(lanes) / width.Count;
        _words = new AlignedBuffer<ushort>((nint)rows * Stride);
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many lanes are in use.</summary>
    public int Lanes { get; }

    /// <summary>How many lanes share a word, the first the lowest bit.</summary>
    public int VectorLength { get; }

    /// <summary>The distance between the starts of two rows, in words.</summary>
    public int Stride { get; }

    /// <summary>The first word of the first row.</summary>
    public ushort* Pointer => _words.Pointer;

    /// <summary>Sets the bits of all elements that are greater than zero, and clears the others.</summary>
    /// <param name="values">A table of the same rows and lanes.</param>
    /// <exception cref="ArgumentException">It has others.</exception>
    public void Take(LaneMatrix<T> values)
    {
        Check(values);
        var pass = new TakePass { From = values.Pointer, To = Pointer, Length = (nint)Rows * values.Stride };
        VectorKernel.Run<TakePass, T>(ref pass, _set);
    }

    /// <summary>Writes one where a bit is set, and zero elsewhere; the padding follows its bits.</summary>
    /// <param name="values">A table of the same rows and lanes.</param>
    /// <exception cref="ArgumentException">It has others.</exception>
    public void Give(LaneMatrix<T> values)
    {
        Check(values);
        var pass = new GivePass { From = Pointer, To = values.Pointer, Length = (nint)Rows * values.Stride };
        VectorKernel.Run<GivePass, T>(ref pass, _set);
    }

    /// <summary>Clears all bits.</summary>
    public void Clear() => _words.Span.Clear();

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();

    private void Check(LaneMatrix<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rows != Rows || values.Lanes != Lanes)
            throw new ArgumentException($"A table of {values.Rows} rows and {values.Lanes} lanes was given for bits of {Rows} and {Lanes}.", nameof(values));
    }

    private struct Width : IVectorKernel<T>
    {
        internal int Count;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Count = TSimd.Count;
    }

    private struct TakePass : IVectorKernel<T>
    {
        internal T* From;
        internal ushort* To;
        internal nint Length;

        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            for (nint i = 0; i < Length; i += TSimd.Count)
                To[i / TSimd.Count] = (ushort)TSimd.LessBits(default, TSimd.Load(From + i));
        }
    }

    private struct GivePass : IVectorKernel<T>
    {
        internal ushort* From;
        internal T* To;
        internal nint Length;

        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            TVector one = TSimd.Broadcast(T.One);
            for (nint i = 0; i < Length; i += TSimd.Count)
                TSimd.Store(TSimd.Keep(one, From[i / TSimd.Count]), To + i);
        }
    }
}
