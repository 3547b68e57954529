using System.Numerics;

namespace Engram.Numerics.Simd;

/// <summary>
/// A function of one number, written for vectors of any width. Implementations are empty structs, so that a kernel that takes one as a
/// type argument has it inlined.
/// </summary>
public interface IFunction
{
    /// <summary>The function of each element.</summary>
    static abstract TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
