using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engram.Delaunay.Imaging;

/// <summary>Four bytes a pixel to three, and back.</summary>
internal static class PixelPacking
{
    private static readonly Vector128<byte> WithoutAlpha = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

    /// <summary>Drops alpha, or lays the pixels on white.</summary>
    /// <param name="rgba">Red, green, blue, alpha; not premultiplied.</param>
    /// <param name="rgb">As many pixels of three bytes.</param>
    /// <param name="onWhite">Whether to lay them on white.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<byte> rgba, Span<byte> rgb, bool onWhite)
    {
        var pixels = rgb.Length / 3;
        if (onWhite)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var alpha = rgba[(4 * pixel) + 3];
                for (var channel = 0; channel < 3; channel++)
                    rgb[(3 * pixel) + channel] = (byte)(((rgba[(4 * pixel) + channel] * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }

            return;
        }

        ref var from = ref MemoryMarshal.GetReference(rgba);
        ref var to = ref MemoryMarshal.GetReference(rgb);
        var at = 0;
        // Sixteen bytes are stored for twelve; the four that are too many are overwritten by what follows.
        for (; at + 6 <= pixels; at += 4)
            Vector128.Shuffle(Vector128.LoadUnsafe(ref from, (nuint)(4 * at)), WithoutAlpha).StoreUnsafe(ref to, (nuint)(3 * at));
        for (; at < pixels; at++) rgba.Slice(4 * at, 3).CopyTo(rgb[(3 * at)..]);
    }

    /// <summary>Adds an alpha of 255.</summary>
    /// <param name="rgb">Three bytes a pixel.</param>
    /// <param name="rgba">As many pixels of four bytes.</param>
    public static void Unpack(ReadOnlySpan<byte> rgb, Span<byte> rgba)
    {
        for (var pixel = 0; pixel < rgb.Length / 3; pixel++)
        {
            rgb.Slice(3 * pixel, 3).CopyTo(rgba[(4 * pixel)..]);
            rgba[(4 * pixel) + 3] = 255;
        }
    }
}
