using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>Strokes of a wide brush that runs dry.</summary>
internal static class GestureComposition
{
    private const int LeastBristles = 5;
    private const int MostBristles = 26;
    private const int Segments = 26;

    /// <summary>Draws them.</summary>
    public static void Draw(PaintedCanvas canvas)
    {
        var count = canvas.Parameters.Elements;
        var places = Compositions.Places(canvas, count);
        var sizes = Compositions.Sizes(canvas, count);
        Array.Sort(sizes, static (a, b) => b.CompareTo(a));
        canvas.LayTogether(count, () =>
        {
            for (var at = 0; at < count; at++) Stroke(canvas, places[at], sizes[at]);
        });
    }

    private static void Stroke(PaintedCanvas canvas, SKPoint place, double size)
    {
        var random = canvas.Random;
        var direction = Compositions.Direction(canvas);
        var width = Math.Clamp(size * random.NextUniform(0.22, 0.42), canvas.Side * 0.006, canvas.Side * 0.2);
        var length = Math.Clamp(size * size / width, canvas.Side * 0.2, canvas.Side * 1.2);
        var spine = Spine(random, place, length, direction, random.NextNormal() * 0.35);
        var colour = canvas.Palette.Pick(random);
        var bristles = Math.Clamp((int)(width / (canvas.Side * 0.0045)), LeastBristles, MostBristles);
        var thickness = (float)(width / bristles * 1.9);
        var dryness = random.NextUniform(0.15, 0.75);
        for (var bristle = 0; bristle < bristles; bristle++)
        {
            var across = ((bristle + 0.5) / bristles) - 0.5 + (0.02 * random.NextNormal());
            // The brush's middle holds the most paint: outer bristles begin later, run dry earlier.
            var load = Math.Sqrt(Math.Max(0.05, 1 - (3.2 * across * across)));
            var begin = (int)(Segments * random.NextUniform(0, 0.08) / load);
            var end = (int)(Segments * Math.Clamp((1 - (dryness * random.NextUniform(0, 0.6))) * (0.75 + (0.25 * load)), 0.2, 1));
            using var path = new SKPath();
            Bristle(path, spine, across * width, begin, end, dryness, random);
            var tone = colour with { Lightness = colour.Lightness + (0.03 * random.NextNormal()) };
            canvas.Stroke(path, tone, canvas.Parameters.Opacity * random.NextUniform(0.75, 1), thickness, direction);
        }
    }

    /// <summary>Places along a cubic curve, with the directions across it.</summary>
    private static (SKPoint Place, SKPoint Across)[] Spine(PaintingRandom random, SKPoint centre, double length, double direction, double bend)
    {
        var (sin, cos) = Math.SinCos(direction);
        SKPoint At(double along, double across) => new((float)(centre.X + (along * cos) - (across * sin)), (float)(centre.Y + (along * sin) + (across * cos)));
        var (a, b, c, d) = (
            At(-length / 2, 0),
            At(-length / 6, length * (bend + (0.12 * random.NextNormal()))),
            At(length / 6, length * (bend + (0.12 * random.NextNormal()))),
            At(length / 2, length * 0.15 * random.NextNormal()));
        var spine = new (SKPoint Place, SKPoint Across)[Segments + 1];
        for (var at = 0; at <= Segments; at++)
        {
            var t = (float)at / Segments;
            var s = 1 - t;
            var place = new SKPoint(
                (s * s * s * a.X) + (3 * s * s * t * b.X) + (3 * s * t * t * c.X) + (t * t * t * d.X), (s * s * s * a.Y) + (3 * s * s * t * b.Y) + (3 * s * t * t * c.Y) + (t * t * t * d.Y));
            var dx = (s * s * (b.X - a.X)) + (2 * s * t * (c.X - b.X)) + (t * t * (d.X - c.X));
            var dy = (s * s * (b.Y - a.Y)) + (2 * s * t * (c.Y - b.Y)) + (t * t * (d.Y - c.Y));
            var norm = MathF.Max(1e-3f, MathF.Sqrt((dx * dx) + (dy * dy)));
            spine[at] = (place, new SKPoint(-dy / norm, dx / norm));
        }

        return spine;
    }

    private static void Bristle(SKPath path, (SKPoint Place, SKPoint Across)[] spine, double offset, int begin, int end, double dryness, PaintingRandom random)
    {
        var isDown = false;
        for (var at = Math.Min(begin, end); at <= end; at++)
        {
            var (place, across) = spine[at];
            var point = new SKPoint((float)(place.X + (across.X * offset)), (float)(place.Y + (across.Y * offset)));
            if (isDown) path.LineTo(point);
            else path.MoveTo(point);
            // The further along, the more gaps.
            isDown = !random.NextChance(dryness * 0.35 * at / Segments);
        }
    }
}
