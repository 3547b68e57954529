namespace Engram.Delaunay.Catalogue;

/// <summary>What the catalogue knows of one file. Names in files are those of the members in snake case.</summary>
public sealed record CatalogueEntry
{
    /// <summary>The first 16 hexadecimal digits of <see cref="RgbSha256"/>; empty for a file without pixels.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>SHA-256 of the file; empty where it could not be read.</summary>
    public string FileSha256 { get; init; } = "";

    /// <summary>SHA-256 of the decoded pixels, row by row, three bytes each; empty for a file without pixels.</summary>
    public string RgbSha256 { get; init; } = "";

    /// <summary>The length of the file.</summary>
    public long Bytes { get; init; }

    /// <summary>The path below the folder that was scanned, with forward slashes.</summary>
    public required string RelativePath { get; init; }

    /// <summary>The name of the class: the artist, or what else sorts the pictures; empty without one.</summary>
    public string Artist { get; init; } = "";

    /// <summary>The label, -1 without a class.</summary>
    public int ClassIndex { get; init; } = -1;

    /// <summary>Pixels in a row as stored; 0 without a readable header.</summary>
    public int Width { get; init; }

    /// <summary>Rows as stored; 0 without a readable header.</summary>
    public int Height { get; init; }

    /// <summary>The format by the first bytes, in lower case: <c>jpeg</c>, <c>png</c>, … or <c>unknown</c>.</summary>
    public string Format { get; init; } = "unknown";

    /// <summary>How pixels are coded, in lower case: <c>ycbcr</c>, <c>grey</c>, <c>cmyk</c>, …</summary>
    public string Mode { get; init; } = "unknown";

    /// <summary>The EXIF orientation, 1 to 8.</summary>
    public int ExifOrientation { get; init; } = 1;

    /// <summary>The colour profile's name; empty for none.</summary>
    public string Icc { get; init; } = "";

    /// <summary>Where the file came from: <c>archive</c>, <c>search</c>, <c>agency</c>, <c>url</c>, <c>synthetic</c>, or <c>unknown</c>.</summary>
    public string Source { get; init; } = "unknown";

    /// <summary>The address it was fetched from; empty where that is not known.</summary>
    public string Url { get; init; } = "";

    /// <summary>How fetching ended; empty where nothing was fetched.</summary>
    public string UrlStatus { get; init; } = "";

    /// <summary>When it was fetched; empty where that is not known.</summary>
    public string RetrievedUtc { get; init; } = "";

    /// <summary>The perceptual hash; none for a file without pixels.</summary>
    public ulong? PerceptualHash { get; init; }

    /// <summary>The number of the group of near-duplicates, counted from 0 in catalogue order; -1 for a work that stands alone.</summary>
    public int DuplicateGroup { get; init; } = -1;

    /// <summary>Words of <see cref="CatalogueFlags"/>, in ordinal order.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>What the pixels give; none for a file without pixels.</summary>
    public ImageStatistics? Statistics { get; init; }

    /// <summary>What may be done with the picture: <c>unknown</c>, <c>in_copyright</c>, <c>expired</c>, <c>cleared</c>, <c>synthetic</c>.</summary>
    public string Rights { get; init; } = "unknown";

    /// <summary>A person's decision on it: who, when, on what basis; empty without one.</summary>
    public string RightsDecision { get; init; } = "";

    /// <summary>The part that the picture belongs to in each split that was written into the catalogue.</summary>
    public IReadOnlyDictionary<string, string> Split { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it was painted by the stand-in.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>The latent values it was painted from; none for others.</summary>
    public IReadOnlyList<double> Latents { get; init; } = [];

    /// <summary>Whether the file gave pixels.</summary>
    public bool HasPixels => RgbSha256.Length > 0;

    /// <summary>Whether a flag is set.</summary>
    /// <param name="flag">A word of <see cref="CatalogueFlags"/>.</param>
    public bool Has(string flag) => Flags.Contains(flag, StringComparer.Ordinal);
}
