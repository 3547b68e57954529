using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics.Simd;

/// <summary>256-bit vectors.</summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe struct Simd256<T> : ISimd<Vector256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    public static int WidestTile => 3;

    /// <inheritdoc/>
    public static int TallestTile(int vectors) => vectors switch { 3 => 4, 2 => 6, _ => 8 };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> value, T* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Divide(Vector256<T> a, Vector256<T> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sqrt(Vector256<T> value) => Vector256.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b) =>
        // The instruction of x64 is this very selection; those of other machines treat NaN differently.
        X86Base.IsSupported ? Vector256.MinNative(a, b) : Vector256.ConditionalSelect(Vector256.LessThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b) =>
        // The instruction of x64 is this very selection; those of other machines treat NaN differently.
        X86Base.IsSupported ? Vector256.MaxNative(a, b) : Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SelectLess(Vector256<T> a, Vector256<T> b, Vector256<T> whenLess, Vector256<T> otherwise) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), whenLess, otherwise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessBits(Vector256<T> a, Vector256<T> b) => (uint)Vector256.LessThan(a, b).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Keep(Vector256<T> value, uint bits)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<uint> places = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
            Vector256<uint> kept = Vector256.Equals(Vector256.Create(bits) & places, places);
            return Vector256.ConditionalSelect(kept.As<uint, T>(), value, Vector256<T>.Zero);
        }
        else
        {
            Vector256<ulong> places = Vector256.Create(1ul, 2, 4, 8);
            Vector256<ulong> kept = Vector256.Equals(Vector256.Create((ulong)bits) & places, places);
            return Vector256.ConditionalSelect(kept.As<ulong, T>(), value, Vector256<T>.Zero);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Abs(Vector256<T> value) => Vector256.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> CopySign(Vector256<T> magnitude, Vector256<T> sign) =>
        Vector256.ConditionalSelect(Vector256.Create(-T.Zero), sign, magnitude);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Round(Vector256<T> value) =>
        typeof(T) == typeof(float)
            ? Vector256.Round(value.AsSingle()).As<float, T>()
            : Vector256.Round(value.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> PowerOfTwo(Vector256<T> exponent) =>
        typeof(T) == typeof(float)
            ? ((exponent.AsSingle() + Vector256.Create(FloatBits.SingleExponentShifter)).AsInt32() << FloatBits.SingleMantissa).As<int, T>()
            : ((exponent.AsDouble() + Vector256.Create(FloatBits.DoubleExponentShifter)).AsInt64() << FloatBits.DoubleMantissa).As<long, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Scale(Vector256<T> value, Vector256<T> exponent)
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
    public static Vector256<T> Decompose(Vector256<T> value, out Vector256<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            var bits = value.AsInt32() - Vector256.Create(FloatBits.SingleRootHalf);
            exponent = Vector256.ConvertToSingle(bits >> FloatBits.SingleMantissa).As<float, T>();
            return ((bits & Vector256.Create(FloatBits.SingleMantissaMask)) + Vector256.Create(FloatBits.SingleRootHalf)).As<int, T>();
        }

        var wide = value.AsInt64() - Vector256.Create(FloatBits.DoubleRootHalf);
        exponent = Vector256.ConvertToDouble(wide >> FloatBits.DoubleMantissa).As<double, T>();
        return ((wide & Vector256.Create(FloatBits.DoubleMantissaMask)) + Vector256.Create(FloatBits.DoubleRootHalf)).As<long, T>();
    }
}
