namespace Engram.Delaunay.Psychophysics;

/// <summary>An image that a list may draw.</summary>
/// <param name="ImageId">The catalogue's id.</param>
/// <param name="Category">The true class, 0 or more.</param>
/// <param name="CategoryName">Its name; never shown to participants.</param>
/// <param name="RelativePath">The file below the catalogue's folder; never sent to a browser.</param>
public sealed record Stimulus(string ImageId, int Category, string CategoryName, string RelativePath)
{
    /// <summary>The group of near-duplicates; empty for an image that is alone.</summary>
    public string DuplicateGroup { get; init; } = "";

    /// <summary>What the catalogue's detectors and people said about it.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Width / height matter only to flag what is tiny; 0 where unknown.</summary>
    public int ShortSide { get; init; }

    /// <summary>The latents z of a synthetic image; empty for others.</summary>
    public IReadOnlyList<double> Latents { get; init; } = [];
}

/// <summary>The images that lists are drawn from.</summary>
/// <param name="Stimuli">All of them, in an order that does not depend on the file system.</param>
/// <param name="IsSynthetic">Whether they are the stand-in's.</param>
/// <param name="Source">Where they come from, for records: a file or a generator with its settings.</param>
public sealed record StimulusPool(IReadOnlyList<Stimulus> Stimuli, bool IsSynthetic, string Source)
{
    /// <summary>Flags that keep an image out of lists (specification 4.2, rule 5); a catalogue may write them with other endings.</summary>
    private static readonly string[] Excluding = ["watermark", "grey", "gray", "frame", "figurative", "portrait", "tiny", "truncated", "corrupt", "placeholder", "margin"];

    private const int TinySide = 128;

    /// <summary>The images without flags that keep them out, by class in rising order, each class by image id.</summary>
    public IReadOnlyList<IGrouping<int, Stimulus>> UsableByCategory =>
    [
        .. Stimuli.Where(IsUsable).OrderBy(static stimulus => stimulus.ImageId, StringComparer.Ordinal)
            .GroupBy(static stimulus => stimulus.Category).OrderBy(static group => group.Key),
    ];

    /// <summary>Whether an image may be shown: not flagged, not tiny.</summary>
    /// <param name="stimulus">The image.</param>
    public static bool IsUsable(Stimulus stimulus)
    {
        ArgumentNullException.ThrowIfNull(stimulus);
        return (stimulus.ShortSide == 0 || stimulus.ShortSide >= TinySide)
            && !stimulus.Flags.Any(static flag => Excluding.Any(word => flag.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
