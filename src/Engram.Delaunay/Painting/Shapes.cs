using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>The outlines that elements have.</summary>
internal static class Shapes
{
    private const int CurvePoints = 72;

    /// <summary>A shape of a size (the square root of its area) at a place, straight-edged or curved as the rectilinearity has it.</summary>
    public static SKPath Any(PaintedCanvas canvas, SKPoint centre, double size, double angle) =>
        canvas.Random.NextChance(canvas.Parameters.Rectilinearity)
            ? Straight(canvas.Random, centre, size, angle)
            : Curved(canvas.Random, centre, size, angle, 0.5);

    /// <summary>A rectangle, bar, triangle or quadrilateral, longer along the angle.</summary>
    public static SKPath Straight(PaintingRandom random, SKPoint centre, double size, double angle)
    {
        var kind = random.NextUniform();
        var elongation = Math.Exp(kind < 0.2 ? random.NextUniform(1, 2) : random.NextUniform(0, 0.9));
        var (a, b) = (size * Math.Sqrt(elongation) / 2, size / Math.Sqrt(elongation) / 2);
        if (kind < 0.6) return Polygon(centre, angle, (-a, -b), (a, -b), (a, b), (-a, b));
        if (kind < 0.8) return Polygon(centre, angle, (-a * 1.3, b * 1.1), (a * 1.3, b * random.NextUniform(0.4, 1.1)), (a * random.NextUniform(-0.8, 0.8), -b * 1.6));
        double Off() => random.NextUniform(0.7, 1.3);
        return Polygon(centre, angle, (-a * Off(), -b * Off()), (a * Off(), -b * Off()), (a * Off(), b * Off()), (-a * Off(), b * Off()));
    }

    /// <summary>A closed curve of three to six harmonics.</summary>
    public static SKPath Curved(PaintingRandom random, SKPoint centre, double size, double angle, double wildness)
    {
        var harmonics = 3 + random.NextBounded(4);
        var (amplitudes, phases) = (new double[harmonics + 1], new double[harmonics + 1]);
        for (var k = 2; k <= harmonics; k++) (amplitudes[k], phases[k]) = (wildness * random.NextNormal() * 0.75 / Math.Pow(k, 1.4), random.NextUniform(0, 2 * Math.PI));
        var elongation = Math.Exp(random.NextUniform(0, 0.6));
        var (a, b) = (size * Math.Sqrt(elongation) * 0.56, size / Math.Sqrt(elongation) * 0.56);
        var points = new SKPoint[CurvePoints];
        var (sin, cos) = Math.SinCos(angle);
        for (var at = 0; at < CurvePoints; at++)
        {
            var theta = 2 * Math.PI * at / CurvePoints;
            var radius = 1.0;
            for (var k = 2; k <= harmonics; k++) radius += amplitudes[k] * Math.Cos((k * theta) + phases[k]);
            radius = Math.Max(0.2, radius);
            var (x, y) = (a * radius * Math.Cos(theta), b * radius * Math.Sin(theta));
            points[at] = new SKPoint((float)(centre.X + (x * cos) - (y * sin)), (float)(centre.Y + (x * sin) + (y * cos)));
        }

        return Smooth(points);
    }

    /// <summary>A polygon in a frame turned by an angle about a place.</summary>
    public static SKPath Polygon(SKPoint centre, double angle, params ReadOnlySpan<(double X, double Y)> corners)
    {
        var outline = new SKPath();
        var (sin, cos) = Math.SinCos(angle);
        for (var at = 0; at < corners.Length; at++)
        {
            var (x, y) = corners[at];
            var place = new SKPoint((float)(centre.X + (x * cos) - (y * sin)), (float)(centre.Y + (x * sin) + (y * cos)));
            if (at == 0) outline.MoveTo(place);
            else outline.LineTo(place);
        }

        outline.Close();
        return outline;
    }

    /// <summary>A closed curve through the midpoints of a ring of points.</summary>
    private static SKPath Smooth(SKPoint[] points)
    {
        var outline = new SKPath();
        outline.MoveTo(Middle(points[^1], points[0]));
        for (var at = 0; at < points.Length; at++) outline.QuadTo(points[at], Middle(points[at], points[(at + 1) % points.Length]));
        outline.Close();
        return outline;
    }

    private static SKPoint Middle(SKPoint a, SKPoint b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2);
}
