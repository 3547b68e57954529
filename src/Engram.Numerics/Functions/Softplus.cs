using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>log(1 + e^x): a rectifier with a soft corner.</summary>
/// <remarks>
/// Error at most 2.5e-7 of the result for <see cref="float"/> and 5e-16 for <see cref="double"/>, for very negative arguments too, where the
/// result is e^x; the smallest results are denormal and lose digits gradually. Large arguments come back unchanged. 0 at −∞, ∞ at ∞,
/// NaN of NaN.
/// </remarks>
public readonly struct Softplus : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Invoke<TSimd, TVector, T>(x, out _);

    /// <summary>log(1 + e^x) and its slope, the <see cref="Sigmoid"/> of x to the bit, at the cost of one exponential.</summary>
    /// <param name="x">The vector.</param>
    /// <param name="slope">1 / (1 + e^−x).</param>
    /// <typeparam name="TSimd">The operations.</typeparam>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <typeparam name="T">The number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // max(x, 0) + log(1 + e^−|x|): the exponential never overflows, and both terms are positive.
        var zero = Series<TSimd, TVector, T>.Constant(0);
        var one = Series<TSimd, TVector, T>.Constant(1);
        var decay = Exp.Invoke<TSimd, TVector, T>(TSimd.Subtract(zero, TSimd.Abs(x)));
        slope = TSimd.Divide(TSimd.SelectLess(x, zero, decay, one), TSimd.Add(one, decay));
        // A NaN takes one way only: which of two would come out of a sum is not laid down.
        return TSimd.Add(TSimd.Max(x, zero), LogOfOnePlus<TSimd, TVector, T>(decay));
    }

    /// <summary>log(1 + t) for t in [0, 1], as 2s + 2s³/3 + 2s⁵/5 + … with s = t / (2 + t): accurate relative to itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfOnePlus<TSimd, TVector, T>(TVector t)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        // 2s by one division; a denormal t is kept whole by doubling it first.
        var twice = TSimd.Divide(TSimd.Add(t, t), TSimd.Add(t, Series<TSimd, TVector, T>.Constant(2)));
        var s = TSimd.Multiply(twice, Series<TSimd, TVector, T>.Constant(0.5));
        var square = TSimd.Multiply(s, s);

        // What follows 2s, over s³: interpolated at Chebyshev's points of [0, 1/9] (error 2.0e-8 and 4.1e-17).
        TVector sum;
        if (typeof(T) == typeof(float))
        {
            sum = Series<TSimd, TVector, T>.Constant(0.2322433f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.21706575f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.28592357f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.39999706f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.6666667f);
        }
        else
        {
            sum = Series<TSimd, TVector, T>.Constant(0.1563057780092285);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.07492143795550767);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.10845178394880015);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.11734279061303197);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.13335178631449257);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.1538454396486055);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.18181819897962714);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.2222222219823677);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.285714285716001);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.39999999999999525);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.6666666666666666);
        }

        return TSimd.MultiplyAdd(TSimd.Multiply(square, s), sum, twice);
    }
}
