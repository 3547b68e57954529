using Engram.Numerics;

namespace Engram.Dreaming.Memory;

/// <summary>Which pixels of an image are blanked: square tiles, each with the same probability (PAD specification 4.4).</summary>
public static class OcclusionMask
{
    /// <summary>Draws a mask. Tiles are visited row by row; each takes one number.</summary>
    /// <param name="size">The height and width of the image.</param>
    /// <param name="tile">The height and width of a tile; those at the right and lower border are cut off.</param>
    /// <param name="probability">How likely a tile is blanked.</param>
    /// <param name="uniform">Gives numbers from 0 to 1; a tile is blanked when its number is below the probability.</param>
    /// <param name="isBlank">Written: <c>[y][x]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the probability is outside 0 to 1.</exception>
    public static void Draw(int size, int tile, double probability, Func<double> uniform, Span<bool> isBlank)
    {
        ArgumentNullException.ThrowIfNull(uniform);
        Draw(size, tile, probability, new Prescribed(uniform), isBlank);
    }

    /// <summary>Draws a mask from a stream; nothing is allocated. See <see cref="Draw(int, int, double, Func{double}, Span{bool})"/>.</summary>
    /// <param name="size">The height and width of the image.</param>
    /// <param name="tile">The height and width of a tile.</param>
    /// <param name="probability">How likely a tile is blanked.</param>
    /// <param name="stream">Gives a number for each tile.</param>
    /// <param name="isBlank">Written: <c>[y][x]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the probability is outside 0 to 1.</exception>
    public static void Draw(int size, int tile, double probability, RandomStream stream, Span<bool> isBlank)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Draw(size, tile, probability, new Drawn(stream), isBlank);
    }

    private static void Draw<TSource>(int size, int tile, double probability, TSource source, Span<bool> isBlank)
        where TSource : struct, INumbers
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tile, 1);
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(isBlank.Length, size * size);
        for (int top = 0; top < size; top += tile)
        {
            for (int left = 0; left < size; left += tile)
            {
                bool blank = source.Next() < probability;
                for (int y = top; y < Math.Min(top + tile, size); y++)
                    isBlank.Slice((y * size) + left, Math.Min(tile, size - left)).Fill(blank);
            }
        }
    }

    private interface INumbers
    {
        double Next();
    }

    private readonly struct Prescribed(Func<double> uniform) : INumbers
    {
        public double Next() => uniform();
    }

    private readonly struct Drawn(RandomStream stream) : INumbers
    {
        public double Next() => stream.NextDouble();
    }
}
