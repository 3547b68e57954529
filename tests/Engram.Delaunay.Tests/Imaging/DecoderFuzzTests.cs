using Engram.Delaunay.Imaging;
using Engram.Numerics;
using SkiaSharp;

namespace Engram.Delaunay.Tests.Imaging;

public class DecoderFuzzTests
{
    [Fact]
    public void V20_ten_thousand_mutations_give_a_picture_or_a_reason()
    {
        var seeds = Seeds();
        var random = new RandomStreams(20).Named("mutations");
        var lenient = new DecodeOptions { Lenient = true, MaxPixels = 100_000 };
        var strict = new DecodeOptions { MaxPixels = 100_000 };
        var (pictures, reasons) = (0, 0);
        for (var round = 0; round < 10_000; round++)
        {
            byte[] file = Mutate([.. seeds[round % seeds.Length]], random);
            try
            {
                var decoded = ImageDecoder.Decode(file, round % 2 == 0 ? strict : lenient);
                Assert.InRange(decoded.Image.Pixels.Length, 3, 300_000);
                pictures++;
            }
            catch (ImageException)
            {
                reasons++;
            }
        }

        Assert.InRange(pictures, 500, 9_500);
        Assert.InRange(reasons, 500, 9_500);
    }

    private static byte[][] Seeds()
    {
        var picture = DecoderTests.Soft(17, 11);
        using var bitmap = ImageEncoder.Bitmap(picture);
        using var webp = bitmap.Encode(SKEncodedImageFormat.Webp, 60);
        byte[] palette = ImageEncoder.Chunk("PLTE"u8, [.. Enumerable.Range(0, 48).Select(static at => (byte)(at * 5))]);
        return
        [
            ImageEncoder.Jpeg(picture, 60),
            DecoderTests.Jpeg("cmyk", picture),
            DecoderTests.Jpeg("progressive-420", picture),
            DecoderTests.Jpeg("restart", picture),
            DecoderTests.Jpeg("exif", picture),
            ImageEncoder.Png(picture, "a comment"),
            PlainPng.Encode(9, 9, 16, 6, static (x, y, channel) => (x + y + channel) * 2000, [], interlaced: true),
            PlainPng.Encode(9, 9, 4, 3, static (x, y, _) => (x + y) % 16, palette),
            webp.ToArray(),
            Convert.FromBase64String("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="),
        ];
    }

    private static byte[] Mutate(byte[] file, RandomStream random)
    {
        var changes = 1 + random.NextBounded(4);
        for (var change = 0; change < changes; change++)
        {
            var at = random.NextBounded(file.Length);
            switch (random.NextBounded(5))
            {
                case 0: file[at] ^= (byte)(1 << random.NextBounded(8)); break;
                case 1: file[at] = (byte)random.NextBounded(256); break;
                case 2: file[at] = random.NextBounded(2) == 0 ? (byte)0 : (byte)255; break;
                case 3: file = [.. file[..at], .. file[Math.Min(file.Length, at + 1 + random.NextBounded(8))..]]; break;
                default: file = [.. file[..at], .. file[(at / 2)..]]; break;
            }

            if (file.Length == 0) return [0];
        }

        return file;
    }
}
