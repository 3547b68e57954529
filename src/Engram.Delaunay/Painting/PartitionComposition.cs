using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>A canvas split again and again in two, with dark seams.</summary>
internal static class PartitionComposition
{
    private const double GroundShare = 0.3;

    /// <summary>Draws it.</summary>
    public static void Draw(PaintedCanvas canvas)
    {
        var random = canvas.Random;
        // Concentrated orientations make one frame; scattered ones make the frame lean less, as a wall of many would.
        var angle = canvas.Parameters.Orientation;
        var (sin, cos) = Math.SinCos(angle);
        var (width, height) = ((canvas.Width * Math.Abs(cos)) + (canvas.Height * Math.Abs(sin)), (canvas.Width * Math.Abs(sin)) + (canvas.Height * Math.Abs(cos)));
        var cells = new List<Cell> { new(-width / 2, -height / 2, width, height) };
        var unevenness = 0.06 + (0.36 * Math.Min(1, canvas.Parameters.SizeDispersion));
        while (cells.Count < canvas.Parameters.Elements)
        {
            var at = Choose(cells, random, canvas.Parameters.SizeDispersion);
            var cell = cells[at];
            var share = 0.5 + random.NextUniform(-unevenness, unevenness);
            var across = random.NextUniform() < cell.Width / (cell.Width + cell.Height);
            cells[at] = across ? cell with { Width = cell.Width * share } : cell with { Height = cell.Height * share };
            cells.Add(across
                ? cell with { Left = cell.Left + (cell.Width * share), Width = cell.Width * (1 - share) }
                : cell with { Top = cell.Top + (cell.Height * share), Height = cell.Height * (1 - share) });
        }

        var centre = new SKPoint(canvas.Width / 2, canvas.Height / 2);
        foreach (var cell in cells)
        {
            using var path = Outline(cell, centre, angle);
            canvas.Lay(path, random.NextChance(GroundShare) ? canvas.Palette.Ground : canvas.Palette.Pick(random), cell.Width > cell.Height ? angle : angle + (Math.PI / 2));
        }

        var seam = (float)(canvas.Side * random.NextUniform(0.005, 0.02));
        var ink = new Oklch(Math.Min(0.2, canvas.Parameters.GroundLightness * 0.5), canvas.Parameters.Chroma * 0.25, canvas.Parameters.Hue);
        canvas.LayTogether(0, () =>
        {
            foreach (var cell in cells)
            {
                using var path = Outline(cell, centre, angle);
                canvas.Stroke(path, ink, 1, seam, angle);
            }
        });
    }

    /// <summary>The larger a cell the likelier it is split, the more so the more even sizes are to be.</summary>
    private static int Choose(List<Cell> cells, PaintingRandom random, double dispersion)
    {
        var power = 2.2 - (1.4 * Math.Min(1, dispersion));
        var weights = cells.ConvertAll(cell => Math.Pow(cell.Width * cell.Height, power));
        var left = random.NextUniform() * weights.Sum();
        for (var at = 0; at < cells.Count; at++)
        {
            left -= weights[at];
            if (left <= 0) return at;
        }

        return cells.Count - 1;
    }

    private static SKPath Outline(Cell cell, SKPoint centre, double angle) => Shapes.Polygon(
        centre,
        angle,
        (cell.Left, cell.Top),
        (cell.Left + cell.Width, cell.Top),
        (cell.Left + cell.Width, cell.Top + cell.Height),
        (cell.Left, cell.Top + cell.Height));

    private readonly record struct Cell(double Left, double Top, double Width, double Height);
}
