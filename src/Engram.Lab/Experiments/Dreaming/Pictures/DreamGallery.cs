using Engram.Dreaming.Memory;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>
/// What a cortex sees, remembers and dreams, side by side: images; what is left of them once encoded, which is also what NREM replays; the
/// replay with tiles blanked, and what the cortex makes of that; REM dreams from mixed memories and noise (Deperrois et al. 2022, Fig. 3 a–c).
/// </summary>
public static class DreamGallery
{
    private const int LargestTile = 8;

    /// <summary>Draws the gallery; nothing of the cortex or of the chance of its learning changes.</summary>
    /// <param name="view">Into the cortex.</param>
    /// <param name="images">What is seen <c>[channel · place, lane]</c>, one column for each; 2 to 20.</param>
    /// <param name="streams">Where the noise and the masks of the pictures come from; streams of their own names are used.</param>
    /// <param name="title">The title.</param>
    /// <param name="more">Further rows, for example dreams of contrastive learning; null for none.</param>
    /// <param name="remDreams">How many rows of REM dreams; 0 or more.</param>
    /// <exception cref="ArgumentException">The images do not fit the cortex, or there are too few or too many.</exception>
    public static ImageGrid Of(
        CortexView view, LaneMatrix<float> images, RandomStreams streams, string title, IReadOnlyList<ImageRow>? more = null, int remDreams = 2)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(remDreams);
        if (images.Lanes is < 2 or > 20)
            throw new ArgumentException($"A gallery shows 2 to 20 images, not {images.Lanes}.", nameof(images));
        using LaneMatrix<float> latents = view.Encode(images);
        using LaneMatrix<float> replayed = view.Generate(latents);
        using LaneMatrix<float> occluded = Occluded(replayed, view.Cortex.Description.ImageSize, streams);
        using LaneMatrix<float> recovered = view.Reconstruct(occluded);
        List<ImageRow> rows =
        [
            Row(view, images, "seen") with { Remark = Judged(view, images), Accent = FigureColor.Orange },
            Row(view, replayed, "remembered") with { Remark = "G(E(x)): reconstruction, and what NREM replays", Accent = FigureColor.Orange },
            Row(view, occluded, "NREM: perturbed replay") with { Remark = "tiles blanked at random", Accent = FigureColor.Blue, BeginsGroup = true },
            Row(view, recovered, "what is made of it") with { Remark = "encoded and evoked again", Accent = FigureColor.Blue },
        ];
        for (int dream = 0; dream < remDreams; dream++)
        {
            using LaneMatrix<float> mixed = Mixed(latents, streams.Named("gallery-noise", dream));
            using LaneMatrix<float> rem = view.Generate(mixed);
            rows.Add(Row(view, rem, dream == 0 ? "REM dream" : "another REM dream") with
            {
                Remark = dream == 0 ? $"¼ this + ¼ next memory + ½ noise; {Judged(view, rem)}" : Judged(view, rem),
                Accent = FigureColor.Vermilion,
                BeginsGroup = dream == 0,
            });
        }

        return new ImageGrid { Title = title, Rows = [.. rows, .. more ?? []], ImageWidth = images.Lanes <= 12 ? 72 : 56 };
    }

    /// <summary>¼ z + ¼ z' + ½ ε, z' being the latent of the next lane (PAD specification 4.3).</summary>
    /// <param name="latents">The latents <c>[latent, lane]</c>.</param>
    /// <param name="noise">Where ε comes from.</param>
    /// <returns>A new table, the caller's.</returns>
    internal static LaneMatrix<float> Mixed(LaneMatrix<float> latents, RandomStream noise)
    {
        var mixed = new LaneMatrix<float>(latents.Rows, latents.Lanes);
        var drawn = new double[latents.Rows];
        for (int lane = 0; lane < latents.Lanes; lane++)
        {
            // Lane by lane, so that a dream does not depend on how many stand beside it.
            noise.FillGaussian(drawn);
            for (int row = 0; row < latents.Rows; row++)
                mixed[row, lane] = (0.25f * latents[row, lane]) + (0.25f * latents[row, (lane + 1) % latents.Lanes]) + (0.5f * (float)drawn[row]);
        }

        return mixed;
    }

    /// <summary>The images as a row.</summary>
    internal static ImageRow Row(CortexView view, LaneMatrix<float> images, string caption) =>
        new(caption, SmallImage.ListOf(images, images.Lanes, view.Cortex.Image));

    private static string Judged(CortexView view, LaneMatrix<float> images) => $"judged real: {view.Judge(images):P0}";

    /// <summary>
    /// Every image with tiles blanked by chances of its own, as NREM draws them for a batch (PAD specification 4.4), but within 20 to 60 % so that
    /// both what is left and what is lost can be seen.
    /// </summary>
    private static LaneMatrix<float> Occluded(LaneMatrix<float> images, int size, RandomStreams streams)
    {
        var occluded = new LaneMatrix<float>(images.Rows, images.Lanes);
        occluded.CopyFrom(images);
        var isBlank = new bool[size * size];
        for (int lane = 0; lane < images.Lanes; lane++)
        {
            RandomStream stream = streams.Named("gallery-mask", lane);
            double probability = stream.NextUniform(0.2, 0.6);
            int tile = 2 + stream.NextBounded(LargestTile - 1);
            OcclusionMask.Draw(size, tile, probability, stream, isBlank);
            for (int row = 0; row < images.Rows; row++)
            {
                if (isBlank[row % isBlank.Length])
                    occluded[row, lane] = 0;
            }
        }

        return occluded;
    }
}
