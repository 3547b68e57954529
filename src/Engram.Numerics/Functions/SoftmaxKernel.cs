using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>
/// Softmax over the rows (classes) of a table <c>[row, lane]</c>, for many lanes at once: p_k = e^(x_k − m) / Σ_j e^(x_j − m) and
/// log p_k = x_k − m − log Σ_j e^(x_j − m), with m the largest x of the lane, so that nothing overflows.
/// </summary>
/// <remarks>
/// Sums run over the rows in order: the bits of a lane do not depend on other lanes, nor on the width. A lane with a NaN, or with +∞,
/// or with nothing but −∞ becomes NaN.
/// </remarks>
/// <typeparam name="TSimd">The arithmetic of one width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public static unsafe class SoftmaxKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Every lane of a table.</summary>
    /// <param name="logits">The first row: <paramref name="rows"/> rows that lie <paramref name="stride"/> apart.</param>
    /// <param name="rows">How many classes; 1 or more.</param>
    /// <param name="stride">The distance between rows, of every table alike: a whole number of cache lines.</param>
    /// <param name="lanes">
    /// How many lanes are in use. They are rounded up to whole cache lines whatever the width, so the padding up to there is read and
    /// written too.
    /// </param>
    /// <param name="probabilities">The probabilities, or null if they are not wanted; may be the logits' table.</param>
    /// <param name="logProbabilities">
    /// The logarithms, or null; may be the logits' table, but not that of the probabilities.
    /// </param>
    // Optimised at once, as every loop over many lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(T* logits, int rows, nint stride, int lanes, T* probabilities, T* logProbabilities)
    {
        int padded = LaneMatrix<T>.PaddedLanes(lanes);
        for (nint lane = 0; lane < padded; lane += TSimd.Count)
            Column(logits + lane, rows, stride, At(probabilities, lane), At(logProbabilities, lane));
    }

    /// <summary>One vector of lanes, as <see cref="Run"/>: for kernels that go on with its results while they are near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Column(T* logits, int rows, nint stride, T* probabilities, T* logProbabilities)
    {
        var largest = TSimd.Load(logits);
        for (nint row = 1; row < rows; row++)
            largest = TSimd.Max(largest, TSimd.Load(logits + (row * stride)));

        var sum = Series<TSimd, TVector, T>.Constant(0);
        for (nint row = 0; row < rows; row++)
        {
            nint at = row * stride;
            var below = TSimd.Subtract(TSimd.Load(logits + at), largest);
            var power = Exp.Invoke<TSimd, TVector, T>(below);
            sum = TSimd.Add(sum, power);
            if (probabilities is not null)
                TSimd.Store(power, probabilities + at);
            if (logProbabilities is not null)
                TSimd.Store(below, logProbabilities + at);
        }

        if (probabilities is not null)
        {
            var share = TSimd.Divide(Series<TSimd, TVector, T>.Constant(1), sum);
            for (nint row = 0; row < rows; row++)
            {
                T* at = probabilities + (row * stride);
                TSimd.Store(TSimd.Multiply(TSimd.Load(at), share), at);
            }
        }

        if (logProbabilities is not null)
        {
            var logarithm = Log.Invoke<TSimd, TVector, T>(sum);
            for (nint row = 0; row < rows; row++)
            {
                T* at = logProbabilities + (row * stride);
                TSimd.Store(TSimd.Subtract(TSimd.Load(at), logarithm), at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* At(T* table, nint lane) => table is null ? null : table + lane;
}
