namespace Engram.Datasets;

/// <summary>Features of one sound over time, <c>[frame][channel]</c>. Immutable.</summary>
public sealed class FeatureMap
{
    private readonly float[] _values;

    /// <summary>Makes a map from values, which are copied.</summary>
    /// <param name="values">All values, <c>[frame][channel]</c>; a whole number of frames.</param>
    /// <param name="channels">Values of a frame; 1 or more.</param>
    /// <exception cref="ArgumentException">The values make no whole number of frames.</exception>
    public FeatureMap(ReadOnlySpan<float> values, int channels)
        : this(values.ToArray(), channels)
    {
    }

    /// <summary>Takes the array over without copying it.</summary>
    internal FeatureMap(float[] values, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (values.Length % channels != 0)
            throw new ArgumentException($"{values.Length} values make no whole number of frames of {channels}.", nameof(values));
        (_values, Channels) = (values, channels);
    }

    /// <summary>How many frames there are.</summary>
    public int Frames => _values.Length / Channels;

    /// <summary>How many values a frame has.</summary>
    public int Channels { get; }

    /// <summary>All values, <c>[frame][channel]</c>.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The values of one frame.</summary>
    /// <param name="frame">The frame, 0 … <see cref="Frames"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlySpan<float> Frame(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Frames);
        return _values.AsSpan(frame * Channels, Channels);
    }

    /// <summary>The same map with frames of zeros at its end, as shorter sounds of a batch get them; this one where nothing is to be added.</summary>
    /// <param name="frames">How many frames are wanted; at least as many as there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more.</exception>
    public FeatureMap PaddedTo(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, Frames);
        if (frames == Frames)
            return this;
        var values = new float[frames * Channels];
        _values.CopyTo(values, 0);
        return new FeatureMap(values, Channels);
    }
}
