using System.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Activations;

/// <summary>A rate function with its slope, written for vectors of any width. Implementations are empty structs.</summary>
internal interface IActivation
{
    /// <summary>The rate φ(x), and the slope φ′(x).</summary>
    static abstract TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
