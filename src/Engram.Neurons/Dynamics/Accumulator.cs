using System.Numerics;
using System.Runtime.Intrinsics;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>Adds one table to another of the same shape.</summary>
internal abstract class Accumulator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal abstract void Add(LaneMatrix<T> values, LaneMatrix<T> sums);

    internal static Accumulator<T> For(InstructionSet set) => set switch
    {
        InstructionSet.Vector512 => new Accumulator<Simd512<T>, Vector512<T>, T>(),
        InstructionSet.Vector256 => new Accumulator<Simd256<T>, Vector256<T>, T>(),
        InstructionSet.Vector128 => new Accumulator<Simd128<T>, Vector128<T>, T>(),
        _ => new Accumulator<SimdScalar<T>, T, T>(),
    };
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
