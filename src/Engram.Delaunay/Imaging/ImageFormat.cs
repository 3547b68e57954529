namespace Engram.Delaunay.Imaging;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
public enum ImageFormat
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>GIF; the first frame is what is shown.</summary>
    Gif,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>TIFF; told by its name, not decoded.</summary>
    Tiff,

    /// <summary>A web page, as servers send it in place of a picture that is gone.</summary>
    Html,

    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>SVG or other XML.</summary>
    Xml,
}
