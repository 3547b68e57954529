namespace Engram.Delaunay.Imaging;

/// <summary>Tells a format by its first bytes.</summary>
public static class ImageSignature
{
    private const int LongestPreamble = 512;

    /// <summary>The format of a file.</summary>
    /// <param name="bytes">The whole file or its first few hundred bytes.</param>
    public static ImageFormat Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return ImageFormat.Jpeg;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return ImageFormat.Png;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return ImageFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return ImageFormat.WebP;
        if (bytes.Length >= 26 && bytes.StartsWith("BM"u8)) return ImageFormat.Bmp;
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)) return ImageFormat.Tiff;
        if (bytes.StartsWith("%PDF-"u8)) return ImageFormat.Pdf;
        return OfText(bytes);
    }

    /// <summary>The word for a format in sentences, such as <c>a web page (HTML)</c>.</summary>
    /// <param name="format">Any format.</param>
    public static string Words(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "a JPEG picture",
        ImageFormat.Png => "a PNG picture",
        ImageFormat.Gif => "a GIF picture",
        ImageFormat.Bmp => "a Windows bitmap",
        ImageFormat.WebP => "a WebP picture",
        ImageFormat.Tiff => "a TIFF picture",
        ImageFormat.Html => "a web page (HTML)",
        ImageFormat.Pdf => "a PDF document",
        ImageFormat.Xml => "an XML or SVG document",
        _ => "of no known format",
    };

    /// <summary>Whether a file's name claims the format that its bytes have. A name without a known ending claims nothing and agrees.</summary>
    /// <param name="path">The file's name or path.</param>
    /// <param name="format">What its bytes are.</param>
    public static bool AgreesWithName(string path, ImageFormat format)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" or ".JPE" or ".JFIF" => format is ImageFormat.Jpeg,
            ".PNG" => format is ImageFormat.Png,
            ".GIF" => format is ImageFormat.Gif,
            ".BMP" or ".DIB" => format is ImageFormat.Bmp,
            ".WEBP" => format is ImageFormat.WebP,
            ".TIF" or ".TIFF" => format is ImageFormat.Tiff,
            _ => true,
        };
    }

    private static ImageFormat OfText(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, LongestPreamble)];
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        if (head.IsEmpty || head[0] != (byte)'<') return ImageFormat.Unknown;
        if (Contains(head, "<html"u8) || Contains(head, "<!doctype html"u8) || Contains(head, "<head"u8) || Contains(head, "<body"u8)) return ImageFormat.Html;
        return Contains(head, "<?xml"u8) || Contains(head, "<svg"u8) ? ImageFormat.Xml : ImageFormat.Unknown;
    }

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowered)
    {
        for (var at = 0; at + lowered.Length <= text.Length; at++)
        {
            var same = 0;
            while (same < lowered.Length && (byte)(text[at + same] is >= (byte)'A' and <= (byte)'Z' ? text[at + same] + 32 : text[at + same]) == lowered[same]) same++;
            if (same == lowered.Length) return true;
        }

        return false;
    }
}
