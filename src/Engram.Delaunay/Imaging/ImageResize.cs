using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engram.Delaunay.Imaging;

/// <summary>
/// Bilinear resizing with integer weights, the same bits everywhere: a triangle filter whose support grows with the reduction, so that shrinking
/// does not alias; first along rows into 8 bits, then along columns. A pass whose length does not change is left out.
/// </summary>
public static class ImageResize
{
    private const int RowSlack = 64;

    /// <summary>The shorter side becomes <paramref name="side"/>, the longer one ⌊side · long/short⌋; a picture that has it already is returned itself.</summary>
    /// <param name="image">Any picture.</param>
    /// <param name="side">At least 1.</param>
    public static RgbImage ShorterSide(RgbImage image, int side)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (width, height) = SizeOfShorterSide(image.Width, image.Height, side);
        return To(image, width, height);
    }

    /// <summary>The sides of <see cref="ShorterSide"/>'s result.</summary>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    /// <param name="side">At least 1.</param>
    public static (int Width, int Height) SizeOfShorterSide(int width, int height, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (Math.Min(width, height) == side) return (width, height);
        return width <= height ? (side, (int)((long)side * height / width)) : ((int)((long)side * width / height), side);
    }

    /// <summary>Both sides are forced, whatever that does to the proportions. A picture that has them already is returned itself.</summary>
    /// <param name="image">Any picture.</param>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    public static RgbImage To(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width == image.Width && height == image.Height) return image;
        var narrow = image;
        if (width != image.Width)
        {
            narrow = new RgbImage(width, image.Height);
            AlongRows(image, narrow, ResizeTaps.For(image.Width, width));
        }

        if (height == image.Height) return narrow;
        var result = new RgbImage(width, height);
        AlongColumns(narrow, result, ResizeTaps.For(image.Height, height));
        return result;
    }

    private static void AlongRows(RgbImage image, RgbImage result, ResizeTaps taps)
    {
        // A row with room behind it: whole vectors may be read at its end.
        var row = new byte[(image.Width * 3) + RowSlack + (taps.Stride * 3)];
        var wide = new byte[(result.Width * 3) + RowSlack];
        for (var y = 0; y < image.Height; y++)
        {
            image.Row(y).CopyTo(row);
            if (Vector512.IsHardwareAccelerated) Row512(row, wide, taps, result.Width);
            else Row128(row, wide, taps, result.Width);
            wide.AsSpan(0, result.Width * 3).CopyTo(result.Row(y));
        }
    }

    /// <summary>Four taps at a time: sixteen lanes are four pixels of red, green, blue and nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row512(byte[] row, byte[] result, ResizeTaps taps, int width)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(row);
        ref var to = ref MemoryMarshal.GetArrayDataReference(result);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(taps.Weights);
        ref var starts = ref MemoryMarshal.GetArrayDataReference(taps.Starts);
        var spread = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
        var copies = Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        var half = Vector128.Create(ResizeTaps.Half);
        int stride = taps.Stride;
        for (var x = 0; x < width; x++)
        {
            var pixel = (nuint)(Unsafe.Add(ref starts, x) * 3);
            var weight = (nuint)(x * stride);
            var sum = Vector512<int>.Zero;
            for (var tap = 0; tap < stride; tap += 4, pixel += 12, weight += 4)
            {
                var colours = Vector128.Shuffle(Vector128.LoadUnsafe(ref from, pixel), spread);
                var wide = Vector512.WidenLower(Vector512.WidenLower(colours.ToVector256Unsafe().ToVector512Unsafe())).AsInt32();
                var factors = Vector512.Shuffle(Vector128.LoadUnsafe(ref weights, weight).ToVector256Unsafe().ToVector512Unsafe(), copies);
                sum += wide * factors;
            }

            var folded = sum.GetLower() + sum.GetUpper();
            Store(ref to, x, folded.GetLower() + folded.GetUpper() + half);
        }
    }

    /// <summary>One tap at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row128(byte[] row, byte[] result, ResizeTaps taps, int width)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(row);
        ref var to = ref MemoryMarshal.GetArrayDataReference(result);
        for (var x = 0; x < width; x++)
        {
            var pixel = taps.Starts[x] * 3;
            var sum = Vector128.Create(ResizeTaps.Half);
            for (var tap = x * taps.Stride; tap < (x + 1) * taps.Stride; tap++, pixel += 3)
                sum += Widen(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, pixel))) * Vector128.Create(taps.Weights[tap]);
            Store(ref to, x, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen(uint bytes) => Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32();

    /// <summary>Shifts, clips and stores one pixel; the fourth byte is overwritten by the next pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref byte to, int x, Vector128<int> sum)
    {
        var shifted = Vector128.Min(Vector128.Max(Vector128.ShiftRightArithmetic(sum, ResizeTaps.Bits), Vector128<int>.Zero), Vector128.Create(255)).AsByte();
        var packed = Vector128.Shuffle(shifted, Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, x * 3), packed.AsUInt32().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AlongColumns(RgbImage image, RgbImage result, ResizeTaps taps)
    {
        var bytes = image.Width * 3;
        ref var from = ref MemoryMarshal.GetReference(image.Pixels);
        var sums = new int[bytes];
        for (var y = 0; y < result.Height; y++)
        {
            var to = result.Row(y);
            var first = taps.Starts[y];
            Array.Fill(sums, ResizeTaps.Half);
            for (var tap = 0; tap < taps.Stride; tap++)
            {
                var weight = taps.Weights[(y * taps.Stride) + tap];
                if (weight == 0) continue;
                Accumulate(ref Unsafe.Add(ref from, (nint)(first + tap) * bytes), sums, weight);
            }

            Narrow(sums, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(ref byte row, int[] sums, int weight)
    {
        ref var to = ref MemoryMarshal.GetArrayDataReference(sums);
        var at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var factor = Vector256.Create(weight);
            for (; at + 16 <= sums.Length; at += 16)
            {
                var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref row, (nuint)at).ToVector256Unsafe()));
                (Vector256.LoadUnsafe(ref to, (nuint)at) + (low.AsInt32() * factor)).StoreUnsafe(ref to, (nuint)at);
                (Vector256.LoadUnsafe(ref to, (nuint)at + 8) + (high.AsInt32() * factor)).StoreUnsafe(ref to, (nuint)at + 8);
            }
        }

        for (; at < sums.Length; at++) Unsafe.Add(ref to, at) += Unsafe.Add(ref row, at) * weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(int[] sums, Span<byte> result)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(sums);
        ref var to = ref MemoryMarshal.GetReference(result);
        var at = 0;
        for (; at + 16 <= sums.Length; at += 16)
        {
            var low = Vector128.Narrow(Byte(ref from, at), Byte(ref from, at + 4));
            var high = Vector128.Narrow(Byte(ref from, at + 8), Byte(ref from, at + 12));
            Vector128.Narrow(low, high).StoreUnsafe(ref to, (nuint)at);
        }

        for (; at < sums.Length; at++) result[at] = (byte)Math.Clamp(sums[at] >> ResizeTaps.Bits, 0, 255);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Byte(ref int sums, int at)
    {
        var shifted = Vector128.ShiftRightArithmetic(Vector128.LoadUnsafe(ref sums, (nuint)at), ResizeTaps.Bits);
        return Vector128.Min(Vector128.Max(shifted, Vector128<int>.Zero), Vector128.Create(255)).AsUInt32();
    }
}
