using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>The marks of bristles: noise smeared along the direction in which each place was painted.</summary>
internal static class BrushGrain
{
    private const int Reach = 7;

    /// <summary>Lightens and darkens a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="directions">Half a turn in 256 steps, one a pixel.</param>
    /// <param name="stride">Bytes from row to row of the directions.</param>
    /// <param name="amplitude">0 to 0.25 of the range of lightness.</param>
    /// <param name="random">The picture's numbers.</param>
    public static void Apply(RgbImage image, ReadOnlySpan<byte> directions, int stride, double amplitude, PaintingRandom random)
    {
        if (amplitude < 0.004) return;
        var (width, height) = (image.Width, image.Height);
        var noise = new float[width * height];
        for (var at = 0; at < noise.Length;)
        {
            // Eight places from each word: only texture hangs on them.
            for (var word = random.NextUInt64(); at < noise.Length; word >>= 8)
            {
                noise[at++] = ((int)(word & 255) - 127.5f) / 127.5f;
                if (at % 8 == 0) break;
            }
        }

        var steps = new (float X, float Y)[256];
        for (var code = 0; code < 256; code++)
        {
            var (sin, cos) = Math.SinCos(code * Math.PI / 256);
            steps[code] = ((float)cos, (float)sin);
        }

        // A sum of 2·reach + 1 even deviates of variance 1/3, brought to a deviation of 0.5.
        var scale = (float)(255 * amplitude * 0.5 / Math.Sqrt(((2 * Reach) + 1) / 3.0));
        for (var y = 0; y < height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = steps[directions[(y * stride) + x]];
                float sum = 0;
                for (var step = -Reach; step <= Reach; step++)
                {
                    var column = Fold((int)MathF.Round(x + (step * dx)), width);
                    sum += noise[(Fold((int)MathF.Round(y + (step * dy)), height) * width) + column];
                }

                var change = sum * scale;
                for (var channel = 0; channel < 3; channel++) row[(3 * x) + channel] = (byte)Math.Clamp(row[(3 * x) + channel] + change, 0, 255);
            }
        }
    }

    private static int Fold(int at, int length) => at < 0 ? Math.Min(-at, length - 1) : at >= length ? Math.Max(0, (2 * length) - 2 - at) : at;
}
