namespace Engram.Dreaming.Views;

/// <summary>How one image is looked at: what <see cref="DreamTransforms.Draw"/> drew for it. The default of every member changes nothing but for the crop.</summary>
/// <param name="Left">The left edge of the crop, in pixels from that of the image.</param>
/// <param name="Top">The upper edge of the crop, in pixels.</param>
/// <param name="Width">The width of the crop, in pixels; the image's own for none.</param>
/// <param name="Height">The height of the crop, in pixels.</param>
public readonly record struct ImageView(double Left, double Top, double Width, double Height)
{
    /// <summary>Whether left and right are exchanged.</summary>
    public bool IsFlipped { get; init; }

    /// <summary>How far the image is turned about its middle, in radians.</summary>
    public double Rotation { get; init; }

    /// <summary>Whether brightness, contrast, saturation and hue are changed.</summary>
    public bool IsJittered { get; init; }

    /// <summary>The factor of all values.</summary>
    public double Brightness { get; init; } = 1;

    /// <summary>The factor of what sets values apart from the mean grey of the image.</summary>
    public double Contrast { get; init; } = 1;

    /// <summary>The factor of what sets the colours of a pixel apart from its grey.</summary>
    public double Saturation { get; init; } = 1;

    /// <summary>How far hues are moved, as a share of the colour circle.</summary>
    public double HueShift { get; init; }

    /// <summary>Whether colours are taken away.</summary>
    public bool IsGrey { get; init; }

    /// <summary>How likely a tile is blanked.</summary>
    public double Occlusion { get; init; }

    /// <summary>The height and width of a tile, in pixels.</summary>
    public int Tile { get; init; } = 1;

    /// <summary>The view of an image as it is.</summary>
    /// <param name="size">The height and width of the image.</param>
    public static ImageView Unchanged(int size) => new(0, 0, size, size);
}
