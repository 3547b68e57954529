using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Numerics;

/// <summary>
/// The mean and the covariance (divisor n − 1) of samples of several numbers each. Sums are in double precision, in a fixed order: the bits do
/// not depend on the width of vectors.
/// </summary>
public sealed unsafe class SampleMoments
{
    /// <summary>How many samples are multiplied at once.</summary>
    private const int Block = 128;

    private readonly double[] _mean;
    private readonly double[] _covariance;

    private SampleMoments(int count, double[] mean, double[] covariance) => (Count, _mean, _covariance) = (count, mean, covariance);

    /// <summary>How many samples there were.</summary>
    public int Count { get; }

    /// <summary>How many numbers a sample has: d.</summary>
    public int Dimensions => _mean.Length;

    /// <summary>The mean: d numbers.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The covariance, row by row: d · d numbers; NaN for fewer than two samples.</summary>
    public ReadOnlySpan<double> Covariance => _covariance;

    /// <summary>
    /// The participation ratio (Σλ)² / Σλ² of the covariance's eigenvalues λ: how many directions the samples use. 1 for a line, d for a sphere;
    /// NaN where all samples are equal.
    /// </summary>
    public double ParticipationRatio
    {
        get
        {
            // Σλ is the trace and Σλ² the sum of all squares: no eigenvalues are needed.
            double trace = 0, squares = 0;
            for (int i = 0; i < Dimensions; i++)
                trace += _covariance[(i * Dimensions) + i];
            foreach (double value in _covariance)
                squares += value * value;
            return trace * trace / squares;
        }
    }

    /// <summary>Moments that are known.</summary>
    /// <param name="count">Of how many samples.</param>
    /// <param name="mean">The mean: d numbers.</param>
    /// <param name="covariance">The covariance, row by row: d · d numbers.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static SampleMoments Known(int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        if (covariance.Length != (long)mean.Length * mean.Length)
            throw new ArgumentException($"{covariance.Length} numbers are no covariance of {mean.Length} dimensions.", nameof(covariance));
        return new SampleMoments(count, mean.ToArray(), covariance.ToArray());
    }

    /// <summary>The moments of samples.</summary>
    /// <param name="samples">Sample by sample, d numbers each.</param>
    /// <param name="dimensions">d; 1 or more.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The samples are not whole, or there is none.</exception>
    public static SampleMoments Of(ReadOnlySpan<float> samples, int dimensions, InstructionSet? set = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (samples.Length == 0 || samples.Length % dimensions != 0)
            throw new ArgumentException($"{samples.Length} numbers are not one or more samples of {dimensions}.", nameof(samples));
        int count = samples.Length / dimensions;
        var mean = new double[dimensions];
        for (int i = 0; i < samples.Length; i++)
            mean[i % dimensions] += samples[i];
        for (int i = 0; i < dimensions; i++)
            mean[i] /= count;

        var sums = new double[dimensions * dimensions];
        using var centred = new LaneMatrix<double>(Math.Min(Block, count), dimensions);
        using var squares = new LaneMatrix<double>(dimensions, dimensions);
        for (int first = 0; first < count; first += Block)
        {
            int rows = Math.Min(Block, count - first);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> sample = samples.Slice((first + row) * dimensions, dimensions);
                Span<double> target = centred.Row(row);
                for (int i = 0; i < dimensions; i++)
                    target[i] = sample[i] - mean[i];
            }

            var kernel = new SquareKernel(centred, squares, rows);
            VectorKernel.Run<SquareKernel, double>(ref kernel, set);
            for (int i = 0; i < dimensions; i++)
            {
                ReadOnlySpan<double> found = squares.Row(i);
                Span<double> sum = sums.AsSpan(i * dimensions, dimensions);
                for (int j = 0; j < dimensions; j++)
                    sum[j] += found[j];
            }
        }

        double divisor = count < 2 ? double.NaN : count - 1;
        for (int i = 0; i < sums.Length; i++)
            sums[i] /= divisor;
        return new SampleMoments(count, mean, sums);
    }

    /// <summary>Xᵀ X of a block of samples.</summary>
    private readonly struct SquareKernel(LaneMatrix<double> centred, LaneMatrix<double> squares, int rows) : IVectorKernel<double>
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged =>
            DenseProducts<TSimd, TVector, double>.Transport(
                centred.Pointer, centred.Stride, centred.Pointer, centred.Stride, squares.Pointer, squares.Stride, squares.Rows, squares.Lanes, rows);
    }
}
