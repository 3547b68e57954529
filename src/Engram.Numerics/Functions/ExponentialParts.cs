using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>The two halves of every exponential: e^x = 2^n · (1 + m) with n whole and m = e^r − 1, |r| ≤ ½ ln 2.</summary>
internal static class ExponentialParts
{
    /// <summary>m of <paramref name="x"/>, accurate relative to itself, so that nothing is lost near zero.</summary>
    /// <param name="x">A number whose exponential is in range, or NaN.</param>
    /// <param name="n">The whole exponent.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Split<TSimd, TVector, T>(TVector x, out TVector n)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        n = TSimd.Round(TSimd.Multiply(x, Series<TSimd, TVector, T>.Constant(1.4426950408889634)));

        // ln 2 in two parts: what the first one leaves out when rounded, the second one takes away.
        TVector r, sum;
        if (typeof(T) == typeof(float))
        {
            r = TSimd.MultiplyAdd(n, Series<TSimd, TVector, T>.Constant(-0.6931472f), x);
            r = TSimd.MultiplyAdd(n, Series<TSimd, TVector, T>.Constant(1.90465430e-9), r);
        }
        else
        {
            r = TSimd.MultiplyAdd(n, Series<TSimd, TVector, T>.Constant(-0.6931471805599453), x);
            r = TSimd.MultiplyAdd(n, Series<TSimd, TVector, T>.Constant(-2.3190468138462996e-17), r);
        }

        // (e^r − 1 − r) / r²: interpolated at Chebyshev's points of ±½ ln 2 (error 6.4e-8 and 1.2e-16, times r² in the result).
        if (typeof(T) == typeof(float))
        {
            sum = Series<TSimd, TVector, T>.Constant(0.0013926185f);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.008363179f);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.041666556f);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.16666576f);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.5f);
        }
        else
        {
            sum = Series<TSimd, TVector, T>.Constant(2.510038549551032e-08);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 2.7620088445409746e-07);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 2.7557268459997064e-06);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 2.4801521295954376e-05);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.00019841269863053618);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.0013888888917213717);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.008333333333330062);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.04166666666662413);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.16666666666666669);
            sum = Series<TSimd, TVector, T>.Horner(sum, r, 0.5000000000000001);
        }

        return TSimd.MultiplyAdd(TSimd.Multiply(r, r), sum, r);
    }
}
