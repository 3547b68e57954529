using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// The stages of a complex Fourier transform after Stockham: radix 4, at the end radix 2 where the length asks for it, each from one buffer
/// into the other, so that the order comes out right by itself.
/// </summary>
/// <remarks>
/// A stage of stride s combines x[q + s p], x[q + s (p + m)], x[q + s (p + 2 m)] and x[q + s (p + 3 m)] into y[q + 4 s p + s j], j = 0 … 3,
/// with m = n / 4, for all q below s and p below m; then n becomes n / 4 and s becomes 4 s. Vectors run along q. Every output is made of the
/// same operations at every width.
/// </remarks>
internal unsafe struct FourierStages(FourierBuffer source, FourierBuffer spare, float* twiddles, int length) : IVectorKernel<float>
{
    /// <summary>Weights of a butterfly: w, w² and w³, real and imaginary parts.</summary>
    internal const int TwiddlesEach = 6;

    /// <summary>Where the result is.</summary>
    internal FourierBuffer Result;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, float>
        where TVector : unmanaged
    {
        var (x, y) = (source, spare);
        var (n, stride) = (length, 1);
        var weights = twiddles;
        while (n > 1)
        {
            if (n == 2)
            {
                if (stride >= TSimd.Count)
                    Pairs<TSimd, TVector>(x, y, stride);
                else
                    Pairs<SimdScalar<float>, float>(x, y, stride);
                n = 1;
            }
            else
            {
                if (stride >= TSimd.Count)
                    Quadruples<TSimd, TVector>(x, y, weights, n / 4, stride);
                else if (stride >= Simd128<float>.Count)
                    Quadruples<Simd128<float>, Vector128<float>>(x, y, weights, n / 4, stride);
                else
                    Quadruples<SimdScalar<float>, float>(x, y, weights, n / 4, stride);
                weights += n / 4 * TwiddlesEach;
                (n, stride) = (n / 4, 4 * stride);
            }

            (x, y) = (y, x);
        }

        Result = x;
    }

    /// <summary>The weights of all stages in their order.</summary>
    internal static float[] Twiddles(int length)
    {
        List<float> weights = [];
        for (var n = length; n >= 4; n /= 4)
        {
            for (var p = 0; p < n / 4; p++)
            {
                for (var power = 1; power <= 3; power++)
                {
                    var angle = -2 * Math.PI * p * power / n;
                    weights.Add((float)Math.Cos(angle));
                    weights.Add((float)Math.Sin(angle));
                }
            }
        }

        return [.. weights];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quadruples<TSimd, TVector>(FourierBuffer x, FourierBuffer y, float* weights, int quarter, int stride)
        where TSimd : struct, ISimd<TVector, float>
        where TVector : unmanaged
    {
        var apart = stride * quarter;
        for (var p = 0; p < quarter; p++, weights += TwiddlesEach)
        {
            var (w1, w2, w3) = (Weight<TSimd, TVector>.Read(weights), Weight<TSimd, TVector>.Read(weights + 2), Weight<TSimd, TVector>.Read(weights + 4));
            float* xr = x.Real + (stride * p), xi = x.Imaginary + (stride * p);
            float* yr = y.Real + (4 * stride * p), yi = y.Imaginary + (4 * stride * p);
            for (var q = 0; q < stride; q += TSimd.Count)
            {
                TVector ar = TSimd.Load(xr + q), ai = TSimd.Load(xi + q);
                TVector br = TSimd.Load(xr + q + apart), bi = TSimd.Load(xi + q + apart);
                TVector cr = TSimd.Load(xr + q + (2 * apart)), ci = TSimd.Load(xi + q + (2 * apart));
                TVector dr = TSimd.Load(xr + q + (3 * apart)), di = TSimd.Load(xi + q + (3 * apart));
                TVector sumR = TSimd.Add(ar, cr), sumI = TSimd.Add(ai, ci), differenceR = TSimd.Subtract(ar, cr), differenceI = TSimd.Subtract(ai, ci);
                TVector otherR = TSimd.Add(br, dr), otherI = TSimd.Add(bi, di);
                // j (b − d)
                TVector turnedR = TSimd.Subtract(di, bi), turnedI = TSimd.Subtract(br, dr);

                TSimd.Store(TSimd.Add(sumR, otherR), yr + q);
                TSimd.Store(TSimd.Add(sumI, otherI), yi + q);
                w1.Store(TSimd.Subtract(differenceR, turnedR), TSimd.Subtract(differenceI, turnedI), yr + q + stride, yi + q + stride);
                w2.Store(TSimd.Subtract(sumR, otherR), TSimd.Subtract(sumI, otherI), yr + q + (2 * stride), yi + q + (2 * stride));
                w3.Store(TSimd.Add(differenceR, turnedR), TSimd.Add(differenceI, turnedI), yr + q + (3 * stride), yi + q + (3 * stride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs<TSimd, TVector>(FourierBuffer x, FourierBuffer y, int stride)
        where TSimd : struct, ISimd<TVector, float>
        where TVector : unmanaged
    {
        for (var q = 0; q < stride; q += TSimd.Count)
        {
            TVector ar = TSimd.Load(x.Real + q), ai = TSimd.Load(x.Imaginary + q);
            TVector br = TSimd.Load(x.Real + q + stride), bi = TSimd.Load(x.Imaginary + q + stride);
            TSimd.Store(TSimd.Add(ar, br), y.Real + q);
            TSimd.Store(TSimd.Add(ai, bi), y.Imaginary + q);
            TSimd.Store(TSimd.Subtract(ar, br), y.Real + q + stride);
            TSimd.Store(TSimd.Subtract(ai, bi), y.Imaginary + q + stride);
        }
    }

    /// <summary>A complex factor in every element.</summary>
    private readonly struct Weight<TSimd, TVector>(TVector real, TVector imaginary, TVector minusImaginary)
        where TSimd : struct, ISimd<TVector, float>
        where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Weight<TSimd, TVector> Read(float* weight) =>
            new(TSimd.Broadcast(weight[0]), TSimd.Broadcast(weight[1]), TSimd.Broadcast(-weight[1]));

        /// <summary>Writes the product with a complex number.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Store(TVector r, TVector i, float* toReal, float* toImaginary)
        {
            TSimd.Store(TSimd.MultiplyAdd(r, real, TSimd.Multiply(i, minusImaginary)), toReal);
            TSimd.Store(TSimd.MultiplyAdd(r, imaginary, TSimd.Multiply(i, real)), toImaginary);
        }
    }
}

/// <summary>Complex numbers, real and imaginary parts apart.</summary>
internal readonly unsafe struct FourierBuffer(float* real, float* imaginary)
{
    internal float* Real => real;

    internal float* Imaginary => imaginary;
}
