namespace Engram.Delaunay.Painting;

/// <summary>How a file of the stand-in may be damaged, as files of collections are.</summary>
public enum DefectKind
{
    /// <summary>A file that ends early.</summary>
    Truncated,

    /// <summary>A web page, a GIF or a PNG under the name of a JPEG.</summary>
    WrongExtension,

    /// <summary>A JPEG of inverted inks.</summary>
    CmykJpeg,

    /// <summary>A PNG of 16 bits a channel.</summary>
    DeepPng,

    /// <summary>A JPEG stored on its side with an orientation to say so.</summary>
    ExifRotation,

    /// <summary>The bytes of another picture.</summary>
    ExactDuplicate,

    /// <summary>Another picture, cropped to 95 % and compressed at quality 50, on the other side of the split.</summary>
    NearDuplicate,
}
