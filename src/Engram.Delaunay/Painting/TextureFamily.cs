using System.Numerics;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>
/// The unnatural ends of the axis of naturalness: grey textures whose categories differ by their spectrum, and binary patterns whose categories
/// differ by which pairs of cells agree.
/// </summary>
public static class TextureFamily
{
    private const int PatternCells = 32;

    // Which neighbour a cell agrees with: right, below, and the two diagonals, then two cells away.
    private static readonly (int X, int Y)[] Partners = [(1, 0), (0, 1), (1, 1), (-1, 1), (2, 0), (0, 2), (2, 1), (1, 2)];

    /// <summary>Noise with a power spectrum of its category: slope −1.5 to −2.5, stretched across an orientation.</summary>
    /// <param name="seed">The root seed.</param>
    /// <param name="category">The category, 0 or more.</param>
    /// <param name="index">The picture, 0 or more.</param>
    /// <param name="side">Pixels on a side, a power of two is fastest.</param>
    public static RgbImage Texture(ulong seed, int category, int index, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 8);
        var kind = new PaintingRandom(seed, "texture-category", category, 0);
        var (slope, angle, stretch) = (kind.NextUniform(-2.5, -1.5), kind.NextUniform(0, Math.PI), Math.Exp(kind.NextUniform(0.3, 1.2)));
        var random = new PaintingRandom(seed, "texture", category, index);
        var field = new Complex[side * side];
        for (var at = 0; at < field.Length; at++) field[at] = random.NextNormal();
        PlaneFourier.Transform(field, side, side, inverse: false);
        var (sin, cos) = Math.SinCos(angle);
        for (var at = 0; at < field.Length; at++)
        {
            var (u, v) = (Signed(at % side, side), Signed(at / side, side));
            var (along, across) = (((u * cos) + (v * sin)) * stretch, ((v * cos) - (u * sin)) / stretch);
            var radius = Math.Sqrt((along * along) + (across * across));
            field[at] *= at == 0 ? 0 : Math.Pow(radius, slope / 2);
        }

        PlaneFourier.Transform(field, side, side, inverse: true);
        var deviation = Math.Sqrt(field.Average(static value => value.Real * value.Real));
        var image = new RgbImage(side, side);
        for (var at = 0; at < field.Length; at++) image.Pixels.Slice(3 * at, 3).Fill((byte)Math.Clamp(128 + (40 * field[at].Real / deviation), 0, 255));
        return image;
    }

    /// <summary>A board of black and white cells: half of each, and every cell agrees with the partner of its category more often than not.</summary>
    /// <param name="seed">The root seed.</param>
    /// <param name="category">The category, 0 or more: which partner, and how often.</param>
    /// <param name="index">The picture, 0 or more.</param>
    /// <param name="side">Pixels on a side.</param>
    public static RgbImage Pattern(ulong seed, int category, int index, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, PatternCells);
        ArgumentOutOfRangeException.ThrowIfNegative(category);
        var random = new PaintingRandom(seed, "pattern", category, index);
        var (dx, dy) = Partners[category % Partners.Length];
        // Further rounds of partners are weaker, then against agreement.
        var agreement = (category / Partners.Length % 4) switch { 0 => 0.85, 1 => 0.15, 2 => 0.7, _ => 0.3 };
        var cells = new bool[PatternCells, PatternCells];
        for (var y = 0; y < PatternCells; y++)
        {
            for (var x = 0; x < PatternCells; x++)
            {
                // Chains along the partner's direction: each cell is even by itself, pairs are not.
                var (px, py) = (x - dx, y - dy);
                var hasPartner = px is >= 0 and < PatternCells && py is >= 0 and < PatternCells;
                cells[y, x] = hasPartner ? cells[py, px] == random.NextChance(agreement) : random.NextChance(0.5);
            }
        }

        var image = new RgbImage(side, side);
        for (var at = 0; at < side * side; at++)
            image.Pixels.Slice(3 * at, 3).Fill(cells[at / side * PatternCells / side, at % side * PatternCells / side] ? (byte)235 : (byte)20);
        return image;
    }

    private static int Signed(int frequency, int length) => frequency <= length / 2 ? frequency : frequency - length;
}
