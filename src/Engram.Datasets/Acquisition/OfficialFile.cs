namespace Engram.Datasets;

/// <summary>A file that the authors of a data set publish.</summary>
/// <param name="Name">Its official name.</param>
public sealed record OfficialFile(string Name)
{
    /// <summary>Other names under which the same content is found: unpacked, or spelled with a dot.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>How many bytes it has as it is published; none where that is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Its published checksum; none where none is known.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>The checksum of its unpacked content; none where that is not known, or nothing is packed.</summary>
    public Checksum? ContentChecksum { get; init; }

    /// <summary>Whether readers do without it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Folders in which an excerpt under the same name may lie, for those who agree to incomplete sets.</summary>
    public IReadOnlyList<string> ExcerptFolders { get; init; } = [];

    /// <summary>The most bytes that a download of it may have.</summary>
    internal long MostBytes => Bytes ?? 8L << 30;

    internal IEnumerable<string> Names => OtherNames.Prepend(Name);
}
