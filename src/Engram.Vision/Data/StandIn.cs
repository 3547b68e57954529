using Engram.Delaunay.Imaging;
using Engram.Delaunay.Painting;
using Engram.Lab.Experiments;

namespace Engram.Vision.Data;

/// <summary>Pictures of Engram's own painter, the same in every run: what is learned where the paintings are not at hand.</summary>
internal static class StandIn
{
    private const ulong Seed = 2022;

    // Lines of a painting are thinner than a pixel at the sizes that small networks see: it is painted larger, and made smaller as photographs are.
    private const int LeastSide = 64;

    /// <summary>Paints them.</summary>
    /// <param name="settings">Styles, pictures of each, side, strength of style.</param>
    /// <param name="geometry">A name of <see cref="PictureGeometry"/>.</param>
    /// <param name="context">Threads and progress.</param>
    public static PictureSet Paint(PictureSettings settings, string geometry, IRunContext context)
    {
        var model = new StyleModel(new StyleSettings { Seed = Seed, Styles = settings.Styles, Kappa = settings.Kappa });
        var painter = new Painter(model, new PaintingSettings { ShortSide = Math.Max(LeastSide, settings.Side), Shortcut = settings.Shortcut > 0 ? settings.Shortcut : null });
        int count = settings.Styles * settings.PerStyle, done = 0;
        var images = new RgbImage[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Stop }, i =>
        {
            images[i] = PictureGeometry.Square(painter.Paint(i / settings.PerStyle, i % settings.PerStyle).Image, settings.Side, geometry);
            context.Report(0, 1, $"painting picture {Interlocked.Increment(ref done)} of {count}");
        });
        return new PictureSet(
            "stand-in",
            [.. Enumerable.Range(0, settings.Styles).Select(StyleModel.NameOf)],
            images,
            [.. Enumerable.Range(0, count).Select(i => i / settings.PerStyle)],
            [.. Enumerable.Range(0, count).Select(i => $"{StyleModel.NameOf(i / settings.PerStyle)}/{i % settings.PerStyle:0000}")])
        {
            MayBeShown = settings.Show == true,
        };
    }
}
