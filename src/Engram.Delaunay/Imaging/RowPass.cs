using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engram.Delaunay.Imaging;

/// <summary>The pass of resizing that goes along rows. Not for several threads at once.</summary>
/// <param name="taps">The taps of one row.</param>
internal sealed class RowPass(ResizeTaps taps)
{
    private const int Slack = 16;

    private readonly byte[] _wide = new byte[(taps.Starts.Length * 3) + Slack];

    /// <summary>Bytes that must be readable from a row's beginning: beyond its end, weights of zero meet whatever lies there.</summary>
    /// <param name="width">Pixels in the row.</param>
    public int RoomFor(int width) => ((width + taps.Stride) * 4) + Slack;

    /// <summary>Resizes a row.</summary>
    /// <param name="row">Four bytes a pixel, of which the fourth is ignored, and <see cref="RoomFor"/>'s room.</param>
    /// <param name="result">Three bytes a pixel.</param>
    public void Apply(ref byte row, Span<byte> result)
    {
        if (Vector512.IsHardwareAccelerated) ByFour(ref row, ref _wide[0]);
        else ByOne(ref row, ref _wide[0]);
        _wide.AsSpan(0, result.Length).CopyTo(result);
    }

    /// <summary>Four taps at a time: sixteen lanes are four pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ByFour(ref byte from, ref byte to)
    {
        ref var weights = ref MemoryMarshal.GetArrayDataReference(taps.Weights);
        ref var starts = ref MemoryMarshal.GetArrayDataReference(taps.Starts);
        var copies = Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        var half = Vector128.Create(ResizeTaps.Half);
        var (width, stride) = (taps.Starts.Length, taps.Stride);
        nuint weight = 0;
        for (var x = 0; x < width; x++)
        {
            var pixel = (nuint)(Unsafe.Add(ref starts, x) * 4);
            var sum = Vector512<int>.Zero;
            for (var tap = 0; tap < stride; tap += 4, pixel += 16, weight += 4)
            {
                var colours = Vector128.LoadUnsafe(ref from, pixel);
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
    private void ByOne(ref byte from, ref byte to)
    {
        for (var x = 0; x < taps.Starts.Length; x++)
        {
            var pixel = taps.Starts[x] * 4;
            var sum = Vector128.Create(ResizeTaps.Half);
            for (var tap = x * taps.Stride; tap < (x + 1) * taps.Stride; tap++, pixel += 4)
                sum += Widened(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, pixel))) * Vector128.Create(taps.Weights[tap]);
            Store(ref to, x, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widened(uint bytes) => Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32();

    /// <summary>Shifts, clips and stores one pixel; the fourth byte is overwritten by the next pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref byte to, int x, Vector128<int> sum)
    {
        var shifted = Vector128.Min(Vector128.Max(Vector128.ShiftRightArithmetic(sum, ResizeTaps.Bits), Vector128<int>.Zero), Vector128.Create(255)).AsByte();
        var packed = Vector128.Shuffle(shifted, Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, x * 3), packed.AsUInt32().ToScalar());
    }
}
