using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>
/// The hyperbolic tangent, tanh x = (e^x − e^−x) / (e^x + e^−x): the usual rate of a neuron, from −1 to 1.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="float"/>: an odd rational function of degree 9 over 8; error at most 3.3e-7 of the result for every argument (all of
/// them tried). <see cref="double"/>: t / (t + 2) with t = e^2|x| − 1; error at most 5e-16 of the result.
/// </para>
/// <para>
/// In both: tanh −x = −tanh x bit for bit, x itself where x is tiny (below 1e-5, or 1e-17 in <see cref="double"/>,
/// down to denormals and −0), never beyond ±1, ±1 at ±∞, and NaN of NaN.
/// </para>
/// </remarks>
public readonly struct Tanh : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? Rational<TSimd, TVector, T>(x) : Exponential<TSimd, TVector, T>(x);

    /// <summary>
    /// x · P(x²) / Q(x²), fitted by Lawson's reweighting to the smallest relative error on [0, 8.2] (1e-8; the rest is rounding), with
    /// P(0) = Q(0) = 1 so that tiny arguments pass unchanged. Beyond, the quotient grows past 1 and is cut there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Rational<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        // The number under test comes second, so that NaN passes.
        x = TSimd.Min(Series<TSimd, TVector, T>.Constant(9), x);
        x = TSimd.Max(Series<TSimd, TVector, T>.Constant(-9), x);
        var square = TSimd.Multiply(x, x);

        var above = Series<TSimd, TVector, T>.Constant(1.4901034e-08f);
        above = Series<TSimd, TVector, T>.Horner(above, square, 2.1682727e-05f);
        above = Series<TSimd, TVector, T>.Horner(above, square, 0.0035595258f);
        above = Series<TSimd, TVector, T>.Horner(above, square, 0.13434541f);
        above = Series<TSimd, TVector, T>.Horner(above, square, 1f);

        var below = Series<TSimd, TVector, T>.Constant(8.395893e-07f);
        below = Series<TSimd, TVector, T>.Horner(below, square, 0.00033910302f);
        below = Series<TSimd, TVector, T>.Horner(below, square, 0.026119184f);
        below = Series<TSimd, TVector, T>.Horner(below, square, 0.4676787f);
        below = Series<TSimd, TVector, T>.Horner(below, square, 1f);

        var quotient = TSimd.Divide(TSimd.Multiply(x, above), below);
        quotient = TSimd.Min(Series<TSimd, TVector, T>.Constant(1), quotient);
        return TSimd.Max(Series<TSimd, TVector, T>.Constant(-1), quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponential<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        // From 22 on, t + 2 rounds to t and the quotient is 1.
        var magnitude = TSimd.Min(Series<TSimd, TVector, T>.Constant(22), TSimd.Abs(x));
        var m = ExponentialParts.Split<TSimd, TVector, T>(TSimd.Add(magnitude, magnitude), out var n);
        var scale = TSimd.PowerOfTwo(n);
        var t = TSimd.MultiplyAdd(scale, m, TSimd.Subtract(scale, Series<TSimd, TVector, T>.Constant(1)));
        return TSimd.CopySign(TSimd.Divide(t, TSimd.Add(t, Series<TSimd, TVector, T>.Constant(2))), x);
    }
}
