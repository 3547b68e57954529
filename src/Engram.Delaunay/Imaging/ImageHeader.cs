namespace Engram.Delaunay.Imaging;

/// <summary>What a file says about itself before its pixels.</summary>
public sealed record ImageHeader
{
    /// <summary>By its first bytes.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Pixels in a row as stored, before any rotation.</summary>
    public required int Width { get; init; }

    /// <summary>Rows as stored.</summary>
    public required int Height { get; init; }

    /// <summary>How pixels are coded.</summary>
    public ImageMode Mode { get; init; }

    /// <summary>Bits of one channel of one pixel (of one index for a palette).</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>Whether a channel of transparency comes with the colours.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>The EXIF orientation, 1 to 8; 1 for none.</summary>
    public int ExifOrientation { get; init; } = 1;

    /// <summary>The name of the embedded colour profile, <c>unnamed</c> if it has none; null without a profile.</summary>
    public string? IccName { get; init; }

    /// <summary>Pictures in the file; the first is decoded.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>Whether the picture comes in passes: a progressive JPEG, an interlaced PNG.</summary>
    public bool IsProgressive { get; init; }

    /// <summary>The first comment or text chunk, as Latin text of at most 1,000 characters; null for none.</summary>
    public string? Comment { get; init; }
}
