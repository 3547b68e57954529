namespace Engram.Dreaming.Evaluation;

/// <summary>Something that is measured of a cortex.</summary>
/// <param name="Name">The name typed at the command.</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Figure">The published figure, or the section of a specification, that it answers to.</param>
public sealed record DreamMeasure(string Name, string Summary, string Figure)
{
    /// <summary>How well classes can be read from latents.</summary>
    public static DreamMeasure Readout { get; } = new(
        "readout", "accuracy of a linear readout of clean latents", "Deperrois et al. 2022, Fig. 4");

    /// <summary>How the readout bears occlusion.</summary>
    public static DreamMeasure Occlusion { get; } = new(
        "occlusion", "accuracy of the same readout on occluded test images, by the share occluded", "Deperrois et al. 2022, Fig. 5");

    /// <summary>How latents are organised by class.</summary>
    public static DreamMeasure Distances { get; } = new(
        "distances", "distances within and between classes, and of images to themselves occluded", "Deperrois et al. 2022, Fig. 6e,f");

    /// <summary>A map of latents.</summary>
    public static DreamMeasure Components { get; } = new(
        "components", "map of latents on their two principal components, clean and occluded", "Deperrois et al. 2022, Fig. 6b-d");

    /// <summary>How real dreams look to a classifier.</summary>
    public static DreamMeasure Frechet { get; } = new(
        "frechet", "Fréchet distance of dreams to real images in the space of a classifier", "Deperrois et al. 2022, Fig. 3d");

    /// <summary>Votes of near latents.</summary>
    public static DreamMeasure Neighbours { get; } = new(
        "neighbours", "accuracy of votes of the nearest training latents (k = 20 and 200)", "contrastive specification 7.4");

    /// <summary>Alignment and uniformity.</summary>
    public static DreamMeasure Alignment { get; } = new(
        "alignment", "alignment of an image with itself occluded, and uniformity, of normalised latents", "contrastive specification 7.5");

    /// <summary>How many dimensions are used.</summary>
    public static DreamMeasure Dimension { get; } = new(
        "dimension", "participation ratio of the latents of the test images", "contrastive specification 7.6");

    /// <summary>What latents do not notice.</summary>
    public static DreamMeasure Invariance { get; } = new(
        "invariance", "how little latents and readout notice occlusion, noise, crops, mirroring, colours and rotation", "contrastive specification 7.2, 7.3");

    /// <summary>What dreams are like.</summary>
    public static DreamMeasure Dreams { get; } = new(
        "dreams", "diversity of dreams, whether they are told from real images, and the error of reconstruction", "contrastive specification 7.8, H13");

    /// <summary>All of them, in the order in which they are measured.</summary>
    public static IReadOnlyList<DreamMeasure> All { get; } =
        [Readout, Occlusion, Distances, Components, Neighbours, Alignment, Dimension, Invariance, Dreams, Frechet];

    /// <summary>The measure of a name; null if there is none.</summary>
    public static DreamMeasure? Find(string name) => All.FirstOrDefault(measure => string.Equals(measure.Name, name, StringComparison.Ordinal));
}
