namespace Engram.Delaunay.Imaging;

/// <summary>Parts of pictures, and their mirror image.</summary>
public static class ImageCrop
{
    /// <summary>A rectangle; what lies outside the picture is black.</summary>
    /// <param name="image">Any picture.</param>
    /// <param name="left">The first column; may be negative.</param>
    /// <param name="top">The first row; may be negative.</param>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    public static RgbImage Part(RgbImage image, int left, int top, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (left == 0 && top == 0 && width == image.Width && height == image.Height) return image;
        var part = new RgbImage(width, height);
        var (from, to) = (Math.Max(left, 0), (int)Math.Min((long)left + width, image.Width));
        for (var y = Math.Max(top, 0); y < Math.Min((long)top + height, image.Height) && from < to; y++)
            image.Row(y)[(3 * from)..(3 * to)].CopyTo(part.Row(y - top)[(3 * (from - left))..]);
        return part;
    }

    /// <summary>
    /// The square in the middle: offsets are the halves of what is too much, rounded to even (257 → 256 gives 0, 259 → 256 gives 2). A smaller
    /// picture is padded with black on both sides, the odd pixel to the right and below.
    /// </summary>
    /// <param name="image">Any picture.</param>
    /// <param name="side">At least 1.</param>
    public static RgbImage Centre(RgbImage image, int side)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Part(image, Offset(image.Width, side), Offset(image.Height, side), side, side);
    }

    /// <summary>The picture mirrored, left to right.</summary>
    /// <param name="image">Any picture.</param>
    public static RgbImage Mirror(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var mirrored = new RgbImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> from = image.Row(y);
            var to = mirrored.Row(y);
            for (var x = 0; x < image.Width; x++) from.Slice(3 * x, 3).CopyTo(to[(3 * (image.Width - 1 - x))..]);
        }

        return mirrored;
    }

    /// <summary>Where a central part begins; negative where the picture is padded.</summary>
    internal static int Offset(int length, int side) =>
        length >= side ? (int)Math.Round((length - side) / 2.0, MidpointRounding.ToEven) : -((side - length) / 2);
}
