namespace Engram.Delaunay.Imaging;

/// <summary>The eight ways in which a camera may have been held.</summary>
public static class ImageOrientation
{
    /// <summary>Turns and mirrors a picture so that it stands upright.</summary>
    /// <param name="image">The picture as stored.</param>
    /// <param name="orientation">The EXIF orientation, 1 to 8.</param>
    /// <returns>The picture itself for 1, a new one otherwise; 5 to 8 exchange width and height.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The orientation is not from 1 to 8.</exception>
    public static RgbImage Upright(RgbImage image, int orientation)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(orientation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orientation, 8);
        if (orientation == 1) return image;
        var isTurned = orientation >= 5;
        var (width, height) = isTurned ? (image.Height, image.Width) : (image.Width, image.Height);
        var upright = new RgbImage(width, height);
        ReadOnlySpan<byte> from = image.Pixels;
        var to = upright.Pixels;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (column, row) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, width - 1 - x),
                    7 => (height - 1 - y, width - 1 - x),
                    _ => (height - 1 - y, x),
                };
                from.Slice(((row * image.Width) + column) * 3, 3).CopyTo(to[(((y * width) + x) * 3)..]);
            }
        }

        return upright;
    }
}
