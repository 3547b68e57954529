using System.Numerics;

namespace Engram.Delaunay.Painting;

/// <summary>The Fourier transform of a plane of any size: fast where a side is a power of two, by the definition elsewhere.</summary>
internal static class PlaneFourier
{
    /// <summary>Transforms in place; the inverse divides by the number of places.</summary>
    /// <param name="field"><c>[y · width + x]</c>.</param>
    /// <param name="width">Places in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="inverse">Which way.</param>
    public static void Transform(Complex[] field, int width, int height, bool inverse)
    {
        var (rowTurns, columnTurns) = (Turns(width, inverse), Turns(height, inverse));
        for (var y = 0; y < height; y++) Line(field.AsSpan(y * width, width), rowTurns);
        var column = new Complex[height];
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++) column[y] = field[(y * width) + x];
            Line(column, columnTurns);
            for (var y = 0; y < height; y++) field[(y * width) + x] = inverse ? column[y] / (width * height) : column[y];
        }
    }

    private static Complex[] Turns(int length, bool inverse) =>
        [.. Enumerable.Range(0, length).Select(at => Complex.FromPolarCoordinates(1, (inverse ? 2 : -2) * Math.PI * at / length))];

    private static void Line(Span<Complex> line, Complex[] turns)
    {
        if (BitOperations.IsPow2(line.Length)) Fast(line, turns);
        else ByDefinition(line, turns);
    }

    private static void ByDefinition(Span<Complex> line, Complex[] turns)
    {
        var before = line.ToArray();
        for (var frequency = 0; frequency < line.Length; frequency++)
        {
            var sum = Complex.Zero;
            for (int at = 0, turn = 0; at < before.Length; at++)
            {
                sum += before[at] * turns[turn];
                turn += frequency;
                if (turn >= before.Length) turn -= before.Length;
            }

            line[frequency] = sum;
        }
    }

    private static void Fast(Span<Complex> line, Complex[] turns)
    {
        for (int at = 1, reversed = 0; at < line.Length; at++)
        {
            var bit = line.Length >> 1;
            for (; (reversed & bit) != 0; bit >>= 1) reversed ^= bit;
            reversed |= bit;
            if (at < reversed) (line[at], line[reversed]) = (line[reversed], line[at]);
        }

        for (var half = 1; half < line.Length; half *= 2)
        {
            var step = line.Length / (2 * half);
            for (var start = 0; start < line.Length; start += 2 * half)
            {
                for (var at = 0; at < half; at++)
                {
                    var turned = line[start + half + at] * turns[at * step];
                    (line[start + at], line[start + half + at]) = (line[start + at] + turned, line[start + at] - turned);
                }
            }
        }
    }
}
