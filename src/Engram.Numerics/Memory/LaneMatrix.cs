using System.Runtime.CompilerServices;

namespace Engram.Numerics;

/// <summary>
/// A table <c>[row, lane]</c> whose lanes lie side by side: a row is a neuron (or a channel, or a presynaptic partner), a lane one of
/// many samples that are simulated at once. Rows start on cache lines and are padded to whole ones, so every row is a whole number of
/// vectors of any width.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed unsafe class LaneMatrix<T> : IDisposable
    where T : unmanaged
{
    private readonly AlignedBuffer<T> _buffer;

    /// <summary>Allocates a table of zeros.</summary>
    /// <param name="rows">How many rows; 0 or more.</param>
    /// <param name="lanes">How many lanes; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public LaneMatrix(int rows, int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        Rows = rows;
        Lanes = lanes;
        Stride = PaddedLanes(lanes);
        _buffer = new AlignedBuffer<T>((nint)rows * Stride);
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many lanes are in use.</summary>
    public int Lanes { get; }

    /// <summary>The distance between the starts of two rows, in elements: <see cref="Lanes"/> rounded up to a whole cache line.</summary>
    public int Stride { get; }

    /// <summary>The first element of the first row.</summary>
    public T* Pointer => _buffer.Pointer;

    /// <summary>The element of a row and a lane.</summary>
    public ref T this[int row, int lane]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)lane, (uint)Lanes);
            return ref Pointer[((nint)row * Stride) + lane];
        }
    }

    /// <summary><paramref name="lanes"/> rounded up to a whole cache line.</summary>
    public static int PaddedLanes(int lanes)
    {
        int line = AlignedBuffer<T>.Alignment / sizeof(T);
        return checked((lanes + line - 1) / line * line);
    }

    /// <summary>The lanes in use of one row.</summary>
    public Span<T> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows);
        return new Span<T>(Pointer + ((nint)row * Stride), Lanes);
    }

    /// <summary>Writes all rows; padding stays.</summary>
    /// <param name="values">Row by row the lanes: <c>rows · lanes</c> numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public void Fill(ReadOnlySpan<T> values)
    {
        if (values.Length != (long)Rows * Lanes)
            throw new ArgumentException($"{values.Length} numbers were given for {Rows} x {Lanes}.", nameof(values));
        for (int row = 0; row < Rows; row++)
            values.Slice(row * Lanes, Lanes).CopyTo(Row(row));
    }

    /// <summary>Everything, padding included: for saving and restoring whole.</summary>
    public Span<T> Storage() => _buffer.Span;

    /// <summary>Sets every element, padding included, to zero.</summary>
    public void Clear() => _buffer.Span.Clear();

    /// <summary>Copies the values of a table of the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyFrom(LaneMatrix<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Rows != Rows || source.Lanes != Lanes)
            throw new ArgumentException($"A table of {source.Rows} x {source.Lanes} does not fit into one of {Rows} x {Lanes}.", nameof(source));
        source.Storage().CopyTo(Storage());
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* RowPointer(int row) => Pointer + ((nint)row * Stride);
}
