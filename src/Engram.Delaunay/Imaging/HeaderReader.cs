using System.Buffers.Binary;
using System.Text;

namespace Engram.Delaunay.Imaging;

/// <summary>
/// Reads what JPEG and PNG files say before their pixels: the coding, the orientation, the profile's name. Whatever the bytes, it ends after
/// one look at each; what is broken is taken for absent, and the decoder says what is wrong.
/// </summary>
internal static class HeaderReader
{
    private const int LongestText = 1000;

    /// <summary>The header of a JPEG; null if there is no frame header before the pixels.</summary>
    public static ImageHeader? Jpeg(ReadOnlySpan<byte> file)
    {
        ImageHeader? frame = null;
        var (orientation, adobe) = (1, -1);
        var ids = (First: (byte)0, Components: 0);
        string? icc = null, comment = null;
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF)
            {
                at++;
                continue;
            }

            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += 2;
                continue;
            }

            if (marker is 0xDA or 0xD9) break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2) break;
            var body = file.Slice(at + 4, Math.Min(length - 2, file.Length - at - 4));
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && body.Length >= 6 && frame is null)
            {
                ids = (body.Length > 6 ? body[6] : (byte)0, body[5]);
                frame = new ImageHeader
                {
                    Format = ImageFormat.Jpeg,
                    BitDepth = body[0],
                    Height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
                    Width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
                    IsProgressive = marker is 0xC2 or 0xC6 or 0xCA or 0xCE,
                };
            }
            else if (marker == 0xE1 && body.StartsWith("Exif\0\0"u8)) orientation = Orientation(body[6..]);
            else if (marker == 0xE2 && body.StartsWith("ICC_PROFILE\0"u8) && body.Length > 14) icc ??= ProfileName(body[14..]);
            else if (marker == 0xEE && body.StartsWith("Adobe"u8) && body.Length >= 12) adobe = body[11];
            else if (marker == 0xFE) comment ??= Text(body);
            at += 2 + length;
        }

        return frame is null ? null : frame with { Mode = JpegMode(ids.Components, ids.First, adobe), ExifOrientation = orientation, IccName = icc, Comment = comment };
    }

    /// <summary>The header of a PNG; null if it does not begin with one.</summary>
    public static ImageHeader? Png(ReadOnlySpan<byte> file)
    {
        if (file.Length < 33 || !file[12..].StartsWith("IHDR"u8)) return null;
        var header = new ImageHeader
        {
            Format = ImageFormat.Png,
            Width = BinaryPrimitives.ReadInt32BigEndian(file[16..]),
            Height = BinaryPrimitives.ReadInt32BigEndian(file[20..]),
            BitDepth = file[24],
            IsProgressive = file[28] == 1,
            Mode = file[25] switch
            {
                0 => ImageMode.Grey,
                2 => ImageMode.Rgb,
                3 => ImageMode.Palette,
                4 => ImageMode.GreyAlpha,
                6 => ImageMode.Rgba,
                _ => ImageMode.Unknown,
            },
            HasAlpha = file[25] is 4 or 6,
        };
        for (long at = 33; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var name = chunk.Slice(4, 4);
            var body = chunk.Slice(8, (int)Math.Min(length, chunk.Length - 8));
            if (name.SequenceEqual("tRNS"u8)) header = header with { HasAlpha = true };
            else if (name.SequenceEqual("iCCP"u8)) header = header with { IccName = Named(Before(body, 0)) };
            else if (name.SequenceEqual("eXIf"u8)) header = header with { ExifOrientation = Orientation(body) };
            else if (name.SequenceEqual("acTL"u8) && body.Length >= 4) header = header with { Frames = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(body), int.MaxValue) };
            else if (name.SequenceEqual("tEXt"u8) && header.Comment is null) header = header with { Comment = Text(body[Math.Min(body.Length, Before(body, 0).Length + 1)..]) };
            else if (name.SequenceEqual("IDAT"u8) || name.SequenceEqual("IEND"u8)) break;
            at += 12 + (long)length;
        }

        return header;
    }

    private static ImageMode JpegMode(int components, byte firstId, int adobe) => components switch
    {
        1 => ImageMode.Grey,
        3 => adobe == 0 || (adobe < 0 && firstId == (byte)'R') ? ImageMode.Rgb : ImageMode.YCbCr,
        4 => adobe == 2 ? ImageMode.Ycck : ImageMode.Cmyk,
        _ => ImageMode.Unknown,
    };

    /// <summary>Tag 112 (hexadecimal) of the first directory of a TIFF block; 1 where there is none or its value is no orientation.</summary>
    private static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14) return 1;
        var isLittle = tiff[0] == (byte)'I';
        var directory = (long)Word(tiff[4..], isLittle);
        if (directory + 2 > tiff.Length) return 1;
        var entries = Half(tiff[(int)directory..], isLittle);
        for (var entry = 0; entry < entries; entry++)
        {
            var at = directory + 2 + (12L * entry);
            if (at + 12 > tiff.Length) return 1;
            var field = tiff.Slice((int)at, 12);
            if (Half(field, isLittle) == 0x0112) return Half(field[8..], isLittle) is var value and >= 1 and <= 8 ? value : 1;
        }

        return 1;
    }

    /// <summary>The description inside a colour profile, old form (ASCII) or new (UTF-16).</summary>
    private static string ProfileName(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < 132) return Named([]);
        var tags = BinaryPrimitives.ReadUInt32BigEndian(profile[128..]);
        for (var tag = 0L; tag < tags; tag++)
        {
            var at = 132 + (12 * tag);
            if (at + 12 > profile.Length) break;
            var entry = profile.Slice((int)at, 12);
            if (!entry.StartsWith("desc"u8)) continue;
            var offset = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
            if (offset + 28L > profile.Length) break;
            var content = profile[(int)offset..];
            if (content.StartsWith("desc"u8))
            {
                var length = BinaryPrimitives.ReadUInt32BigEndian(content[8..]);
                return Named(Before(content.Slice(12, (int)Math.Min(length, content.Length - 12)), 0));
            }

            if (!content.StartsWith("mluc"u8)) break;
            var (size, start) = (BinaryPrimitives.ReadUInt32BigEndian(content[20..]), BinaryPrimitives.ReadUInt32BigEndian(content[24..]));
            if (start > content.Length) break;
            var text = content.Slice((int)start, (int)Math.Min(size, content.Length - start));
            return Encoding.BigEndianUnicode.GetString(text).Trim('\0', ' ') is { Length: > 0 } name ? name : Named([]);
        }

        return Named([]);
    }

    private static string Named(ReadOnlySpan<byte> name) => name.IsEmpty ? "unnamed" : Text(name);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, LongestText)]).Trim('\0', ' ');

    private static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> bytes, byte end) => bytes.IndexOf(end) is var at and >= 0 ? bytes[..at] : bytes;

    private static uint Word(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static int Half(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
