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
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tile, 1);
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        ArgumentNullException.ThrowIfNull(uniform);
        ArgumentOutOfRangeException.ThrowIfNotEqual(isBlank.Length, size * size);
        for (int top = 0; top < size; top += tile)
        {
            for (int left = 0; left < size; left += tile)
            {
                bool blank = uniform() < probability;
                for (int y = top; y < Math.Min(top + tile, size); y++)
                    isBlank.Slice((y * size) + left, Math.Min(tile, size - left)).Fill(blank);
            }
        }
    }
}
