using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>The exponential, e^x.</summary>
/// <remarks>
/// Error at most 1e-7 of the result for <see cref="float"/> and 2e-16 for <see cref="double"/>, where results are normal numbers.
/// Below those results lose digits gradually, as IEEE 754's denormals do, then are 0; too large ones are ∞. NaN of NaN.
/// </remarks>
public readonly struct Exp : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A little beyond where the result is infinite or 0. The number under test comes second, so that NaN passes.
        x = TSimd.Min(Series<TSimd, TVector, T>.Constant(typeof(T) == typeof(float) ? 89 : 710), x);
        x = TSimd.Max(Series<TSimd, TVector, T>.Constant(typeof(T) == typeof(float) ? -104 : -746), x);
        var m = ExponentialParts.Split<TSimd, TVector, T>(x, out var n);
        return TSimd.Scale(TSimd.Add(m, Series<TSimd, TVector, T>.Constant(1)), n);
    }
}
