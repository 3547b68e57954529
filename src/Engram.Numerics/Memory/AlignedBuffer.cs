using System.Runtime.InteropServices;

namespace Engram.Numerics;

/// <summary>
/// Memory outside the garbage collector's reach, zeroed, starting on a cache line (64 bytes).
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    /// <summary>The alignment in bytes: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    private T* _pointer;

    /// <summary>Allocates zeroed memory for <paramref name="length"/> elements.</summary>
    /// <param name="length">How many elements; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">The memory is not there.</exception>
    public AlignedBuffer(nint length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        // One line more than asked for: a kernel may read (never write) a whole vector at the last element.
        nuint bytes = checked(((nuint)length * (nuint)sizeof(T)) + Alignment);
        _pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    /// <summary>Frees the memory of a buffer that was not disposed of.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>How many elements there are.</summary>
    public nint Length { get; }

    /// <summary>The first element.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed of.</exception>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return _pointer;
        }
    }

    /// <summary>The elements as a span.</summary>
    public Span<T> Span => new(Pointer, checked((int)Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer is null)
            return;
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        GC.RemoveMemoryPressure((long)((nuint)Length * (nuint)sizeof(T)) + Alignment);
    }
}
