using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace Engram.Delaunay.Imaging;

/// <summary>Turns pictures into files. The same picture gives the same bytes on the same platform.</summary>
public static class ImageEncoder
{
    private const int JpegCommentMost = 65_533;

    /// <summary>A JPEG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">0 to 100.</param>
    /// <param name="comment">Becomes the file's comment; null for none. At most 65,533 bytes of UTF-8.</param>
    public static byte[] Jpeg(RgbImage image, int quality, string? comment = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var file = Encode(image, SKEncodedImageFormat.Jpeg, quality);
        if (comment is null) return file;
        var text = Encoding.UTF8.GetBytes(comment);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, JpegCommentMost, nameof(comment));
        var segment = new byte[4 + text.Length];
        (segment[0], segment[1]) = (0xFF, 0xFE);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(text.Length + 2));
        text.CopyTo(segment, 4);
        // Behind the application segment, which some readers want to be the first.
        return Insert(file, 4 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4)), segment);
    }

    /// <summary>A PNG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="comment">Becomes a text chunk called <c>Comment</c>; null for none.</param>
    public static byte[] Png(RgbImage image, string? comment = null)
    {
        var file = Encode(image, SKEncodedImageFormat.Png, 100);
        return comment is null ? file : Insert(file, 33, Chunk("tEXt"u8, Encoding.Latin1.GetBytes("Comment\0" + comment)));
    }

    /// <summary>A chunk of a PNG file, with its length and check.</summary>
    /// <param name="name">Four letters.</param>
    /// <param name="content">Its bytes.</param>
    internal static byte[] Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        name.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    /// <summary>The picture as Skia has it, owned by the caller.</summary>
    /// <param name="image">The picture.</param>
    internal static unsafe SKBitmap Bitmap(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var start = (byte*)bitmap.GetPixels();
        for (var y = 0; y < image.Height; y++) PixelPacking.Unpack(image.Row(y), new Span<byte>(start + ((long)y * bitmap.RowBytes), image.Width * 4));
        return bitmap;
    }

    private static byte[] Encode(RgbImage image, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = Bitmap(image);
        using var data = bitmap.Encode(format, quality) ?? throw new InvalidOperationException($"a picture of {image.Width} × {image.Height} could not be encoded");
        return data.ToArray();
    }

    private static byte[] Insert(byte[] file, int at, byte[] part)
    {
        var result = new byte[file.Length + part.Length];
        file.AsSpan(0, at).CopyTo(result);
        part.CopyTo(result, at);
        file.AsSpan(at).CopyTo(result.AsSpan(at + part.Length));
        return result;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
