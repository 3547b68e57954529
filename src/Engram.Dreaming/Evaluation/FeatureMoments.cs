using Engram.Numerics;

namespace Engram.Dreaming.Evaluation;

/// <summary>Moments of latents or features that can be decomposed.</summary>
public static class FeatureMoments
{
    /// <summary>The moments of the first items of a set.</summary>
    /// <param name="set">The items.</param>
    /// <param name="count">How many of them; all if there are fewer.</param>
    /// <param name="what">What they are, in a word or two for the message.</param>
    /// <exception cref="UnmeasurableException">There are fewer than two, or they are no finite numbers: the cortex has diverged.</exception>
    public static SampleMoments Of(LatentSet set, int count, string what)
    {
        ArgumentNullException.ThrowIfNull(set);
        int used = Math.Min(count, set.Count);
        if (used < 2)
            throw new UnmeasurableException($"A covariance needs at least two {what}; there are {used}.");
        SampleMoments moments = SampleMoments.Of(set.Values[..(used * set.Dimensions)], set.Dimensions);
        foreach (double value in moments.Covariance)
        {
            if (!double.IsFinite(value))
                throw new UnmeasurableException($"The {what} are not all finite numbers: the cortex has diverged.");
        }

        return moments;
    }
}
