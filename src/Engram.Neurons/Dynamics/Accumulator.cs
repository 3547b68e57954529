using System.Numerics;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>Adds one table to another of the same shape.</summary>
internal abstract class Accumulator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal abstract void Add(LaneMatrix<T> values, LaneMatrix<T> sums);

    internal static Accumulator<T> For(InstructionSet set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Accumulator;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal Accumulator<T> Accumulator;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Accumulator = new Accumulator<TSimd, TVector, T>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class Accumulator<TSimd, TVector, T> : Accumulator<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Add(LaneMatrix<T> values, LaneMatrix<T> sums)
    {
        if (values.Rows != sums.Rows || values.Stride != sums.Stride)
            throw new ArgumentException($"A table of {values.Rows} x {values.Lanes} cannot be added to one of {sums.Rows} x {sums.Lanes}.", nameof(sums));
        T* from = values.Pointer;
        T* to = sums.Pointer;
        nint length = (nint)values.Rows * values.Stride;
        for (nint i = 0; i < length; i += TSimd.Count)
            TSimd.Store(TSimd.Add(TSimd.Load(to + i), TSimd.Load(from + i)), to + i);
    }
}
