using Engram.Dreaming.Evaluation;
using Engram.Dreaming.Memory;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>
/// Images at the places of their latents in the plane in which these vary most, and beside them the places as dots coloured by class, filled for
/// the image, open for the image with tiles blanked (Deperrois et al. 2022, Fig. 6 b–d; PAD specification 6.4).
/// </summary>
public static class LatentMap
{
    private const double OcclusionProbability = 0.3;
    private const int Tile = 4;

    /// <summary>Draws the map. The plane is found from clean and occluded latents together.</summary>
    /// <param name="view">Into the cortex.</param>
    /// <param name="images">The images <c>[channel · place, lane]</c>; 3 to 5,000. The first get room first.</param>
    /// <param name="classes">The class of each; none at all for images without classes.</param>
    /// <param name="classNames">What the classes are called.</param>
    /// <param name="streams">Where the mask comes from, one for all images.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">The images do not fit the cortex or the classes.</exception>
    public static ImageMap Of(
        CortexView view, LaneMatrix<float> images, ReadOnlySpan<int> classes, IReadOnlyList<string> classNames, RandomStreams streams, string title)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Lanes is < 3 or > 5_000)
            throw new ArgumentException($"A map shows 3 to 5,000 images, not {images.Lanes}.", nameof(images));
        using LaneMatrix<float> latents = view.Encode(images);
        using LaneMatrix<float> occluded = Occluded(images, view.Cortex.Description.ImageSize, streams);
        using LaneMatrix<float> occludedLatents = view.Encode(occluded);
        PrincipalComponents components = PrincipalComponents.Of(Joined(latents, occludedLatents));
        return new ImageMap
        {
            Title = title,
            Images = SmallImage.ListOf(images, images.Lanes, view.Cortex.Image),
            Places = Places(components, latents),
            Moved = Places(components, occludedLatents),
            MovedBy = $"with {OcclusionProbability:P0} occluded",
            Classes = classes.ToArray(),
            ClassNames = classNames,
        };
    }

    /// <summary>The latents of both tables, one after the other.</summary>
    private static LatentSet Joined(LaneMatrix<float> clean, LaneMatrix<float> occluded)
    {
        int dimensions = clean.Rows, count = clean.Lanes + occluded.Lanes;
        var values = new float[count * dimensions];
        for (int item = 0; item < count; item++)
            Copy(item < clean.Lanes ? clean : occluded, item % clean.Lanes, values.AsSpan(item * dimensions, dimensions));
        return new LatentSet(values, new int[count], dimensions, classCount: 1);
    }

    private static (double X, double Y)[] Places(PrincipalComponents components, LaneMatrix<float> latents)
    {
        var places = new (double X, double Y)[latents.Lanes];
        var latent = new float[latents.Rows];
        for (int lane = 0; lane < places.Length; lane++)
        {
            Copy(latents, lane, latent);
            places[lane] = (components.Place(latent, 0), components.Place(latent, 1));
        }

        return places;
    }

    private static void Copy(LaneMatrix<float> latents, int lane, Span<float> latent)
    {
        for (int row = 0; row < latent.Length; row++)
            latent[row] = latents[row, lane];
    }

    private static LaneMatrix<float> Occluded(LaneMatrix<float> images, int size, RandomStreams streams)
    {
        var isBlank = new bool[size * size];
        OcclusionMask.Draw(size, Tile, OcclusionProbability, streams.Named("map-mask"), isBlank);
        var occluded = new LaneMatrix<float>(images.Rows, images.Lanes);
        for (int row = 0; row < images.Rows; row++)
        {
            if (!isBlank[row % isBlank.Length])
                images.Row(row).CopyTo(occluded.Row(row));
        }

        return occluded;
    }
}
