using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Delaunay.Tests;

/// <summary>Small pictures for tests of the catalogue.</summary>
internal static class Pictures
{
    /// <summary>A picture of which each pixel is what a function says.</summary>
    internal static RgbImage Of(int width, int height, Func<int, int, (int R, int G, int B)> colour)
    {
        var image = new RgbImage(width, height);
        for (int y = 0; y < height; y++)
        {
            var row = image.Row(y);
            for (int x = 0; x < width; x++)
            {
                var (r, g, b) = colour(x, y);
                (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = ((byte)r, (byte)g, (byte)b);
            }
        }

        return image;
    }

    internal static RgbImage Grey(int width, int height, Func<int, int, int> level) => Of(width, height, (x, y) => (level(x, y), level(x, y), level(x, y)));

    /// <summary>Soft coloured waves that belong to a number: unlike for unlike numbers, and like themselves at any size.</summary>
    internal static RgbImage Waves(ulong number, int width = 160, int height = 140)
    {
        var random = new RandomStreams(number).Named("test-waves");
        var waves = Enumerable.Range(0, 8).Select(_ => (
            X: random.NextUniform(-4, 4), Y: random.NextUniform(-4, 4), Phase: random.NextUniform(0, 6.3), R: random.NextUniform(0, 24), G: random.NextUniform(0, 24), B: random.NextUniform(0, 24))).ToArray();
        return Of(width, height, (x, y) =>
        {
            double r = 128, g = 128, b = 128;
            foreach (var wave in waves)
            {
                double value = Math.Sin(2 * Math.PI * (wave.X * x / width + wave.Y * y / height) + wave.Phase);
                r += wave.R * value;
                g += wave.G * value;
                b += wave.B * value;
            }

            return ((int)Math.Clamp(r, 0, 255), (int)Math.Clamp(g, 0, 255), (int)Math.Clamp(b, 0, 255));
        });
    }

    internal static byte[] Png(ulong number) => ImageEncoder.Png(Waves(number));

    internal static byte[] Jpeg(ulong number, int quality = 90) => ImageEncoder.Jpeg(Waves(number), quality);
}
