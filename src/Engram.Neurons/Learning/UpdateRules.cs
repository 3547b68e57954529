using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Learning;

/// <summary>The change of a parameter by its gradient, written for vectors of any width.</summary>
internal interface IUpdateRule
{
    static abstract TVector Update<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, in RuleConstants<TVector> constants)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>What a rule needs in a step, in every element of a vector.</summary>
/// <param name="Rate">How far to go: the learning rate with what belongs to it.</param>
/// <param name="FirstMix">The share of the gradient in the first moment, or the momentum.</param>
/// <param name="SecondKeep">What the second moment keeps.</param>
/// <param name="SecondMix">The share of the squared gradient in the second moment.</param>
/// <param name="SecondScale">The bias correction of the root of the second moment.</param>
/// <param name="Epsilon">What keeps the denominator from zero.</param>
internal readonly record struct RuleConstants<TVector>(
    TVector Rate, TVector FirstMix, TVector SecondKeep, TVector SecondMix, TVector SecondScale, TVector Epsilon);

internal readonly struct DescentRule : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Update<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, in RuleConstants<TVector> constants)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        first = TSimd.MultiplyAdd(constants.FirstMix, first, gradient);
        return TSimd.Subtract(parameter, TSimd.Multiply(constants.Rate, first));
    }
}

internal readonly struct AdamRule : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Update<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, in RuleConstants<TVector> constants)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        first = TSimd.MultiplyAdd(constants.FirstMix, TSimd.Subtract(gradient, first), first);
        second = TSimd.MultiplyAdd(constants.SecondMix, TSimd.Multiply(gradient, gradient), TSimd.Multiply(constants.SecondKeep, second));
        TVector spread = TSimd.MultiplyAdd(constants.SecondScale, TSimd.Sqrt(second), constants.Epsilon);
        return TSimd.Subtract(parameter, TSimd.Divide(TSimd.Multiply(constants.Rate, first), spread));
    }
}
