namespace Engram.Datasets.Procedural;

/// <summary>
/// Pictures of one coloured shape on a coloured ground, ten classes of shapes, made from known factors: class, position, scale, rotation and
/// colours. They stand in for natural images where nothing may be downloaded, and let invariances be tested exactly.
/// </summary>
public static class ColouredShapes
{
    /// <summary>How many classes there are.</summary>
    public const int Classes = 10;

    /// <summary>Red, green and blue.</summary>
    public const int Channels = 3;

    // Each pixel is the mean of 3 x 3 points: the edges are smooth, so a small move of the shape is a small change of the picture.
    private const int Points = 3;

    /// <summary>What the classes are called.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["disc", "ring", "square", "triangle", "star", "cross", "crescent", "bar", "heart", "flower"];

    /// <summary>Paints a picture.</summary>
    /// <param name="factors">What is on it.</param>
    /// <param name="size">Its height and width in pixels; 4 or more.</param>
    /// <param name="image">Written: <c>[channel][y][x]</c>, 3 · size² bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class, or the size is below 4.</exception>
    /// <exception cref="ArgumentException">The image has another length.</exception>
    public static void Paint(in ShapeFactors factors, int size, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)factors.Class, (uint)Classes, nameof(factors));
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 4);
        if (image.Length != Channels * size * size)
            throw new ArgumentException($"A picture of {size} x {size} has {Channels * size * size} bytes, not {image.Length}.", nameof(image));

        (double Red, double Green, double Blue) shape = Colour(factors.Hue, saturation: 0.85, light: 0.95);
        (double Red, double Green, double Blue) ground = Colour(factors.GroundHue, saturation: 0.5, factors.GroundLight);
        var (sin, cos) = Math.SinCos(factors.Rotation);
        var plane = size * size;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var covered = 0;
                for (var point = 0; point < Points * Points; point++)
                {
                    var u = ((x + (((point % Points) + 0.5) / Points)) * 2 / size) - 1 - factors.X;
                    var v = ((y + (((point / Points) + 0.5) / Points)) * 2 / size) - 1 - factors.Y;
                    if (IsInside(factors.Class, ((cos * u) + (sin * v)) / factors.Scale, ((cos * v) - (sin * u)) / factors.Scale))
                        covered++;
                }

                var cover = (double)covered / (Points * Points);
                var place = (y * size) + x;
                image[place] = Mix(shape.Red, ground.Red, cover);
                image[plane + place] = Mix(shape.Green, ground.Green, cover);
                image[(2 * plane) + place] = Mix(shape.Blue, ground.Blue, cover);
            }
        }
    }

    /// <summary>Whether a point of the shape's own plane, where it fills about -1 to 1 both ways, belongs to it; v points down.</summary>
    private static bool IsInside(int shape, double u, double v)
    {
        var squared = (u * u) + (v * v);
        return shape switch
        {
            0 => squared < 0.81,
            1 => squared is < 0.95 and > 0.3,
            2 => Math.Abs(u) < 0.75 && Math.Abs(v) < 0.75,
            3 => v < 0.7 && v > (1.9 * Math.Abs(u)) - 0.95,
            4 => IsInStar(u, v, squared),
            5 => (Math.Abs(u) < 0.28 && Math.Abs(v) < 0.95) || (Math.Abs(v) < 0.28 && Math.Abs(u) < 0.95),
            6 => squared < 0.9 && ((u - 0.45) * (u - 0.45)) + (v * v) > 0.5,
            7 => Math.Abs(u) < 0.98 && Math.Abs(v) < 0.3,
            8 => IsInHeart(1.25 * u, 0.15 - (1.25 * v)),
            _ => Math.Sqrt(squared) < 0.7 + (0.24 * Math.Cos(6 * Math.Atan2(v, u))),
        };
    }

    private static bool IsInStar(double u, double v, double squared)
    {
        // The angle from the nearest of five tips; between tip (1) and notch (0.42) the edge is straight.
        const double Sector = 2 * Math.PI / 5;
        var angle = Math.Atan2(u, -v);
        angle = Math.Abs(angle - (Sector * Math.Round(angle / Sector)));
        var (notchSin, notchCos) = Math.SinCos(Sector / 2);
        var radius = Math.Sqrt(squared);
        var (x, y) = (radius * Math.Cos(angle), radius * Math.Sin(angle));
        var (notchX, notchY) = (0.42 * notchCos, 0.42 * notchSin);
        return ((notchX - 1) * y) - (notchY * (x - 1)) > 0;
    }

    private static bool IsInHeart(double x, double y)
    {
        var body = (x * x) + (y * y) - 0.75;
        return (body * body * body) - (x * x * y * y * y) < 0;
    }

    private static byte Mix(double shape, double ground, double cover) => (byte)Math.Round(255 * ((cover * shape) + ((1 - cover) * ground)));

    private static (double Red, double Green, double Blue) Colour(double hue, double saturation, double light)
    {
        double Part(double offset)
        {
            var place = (offset + (hue * 6)) % 6;
            return light * (1 - (saturation * Math.Clamp(Math.Min(place, 4 - place), 0, 1)));
        }

        return (Part(5), Part(3), Part(1));
    }
}
