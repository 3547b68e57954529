using System.Runtime.CompilerServices;

namespace Engram.Numerics.Simd;

/// <summary>What the functions of both precisions write their approximations with.</summary>
internal readonly struct Series<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>A number, rounded to the precision, in every element. A literal costs nothing at run time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Constant(double value) =>
        typeof(T) == typeof(float)
            ? TSimd.Broadcast(Unsafe.BitCast<float, T>((float)value))
            : TSimd.Broadcast(Unsafe.BitCast<double, T>(value));

    /// <summary>One step of Horner's scheme: sum · x + coefficient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Horner(TVector sum, TVector x, double coefficient) => TSimd.MultiplyAdd(sum, x, Constant(coefficient));
}
