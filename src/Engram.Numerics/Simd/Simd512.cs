using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics.Simd;

/// <summary>512-bit vectors.</summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe struct Simd512<T> : ISimd<Vector512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    public static int WidestTile => 4;

    /// <inheritdoc/>
    public static int TallestTile(int vectors) => vectors == 4 ? 6 : 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, T* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide(Vector512<T> a, Vector512<T> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sqrt(Vector512<T> value) => Vector512.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) =>
        // The instruction of x64 is this very selection; those of other machines treat NaN differently.
        X86Base.IsSupported ? Vector512.MinNative(a, b) : Vector512.ConditionalSelect(Vector512.LessThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) =>
        // The instruction of x64 is this very selection; those of other machines treat NaN differently.
        X86Base.IsSupported ? Vector512.MaxNative(a, b) : Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SelectLess(Vector512<T> a, Vector512<T> b, Vector512<T> whenLess, Vector512<T> otherwise) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a, b), whenLess, otherwise);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessBits(Vector512<T> a, Vector512<T> b) => (uint)Vector512.LessThan(a, b).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Keep(Vector512<T> value, uint bits)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<uint> places = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
            Vector512<uint> kept = Vector512.Equals(Vector512.Create(bits) & places, places);
            return Vector512.ConditionalSelect(kept.As<uint, T>(), value, Vector512<T>.Zero);
        }
        else
        {
            Vector512<ulong> places = Vector512.Create(1ul, 2, 4, 8, 16, 32, 64, 128);
            Vector512<ulong> kept = Vector512.Equals(Vector512.Create((ulong)bits) & places, places);
            return Vector512.ConditionalSelect(kept.As<ulong, T>(), value, Vector512<T>.Zero);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Abs(Vector512<T> value) => Vector512.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> CopySign(Vector512<T> magnitude, Vector512<T> sign) =>
        Vector512.ConditionalSelect(Vector512.Create(-T.Zero), sign, magnitude);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Round(Vector512<T> value) =>
        typeof(T) == typeof(float)
            ? Vector512.Round(value.AsSingle()).As<float, T>()
            : Vector512.Round(value.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> PowerOfTwo(Vector512<T> exponent) =>
        typeof(T) == typeof(float)
            ? ((exponent.AsSingle() + Vector512.Create(FloatBits.SingleExponentShifter)).AsInt32() << FloatBits.SingleMantissa).As<int, T>()
            : ((exponent.AsDouble() + Vector512.Create(FloatBits.DoubleExponentShifter)).AsInt64() << FloatBits.DoubleMantissa).As<long, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Scale(Vector512<T> value, Vector512<T> exponent)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.Scale(value.AsSingle(), exponent.AsSingle()).As<float, T>()
                : Avx512F.Scale(value.AsDouble(), exponent.AsDouble()).As<double, T>();
        }

        // In two steps, of which only the second can round.
        var half = Round(exponent * Broadcast(T.CreateTruncating(0.5)));
        return value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Decompose(Vector512<T> value, out Vector512<T> exponent)
    {
        if (typeof(T) == typeof(float))
        {
            var bits = value.AsInt32() - Vector512.Create(FloatBits.SingleRootHalf);
            exponent = Vector512.ConvertToSingle(bits >> FloatBits.SingleMantissa).As<float, T>();
            return ((bits & Vector512.Create(FloatBits.SingleMantissaMask)) + Vector512.Create(FloatBits.SingleRootHalf)).As<int, T>();
        }

        var wide = value.AsInt64() - Vector512.Create(FloatBits.DoubleRootHalf);
        exponent = Vector512.ConvertToDouble(wide >> FloatBits.DoubleMantissa).As<double, T>();
        return ((wide & Vector512.Create(FloatBits.DoubleMantissaMask)) + Vector512.Create(FloatBits.DoubleRootHalf)).As<long, T>();
    }
}
