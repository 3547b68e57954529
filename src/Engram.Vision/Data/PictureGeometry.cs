using Engram.Delaunay.Imaging;

namespace Engram.Vision.Data;

/// <summary>How a picture becomes a square (quirk Q4).</summary>
internal static class PictureGeometry
{
    /// <summary>
    /// The ways there are: both sides resized on their own, so that proportions change (<c>squash</c>); the square in the middle of what the shorter
    /// side allows (<c>centercrop</c>); all of it, with grey beside it (<c>letterbox</c>).
    /// </summary>
    public static readonly string[] Names = ["squash", "centercrop", "letterbox"];

    // The middle of the bytes: after normalisation near 0.
    private const byte Grey = 128;

    /// <summary>Makes a square.</summary>
    /// <param name="image">A picture of any size.</param>
    /// <param name="side">The side of the square.</param>
    /// <param name="geometry">One of <see cref="Names"/>.</param>
    public static RgbImage Square(RgbImage image, int side, string geometry) => geometry switch
    {
        "squash" => ImageResize.To(image, side, side),
        "centercrop" => ImageCrop.Centre(ImageResize.ShorterSide(image, side), side),
        _ => Letterbox(image, side),
    };

    private static RgbImage Letterbox(RgbImage image, int side)
    {
        double scale = (double)side / Math.Max(image.Width, image.Height);
        int width = Math.Clamp((int)Math.Round(image.Width * scale), 1, side), height = Math.Clamp((int)Math.Round(image.Height * scale), 1, side);
        RgbImage small = ImageResize.To(image, width, height);
        var square = new RgbImage(side, side);
        square.Pixels.Fill(Grey);
        int left = (side - width) / 2, top = (side - height) / 2;
        for (int y = 0; y < height; y++)
            small.Row(y).CopyTo(square.Row(top + y)[(3 * left)..]);
        return square;
    }
}
