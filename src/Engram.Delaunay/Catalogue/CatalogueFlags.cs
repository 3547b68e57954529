namespace Engram.Delaunay.Catalogue;

/// <summary>The words by which the catalogue says what is odd about a picture. Detectors only write them; nothing is removed.</summary>
public static class CatalogueFlags
{
    /// <summary>Another file has exactly the same bytes or the same decoded pixels.</summary>
    public const string ExactDuplicate = "exact_duplicate";

    /// <summary>Another file shows the same work.</summary>
    public const string NearDuplicate = "near_duplicate";

    /// <summary>The same work stands in two classes.</summary>
    public const string AcrossClasses = "duplicate_across_classes";

    /// <summary>Mean over pixels of the largest less the smallest channel below 4/255.</summary>
    public const string Grey = "grey";

    /// <summary>A uniform rim of more than 8 % of a side: a frame, a margin, a wall.</summary>
    public const string Rim = "uniform_rim";

    /// <summary>The file ends early, or at least 5 % of its last rows are the grey of an interrupted decoder.</summary>
    public const string Truncated = "truncated";

    /// <summary>The pixels could not be decoded.</summary>
    public const string DecodeError = "decode_error";

    /// <summary>The file is something else than a picture.</summary>
    public const string NotAnImage = "not_an_image";

    /// <summary>The file has no bytes.</summary>
    public const string Empty = "zero_bytes";

    /// <summary>More pixels than are decoded.</summary>
    public const string TooLarge = "too_large";

    /// <summary>A picture of a kind that is not decoded.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>The file could not be read from the disk.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A table names the file, but it is not there.</summary>
    public const string Missing = "missing";

    /// <summary>The picture belongs to no class.</summary>
    public const string Unlabelled = "unlabelled";

    /// <summary>A side below 128 pixels.</summary>
    public const string Tiny = "tiny";

    /// <summary>One side more than three times the other.</summary>
    public const string ExtremeAspect = "extreme_aspect";

    /// <summary>CMYK or YCCK.</summary>
    public const string Cmyk = "cmyk";

    /// <summary>16 bits a channel.</summary>
    public const string Deep = "16_bit";

    /// <summary>A palette of colours.</summary>
    public const string Palette = "palette";

    /// <summary>A channel of transparency.</summary>
    public const string Alpha = "alpha";

    /// <summary>More than one frame.</summary>
    public const string Animated = "animated";

    /// <summary>An EXIF orientation other than 1.</summary>
    public const string Rotated = "exif_rotated";

    /// <summary>The name claims another format than the bytes have.</summary>
    public const string WrongExtension = "wrong_extension";

    /// <summary>The flags of files that give no pixels.</summary>
    public static IReadOnlyList<string> WithoutPixels { get; } = [DecodeError, NotAnImage, Empty, TooLarge, Unsupported, Unreadable, Missing];
}
