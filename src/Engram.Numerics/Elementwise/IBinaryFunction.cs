using System.Numerics;

namespace Engram.Numerics.Simd;

/// <summary>A function of two numbers, written for vectors of any width; an empty struct, as <see cref="IFunction"/>.</summary>
public interface IBinaryFunction
{
    /// <summary>The function of each pair of elements.</summary>
    static abstract TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
