using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <summary>The three products of a dense connection, for one vector width.</summary>
internal abstract class DenseKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many columns of a gradient are found at once: four cache lines, so that tiles can be four vectors wide.</summary>
    internal static int ColumnsAtOnce => 4 * LaneMatrix<T>.PaddedLanes(1);

    internal static nint ScratchLength(int lanes) => (nint)lanes * ColumnsAtOnce;

    internal abstract void Drive(LaneMatrix<T> parameters, LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count);

    internal abstract void Transport(
        LaneMatrix<T> parameters, LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count, AlignedBuffer<T> scratch);

    internal abstract void Gradient(
        LaneMatrix<T> errors, LaneMatrix<T> rates, T scale, LaneMatrix<T> gradient, int first, int count, AlignedBuffer<T> scratch);

    internal static DenseKernel<T> For(InstructionSet? set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal DenseKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new DenseKernel<TSimd, TVector, T>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class DenseKernel<TSimd, TVector, T> : DenseKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Drive(LaneMatrix<T> parameters, LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count)
    {
        T* weights = parameters.RowPointer(first);
        DenseProducts<TSimd, TVector, T>.Drive(
            weights,
            parameters.Stride,
            weights + rates.Rows,
            rates.Pointer,
            rates.Stride,
            drive.RowPointer(first),
            drive.Stride,
            count,
            rates.Lanes,
            rates.Rows);
    }

    internal override void Transport(
        LaneMatrix<T> parameters, LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count, AlignedBuffer<T> scratch)
    {
        T* weights = parameters.Pointer + first;
        T* target = sent.RowPointer(first);
        if (sent.Lanes > 1)
        {
            DenseProducts<TSimd, TVector, T>.Transport(
                weights, parameters.Stride, errors.Pointer, errors.Stride, target, sent.Stride, count, sent.Lanes, errors.Rows);
            return;
        }

        // A single lane would leave all but one place of a vector empty. The same sums, with the vectors along the rows of the weights:
        for (int done = 0; done < count; done += ColumnsAtOnce)
        {
            int columns = Math.Min(ColumnsAtOnce, count - done);
            ProductKernel<TSimd, TVector, T>.Run(
                errors.Pointer, 0, errors.Stride, null, weights + done, parameters.Stride, scratch.Pointer, 0, rows: 1, columns, errors.Rows, T.One);
            for (int column = 0; column < columns; column++, target += sent.Stride)
                *target = scratch.Pointer[column];
        }
    }

    internal override void Gradient(
        LaneMatrix<T> errors, LaneMatrix<T> rates, T scale, LaneMatrix<T> gradient, int first, int count, AlignedBuffer<T> scratch)
    {
        int stride = LaneMatrix<T>.PaddedLanes(count);
        int presynaptic = Math.Min(count, rates.Rows - first);
        T* transposed = scratch.Pointer;
        if (presynaptic < stride)
            FillLastLine(transposed, stride, errors.Lanes, bias: presynaptic < count ? presynaptic : -1);
        Transposition.Run(rates.Pointer + ((nint)first * rates.Stride), rates.Stride, presynaptic, errors.Lanes, transposed, stride);
        DenseProducts<TSimd, TVector, T>.Gradient(
            errors.Pointer,
            errors.Stride,
            transposed,
            stride,
            gradient.Pointer + first,
            gradient.Stride,
            errors.Rows,
            count,
            errors.Lanes,
            scale);
    }

    /// <summary>
    /// What stands beside the rates in the last cache line of every lane: 1 for the bias, whose partner always fires at 1, and 0 in the
    /// padding. The rates are written over it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillLastLine(T* transposed, int stride, int lanes, int bias)
    {
        int length = LaneMatrix<T>.PaddedLanes(1);
        T* pattern = stackalloc T[length];
        new Span<T>(pattern, length).Clear();
        if (bias >= 0)
            pattern[bias - (stride - length)] = T.One;
        T* line = transposed + stride - length;
        for (int lane = 0; lane < lanes; lane++, line += stride)
            Unsafe.CopyBlock(line, pattern, AlignedBuffer<T>.Alignment);
    }
}
