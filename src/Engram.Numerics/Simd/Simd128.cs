using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics.Simd;

/// <summary>128-bit vectors.</summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe struct Simd128<T> : ISimd<Vector128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    public static int WidestTile => 3;

    /// <inheritdoc/>
    public static int TallestTile(int vectors) => vectors switch { 3 => 4, 2 => 6, _ => 8 };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, T* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Divide(Vector128<T> a, Vector128<T> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sqrt(Vector128<T> value) => Vector128.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Min(Vector128<T> a, Vector128<T> b) =>
        // The instruction of x64 is this very selection; those of other machines treat NaN differently.
        X86Base.IsSupported ? Vector128.MinNative(a, b) : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Max(Vector128<T> a, Vector128<T> b) =>
        // The instruction of x64 is this very selection; those of other machines treat NaN differently.
        X86Base.IsSupported ? Vector128.MaxNative(a, b) : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> SelectLess(Vector128<T> a, Vector128<T> b, Vector128<T> whenLess, Vector128<T> otherwise) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), whenLess, otherwise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessBits(Vector128<T> a, Vector128<T> b) => (uint)Vector128.LessThan(a, b).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Keep(Vector128<T> value, uint bits)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<uint> places = Vector128.Create(1u, 2, 4, 8);
            Vector128<uint> kept = Vector128.Equals(Vector128.Create(bits) & places, places);
            return Vector128.ConditionalSelect(kept.As<uint, T>(), value, Vector128<T>.Zero);
        }
        else
        {
            Vector128<ulong> places = Vector128.Create(1ul, 2);
            Vector128<ulong> kept = Vector128.Equals(Vector128.Create((ulong)bits) & places, places);
            return Vector128.ConditionalSelect(kept.As<ulong, T>(), value, Vector128<T>.Zero);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Abs(Vector128<T> value) => Vector128.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> CopySign(Vector128<T> magnitude, Vector128<T> sign) =>
        Vector128.ConditionalSelect(Vector128.Create(-T.Zero), sign, magnitude);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Round(Vector128<T> value) =>
        typeof(T) == typeof(float)
            ? Vector128.Round(value.AsSingle()).As<float, T>()
            : Vector128.Round(value.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> PowerOfTwo(Vector128<T> exponent) =>
        typeof(T) == typeof(float)
            ? ((exponent.AsSingle() + Vector128.Create(FloatBits.SingleExponentShifter)).AsInt32() << FloatBits.SingleMantissa).As<int, T>()
            : ((exponent.AsDouble() + Vector128.Create(FloatBits.DoubleExponentShifter)).AsInt64() << FloatBits.DoubleMantissa).As<long, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Scale(Vector128<T> value, Vector128<T> exponent)
    {
        if (Avx512F.VL.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.VL.Scale(value.AsSingle(), exponent.AsSingle()).As<float, T>()
                : Avx512F.VL.Scale(value.AsDouble(), exponent.AsDouble()).As<double, T>();
        }

        // In two steps, of which only the second can round.
        var half = Round(exponent * Broadcast(T.CreateTruncating(0.5)));
        return value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Decompose(Vector128<T> value, out Vector128<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            var bits = value.AsInt32() - Vector128.Create(FloatBits.SingleRootHalf);
            exponent = Vector128.ConvertToSingle(bits >> FloatBits.SingleMantissa).As<float, T>();
            return ((bits & Vector128.Create(FloatBits.SingleMantissaMask)) + Vector128.Create(FloatBits.SingleRootHalf)).As<int, T>();
        }

        var wide = value.AsInt64() - Vector128.Create(FloatBits.DoubleRootHalf);
        exponent = Vector128.ConvertToDouble(wide >> FloatBits.DoubleMantissa).As<double, T>();
        return ((wide & Vector128.Create(FloatBits.DoubleMantissaMask)) + Vector128.Create(FloatBits.DoubleRootHalf)).As<long, T>();
    }
}
