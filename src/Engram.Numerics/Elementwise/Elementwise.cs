using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics;

/// <summary>
/// Functions of every element of one, two or three spans. The loop, its end and the rules of overlap stand here once; what is computed is
/// a type argument and is inlined.
/// </summary>
/// <remarks>
/// An element's value depends on its arguments alone: not on its position, nor on the length, the alignment or the instruction set. The
/// destination may be one of the sources, exactly; any other overlap is refused. Nothing is allocated.
/// </remarks>
public static unsafe class Elementwise
{
    /// <summary>destination[i] = f(x[i]).</summary>
    /// <typeparam name="TFunction">The function, for instance <see cref="Tanh"/>.</typeparam>
    /// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">As long as <paramref name="x"/>; may be the same memory.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Apply<TFunction, T>(ReadOnlySpan<T> x, Span<T> destination, InstructionSet? set = null)
        where TFunction : struct, IFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ThrowIfUnfit(x, destination, nameof(x));
        fixed (T* px = x, pd = destination)
        {
            var kernel = new ElementwiseKernel<Unary<TFunction>, T>(px, px, px, pd, destination.Length);
            VectorKernel.Run<ElementwiseKernel<Unary<TFunction>, T>, T>(ref kernel, set);
        }
    }

    /// <summary>destination[i] = f(x[i], y[i]).</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The first arguments.</param>
    /// <param name="y">The second arguments; as many as the first; may be the same memory.</param>
    /// <param name="destination">As long as <paramref name="x"/>; may be the same memory as a source.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a source overlaps the destination without being the same.</exception>
    public static void Apply<TFunction, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination, InstructionSet? set = null)
        where TFunction : struct, IBinaryFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ThrowIfUnfit(x, destination, nameof(x));
        ThrowIfUnfit(y, destination, nameof(y));
        fixed (T* px = x, py = y, pd = destination)
        {
            var kernel = new ElementwiseKernel<Binary<TFunction>, T>(px, py, px, pd, destination.Length);
            VectorKernel.Run<ElementwiseKernel<Binary<TFunction>, T>, T>(ref kernel, set);
        }
    }

    /// <summary>destination[i] = f(x[i], y[i], z[i]).</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">The first arguments.</param>
    /// <param name="y">The second arguments; as many as the first; may be the same memory.</param>
    /// <param name="z">The third arguments; as many as the first; may be the same memory.</param>
    /// <param name="destination">As long as <paramref name="x"/>; may be the same memory as a source.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a source overlaps the destination without being the same.</exception>
    public static void Apply<TFunction, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> destination, InstructionSet? set = null)
        where TFunction : struct, ITernaryFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ThrowIfUnfit(x, destination, nameof(x));
        ThrowIfUnfit(y, destination, nameof(y));
        ThrowIfUnfit(z, destination, nameof(z));
        fixed (T* px = x, py = y, pz = z, pd = destination)
        {
            var kernel = new ElementwiseKernel<Ternary<TFunction>, T>(px, py, pz, pd, destination.Length);
            VectorKernel.Run<ElementwiseKernel<Ternary<TFunction>, T>, T>(ref kernel, set);
        }
    }

    private static void ThrowIfUnfit<T>(ReadOnlySpan<T> source, Span<T> destination, string name)
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"{source.Length} numbers do not fit into a destination of {destination.Length}: the lengths must be equal.", name);
        if (source.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"The destination starts {offset} elements into the source: give the same span, or memory that does not overlap.", name);
        }
    }

    // One driver for all arities: the arguments that a function does not take are never read.
    private readonly struct Unary<TFunction> : IElements
        where TFunction : struct, IFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(T* x, T* y, T* z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(x));
    }

    private readonly struct Binary<TFunction> : IElements
        where TFunction : struct, IBinaryFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(T* x, T* y, T* z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(x), TSimd.Load(y));
    }

    private readonly struct Ternary<TFunction> : IElements
        where TFunction : struct, ITernaryFunction
    {
        public static int Arity => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(T* x, T* y, T* z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(x), TSimd.Load(y), TSimd.Load(z));
    }
}
