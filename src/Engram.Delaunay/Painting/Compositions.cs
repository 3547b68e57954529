using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>The six ways to fill a canvas.</summary>
internal static class Compositions
{
    /// <summary>Draws as the parameters have it.</summary>
    public static void Draw(PaintedCanvas canvas)
    {
        switch (canvas.Parameters.Composition)
        {
            case Composition.Bands: Bands(canvas); break;
            case Composition.Nested: Nested(canvas); break;
            case Composition.Partition: PartitionComposition.Draw(canvas); break;
            case Composition.Blobs: Elements(canvas, static (canvas, place, size, angle) => Shapes.Curved(canvas.Random, place, size * 1.15, angle, 0.9)); break;
            case Composition.Gestures: GestureComposition.Draw(canvas); break;
            default: Elements(canvas, Shapes.Any); break;
        }
    }

    /// <summary>Places for elements: about the centre with the probability of centredness, on a jittered lattice otherwise.</summary>
    public static SKPoint[] Places(PaintedCanvas canvas, int count)
    {
        var random = canvas.Random;
        var columns = Math.Max(1, (int)Math.Round(Math.Sqrt(count * canvas.Width / canvas.Height)));
        var rows = (count + columns - 1) / columns;
        var cells = Enumerable.Range(0, columns * rows).ToArray();
        random.Shuffle(cells.AsSpan());
        var places = new SKPoint[count];
        for (var at = 0; at < count; at++)
        {
            if (random.NextChance(canvas.Parameters.Centredness))
            {
                places[at] = Central(canvas);
                continue;
            }

            var (column, row) = (cells[at] % columns, cells[at] / columns);
            places[at] = new SKPoint(
                (float)((column + 0.5 + random.NextUniform(-0.38, 0.38)) * canvas.Width / columns), (float)((row + 0.5 + random.NextUniform(-0.38, 0.38)) * canvas.Height / rows));
        }

        return places;
    }

    /// <summary>Linear sizes of elements, the square roots of their areas, in units of drawing.</summary>
    public static double[] Sizes(PaintedCanvas canvas, int count)
    {
        var area = (double)canvas.Width * canvas.Height;
        var mean = Math.Clamp(0.6 / count, 0.0005, 0.25) * area;
        var dispersion = canvas.Parameters.SizeDispersion;
        var sizes = new double[count];
        // The mean of squares of exp(d·N − d²) is 1.
        for (var at = 0; at < count; at++) sizes[at] = Math.Min(canvas.Side * 1.1, Math.Sqrt(mean) * Math.Exp((dispersion * canvas.Random.NextNormal()) - (dispersion * dispersion)));
        return sizes;
    }

    /// <summary>The direction of an element.</summary>
    public static double Direction(PaintedCanvas canvas) =>
        canvas.Parameters.Orientation + (canvas.Random.NextVonMises(canvas.Parameters.OrientationConcentration) / 2);

    private static SKPoint Central(PaintedCanvas canvas) => new(
        (float)((canvas.Width / 2) + (0.15 * canvas.Side * canvas.Random.NextNormal())), (float)((canvas.Height / 2) + (0.15 * canvas.Side * canvas.Random.NextNormal())));

    private static void Elements(PaintedCanvas canvas, Func<PaintedCanvas, SKPoint, double, double, SKPath> shape)
    {
        var count = canvas.Parameters.Elements;
        var places = Places(canvas, count);
        var sizes = Sizes(canvas, count);
        // Large ones first, so that none hides all others.
        Array.Sort(sizes, static (a, b) => b.CompareTo(a));
        for (var at = 0; at < count; at++)
        {
            var direction = Direction(canvas);
            using var path = shape(canvas, places[at], sizes[at], direction);
            canvas.Lay(path, canvas.Palette.Pick(canvas.Random), direction);
        }
    }

    private static void Bands(PaintedCanvas canvas)
    {
        var (random, count) = (canvas.Random, canvas.Parameters.Elements);
        var angle = Direction(canvas);
        var (sin, cos) = Math.SinCos(angle);
        var reach = (canvas.Width * Math.Abs(sin)) + (canvas.Height * Math.Abs(cos));
        var length = ((canvas.Width * Math.Abs(cos)) + (canvas.Height * Math.Abs(sin))) * 0.6;
        var widths = new double[count];
        for (var at = 0; at < count; at++) widths[at] = Math.Exp(canvas.Parameters.SizeDispersion * random.NextNormal());
        var total = widths.Sum();
        var inset = random.NextUniform(0, 0.06) * reach;
        var gap = random.NextUniform(0.01, 0.045) * reach;
        var top = (-reach / 2) + inset;
        var first = random.NextBounded(5);
        for (var at = 0; at < count; at++)
        {
            var width = widths[at] / total * (reach - (2 * inset));
            using var path = Wavering(canvas, angle, length, top + (gap / 2), top + Math.Max(width - (gap / 2), gap));
            canvas.Lay(path, canvas.Palette.InTurn(first + (at * 2), random), angle);
            top += width;
        }
    }

    /// <summary>A field across the canvas, its long edges drawn by hand.</summary>
    private static SKPath Wavering(PaintedCanvas canvas, double angle, double length, double top, double bottom)
    {
        const int Points = 12;
        var corners = new (double X, double Y)[2 * Points];
        var shake = canvas.Side * 0.004;
        for (var at = 0; at < Points; at++)
        {
            var x = length * ((2.0 * at / (Points - 1)) - 1);
            corners[at] = (x, top + (shake * canvas.Random.NextNormal()));
            corners[^(at + 1)] = (x, bottom + (shake * canvas.Random.NextNormal()));
        }

        return Shapes.Polygon(new SKPoint(canvas.Width / 2, canvas.Height / 2), angle, corners);
    }

    private static void Nested(PaintedCanvas canvas)
    {
        var (random, count) = (canvas.Random, canvas.Parameters.Elements);
        var centre = Central(canvas);
        var angle = Direction(canvas);
        using var shape = Shapes.Any(canvas, default, 1000, 0);
        var largest = canvas.Side * random.NextUniform(0.75, 1.15);
        var factor = Math.Pow(random.NextUniform(0.06, 0.14), 1.0 / count);
        var turn = random.NextNormal() * 0.5 / Math.Sqrt(canvas.Parameters.OrientationConcentration + 1) / count;
        var drift = new SKPoint((float)(random.NextNormal() * canvas.Side * 0.12 / count), (float)(random.NextNormal() * canvas.Side * 0.12 / count));
        var first = random.NextBounded(5);
        for (var at = 0; at < count; at++)
        {
            var scale = (float)(largest * Math.Pow(factor, at) / 1000);
            var matrix = SKMatrix.CreateRotation((float)(angle + (turn * at))).PostConcat(SKMatrix.CreateScale(scale, scale))
                .PostConcat(SKMatrix.CreateTranslation(centre.X + (drift.X * at), centre.Y + (drift.Y * at)));
            using var copy = new SKPath();
            shape.Transform(matrix, copy);
            canvas.Lay(copy, at % 3 == 2 ? canvas.Palette.Ground : canvas.Palette.InTurn(first + at, random), angle + (turn * at));
        }
    }
}
