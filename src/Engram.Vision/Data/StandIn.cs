using Engram.Datasets.Procedural;
using Engram.Delaunay.Imaging;
using Engram.Lab.Experiments;
using Engram.Numerics;

namespace Engram.Vision.Data;

/// <summary>Pictures that Engram draws itself, the same in every run: what is learned where the paintings are not at hand.</summary>
internal static class StandIn
{
    private const ulong Seed = 2022;

    /// <summary>Draws them.</summary>
    /// <param name="styles">Artists.</param>
    /// <param name="each">Pictures of each.</param>
    /// <param name="side">The side of the squares.</param>
    /// <param name="geometry">A name of <see cref="PictureGeometry"/>.</param>
    /// <param name="context">Threads and progress.</param>
    public static PictureSet Paint(int styles, int each, int side, string geometry, IRunContext context)
    {
        int count = styles * each;
        var images = new RgbImage[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Stop }, i =>
        {
            var planes = new byte[3 * side * side];
            ColouredShapes.Paint(ShapeFactors.Draw(i / each % ColouredShapes.Classes, new RandomStreams(Seed).Named("picture", i)), side, planes);
            images[i] = new RgbImage(side, side);
            for (int at = 0; at < planes.Length; at++)
                images[i].Pixels[(3 * (at % (side * side))) + (at / (side * side))] = planes[at];
        });
        return new PictureSet(
            "stand-in",
            [.. Enumerable.Range(0, styles).Select(static style => $"style {style:00}")],
            images,
            [.. Enumerable.Range(0, count).Select(i => i / each)],
            [.. Enumerable.Range(0, count).Select(i => $"style-{i / each:00}/{i % each:0000}")]);
    }
}
