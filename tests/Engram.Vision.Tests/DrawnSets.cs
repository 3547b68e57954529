using Engram.Datasets.Procedural;
using Engram.Delaunay.Imaging;
using Engram.Numerics;
using Engram.Vision.Data;

namespace Engram.Vision.Tests;

/// <summary>Small sets that are drawn in a moment.</summary>
internal static class DrawnSets
{
    /// <summary>Coloured shapes; the shape is the class.</summary>
    public static PictureSet Shapes(int count, int side = 16, int classes = 4)
    {
        var images = new RgbImage[count];
        for (int i = 0; i < count; i++)
        {
            var planes = new byte[3 * side * side];
            ColouredShapes.Paint(ShapeFactors.Draw(i % classes, new RandomStreams(7).Named("shape", i)), side, planes);
            images[i] = new RgbImage(side, side);
            for (int at = 0; at < planes.Length; at++)
                images[i].Pixels[(3 * (at % (side * side))) + (at / (side * side))] = planes[at];
        }

        return Set(images, [.. Enumerable.Range(0, count).Select(i => i % classes)], classes);
    }

    public static PictureSet Set(RgbImage[] images, int[] labels, int classes) =>
        new("drawn", [.. Enumerable.Range(0, classes).Select(static label => $"artist {label}")], images, labels, [.. Enumerable.Range(0, images.Length).Select(static i => $"picture-{i:0000}")]);

    public static int[] Range(int begin, int count) => [.. Enumerable.Range(begin, count)];
}
