using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Learning;

/// <summary>The change of a parameter by its gradient, written for vectors of any width.</summary>
public interface IUpdateRule
{
    /// <summary>The new parameter; the moments are changed too.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, to be descended.</param>
    /// <param name="first">The first moment.</param>
    /// <param name="second">The second moment; a rule without one leaves it alone.</param>
    /// <param name="constants">The constants of the step.</param>
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
/// <typeparam name="TVector">The vector.</typeparam>
public readonly record struct RuleConstants<TVector>(
    TVector Rate, TVector FirstMix, TVector SecondKeep, TVector SecondMix, TVector SecondScale, TVector Epsilon);

/// <summary>Gradient descent with momentum: first ← momentum · first + gradient, parameter ← parameter − rate · first.</summary>
public readonly struct DescentRule : IUpdateRule
{
    /// <inheritdoc/>
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

/// <summary>Adam (Kingma and Ba 2015), with the bias corrections in the constants.</summary>
public readonly struct AdamRule : IUpdateRule
{
    /// <inheritdoc/>
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
