using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>A few numbers about a picture's look, and two small descriptions of it to compare pictures by.</summary>
internal sealed record PictureSummary
{
    private const int ThumbnailSide = 8;
    private const int Levels = 4;

    /// <summary>Of no picture.</summary>
    public static PictureSummary Nothing { get; } = new();

    /// <summary>Mean luma, 0 to 255.</summary>
    public double Luminance { get; init; } = double.NaN;

    /// <summary>Its standard deviation.</summary>
    public double LuminanceDeviation { get; init; } = double.NaN;

    /// <summary>Hasler and Süsstrunk's colourfulness (2003).</summary>
    public double Colourfulness { get; init; } = double.NaN;

    /// <summary>The share of pixels whose Sobel magnitude on grey (0 to 1, kernel divided by 8) exceeds 0.1.</summary>
    public double EdgeDensity { get; init; } = double.NaN;

    /// <summary>Shares of the 64 cells of a colour cube; empty for no picture.</summary>
    public float[] Histogram { get; init; } = [];

    /// <summary>The picture at 8 × 8, three values a pixel, 0 to 1; empty for no picture.</summary>
    public float[] Thumbnail { get; init; } = [];

    /// <summary>Looks at a picture.</summary>
    public static PictureSummary Of(RgbImage image)
    {
        var pixels = image.Width * image.Height;
        var grey = new float[pixels];
        var histogram = new float[Levels * Levels * Levels];
        double sum = 0, squares = 0, rg = 0, yb = 0, rgSquares = 0, ybSquares = 0;
        ReadOnlySpan<byte> bytes = image.Pixels;
        for (var at = 0; at < pixels; at++)
        {
            var (r, g, b) = (bytes[3 * at], bytes[(3 * at) + 1], bytes[(3 * at) + 2]);
            double luma = (0.299 * r) + (0.587 * g) + (0.114 * b), first = r - g, second = ((r + g) / 2.0) - b;
            grey[at] = (float)luma;
            (sum, squares, rg, rgSquares, yb, ybSquares) = (sum + luma, squares + (luma * luma), rg + first, rgSquares + (first * first), yb + second, ybSquares + (second * second));
            histogram[(r / 64 * 16) + (g / 64 * 4) + (b / 64)] += 1f / pixels;
        }

        double Variance(double total, double square) => Math.Max(0, (square / pixels) - (total / pixels * (total / pixels)));
        var edges = 0;
        for (var y = 1; y < image.Height - 1; y++)
        {
            for (var x = 1; x < image.Width - 1; x++)
            {
                float G(int dx, int dy) => grey[((y + dy) * image.Width) + x + dx];
                var across = G(1, -1) + (2 * G(1, 0)) + G(1, 1) - G(-1, -1) - (2 * G(-1, 0)) - G(-1, 1);
                var down = G(-1, 1) + (2 * G(0, 1)) + G(1, 1) - G(-1, -1) - (2 * G(0, -1)) - G(1, -1);
                if (Math.Sqrt((across * across) + (down * down)) / (8 * 255) > 0.1) edges++;
            }
        }

        var small = ImageResize.To(image, ThumbnailSide, ThumbnailSide);
        return new PictureSummary
        {
            Luminance = sum / pixels,
            LuminanceDeviation = Math.Sqrt(Variance(sum, squares)),
            Colourfulness = Math.Sqrt(Variance(rg, rgSquares) + Variance(yb, ybSquares)) + (0.3 * Math.Sqrt((rg / pixels * (rg / pixels)) + (yb / pixels * (yb / pixels)))),
            EdgeDensity = (double)edges / Math.Max(1, (image.Width - 2) * (image.Height - 2)),
            Histogram = histogram,
            Thumbnail = [.. small.Pixels.ToArray().Select(static value => value / 255f)],
        };
    }
}
