namespace Engram.Delaunay.Imaging;

/// <summary>How the pixels of a file are coded.</summary>
public enum ImageMode
{
    /// <summary>Not told by the header.</summary>
    Unknown,

    /// <summary>One grey channel.</summary>
    Grey,

    /// <summary>Grey with alpha.</summary>
    GreyAlpha,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Red, green, blue with alpha.</summary>
    Rgba,

    /// <summary>A palette of colours.</summary>
    Palette,

    /// <summary>Luma and two colour differences (the usual JPEG).</summary>
    YCbCr,

    /// <summary>Cyan, magenta, yellow, black.</summary>
    Cmyk,

    /// <summary>CMYK coded as luma, colour differences and black.</summary>
    Ycck,
}
