using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Primitives;

// Each is one line of arithmetic with the semantics of IEEE 754. What is true is 1, what is false 0; a number counts as true above one half.

internal readonly struct Sum : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Add(x, y);
}

internal readonly struct Difference : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Subtract(x, y);
}

internal readonly struct Product : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Multiply(x, y);
}

internal readonly struct Quotient : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Divide(x, y);
}

/// <summary>x / y where |y| is at least 1e-6; 1 elsewhere, for NaN in y too.</summary>
internal readonly struct ProtectedQuotient : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = TSimd.Broadcast(T.One);
        return TSimd.SelectLess(TSimd.Broadcast(T.CreateTruncating(Primitive.ProtectedDivisor)), TSimd.Abs(y), TSimd.Divide(x, y), one);
    }
}

internal readonly struct Minus : IFunction
{
    // A product, so that the sign of zero and of NaN is that of IEEE multiplication at every width.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Multiply(x, TSimd.Broadcast(T.NegativeOne));
}

/// <summary>y where x ≥ 0, else z; NaN takes z.</summary>
internal readonly struct Choice : ITernaryFunction
{
    // x ≥ 0 is the same as x > -(the smallest number), and unlike x &lt; 0 it is false for NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y, TVector z)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.SelectLess(TSimd.Broadcast(-T.Epsilon), x, y, z);
}

internal readonly struct IsLess : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.SelectLess(x, y, TSimd.Broadcast(T.One), TSimd.Broadcast(T.Zero));
}

internal readonly struct IsGreater : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.SelectLess(y, x, TSimd.Broadcast(T.One), TSimd.Broadcast(T.Zero));
}

internal readonly struct Conjunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector half = TSimd.Broadcast(T.One / (T.One + T.One)), zero = TSimd.Broadcast(T.Zero);
        return TSimd.SelectLess(half, x, TSimd.SelectLess(half, y, TSimd.Broadcast(T.One), zero), zero);
    }
}

internal readonly struct Disjunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector half = TSimd.Broadcast(T.One / (T.One + T.One)), one = TSimd.Broadcast(T.One);
        return TSimd.SelectLess(half, x, one, TSimd.SelectLess(half, y, one, TSimd.Broadcast(T.Zero)));
    }
}

internal readonly struct ExclusiveDisjunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector half = TSimd.Broadcast(T.One / (T.One + T.One)), one = TSimd.Broadcast(T.One), zero = TSimd.Broadcast(T.Zero);
        return TSimd.SelectLess(half, x, TSimd.SelectLess(half, y, zero, one), TSimd.SelectLess(half, y, one, zero));
    }
}

internal readonly struct Negation : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.SelectLess(TSimd.Broadcast(T.One / (T.One + T.One)), x, TSimd.Broadcast(T.Zero), TSimd.Broadcast(T.One));
}

/// <summary>x where x &lt; y, else y: a NaN in y comes through.</summary>
internal readonly struct Lesser : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Min(x, y);
}

/// <summary>x where x &gt; y, else y: a NaN in y comes through.</summary>
internal readonly struct Greater : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Max(x, y);
}

internal readonly struct Magnitude : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Abs(x);
}

internal readonly struct Root : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TSimd, TVector, T>(TVector x)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Sqrt(x);
}
