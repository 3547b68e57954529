using Engram.Numerics;

namespace Engram.Delaunay.Imaging;

/// <summary>Brightness, contrast and saturation, each times a factor uniform in [1 − a, 1 + a], in random order.</summary>
/// <param name="Brightness">The <c>a</c> of brightness, 0 to 1: the distance from black.</param>
/// <param name="Contrast">The <c>a</c> of contrast, 0 to 1: the distance from the picture's mean grey.</param>
/// <param name="Saturation">The <c>a</c> of saturation, 0 to 1: the distance from the pixel's own grey.</param>
public sealed record ColourJitterStep(double Brightness, double Contrast, double Saturation) : IImageStep
{
    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        Span<int> order = [0, 1, 2];
        random.Shuffle(order);
        var result = new RgbImage(image.Width, image.Height, image.Pixels.ToArray());
        foreach (var change in order)
        {
            var range = change switch { 0 => Brightness, 1 => Contrast, _ => Saturation };
            var factor = (float)(1 + ((2 * random.NextDouble()) - 1) * range);
            if (range > 0) Change(result.Pixels, change, factor);
        }

        return result;
    }

    private static void Change(Span<byte> pixels, int change, float factor)
    {
        var pivot = change == 1 ? MeanGrey(pixels) : 0;
        for (var at = 0; at < pixels.Length; at += 3)
        {
            if (change == 2) pivot = Grey(pixels[at..]);
            for (var channel = 0; channel < 3; channel++)
                pixels[at + channel] = (byte)Math.Clamp(pivot + (factor * (pixels[at + channel] - pivot)), 0, 255);
        }
    }

    private static int MeanGrey(ReadOnlySpan<byte> pixels)
    {
        long sum = 0;
        for (var at = 0; at < pixels.Length; at += 3) sum += Grey(pixels[at..]);
        return (int)((sum / (pixels.Length / 3.0)) + 0.5);
    }

    private static int Grey(ReadOnlySpan<byte> pixel) => ((pixel[0] * 299) + (pixel[1] * 587) + (pixel[2] * 114) + 500) / 1000;
}
