using Engram.Dreaming.Memory;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>Images that lose more and more of their tiles, and below each what the cortex makes of the rest.</summary>
public static class OcclusionLadder
{
    /// <summary>Draws the ladder for 0, 10, …, 90 %.</summary>
    /// <param name="view">Into the cortex.</param>
    /// <param name="images">The images <c>[channel · place, lane]</c>, two rows for each; 1 to 10.</param>
    /// <param name="streams">Where the masks come from. What was blanked stays blanked further up the ladder.</param>
    /// <param name="title">The title.</param>
    /// <param name="tile">The height and width of a tile in pixels; 1 or more. 4 is what robustness is measured with (PAD specification 6.2).</param>
    /// <exception cref="ArgumentException">There are too many images.</exception>
    public static ImageGrid Of(CortexView view, LaneMatrix<float> images, RandomStreams streams, string title, int tile = 4)
    {
        const int Rungs = 10;
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Lanes > 10)
            throw new ArgumentException($"A ladder shows 1 to 10 images, not {images.Lanes}.", nameof(images));
        int size = view.Cortex.Description.ImageSize;
        using var occluded = new LaneMatrix<float>(images.Rows, images.Lanes * Rungs);
        var isBlank = new bool[size * size];
        for (int image = 0; image < images.Lanes; image++)
        {
            for (int rung = 0; rung < Rungs; rung++)
            {
                // The same numbers again for each rung: a tile that is blank at one probability is blank at every greater one.
                OcclusionMask.Draw(size, tile, (double)rung / Rungs, streams.Named("ladder-mask", image), isBlank);
                for (int row = 0; row < images.Rows; row++)
                    occluded[row, (image * Rungs) + rung] = isBlank[row % isBlank.Length] ? 0 : images[row, image];
            }
        }

        using LaneMatrix<float> made = view.Reconstruct(occluded);
        var rows = new List<ImageRow>();
        for (int image = 0; image < images.Lanes; image++)
        {
            rows.Add(new ImageRow("seen", Part(occluded, image)) { BeginsGroup = image > 0, Accent = FigureColor.Grey });
            rows.Add(new ImageRow("made of it", Part(made, image)) { Accent = FigureColor.Grey });
        }

        return new ImageGrid
        {
            Title = title,
            Rows = rows,
            ColumnCaptions = [.. Enumerable.Range(0, Rungs).Select(static rung => $"{10 * rung} %")],
            ColumnsAre = "occluded",
            ImageWidth = 72,
        };

        IReadOnlyList<SmallImage> Part(LaneMatrix<float> table, int image) =>
            [.. Enumerable.Range(image * Rungs, Rungs).Select(lane => SmallImage.Of(table, lane, view.Cortex.Image))];
    }
}
