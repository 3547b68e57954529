namespace Engram.Delaunay.Imaging;

/// <summary>How a file becomes a picture. The defaults mirror the loader the dataset's authors used; what differs is to be recorded.</summary>
public sealed record DecodeOptions
{
    /// <summary>Everything as the authors' loader does it.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>Turn the picture as its EXIF orientation says. Off: pixels as stored.</summary>
    public bool ApplyExif { get; init; }

    /// <summary>Lay transparent pictures on white. Off: alpha is dropped and the colours stay as stored.</summary>
    public bool CompositeWhite { get; init; }

    /// <summary>Return what could be decoded of a truncated or damaged file, with a flag, in place of an error. What is missing is black.</summary>
    public bool Lenient { get; init; }

    /// <summary>
    /// The least shorter side that is needed, 0 for the whole picture: a JPEG is then decoded at the smallest half, quarter or eighth that keeps
    /// this side, which is two to four times as fast. Its pixels differ by a few levels from those of the whole picture resized, so it is
    /// for previews and never the default.
    /// </summary>
    public int ReducedSide { get; init; }

    /// <summary>The greatest number of pixels on a side, at least 1.</summary>
    public int MaxSide { get; init; } = 12_000;

    /// <summary>The greatest number of pixels, at least 1.</summary>
    public long MaxPixels { get; init; } = 80_000_000;
}
