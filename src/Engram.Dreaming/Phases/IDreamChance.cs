using System.Numerics;
using Engram.Dreaming.Memory;
using Engram.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>Where the chance of a cycle comes from: noise in latents and blanked tiles. A test may prescribe it.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IDreamChance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fills with standard normal numbers.</summary>
    /// <param name="purpose">What for; each purpose has streams of its own.</param>
    /// <param name="iteration">The cycle.</param>
    /// <param name="noise">Written.</param>
    void FillNoise(string purpose, long iteration, LaneMatrix<T> noise);

    /// <summary>Draws the mask of an NREM phase: one for the whole batch.</summary>
    /// <param name="iteration">The cycle.</param>
    /// <param name="size">The height and width of an image.</param>
    /// <param name="isBlank">Written: <c>[y][x]</c>.</param>
    void DrawMask(long iteration, int size, Span<bool> isBlank);

    /// <summary>Where one view of one image draws its transforms from (contrastive specification 3.3). Called by several threads at once.</summary>
    /// <param name="iteration">The cycle.</param>
    /// <param name="view">Which view, from 0.</param>
    /// <param name="lane">Which image of the batch.</param>
    RandomStreamState ViewOf(long iteration, int view, int lane);
}

/// <summary>
/// Chance from named streams of a seed, one for each purpose and cycle: a phase that is left out shifts no other's chance, and there is no
/// state to save but the number of the cycle.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="seeds">The seed.</param>
public sealed class StreamChance<T>(RandomStreams seeds) : IDreamChance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LargestTile = 8;
    private const int MostLanes = 1 << 24;

    // One stream, moved to where it is wanted, so that a cycle allocates none.
    private readonly RandomStream _stream = new(default(RandomStreamState));
    private double[] _room = [];

    /// <inheritdoc/>
    public void FillNoise(string purpose, long iteration, LaneMatrix<T> noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        _stream.MoveTo(seeds.StateOf(purpose, iteration));
        if (_room.Length < noise.Lanes)
            _room = new double[noise.Lanes];
        for (int row = 0; row < noise.Rows; row++)
        {
            Span<double> drawn = _room.AsSpan(0, noise.Lanes);
            _stream.FillGaussian(drawn);
            Span<T> target = noise.Row(row);
            for (int lane = 0; lane < target.Length; lane++)
                target[lane] = T.CreateTruncating(drawn[lane]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>p is uniform in [0, 1) and the tile's size uniform in 1 to 8 (PAD specification 4.2).</remarks>
    public void DrawMask(long iteration, int size, Span<bool> isBlank)
    {
        _stream.MoveTo(seeds.StateOf("mask", iteration));
        double probability = _stream.NextDouble();
        int tile = 1 + _stream.NextBounded(LargestTile);
        OcclusionMask.Draw(size, tile, probability, _stream, isBlank);
    }

    /// <inheritdoc/>
    public RandomStreamState ViewOf(long iteration, int view, int lane) => seeds.StateOf(view == 0 ? "view-1" : "view-2", (iteration * MostLanes) + lane);
}
