using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Microcircuits;

/// <summary>
/// The microcircuit's rate function: log(1 + eˣ), but exactly 0 for x ≤ −15 and exactly x for x ≥ 15 (specification 1.4). NaN of NaN.
/// </summary>
internal readonly struct CutSoftplus : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector soft = Softplus.Invoke<TSimd, TVector, T>(x);
        TVector cutAbove = TSimd.SelectLess(x, Constant<TSimd, TVector, T>(15f, 15), soft, x);
        // The number after −15, because a selection knows less, not at most.
        return TSimd.SelectLess(x, Constant<TSimd, TVector, T>(-14.999999f, -14.999999999999998), default, cutAbove);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Constant<TSimd, TVector, T>(float single, double wide)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged => typeof(T) == typeof(float)
            ? TSimd.Broadcast(Unsafe.BitCast<float, T>(single))
            : TSimd.Broadcast(Unsafe.BitCast<double, T>(wide));
}
