using System.Numerics;

namespace Engram.Numerics.Simd;

/// <summary>
/// A piece of work that is written once for vectors of any width. Implementations are structs that carry their arguments (pointers,
/// sizes, results); <see cref="VectorKernel.Run{TKernel, T}"/> calls them with the vectors of an instruction set.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IVectorKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Does the work with one width.</summary>
    void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged;
}
