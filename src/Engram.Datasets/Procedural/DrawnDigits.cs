using Engram.Numerics;

namespace Engram.Datasets.Procedural;

/// <summary>
/// Digits drawn with a pen that trembles: grey images of 28 x 28, ten classes, each drawing moved, turned, slanted, stretched and bent by
/// chance. They stand in for handwritten digits where nothing may be downloaded; they are easier than those, and results on them are not
/// results on MNIST.
/// </summary>
public static class DrawnDigits
{
    /// <summary>How many classes there are: the digits 0 to 9.</summary>
    public const int Classes = 10;

    /// <summary>The height and the width of an image.</summary>
    public const int Size = 28;

    // Strokes in a box of 1 x 1, y downwards, as a hand would draw them.
    private static readonly (double X, double Y)[][][] Strokes =
    [
        [Arc(0.5, 0.5, 0.24, 0.37, -90, 270)],
        [[(0.36, 0.28), (0.52, 0.13), (0.52, 0.88)]],
        [[.. Arc(0.49, 0.33, 0.21, 0.21, 190, 385), (0.56, 0.58), (0.27, 0.87), (0.75, 0.87)]],
        [[.. Arc(0.46, 0.31, 0.21, 0.19, 200, 440), .. Arc(0.46, 0.68, 0.24, 0.2, 280, 520)]],
        [[(0.62, 0.88), (0.62, 0.13), (0.25, 0.62), (0.78, 0.62)]],
        [[(0.7, 0.13), (0.35, 0.13), (0.32, 0.47), .. Arc(0.47, 0.64, 0.23, 0.22, 230, 500)]],
        [[(0.64, 0.12), (0.46, 0.27), (0.34, 0.47), .. Arc(0.5, 0.67, 0.2, 0.2, 190, 545)]],
        [[(0.26, 0.14), (0.74, 0.14), (0.44, 0.88)]],
        [Arc(0.5, 0.31, 0.17, 0.18, 90, 450), Arc(0.5, 0.68, 0.21, 0.2, -90, 270)],
        [Arc(0.5, 0.33, 0.19, 0.2, 0, 360), [(0.69, 0.33), (0.67, 0.58), (0.54, 0.88)]],
    ];

    /// <summary>Draws a digit.</summary>
    /// <param name="digit">The digit, 0 to 9.</param>
    /// <param name="stream">Where the hand's chance comes from; every drawing takes equally many words of it.</param>
    /// <param name="image">Written: <c>[y][x]</c>, 784 bytes, 0 for paper and 255 for ink.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such digit.</exception>
    /// <exception cref="ArgumentException">The image is not of 784 bytes.</exception>
    public static void Draw(int digit, RandomStream stream, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)digit, (uint)Classes, nameof(digit));
        ArgumentNullException.ThrowIfNull(stream);
        if (image.Length != Size * Size)
            throw new ArgumentException($"A drawn digit has {Size * Size} bytes, not {image.Length}.", nameof(image));

        var hand = Hand.Draw(stream);
        image.Clear();
        foreach ((double X, double Y)[] stroke in Strokes[digit])
        {
            (double X, double Y) from = hand.Place(stroke[0]);
            for (var point = 1; point < stroke.Length; point++)
            {
                (double X, double Y) to = hand.Place(stroke[point]);
                Ink(from, to, hand.Pen, image);
                from = to;
            }
        }
    }

    /// <summary>Darkens the pixels that a straight piece of line covers; where lines cross, the darker one counts.</summary>
    private static void Ink((double X, double Y) from, (double X, double Y) to, double pen, Span<byte> image)
    {
        var reach = (pen / 2) + 1;
        var (left, right) = Reach(from.X, to.X, reach);
        var (top, bottom) = Reach(from.Y, to.Y, reach);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Max((dx * dx) + (dy * dy), 1e-12);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var along = Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / length, 0, 1);
                var (offX, offY) = (x - from.X - (along * dx), y - from.Y - (along * dy));
                // The edge of a line is one pixel wide.
                var cover = Math.Clamp((pen / 2) + 0.5 - Math.Sqrt((offX * offX) + (offY * offY)), 0, 1);
                ref var pixel = ref image[(y * Size) + x];
                pixel = Math.Max(pixel, (byte)Math.Round(255 * cover));
            }
        }
    }

    private static (int First, int Last) Reach(double a, double b, double reach) =>
        ((int)Math.Max(0, Math.Floor(Math.Min(a, b) - reach)), (int)Math.Min(Size - 1, Math.Ceiling(Math.Max(a, b) + reach)));

    private static (double X, double Y)[] Arc(double x, double y, double width, double height, double from, double to)
    {
        const int Pieces = 16;
        return
        [
            .. Enumerable.Range(0, Pieces + 1).Select(piece =>
            {
                var angle = (from + ((to - from) * piece / Pieces)) * Math.PI / 180;
                return (x + (width * Math.Cos(angle)), y + (height * Math.Sin(angle)));
            }),
        ];
    }

    /// <summary>How one drawing differs from the template.</summary>
    private readonly record struct Hand(
        double Pen, double Turn, double Slant, double Width, double Height, double X, double Y, double Bend, double BendPhase, double Wave, double WavePhase)
    {
        public static Hand Draw(RandomStream stream) => new(
            Pen: stream.NextUniform(1.6, 3.4),
            Turn: stream.NextUniform(-0.22, 0.22),
            Slant: stream.NextUniform(-0.25, 0.25),
            Width: stream.NextUniform(18, 25),
            Height: stream.NextUniform(19, 25),
            X: stream.NextUniform(-2, 2),
            Y: stream.NextUniform(-2, 2),
            Bend: stream.NextUniform(0, 0.05),
            BendPhase: stream.NextUniform(0, 2 * Math.PI),
            Wave: stream.NextUniform(0, 0.05),
            WavePhase: stream.NextUniform(0, 2 * Math.PI));

        public (double X, double Y) Place((double X, double Y) point)
        {
            var bentX = point.X - 0.5 + (Bend * Math.Sin((5 * point.Y) + BendPhase));
            var bentY = point.Y - 0.5 + (Wave * Math.Sin((5 * point.X) + WavePhase));
            var x = Width * (bentX - (Slant * bentY));
            var y = Height * bentY;
            var (sin, cos) = Math.SinCos(Turn);
            return (((Size - 1) / 2.0) + X + (cos * x) - (sin * y), ((Size - 1) / 2.0) + Y + (sin * x) + (cos * y));
        }
    }
}
