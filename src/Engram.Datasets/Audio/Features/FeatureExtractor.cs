namespace Engram.Datasets;

/// <summary>
/// Makes features of whole sounds: log-mel spectrograms or cepstra (MFCC), by <see cref="FeatureSettings"/>.
/// </summary>
/// <remarks>
/// Frame f of a centred spectrogram holds samples f · hop − W / 2 … f · hop + W / 2 − 1 of the sound, mirrored at its ends without repeating the
/// end samples (and again where it is shorter than half a window W). N samples give 1 + ⌊N / hop⌋ frames; where frames are not centred,
/// 1 + ⌊(N − W) / hop⌋. Then, for each frame: x ← window · x; p[k] = |X[k]|²; e[m] = Σₖ filter[m, k] p[k]; log₂(e[m] + floor); where wanted, the
/// orthonormal cosine transform of these. At last the whole is normalised where that is wanted (<see cref="FeatureNormalisation"/>).
/// Nothing but results is allocated. Not safe for use by several threads at once: give each its own.
/// </remarks>
public sealed class FeatureExtractor
{
    private readonly FrameFeatures _features;
    private readonly float[] _mirrored;

    /// <summary>Makes the tables.</summary>
    /// <param name="settings">How features are made.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public FeatureExtractor(FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _features = new FrameFeatures(settings);
        _mirrored = new float[settings.WindowLength];
    }

    /// <summary>How features are made.</summary>
    public FeatureSettings Settings { get; }

    /// <summary>How many frames so many samples give.</summary>
    /// <param name="samples">How many samples; 0 or more.</param>
    public int FrameCount(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (Settings.IsCentred)
            return samples == 0 ? 0 : 1 + (samples / Settings.Hop);
        return samples < Settings.WindowLength ? 0 : 1 + ((samples - Settings.WindowLength) / Settings.Hop);
    }

    /// <summary>Makes the features of a sound.</summary>
    /// <param name="sound">The sound, at the rate of the settings.</param>
    /// <exception cref="ArgumentException">It has another rate: resample it first (<see cref="Waveform.Resampled"/>).</exception>
    public FeatureMap Compute(Waveform sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.SampleRate != Settings.SampleRate)
            throw new ArgumentException($"The sound has {sound.SampleRate} samples a second; the features are made for {Settings.SampleRate}. Resample it first.", nameof(sound));
        return Compute(sound.Samples);
    }

    /// <summary>Makes the features of samples.</summary>
    /// <param name="samples">Finite samples at the rate of the settings.</param>
    public FeatureMap Compute(ReadOnlySpan<float> samples)
    {
        var values = new float[FrameCount(samples.Length) * Settings.Channels];
        Compute(samples, values);
        return new FeatureMap(values, Settings.Channels);
    }

    /// <summary>Makes the features of samples; nothing is allocated.</summary>
    /// <param name="samples">Finite samples at the rate of the settings.</param>
    /// <param name="destination">Takes <see cref="FrameCount"/> frames, <c>[frame][channel]</c>.</param>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void Compute(ReadOnlySpan<float> samples, Span<float> destination)
    {
        ComputeFrames(samples, destination);
        if (Settings.IsNormalised)
            FeatureNormalisation.Apply(destination);
    }

    /// <summary>All but the normalisation.</summary>
    internal void ComputeFrames(ReadOnlySpan<float> samples, Span<float> destination)
    {
        var frames = FrameCount(samples.Length);
        if (destination.Length != frames * Settings.Channels)
            throw new ArgumentException($"{samples.Length} samples give {frames} frames of {Settings.Channels}; there is room for {destination.Length} numbers.", nameof(destination));
        var window = Settings.WindowLength;
        var before = Settings.IsCentred ? window / 2 : 0;
        for (var frame = 0; frame < frames; frame++)
        {
            var start = (frame * Settings.Hop) - before;
            var target = destination.Slice(frame * Settings.Channels, Settings.Channels);
            if (start >= 0 && start + window <= samples.Length)
            {
                _features.Compute(samples.Slice(start, window), target);
                continue;
            }

            for (var i = 0; i < window; i++)
                _mirrored[i] = samples[Mirrored(start + i, samples.Length)];
            _features.Compute(_mirrored, target);
        }
    }

    /// <summary>Features of one frame of samples.</summary>
    internal void ComputeFrame(ReadOnlySpan<float> samples, Span<float> destination) => _features.Compute(samples, destination);

    /// <summary>The place within 0 … n − 1 that a place beyond the ends mirrors: −1 → 1, n → n − 2.</summary>
    internal static int Mirrored(int place, int length)
    {
        if (length == 1)
            return 0;
        var period = 2 * (length - 1);
        var within = ((place % period) + period) % period;
        return within < length ? within : period - within;
    }
}
