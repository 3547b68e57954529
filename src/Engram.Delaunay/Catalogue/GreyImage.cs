using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Catalogue;

/// <summary>A picture of greys from 0 to 255: the rounded luma of Rec. 601, <c>0.299 R + 0.587 G + 0.114 B</c>.</summary>
public sealed class GreyImage
{
    /// <summary>The shorter side at which edges, rims and spectra are measured.</summary>
    public const int PreviewSide = 256;

    /// <summary>A preview is never longer than this, however long and thin its picture is.</summary>
    private const int LongestPreview = 4096;

    private readonly byte[] _levels;

    /// <summary>Takes the greys of a picture.</summary>
    /// <param name="image">The picture.</param>
    public GreyImage(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        (Width, Height) = (image.Width, image.Height);
        _levels = new byte[Width * Height];
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int i = 0, at = 0; i < _levels.Length; i++, at += 3) _levels[i] = (byte)Luma(pixels[at], pixels[at + 1], pixels[at + 2]);
    }

    /// <summary>Levels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All levels, row by row.</summary>
    public ReadOnlySpan<byte> Levels => _levels;

    /// <summary>A row of levels.</summary>
    /// <param name="y">The row, from the top.</param>
    public ReadOnlySpan<byte> Row(int y) => _levels.AsSpan(y * Width, Width);

    /// <summary>A picture at a shorter side of 256.</summary>
    /// <param name="image">The picture.</param>
    public static RgbImage Preview(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (width, height) = ImageResize.SizeOfShorterSide(image.Width, image.Height, PreviewSide);
        return ImageResize.To(image, Math.Min(width, LongestPreview), Math.Min(height, LongestPreview));
    }

    // Weights in 65536ths that sum to exactly one, so that white stays 255.
    internal static int Luma(int red, int green, int blue) => (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
}
