namespace Engram.Delaunay.Imaging;

/// <summary>Why a file gives no picture.</summary>
public enum ImageFault
{
    /// <summary>It has no bytes.</summary>
    Empty,

    /// <summary>It is something else than a picture: a web page, text, noise.</summary>
    NotAnImage,

    /// <summary>It is a picture of a kind that is not decoded here.</summary>
    Unsupported,

    /// <summary>It has more pixels than allowed.</summary>
    TooLarge,

    /// <summary>It ends before its pixels do.</summary>
    Truncated,

    /// <summary>Its bytes contradict themselves.</summary>
    Damaged,
}
