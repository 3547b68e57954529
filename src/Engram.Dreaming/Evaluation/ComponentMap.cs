using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Dreaming.Evaluation;

/// <summary>A point of a map of latents.</summary>
/// <param name="X">Along the first component.</param>
/// <param name="Y">Along the second component.</param>
/// <param name="Label">The class of the image.</param>
/// <param name="IsOccluded">Whether the image was seen with 30 % of its tiles (of 4 x 4) blanked.</param>
public readonly record struct MapPoint(double X, double Y, int Label, bool IsOccluded);

/// <summary>
/// Latents of clean images and of the same images occluded, on the plane of their first two principal components, which are found from both
/// together: Deperrois et al. 2022, Fig. 6b to d; PAD specification 6.4.
/// </summary>
/// <param name="Points">At most 50 clean points of each class and as many occluded ones of the same images, in the same order.</param>
/// <param name="FirstShare">The share of all variance along the first component, 0 to 1.</param>
/// <param name="SecondShare">The share of all variance along the second component, 0 to 1.</param>
/// <param name="Count">How many images the components were found from.</param>
public sealed record ComponentMap(IReadOnlyList<MapPoint> Points, double FirstShare, double SecondShare, int Count)
{
    private const double HiddenShare = 0.3;
    private const int Tile = 4;
    private const int ShownOfClass = 50;

    /// <summary>Draws the map of some of the images.</summary>
    /// <param name="reader">The cortex.</param>
    /// <param name="images">Images of all classes, in any order.</param>
    /// <param name="chance">Streams for the choice of images and the mask, one for all.</param>
    /// <param name="classes">How many classes, from the first on; the figure has 4 (SVHN's digits 0 to 3).</param>
    /// <param name="count">How many images; 1,000 recommended.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UnmeasurableException">There are fewer than two images of those classes, the cortex has a single latent, or latents are not finite.</exception>
    public static ComponentMap Measure(
        CortexReader reader, ImageSet images, RandomStreams chance, int classes = 4, int count = 1000, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(images);
        int[] candidates = [.. Enumerable.Range(0, images.Count).Where(item => images.Labels[item] < classes)];
        if (candidates.Length < 2)
            throw new UnmeasurableException($"A map needs at least two images of the first {classes} classes; there are {candidates.Length}.");
        if (reader.Cortex.Description.Latents < 2)
            throw new UnmeasurableException("A map has two axes; the cortex has a single latent.");
        chance.Named("map-images").Shuffle<int>(candidates);
        ImageSet chosen = images.Select(candidates.AsSpan(0, Math.Min(count, candidates.Length)));
        LatentSet clean = reader.Encode(chosen, stop: stop);
        LatentSet hidden = reader.Encode(chosen, new Occlusion(HiddenShare, chance, Tile, MaskSharing.AllTheSame), stop: stop);
        var both = new LatentSet([.. clean.Values, .. hidden.Values], [.. clean.Labels, .. hidden.Labels], clean.Dimensions, clean.ClassCount);
        PrincipalComponents components = PrincipalComponents.Of(both);

        int[] shown = [.. LatentDistances.Members(clean).SelectMany(items => items.Take(ShownOfClass))];
        MapPoint Point(LatentSet latents, int item, bool isOccluded) =>
            new(components.Place(latents[item], 0), components.Place(latents[item], 1), latents.Labels[item], isOccluded);
        return new ComponentMap(
            [.. shown.Select(item => Point(clean, item, isOccluded: false)), .. shown.Select(item => Point(hidden, item, isOccluded: true))],
            components.ExplainedShare(1),
            components.ExplainedShare(2) - components.ExplainedShare(1),
            clean.Count);
    }
}
