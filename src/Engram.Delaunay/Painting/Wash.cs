using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>No field of paint is quite even: slow changes of a few levels across the canvas.</summary>
internal static class Wash
{
    private const int Knots = 7;
    private const double Deviation = 4;

    /// <summary>Lightens and darkens a picture slowly.</summary>
    public static void Apply(RgbImage image, PaintingRandom random)
    {
        var knots = new RgbImage(Knots, Knots);
        for (var at = 0; at < knots.Pixels.Length; at += 3) knots.Pixels.Slice(at, 3).Fill((byte)Math.Clamp(128 + (Deviation * 8 * random.NextNormal()), 0, 255));
        var wide = ImageResize.To(knots, image.Width, image.Height);
        for (var at = 0; at < image.Pixels.Length; at++)
        {
            ref var value = ref image.Pixels[at];
            value = (byte)Math.Clamp(value + ((wide.Pixels[at] - 128) / 8), 0, 255);
        }
    }
}
