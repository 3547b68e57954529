using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Connections;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Equilibrium;

/// <summary>What a step does to whole tables beside its connections and neurons. Compiled for one vector width.</summary>
internal abstract unsafe class TableKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>errors ← errors · slopes, and sums ← old sums + errors unless those are null; for some rows.</summary>
    internal abstract void Scale(LaneMatrix<T> errors, Slopes<T> slopes, LaneMatrix<T>? oldSums, LaneMatrix<T>? sums, int first, int count);

    /// <summary>error = β φ′ (y − r).</summary>
    internal abstract void Nudge(LaneMatrix<T> rates, LaneMatrix<T> slopes, LaneMatrix<T> target, T beta, LaneMatrix<T> errors);

    /// <summary>filtered ← filtered + keep (target − filtered).</summary>
    internal abstract void Filter(LaneMatrix<T> target, T keep, LaneMatrix<T> filtered);

    /// <summary>parameters ← parameters + change, the bias' change times a factor, then held within ±limit; for a rectangle.</summary>
    internal abstract void Change(LaneMatrix<T> parameters, LaneMatrix<T> change, ParameterBlock block, T biasFactor, T limit);

    /// <summary>gram[i, j] = 1 + Σ over rows of x[row, i] x[row, j], for some i.</summary>
    internal abstract void Gram(LaneMatrix<T> x, LaneMatrix<T> ones, LaneMatrix<T> gram, int first, int count);

    /// <summary>change[neuron, lane] = scale Σ over i of sums[neuron, i] gram[i, lane], for some neurons.</summary>
    internal abstract void GramDrive(LaneMatrix<T> sums, LaneMatrix<T> gram, T scale, LaneMatrix<T> change, int first, int count);

    internal static TableKernel<T> For(InstructionSet set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal TableKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new TableKernel<TSimd, TVector, T>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class TableKernel<TSimd, TVector, T> : TableKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Scale(LaneMatrix<T> errors, Slopes<T> slopes, LaneMatrix<T>? oldSums, LaneMatrix<T>? sums, int first, int count)
    {
        nint start = (nint)first * errors.Stride, length = (nint)count * errors.Stride;
        if (slopes.Bits is { } bits)
        {
            ushort* kept = bits.Pointer + ((nint)first * bits.Stride);
            if (sums is null)
                Keep(errors.Pointer + start, kept, length);
            else
                KeepAndSum(errors.Pointer + start, kept, oldSums!.Pointer + start, sums.Pointer + start, length);
            return;
        }

        T* factors = slopes.Table!.Pointer + start;
        if (sums is null)
            Scale(errors.Pointer + start, factors, length);
        else
            ScaleAndSum(errors.Pointer + start, factors, oldSums!.Pointer + start, sums.Pointer + start, length);
    }

    internal override void Nudge(LaneMatrix<T> rates, LaneMatrix<T> slopes, LaneMatrix<T> target, T beta, LaneMatrix<T> errors)
    {
        TVector strength = TSimd.Broadcast(beta);
        for (nint i = 0; i < (nint)errors.Rows * errors.Stride; i += TSimd.Count)
        {
            TVector difference = TSimd.Subtract(TSimd.Load(target.Pointer + i), TSimd.Load(rates.Pointer + i));
            TSimd.Store(TSimd.Multiply(TSimd.Multiply(strength, TSimd.Load(slopes.Pointer + i)), difference), errors.Pointer + i);
        }
    }

    internal override void Filter(LaneMatrix<T> target, T keep, LaneMatrix<T> filtered)
    {
        TVector share = TSimd.Broadcast(keep);
        for (nint i = 0; i < (nint)target.Rows * target.Stride; i += TSimd.Count)
        {
            TVector old = TSimd.Load(filtered.Pointer + i);
            TSimd.Store(TSimd.MultiplyAdd(share, TSimd.Subtract(TSimd.Load(target.Pointer + i), old), old), filtered.Pointer + i);
        }
    }

    internal override void Change(LaneMatrix<T> parameters, LaneMatrix<T> change, ParameterBlock block, T biasFactor, T limit)
    {
        int end = block.FirstColumn + block.Columns;
        bool hasBias = end == parameters.Lanes;
        int columns = hasBias ? block.Columns - 1 : block.Columns;
        for (int row = block.FirstRow; row < block.FirstRow + block.Rows; row++)
        {
            T* w = parameters.Pointer + ((nint)row * parameters.Stride) + block.FirstColumn;
            T* d = change.Pointer + ((nint)row * change.Stride) + block.FirstColumn;
            Change(w, d, columns, limit);
            if (hasBias)
                w[columns] = Limited(w[columns] + (d[columns] * biasFactor), limit);
        }
    }

    internal override void Gram(LaneMatrix<T> x, LaneMatrix<T> ones, LaneMatrix<T> gram, int first, int count) =>
        ProductKernel<TSimd, TVector, T>.Run(
            x.Pointer + first,
            1,
            x.Stride,
            ones.Pointer,
            x.Pointer,
            x.Stride,
            gram.Pointer + ((nint)first * gram.Stride),
            gram.Stride,
            count,
            gram.Rows,
            x.Rows,
            T.One);

    internal override void GramDrive(LaneMatrix<T> sums, LaneMatrix<T> gram, T scale, LaneMatrix<T> change, int first, int count) =>
        ProductKernel<TSimd, TVector, T>.Run(
            sums.Pointer + ((nint)first * sums.Stride),
            sums.Stride,
            1,
            null,
            gram.Pointer,
            gram.Stride,
            change.Pointer + ((nint)first * change.Stride),
            change.Stride,
            count,
            gram.Rows,
            gram.Rows,
            scale);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(T* errors, T* slopes, nint length)
    {
        for (nint i = 0; i < length; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(TSimd.Load(errors + i), TSimd.Load(slopes + i)), errors + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleAndSum(T* errors, T* slopes, T* oldSums, T* sums, nint length)
    {
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector error = TSimd.Multiply(TSimd.Load(errors + i), TSimd.Load(slopes + i));
            TSimd.Store(error, errors + i);
            TSimd.Store(TSimd.Add(TSimd.Load(oldSums + i), error), sums + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Keep(T* errors, ushort* bits, nint length)
    {
        for (nint i = 0; i < length; i += TSimd.Count)
            TSimd.Store(TSimd.Keep(TSimd.Load(errors + i), bits[i / TSimd.Count]), errors + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void KeepAndSum(T* errors, ushort* bits, T* oldSums, T* sums, nint length)
    {
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector error = TSimd.Keep(TSimd.Load(errors + i), bits[i / TSimd.Count]);
            TSimd.Store(error, errors + i);
            TSimd.Store(TSimd.Add(TSimd.Load(oldSums + i), error), sums + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Change(T* parameters, T* change, int columns, T limit)
    {
        TVector high = TSimd.Broadcast(limit), low = TSimd.Broadcast(-limit);
        int column = 0;
        for (; column <= columns - TSimd.Count; column += TSimd.Count)
        {
            TVector sum = TSimd.Add(TSimd.Load(parameters + column), TSimd.Load(change + column));
            TSimd.Store(TSimd.Max(low, TSimd.Min(high, sum)), parameters + column);
        }

        for (; column < columns; column++)
            parameters[column] = Limited(parameters[column] + change[column], limit);
    }

    private static T Limited(T value, T limit) => value > limit ? limit : value < -limit ? -limit : value;
}
