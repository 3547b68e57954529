namespace Engram.Datasets;

/// <summary>
/// Shows the frames of a <see cref="FeatureMap"/> to a network that takes more and smaller steps: straight lines between the middles of frames.
/// </summary>
/// <remarks>
/// Each frame lasts a whole number of steps. Step j lies at frame (j + ½) / factor − ½, held within the first and the last one (the
/// half-pixel convention). Generalized Latent Equilibrium, specification §3.6: 41 frames and a factor of 1 / dt = 20 make 820 steps.
/// </remarks>
/// <param name="features">What is shown; at least one frame.</param>
/// <param name="factor">Steps for every frame; 1 or more.</param>
public sealed class TimeStretch(FeatureMap features, int factor)
{
    private readonly FeatureMap _features = features?.Frames > 0
        ? features
        : throw new ArgumentException("There is no frame to show.", nameof(features));

    /// <summary>Steps for every frame.</summary>
    public int Factor { get; } = factor >= 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A frame lasts at least one step.");

    /// <summary>How many steps there are.</summary>
    public int Steps => _features.Frames * Factor;

    /// <summary>The values at one step; nothing is allocated.</summary>
    /// <param name="step">The step, 0 … <see cref="Steps"/> − 1.</param>
    /// <param name="destination">Takes one number for every channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void CopyTo(int step, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Steps);
        if (destination.Length != _features.Channels)
            throw new ArgumentException($"A step has {_features.Channels} values; the destination takes {destination.Length}.", nameof(destination));

        // Half steps are counted in whole numbers, so that a place that is a frame's is that very frame.
        var place = Math.Max(0, (2 * step) + 1 - Factor);
        var frame = Math.Min(place / (2 * Factor), _features.Frames - 1);
        var share = (place - (2 * Factor * frame)) / (2f * Factor);
        var before = _features.Frame(frame);
        var after = _features.Frame(Math.Min(frame + 1, _features.Frames - 1));
        for (var i = 0; i < destination.Length; i++)
            destination[i] = before[i] + ((after[i] - before[i]) * share);
    }

    /// <summary>All steps at once.</summary>
    /// <returns>A new map of <see cref="Steps"/> frames.</returns>
    public FeatureMap Whole()
    {
        var values = new float[Steps * _features.Channels];
        for (var step = 0; step < Steps; step++)
            CopyTo(step, values.AsSpan(step * _features.Channels, _features.Channels));
        return new FeatureMap(values, _features.Channels);
    }
}
