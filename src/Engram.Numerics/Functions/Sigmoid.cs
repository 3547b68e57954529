using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>The logistic function, 1 / (1 + e^−x): a rate or a probability, from 0 to 1.</summary>
/// <remarks>
/// Error at most 2e-7 of the result for <see cref="float"/> and 4e-16 for <see cref="double"/>, for very negative arguments too, where the
/// result is e^x; the smallest results are denormal and lose digits gradually. 0 at −∞, 1 at +∞, NaN of NaN.
/// </remarks>
public readonly struct Sigmoid : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zero = Series<TSimd, TVector, T>.Constant(0);
        var one = Series<TSimd, TVector, T>.Constant(1);
        var decay = Exp.Invoke<TSimd, TVector, T>(TSimd.Subtract(zero, TSimd.Abs(x)));
        return TSimd.Divide(TSimd.SelectLess(x, zero, decay, one), TSimd.Add(one, decay));
    }
}
