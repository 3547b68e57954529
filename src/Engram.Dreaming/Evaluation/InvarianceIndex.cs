using Engram.Numerics;

namespace Engram.Dreaming.Evaluation;

/// <summary>
/// E‖z(x) − z(Tx)‖² / E‖z(x) − z(x')‖² with x' another image at random: 0 where latents do not notice the change T, 1 where they differ as those
/// of two images. Contrastive specification 7.2.
/// </summary>
public static class InvarianceIndex
{
    /// <summary>The index.</summary>
    /// <param name="clean">Latents of images.</param>
    /// <param name="changed">Latents of the same images changed, in the same order.</param>
    /// <param name="chance">A stream named <c>invariance-others</c>: which other image.</param>
    /// <exception cref="UnmeasurableException">There are fewer than two images.</exception>
    /// <exception cref="ArgumentException">The sets do not fit.</exception>
    public static double Of(LatentSet clean, LatentSet changed, RandomStreams chance)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(changed);
        if (clean.Count < 2)
            throw new UnmeasurableException("Invariance needs at least two images.");
        if (clean.Count != changed.Count || clean.Dimensions != changed.Dimensions)
            throw new ArgumentException($"Latents of the same images are wanted, not {clean.Count} of {clean.Dimensions} and {changed.Count} of {changed.Dimensions} numbers.", nameof(changed));
        RandomStream stream = chance.Named("invariance-others");
        double own = 0, other = 0;
        for (int item = 0; item < clean.Count; item++)
        {
            // Any of the others, each equally likely.
            int chosen = (item + 1 + stream.NextBounded(clean.Count - 1)) % clean.Count;
            own += LatentSet.SquaredDistance(clean[item], changed[item]);
            other += LatentSet.SquaredDistance(clean[item], clean[chosen]);
        }

        return own / other;
    }
}
