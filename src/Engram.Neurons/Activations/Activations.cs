using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Activations;

/// <summary>φ(x) = x.</summary>
internal readonly struct LinearActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        slope = TSimd.Broadcast(T.One);
        return x;
    }
}

/// <summary>φ(x) = tanh x, φ′ = 1 − φ².</summary>
internal readonly struct TanhActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TVector rate = Tanh.Invoke<TSimd, TVector, T>(x);
        slope = TSimd.Subtract(TSimd.Broadcast(T.One), TSimd.Multiply(rate, rate));
        return rate;
    }
}

/// <summary>φ(x) = log(1 + eˣ), φ′ = logistic sigmoid.</summary>
internal readonly struct SoftplusActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Softplus.Invoke<TSimd, TVector, T>(x, out slope);
}

/// <summary>φ(x) = 1 / (1 + e⁻ˣ), φ′ = φ (1 − φ).</summary>
internal readonly struct SigmoidActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TVector rate = Sigmoid.Invoke<TSimd, TVector, T>(x);
        slope = TSimd.Multiply(rate, TSimd.Subtract(TSimd.Broadcast(T.One), rate));
        return rate;
    }
}

/// <summary>φ(x) = max(0, x), φ′(0) = 0.</summary>
internal readonly struct RectifiedLinearActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TVector zero = default;
        slope = TSimd.SelectLess(zero, x, TSimd.Broadcast(T.One), zero);
        return TSimd.Max(zero, x);
    }
}

/// <summary>φ(x) = min(max(0, x), 1), φ′ = 1 from 0 to 1, both included, else 0 (specification of Latent Equilibrium 1.4).</summary>
internal readonly struct HardSigmoidActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Rate<TSimd, TVector, T>(TVector x, out TVector slope)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TVector zero = default;
        TVector one = TSimd.Broadcast(T.One);
        slope = TSimd.SelectLess(x, zero, zero, TSimd.SelectLess(one, x, zero, one));
        return TSimd.Min(one, TSimd.Max(zero, x));
    }
}
