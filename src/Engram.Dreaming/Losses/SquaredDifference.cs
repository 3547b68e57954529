using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Dreaming.Losses;

/// <summary>The mean over all elements of a squared difference: L_img of images, L_NREM of latents (PAD specification 4, code mode).</summary>
public static class SquaredDifference
{
    /// <summary>The loss, and its gradient.</summary>
    /// <param name="values">What is there <c>[row, lane]</c>.</param>
    /// <param name="wanted">What should be, of the same shape.</param>
    /// <param name="weight">A factor for the gradient.</param>
    /// <param name="errors">Written: weight · ∂L/∂values; null if only the loss is wanted.</param>
    /// <param name="set">The vector width; null for the machine's own. The result does not depend on it.</param>
    /// <returns>The loss, without the weight.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Find<T>(LaneMatrix<T> values, LaneMatrix<T> wanted, double weight, LaneMatrix<T>? errors, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Rows != values.Rows || wanted.Lanes != values.Lanes || (errors is not null && (errors.Rows != values.Rows || errors.Lanes != values.Lanes)))
            throw new ArgumentException($"The tables differ in shape from {values.Rows} x {values.Lanes}.", nameof(wanted));
        double count = (double)values.Rows * values.Lanes;
        var kernel = new Kernel<T>(values, wanted, errors, T.CreateChecked(2 * weight / count));
        VectorKernel.Run<Kernel<T>, T>(ref kernel, set);
        return kernel.Sum / count;
    }

    /// <summary>Some lanes of some rows at once: a chain of multiply-adds for each lane, which then goes into the sum in double precision.</summary>
    private unsafe struct Kernel<T>(LaneMatrix<T> values, LaneMatrix<T> wanted, LaneMatrix<T>? errors, T scale) : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const int RowsAtOnce = 64;
        private const int LanesAtOnce = 256;

        internal double Sum;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            T* squares = stackalloc T[LanesAtOnce];
            for (int row = 0; row < values.Rows; row += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, values.Rows - row);
                for (int lane = 0; lane < values.Lanes; lane += LanesAtOnce)
                {
                    int lanes = Math.Min(LanesAtOnce, values.Lanes - lane);
                    nint start = ((nint)row * values.Stride) + lane;
                    new Span<T>(squares, lanes).Clear();
                    Block<TSimd, TVector>(
                        values.Pointer + start, wanted.Pointer + start, errors is null ? null : errors.Pointer + start, rows, lanes, values.Stride, scale, squares);
                    for (int i = 0; i < lanes; i++)
                        Sum += double.CreateTruncating(squares[i]);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Block<TSimd, TVector>(T* values, T* wanted, T* errors, int rows, int lanes, nint stride, T scale, T* squares)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            TVector factor = TSimd.Broadcast(scale);
            for (int row = 0; row < rows; row++, values += stride, wanted += stride)
            {
                int lane = 0;
                for (; lane <= lanes - TSimd.Count; lane += TSimd.Count)
                {
                    TVector difference = TSimd.Subtract(TSimd.Load(values + lane), TSimd.Load(wanted + lane));
                    TSimd.Store(TSimd.MultiplyAdd(difference, difference, TSimd.Load(squares + lane)), squares + lane);
                    if (errors != null)
                        TSimd.Store(TSimd.Multiply(factor, difference), errors + lane);
                }

                // The padding behind the lanes is not touched: errors there are zero, and shall stay so.
                for (; lane < lanes; lane++)
                {
                    T difference = values[lane] - wanted[lane];
                    squares[lane] = T.FusedMultiplyAdd(difference, difference, squares[lane]);
                    if (errors != null)
                        errors[lane] = scale * difference;
                }

                if (errors != null)
                    errors += stride;
            }
        }
    }
}
