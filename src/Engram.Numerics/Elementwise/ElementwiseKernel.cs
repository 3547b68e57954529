using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics;

/// <summary>A function of one to three numbers, seen by the loop: it reads a vector of each argument that it takes.</summary>
internal unsafe interface IElements
{
    static abstract int Arity { get; }

    static abstract TVector Invoke<TSimd, TVector, T>(T* x, T* y, T* z)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The loop over the elements.</summary>
internal readonly unsafe struct ElementwiseKernel<TElements, T>(T* x, T* y, T* z, T* destination, int length) : IVectorKernel<T>
    where TElements : struct, IElements
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The numbers in a vector of the widest set.</summary>
    private const int Widest = 16;

    // Optimised at once: a loop over a long span would otherwise run its first call, and it may be the only one, unoptimised.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
    {
        T* px = x, py = y, pz = z, pd = destination;
        nint whole = length - (length % TSimd.Count);
        for (nint i = 0; i < whole; i += TSimd.Count)
            TSimd.Store(TElements.Invoke<TSimd, TVector, T>(px + i, py + i, pz + i), pd + i);

        if (whole != length)
            RunRest<TSimd, TVector>(px + whole, py + whole, pz + whole, pd + whole, length - (int)whole);
    }

    // The last few go through the same vector code, by way of a vector's worth of the stack for each argument.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunRest<TSimd, TVector>(T* x, T* y, T* z, T* destination, int rest)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
    {
        T* padded = stackalloc T[4 * Widest];
        Fill(x, padded, rest);
        if (TElements.Arity > 1)
            Fill(y, padded + Widest, rest);
        if (TElements.Arity > 2)
            Fill(z, padded + (2 * Widest), rest);
        T* results = padded + (3 * Widest);
        TSimd.Store(TElements.Invoke<TSimd, TVector, T>(padded, padded + Widest, padded + (2 * Widest)), results);
        new ReadOnlySpan<T>(results, rest).CopyTo(new Span<T>(destination, rest));
    }

    // The padding repeats the last number: one that the caller gave anyway, so it is never slower than the rest.
    private static void Fill(T* source, T* target, int count)
    {
        for (int i = 0; i < Widest; i++)
            target[i] = source[Math.Min(i, count - 1)];
    }
}
