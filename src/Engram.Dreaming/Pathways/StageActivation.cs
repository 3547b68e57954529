using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Dreaming.Pathways;

/// <summary>What the neurons of a stage make of their drive.</summary>
public enum StageActivation
{
    /// <summary>Nothing: the rate is the drive.</summary>
    Linear,

    /// <summary>x above 0, 0.2 x below (PAD specification 3.1).</summary>
    LeakyRectified,

    /// <summary>x above 0, else 0: the projection head of contrastive dreaming.</summary>
    Rectified,

    /// <summary>tanh x: the pixels of a generated image.</summary>
    Tanh,
}

internal readonly struct LeakyRectifiedFunction : IFunction
{
    internal const double Leak = 0.2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.Max(x, TSimd.Multiply(x, TSimd.Broadcast(T.CreateChecked(Leak))));
}

internal readonly struct RectifiedFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Max(default, x);
}

/// <summary>The error before a leaky rectifier from its rate and the error behind it; the slope at 0 is the leak, as in the authors' library.</summary>
internal readonly struct LeakyRectifiedSlope : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector rate, TVector error)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.SelectLess(default, rate, error, TSimd.Multiply(error, TSimd.Broadcast(T.CreateChecked(LeakyRectifiedFunction.Leak))));
}

internal readonly struct RectifiedSlope : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector rate, TVector error)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.SelectLess(default, rate, error, default);
}

internal readonly struct TanhSlope : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector rate, TVector error)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.Multiply(error, TSimd.Subtract(TSimd.Broadcast(T.One), TSimd.Multiply(rate, rate)));
}
