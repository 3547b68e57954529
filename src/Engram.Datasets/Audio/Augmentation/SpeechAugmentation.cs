using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>
/// Varies sounds while a network learns: noise from a random place of a random recording, at a random level, then a random shift in time
/// (Generalized Latent Equilibrium, specification §3.6). Never used for validating or testing.
/// </summary>
public sealed class SpeechAugmentation
{
    /// <summary>The name of the random stream of an item in an epoch; see <see cref="StreamOf"/>.</summary>
    public const string StreamName = "augmentation";

    private readonly SpeechAugmentationSettings _settings;
    private readonly Waveform[] _noises;

    /// <summary>Takes settings and recordings of noise.</summary>
    /// <param name="settings">How sounds are varied.</param>
    /// <param name="noises">The recordings; there may be none where the probability of noise is 0.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or noise is wanted and there is none.</exception>
    public SpeechAugmentation(SpeechAugmentationSettings settings, IReadOnlyList<Waveform> noises)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(noises);
        if (!(settings.NoiseProbability is >= 0 and <= 1))
            throw new ArgumentException($"The probability of noise is {settings.NoiseProbability}; it must lie in 0 … 1.", nameof(settings));
        if (settings.GreatestShift is < 0 or > int.MaxValue / 4)
            throw new ArgumentException($"The greatest shift is {settings.GreatestShift} samples; it must be 0 or more.", nameof(settings));
        if (settings.NoiseProbability > 0 && (noises.Count == 0 || settings.NoiseDecibels.Count == 0))
            throw new ArgumentException("Noise is wanted, but there is no recording of noise, or no level.", nameof(noises));
        (_settings, _noises) = (settings, [.. noises]);
    }

    /// <summary>
    /// The random stream of one item in one epoch. It depends on nothing else, so neither the order of the items nor the number of threads
    /// changes what is drawn.
    /// </summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch, 0 or more.</param>
    /// <param name="item">The place of the item in the epoch, 0 or more.</param>
    public static RandomStream StreamOf(ulong seed, int epoch, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        return new RandomStreams(seed).Named(StreamName, ((long)epoch << 32) | (uint)item);
    }

    /// <summary>Varies a sound.</summary>
    /// <param name="samples">Changed in place; nothing is allocated.</param>
    /// <param name="random">What is drawn, in this order: whether there is noise; if so, recording, place and level; the shift.</param>
    /// <exception cref="ArgumentException">The recording of noise that was drawn is shorter than the sound.</exception>
    public void Apply(Span<float> samples, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextDouble() < _settings.NoiseProbability)
        {
            var noise = _noises[random.NextBounded(_noises.Length)].Samples;
            if (noise.Length < samples.Length)
                throw new ArgumentException($"A recording of noise has {noise.Length} samples, fewer than the {samples.Length} of the sound.", nameof(samples));
            var start = random.NextBounded(noise.Length - samples.Length + 1);
            var decibels = _settings.NoiseDecibels[random.NextBounded(_settings.NoiseDecibels.Count)];
            NoiseMixing.Apply(samples, noise.Slice(start, samples.Length), decibels);
        }

        TimeShift.Apply(samples, random.NextBounded((2 * _settings.GreatestShift) + 1) - _settings.GreatestShift);
    }
}
