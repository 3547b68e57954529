using Engram.Dreaming.Phases;
using Engram.Dreaming.Views;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>
/// What contrastive dreaming looks at twice: two dreams of each memory, each with noise of its own on the latents and with low-level changes of
/// its own. The encoder is asked which two belong together (contrastive specification 3.3).
/// </summary>
public static class TwinViews
{
    /// <summary>Two rows for a gallery.</summary>
    /// <param name="view">Into the cortex.</param>
    /// <param name="images">What is seen <c>[channel · place, lane]</c>, one column for each.</param>
    /// <param name="phase">How the cortex dreams twice; real images and mixed memories are shown as dreams of single memories.</param>
    /// <param name="streams">Where noise and changes come from; streams of their own names are used.</param>
    /// <exception cref="ArgumentException">The images do not fit the cortex, or their colours cannot be changed.</exception>
    public static IReadOnlyList<ImageRow> Rows(CortexView view, LaneMatrix<float> images, ContrastiveNrem phase, RandomStreams streams)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(phase);
        using LaneMatrix<float> latents = view.Encode(images);
        return [Row(view, latents, phase, streams, 0), Row(view, latents, phase, streams, 1)];
    }

    private static ImageRow Row(CortexView view, LaneMatrix<float> latents, ContrastiveNrem phase, RandomStreams streams, int which)
    {
        using var moved = new LaneMatrix<float>(latents.Rows, latents.Lanes);
        var noise = new double[latents.Rows];
        RandomStream chance = streams.Named("gallery-twin-noise", which);
        for (int lane = 0; lane < latents.Lanes; lane++)
        {
            // Lane by lane, so that a view does not depend on how many stand beside it.
            chance.FillGaussian(noise);
            for (int row = 0; row < latents.Rows; row++)
                moved[row, lane] = latents[row, lane] + (float)(phase.LatentNoise * noise[row]);
        }

        using LaneMatrix<float> dreams = view.Generate(moved);
        Paint(view, dreams, phase.Transforms, streams, which);
        return DreamGallery.Row(view, dreams, which == 0 ? "NREM: one view" : "another view") with
        {
            Remark = which == 0 ? "contrastive: noise on the memory, then changes of the dream" : "which two belong together?",
            Accent = FigureColor.Green,
            BeginsGroup = which == 0,
        };
    }

    /// <summary>Looks at every dream in a way of its own.</summary>
    private static void Paint(CortexView view, LaneMatrix<float> dreams, DreamTransforms transforms, RandomStreams streams, int which)
    {
        var painter = new ViewPainter<float>(view.Cortex.Image);
        float[] dream = new float[dreams.Rows], painted = new float[dreams.Rows];
        for (int lane = 0; lane < dreams.Lanes; lane++)
        {
            for (int row = 0; row < dream.Length; row++)
                dream[row] = dreams[row, lane];
            RandomStream chance = streams.Named(which == 0 ? "gallery-twin-1" : "gallery-twin-2", lane);
            painter.Paint(transforms.Draw(chance, view.Cortex.Image.Width), chance, dream, painted);
            for (int row = 0; row < painted.Length; row++)
                dreams[row, lane] = painted[row];
        }
    }
}
