using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>The natural logarithm.</summary>
/// <remarks>
/// Error at most 1e-7 of the result for <see cref="float"/> and 2.2e-16 for <see cref="double"/>, near 1 and for denormals too.
/// −∞ at 0 and −0, ∞ at ∞, NaN of negative numbers and of NaN.
/// </remarks>
public readonly struct Log : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Denormal numbers are brought among the normal ones first.
        bool single = typeof(T) == typeof(float);
        var smallest = Series<TSimd, TVector, T>.Constant(single ? 1.17549435e-38f : 2.2250738585072014e-308);
        var lifted = TSimd.Multiply(x, Series<TSimd, TVector, T>.Constant(single ? 1L << 24 : 1L << 53));
        var mantissa = TSimd.Decompose(TSimd.SelectLess(x, smallest, lifted, x), out var exponent);
        var descent = TSimd.Subtract(exponent, Series<TSimd, TVector, T>.Constant(single ? 24 : 53));
        exponent = TSimd.SelectLess(x, smallest, descent, exponent);

        var logarithm = OfMantissa<TSimd, TVector, T>(TSimd.Subtract(mantissa, Series<TSimd, TVector, T>.Constant(1)));
        logarithm = TSimd.MultiplyAdd(exponent, Series<TSimd, TVector, T>.Constant(single ? -1.90465430e-9 : 2.3190468138462996e-17), logarithm);
        logarithm = TSimd.MultiplyAdd(exponent, Series<TSimd, TVector, T>.Constant(single ? 0.6931472f : 0.6931471805599453), logarithm);

        var zero = Series<TSimd, TVector, T>.Constant(0);
        var infinity = Series<TSimd, TVector, T>.Constant(double.PositiveInfinity);
        var undefined = TSimd.SelectLess(x, zero, Series<TSimd, TVector, T>.Constant(double.NaN), TSimd.Subtract(x, infinity));
        return TSimd.SelectLess(zero, x, TSimd.SelectLess(x, infinity, logarithm, x), undefined);
    }

    /// <summary>
    /// log(1 + f) for f in [√½ − 1, √2 − 1], as f − (f²/2 − s (f²/2 + R)) with s = f / (2 + f) and R = 2s²/3 + 2s⁴/5 + …: the leading term
    /// is exact and what is subtracted from it is small.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OfMantissa<TSimd, TVector, T>(TVector f)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        var s = TSimd.Divide(f, TSimd.Add(f, Series<TSimd, TVector, T>.Constant(2)));
        var square = TSimd.Multiply(s, s);

        // R / s², interpolated at Chebyshev's points of [0, (√2 − 1)² / (√2 + 1)²] (error 2.2e-8 and 3.7e-17).
        TVector sum;
        if (typeof(T) == typeof(float))
        {
            sum = Series<TSimd, TVector, T>.Constant(0.23330583f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.28550816f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.40000123f);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.6666667f);
        }
        else
        {
            sum = Series<TSimd, TVector, T>.Constant(0.13086767009948175);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.13268759668560612);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.15386240205813478);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.18181795630884753);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.2222222239180047);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.2857142857080323);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.4000000000000088);
            sum = Series<TSimd, TVector, T>.Horner(sum, square, 0.6666666666666666);
        }

        var half = TSimd.Multiply(TSimd.Multiply(f, f), Series<TSimd, TVector, T>.Constant(0.5));
        var tail = TSimd.Multiply(s, TSimd.MultiplyAdd(square, sum, half));
        return TSimd.Subtract(f, TSimd.Subtract(half, tail));
    }
}
