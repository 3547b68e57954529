using System.Text;
using Engram.Delaunay.Imaging;
using SkiaSharp;

namespace Engram.Delaunay.Tests.Imaging;

public class DecoderTests
{
    private static readonly byte[] TinyGif = Convert.FromBase64String("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=");

    /// <summary>Soft enough that no coding loses much of it.</summary>
    internal static RgbImage Soft(int width = 40, int height = 28) =>
        new(width, height, [.. Enumerable.Range(0, width * height * 3).Select(at => (byte)((at % 3) switch
        {
            0 => 60 + (at / 3 % width * 3),
            1 => 200 - (at / 3 / width * 4),
            _ => 90 + (at / 3 % width) + (at / 3 / width),
        }))]);

    public static TheoryData<string> JpegKinds => new(
        "grey", "444", "422", "440", "420", "411", "rgb", "cmyk", "ycck", "restart", "progressive", "progressive-420", "exif", "trailing");

    [Theory]
    [MemberData(nameof(JpegKinds))]
    public void V20_every_kind_of_jpeg_gives_its_picture(string kind)
    {
        var picture = Soft();
        var decoded = ImageDecoder.Decode(Jpeg(kind, picture));
        var expected = kind == "grey" ? GreyOf(picture) : picture;
        var worst = 0;
        double sum = 0;
        for (var at = 0; at < expected.Pixels.Length; at++)
        {
            var difference = Math.Abs(expected.Pixels[at] - decoded.Image.Pixels[at]);
            (worst, sum) = (Math.Max(worst, difference), sum + difference);
        }

        Assert.InRange(sum / expected.Pixels.Length, 0, 1.5);
        Assert.InRange(worst, 0, 8);
        Assert.Equal(
            kind switch { "grey" => ImageMode.Grey, "rgb" => ImageMode.Rgb, "cmyk" => ImageMode.Cmyk, "ycck" => ImageMode.Ycck, _ => ImageMode.YCbCr }, decoded.Header.Mode);
        Assert.Equal(kind.StartsWith("progressive", StringComparison.Ordinal), decoded.Header.IsProgressive);
        Assert.Equal(kind == "exif" ? 6 : 1, decoded.Header.ExifOrientation);
    }

    public static TheoryData<int, int> PngKinds => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 },
    };

    [Theory]
    [MemberData(nameof(PngKinds))]
    public void V20_every_kind_of_png_gives_its_picture(int colourType, int depth)
    {
        var most = (1 << depth) - 1;
        var channels = colourType switch { 2 or 6 => 3, _ => 1 };
        var palette = Enumerable.Range(0, 768).Select(static at => (byte)(at * 37)).ToArray();
        byte[] chunks = colourType == 3 ? ImageEncoder.Chunk("PLTE"u8, palette.AsSpan(0, 3 * (most + 1))) : [];
        // Alpha is something everywhere, and must not matter.
        int Sample(int x, int y, int channel) => channel == channels ? (x * 97 % (most + 1)) : ((x * 5) + (y * 3) + channel) * (depth == 16 ? 901 : 1) % (most + 1);
        foreach (var interlaced in new[] { false, true })
        {
            var decoded = ImageDecoder.Decode(PlainPng.Encode(13, 11, depth, colourType, Sample, chunks, interlaced));
            Assert.Equal(interlaced, decoded.Header.IsProgressive);
            Assert.Equal(depth, decoded.Header.BitDepth);
            Assert.Equal(colourType is 4 or 6, decoded.Header.HasAlpha);
            for (var at = 0; at < 13 * 11 * 3; at++)
            {
                var value = Sample(at / 3 % 13, at / 3 / 13, channels == 3 ? at % 3 : 0);
                double expected = colourType == 3 ? palette[(3 * value) + (at % 3)] : value * 255.0 / most;
                Assert.InRange(decoded.Image.Pixels[at], expected - 1, expected + 1);
            }
        }
    }

    [Fact]
    public void V20_transparency_is_dropped_or_laid_on_white()
    {
        var file = PlainPng.Encode(2, 1, 8, 6, (x, _, channel) => channel == 3 ? x * 255 : 100 + channel, []);
        Assert.Equal(new byte[] { 100, 101, 102, 100, 101, 102 }, ImageDecoder.Decode(file).Image.Pixels.ToArray());
        Assert.Equal(new byte[] { 255, 255, 255, 100, 101, 102 }, ImageDecoder.Decode(file, new DecodeOptions { CompositeWhite = true }).Image.Pixels.ToArray());
        var keyed = PlainPng.Encode(2, 1, 8, 2, (x, _, channel) => (50 * x) + channel, ImageEncoder.Chunk("tRNS"u8, [0, 0, 0, 1, 0, 2]));
        var decoded = ImageDecoder.Decode(keyed);
        Assert.True(decoded.Header.HasAlpha);
        Assert.Equal(new byte[] { 0, 1, 2, 50, 51, 52 }, decoded.Image.Pixels.ToArray());
    }

    [Fact]
    public void V20_bitmaps_gif_and_webp_are_read_whatever_their_name()
    {
        Assert.Equal(new byte[] { 255, 0, 0 }, ImageDecoder.Decode(TinyGif).Image.Pixels.ToArray());
        using var bitmap = ImageEncoder.Bitmap(Soft());
        using var webp = bitmap.Encode(SKEncodedImageFormat.Webp, 100);
        var decoded = ImageDecoder.Decode(webp.AsSpan());
        Assert.Equal((ImageFormat.WebP, 40, 28), (decoded.Header.Format, decoded.Image.Width, decoded.Image.Height));
        var bmp = ImageDecoder.Decode(Bmp());
        Assert.Equal(new byte[] { 3, 2, 1 }, bmp.Image.Pixels.ToArray());
        Assert.False(ImageSignature.AgreesWithName("picture.JPG", ImageFormat.Gif));
        Assert.True(ImageSignature.AgreesWithName("picture.jpeg", ImageFormat.Jpeg));
    }

    [Theory]
    [InlineData("", ImageFault.Empty)]
    [InlineData("<!DOCTYPE html><html><body>gone</body></html>", ImageFault.NotAnImage)]
    [InlineData("  <HTML>", ImageFault.NotAnImage)]
    [InlineData("hello", ImageFault.NotAnImage)]
    [InlineData("%PDF-1.7", ImageFault.NotAnImage)]
    [InlineData("II*\0aaaaaaaaaaaaaaaa", ImageFault.Unsupported)]
    [InlineData("GIF89a", ImageFault.Damaged)]
    public void V20_what_is_no_picture_is_told_by_its_first_bytes(string content, ImageFault fault)
    {
        var refusal = Assert.Throws<ImageException>(() => ImageDecoder.Decode(Encoding.Latin1.GetBytes(content), name: "a.jpg"));
        Assert.Equal(fault, refusal.Fault);
        Assert.StartsWith("a.jpg ", refusal.Message);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void V20_a_truncated_file_is_told_or_leniently_gives_its_part(string format)
    {
        var picture = Soft(200, 160);
        byte[] file = format == "jpeg" ? ImageEncoder.Jpeg(picture, 95) : ImageEncoder.Png(picture);
        var half = file.AsSpan(0, file.Length / 2).ToArray();
        Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageException>(() => ImageDecoder.Decode(half)).Fault);
        var part = ImageDecoder.Decode(half, new DecodeOptions { Lenient = true });
        Assert.True(part.IsTruncated);
        Assert.InRange(part.Image.Row(10)[30] - picture.Row(10)[30], -6, 6);
        Assert.Equal(0, part.Image.Row(159)[30]);
        Assert.False(ImageDecoder.Decode(file, new DecodeOptions { Lenient = true }).IsTruncated);
    }

    [Theory]
    [InlineData(20_000, 10)]
    [InlineData(10, 20_000)]
    [InlineData(11_000, 11_000)]
    public void V20_a_picture_that_claims_too_many_pixels_is_refused_before_it_takes_memory(int width, int height)
    {
        var file = ImageEncoder.Png(Soft());
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        Assert.Equal(ImageFault.TooLarge, Assert.Throws<ImageException>(() => ImageDecoder.Decode(file)).Fault);
    }

    [Fact]
    public void V20_orientation_is_ignored_unless_it_is_to_be_applied()
    {
        var file = Jpeg("exif", Soft());
        var stored = ImageDecoder.Decode(file).Image;
        var upright = ImageDecoder.Decode(file, new DecodeOptions { ApplyExif = true }).Image;
        Assert.Equal((40, 28, 28, 40), (stored.Width, stored.Height, upright.Width, upright.Height));
        // Orientation 6: the stored top row is the right column.
        Assert.Equal(stored.Row(0)[..3].ToArray(), upright.Row(0)[(27 * 3)..].ToArray());
    }

    [Fact]
    public void Two_mirrors_and_four_quarter_turns_bring_a_picture_back()
    {
        var picture = Soft(5, 3);
        foreach (var (orientation, back) in new[] { (2, 2), (3, 3), (4, 4), (5, 5), (6, 8), (7, 7), (8, 6) })
        {
            var turned = ImageOrientation.Upright(picture, orientation);
            Assert.False(turned.Pixels.SequenceEqual(picture.Pixels));
            Assert.True(ImageOrientation.Upright(turned, back).Pixels.SequenceEqual(picture.Pixels));
        }
    }

    [Fact]
    public void A_reduced_jpeg_is_close_to_the_whole_one_resized()
    {
        var picture = ImageResize.To(Soft(), 400, 280);
        var file = ImageEncoder.Jpeg(picture, 95);
        var reduced = ImageDecoder.Decode(file, new DecodeOptions { ReducedSide = 100 }).Image;
        Assert.Equal((200, 140), (reduced.Width, reduced.Height));
        var whole = ImageResize.To(ImageDecoder.Decode(file).Image, 200, 140);
        for (var at = 0; at < whole.Pixels.Length; at++) Assert.InRange(reduced.Pixels[at] - whole.Pixels[at], -8, 8);
    }

    [Fact]
    public void A_comment_is_kept_and_read_back()
    {
        Assert.Equal("SYNTHETIC; seed 3", ImageDecoder.ReadHeader(ImageEncoder.Jpeg(Soft(), 80, "SYNTHETIC; seed 3")).Comment);
        Assert.Equal("SYNTHETIC; seed 3", ImageDecoder.ReadHeader(ImageEncoder.Png(Soft(), "SYNTHETIC; seed 3")).Comment);
        Assert.True(ImageDecoder.Decode(ImageEncoder.Png(Soft(), "x")).Image.Pixels.SequenceEqual(Soft().Pixels));
    }

    internal static byte[] Jpeg(string kind, RgbImage picture)
    {
        var ycc = Planes(picture, static (r, g, b) => [(0.299 * r) + (0.587 * g) + (0.114 * b), 128 - (0.168736 * r) - (0.331264 * g) + (0.5 * b), 128 + (0.5 * r) - (0.418688 * g) - (0.081312 * b)]);
        PlainJpeg Colour(int h, int v) => new(picture.Width, picture.Height, [ycc(0, h, v, h, v), ycc(1, 1, 1, h, v), ycc(2, 1, 1, h, v)])
        {
            RestartInterval = kind == "restart" ? 2 : 0,
            IsProgressive = kind.StartsWith("progressive", StringComparison.Ordinal),
            Extra = kind == "exif" ? Exif(6) : [],
        };
        return kind switch
        {
            "grey" => new PlainJpeg(picture.Width, picture.Height, [Planes(picture, static (r, g, b) => [(0.299 * r) + (0.587 * g) + (0.114 * b)])(0, 1, 1, 1, 1)]).Encode(),
            "rgb" => RgbCoded(picture),
            "cmyk" => PlainJpeg.Cmyk(picture, []),
            "ycck" => Ycck(picture),
            "422" => Colour(2, 1).Encode(),
            "440" => Colour(1, 2).Encode(),
            "420" or "progressive-420" => Colour(2, 2).Encode(),
            "411" => Colour(4, 1).Encode(),
            "trailing" => [.. Colour(1, 1).Encode(), .. "something behind the end"u8],
            _ => Colour(1, 1).Encode(),
        };
    }

    private static byte[] RgbCoded(RgbImage picture)
    {
        var plane = Planes(picture, static (r, g, b) => [r, g, b]);
        return new PlainJpeg(picture.Width, picture.Height, [plane(0, 1, 1, 1, 1), plane(1, 1, 1, 1, 1), plane(2, 1, 1, 1, 1)]) { AdobeTransform = 0 }.Encode();
    }

    private static byte[] Ycck(RgbImage picture)
    {
        // Inverted inks, coded as luma and differences of their complements; no black ink.
        var plane = Planes(picture, static (r, g, b) =>
        {
            var (c, m, y) = (255 - r, 255 - g, 255 - b);
            return [(0.299 * c) + (0.587 * m) + (0.114 * y), 128 - (0.168736 * c) - (0.331264 * m) + (0.5 * y), 128 + (0.5 * c) - (0.418688 * m) - (0.081312 * y), 255];
        });
        return new PlainJpeg(picture.Width, picture.Height, [.. Enumerable.Range(0, 4).Select(at => plane(at, 1, 1, 1, 1))]) { AdobeTransform = 2 }.Encode();
    }

    private static Func<int, int, int, int, int, JpegPlane> Planes(RgbImage picture, Func<double, double, double, double[]> coded) => (channel, h, v, mostH, mostV) => new JpegPlane(
        (x, y) =>
        {
            double sum = 0;
            var (across, down) = (mostH / h, mostV / v);
            for (var at = 0; at < across * down; at++)
            {
                var pixel = picture.Row(Math.Min((y * down) + (at / across), picture.Height - 1)).Slice(3 * Math.Min((x * across) + (at % across), picture.Width - 1), 3);
                sum += coded(pixel[0], pixel[1], pixel[2])[channel];
            }

            return (byte)Math.Clamp(Math.Round(sum / (across * down)), 0, 255);
        },
        h,
        v);

    private static byte[] Exif(byte orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] Bmp() =>
        [.. "BM"u8, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0];

    private static RgbImage GreyOf(RgbImage picture)
    {
        var grey = new RgbImage(picture.Width, picture.Height);
        for (var at = 0; at < grey.Pixels.Length; at += 3)
        {
            var luma = (byte)Math.Round((0.299 * picture.Pixels[at]) + (0.587 * picture.Pixels[at + 1]) + (0.114 * picture.Pixels[at + 2]));
            grey.Pixels.Slice(at, 3).Fill(luma);
        }

        return grey;
    }
}
