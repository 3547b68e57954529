using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// The discrete Fourier transform of N real numbers, N a power of two: X[k] = Σₙ x[n] e^(−2πi k n / N), k = 0 … N / 2, not scaled.
/// </summary>
/// <remarks>
/// Even and odd samples are the real and imaginary parts of a complex transform of half the length, whose halves are then taken apart
/// (Cooley, Lewis and Welch, 1970). The result is the same bits at every vector width. Nothing is allocated after construction. Not safe
/// for use by several threads at once.
/// </remarks>
public sealed unsafe class RealFourierTransform
{
    /// <summary>The least length.</summary>
    public const int ShortestLength = 4;

    /// <summary>The greatest length.</summary>
    public const int GreatestLength = 1 << 20;

    private readonly float[] _work; // four runs of N / 2: source and spare, real and imaginary parts
    private readonly float[] _twiddles;
    private readonly float[] _turns; // e^(−2πi k / N), k = 0 … N / 4, real and imaginary parts in turn

    /// <summary>Makes the tables for a length.</summary>
    /// <param name="length">N: a power of two, 4 … 2²⁰.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public RealFourierTransform(int length)
    {
        if (length is < ShortestLength or > GreatestLength || !BitOperations.IsPow2(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, $"The length must be a power of two in {ShortestLength} … {GreatestLength}.");
        Length = length;
        _work = new float[2 * length];
        _twiddles = FourierStages.Twiddles(length / 2);
        _turns = new float[(length / 2) + 2];
        for (var k = 0; k <= length / 4; k++)
            (_turns[2 * k], _turns[(2 * k) + 1]) = ((float)Math.Cos(2 * Math.PI * k / length), (float)-Math.Sin(2 * Math.PI * k / length));
    }

    /// <summary>N: how many numbers are transformed.</summary>
    public int Length { get; }

    /// <summary>How many different frequencies that gives: N / 2 + 1.</summary>
    public int Bins => (Length / 2) + 1;

    /// <summary>Transforms.</summary>
    /// <param name="signal">N numbers.</param>
    /// <param name="real">Takes the real parts of X[0 … N / 2].</param>
    /// <param name="imaginary">Takes the imaginary parts, of which the first and the last are 0.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Forward(ReadOnlySpan<float> signal, Span<float> real, Span<float> imaginary)
    {
        CheckLengths(signal, real);
        CheckLengths(signal, imaginary);
        fixed (float* x = signal, re = real, im = imaginary, work = _work, turns = _turns)
        {
            var z = Transform(x, work);
            Separate(z, turns, re, im);
        }
    }

    /// <summary>The power of every frequency: |X[k]|².</summary>
    /// <param name="signal">N numbers.</param>
    /// <param name="power">Takes N / 2 + 1 numbers.</param>
    /// <param name="set">The width of the vectors; the machine's best if null.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Power(ReadOnlySpan<float> signal, Span<float> power, InstructionSet? set = null)
    {
        CheckLengths(signal, power);
        fixed (float* x = signal, p = power, work = _work, turns = _turns)
        {
            var z = Transform(x, work, set);
            SeparatePower(z, turns, p);
        }
    }

    private void CheckLengths(ReadOnlySpan<float> signal, Span<float> bins)
    {
        if (signal.Length != Length || bins.Length != Bins)
            throw new ArgumentException($"{Length} numbers give {Bins} frequencies; there are {signal.Length}, with room for {bins.Length}.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private FourierBuffer Transform(float* signal, float* work, InstructionSet? set = null)
    {
        var half = Length / 2;
        var source = new FourierBuffer(work, work + half);
        for (var i = 0; i < half; i++)
        {
            source.Real[i] = signal[2 * i];
            source.Imaginary[i] = signal[(2 * i) + 1];
        }

        fixed (float* twiddles = _twiddles)
        {
            var stages = new FourierStages(source, new FourierBuffer(work + (2 * half), work + (3 * half)), twiddles, half);
            VectorKernel.Run<FourierStages, float>(ref stages, set);
            return stages.Result;
        }
    }

    /// <summary>
    /// With Z the complex transform and M = N / 2: E = (Z[k] + Z*[M − k]) / 2 and O = (Z[k] − Z*[M − k]) / 2i are the transforms of the even
    /// and the odd samples; X[k] = E + w O and X[M − k] = (E − w O)* with w = e^(−2πi k / N).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float PlusR, float PlusI, float MinusR, float MinusI) Pair(FourierBuffer z, float* turns, int k, int mirrored)
    {
        float er = 0.5f * (z.Real[k] + z.Real[mirrored]), ei = 0.5f * (z.Imaginary[k] - z.Imaginary[mirrored]);
        float or = 0.5f * (z.Imaginary[k] + z.Imaginary[mirrored]), oi = 0.5f * (z.Real[mirrored] - z.Real[k]);
        float wr = turns[2 * k], wi = turns[(2 * k) + 1];
        float tr = (wr * or) - (wi * oi), ti = (wr * oi) + (wi * or);
        return (er + tr, ei + ti, er - tr, ti - ei);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Separate(FourierBuffer z, float* turns, float* real, float* imaginary)
    {
        var half = Length / 2;
        for (var k = 0; k <= half / 2; k++)
            (real[k], imaginary[k], real[half - k], imaginary[half - k]) = Pair(z, turns, k, k == 0 ? 0 : half - k);
        imaginary[0] = imaginary[half] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeparatePower(FourierBuffer z, float* turns, float* power)
    {
        var half = Length / 2;
        for (var k = 0; k <= half / 2; k++)
        {
            var (plusR, plusI, minusR, minusI) = Pair(z, turns, k, k == 0 ? 0 : half - k);
            power[k] = (plusR * plusR) + (plusI * plusI);
            power[half - k] = (minusR * minusR) + (minusI * minusI);
        }
    }
}
