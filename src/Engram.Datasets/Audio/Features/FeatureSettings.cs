using System.Numerics;

namespace Engram.Datasets;

/// <summary>How features are made of sound. Plain values; <see cref="SpeechCommands"/> are those of Generalized Latent Equilibrium.</summary>
public sealed record FeatureSettings
{
    /// <summary>
    /// The log-mel spectrogram of Generalized Latent Equilibrium, specification §3.6: 32 filters from 0 to 8000 Hz, a Hann window of 1024
    /// samples every 400, log₂ of the energy + 10⁻⁹, each sound brought to mean 0 and deviation 1. One second gives 41 frames.
    /// </summary>
    public static FeatureSettings SpeechCommands { get; } = new();

    /// <summary>Samples a second (Hz); 16000 in §3.6.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>How many samples a frame has, 2 or more; 1024 in §3.6.</summary>
    public int WindowLength { get; init; } = 1024;

    /// <summary>The length of the Fourier transform, a power of two of at least <see cref="WindowLength"/>: zeros follow the frame. 1024 in §3.6.</summary>
    public int FftLength { get; init; } = 1024;

    /// <summary>From how many samples to how many a frame follows another; 400 in §3.6 (25 ms).</summary>
    public int Hop { get; init; } = 400;

    /// <summary>How a frame is faded in and out, always periodic; Hann in §3.6.</summary>
    public SpectralWindow Window { get; init; } = SpectralWindow.Hann;

    /// <summary>
    /// Whether frame f is centred on sample f · <see cref="Hop"/>, the sound mirrored at its ends, as in §3.6; otherwise the frame begins there
    /// and only whole frames are taken.
    /// </summary>
    public bool IsCentred { get; init; } = true;

    /// <summary>How many mel filters there are; 32 in §3.6.</summary>
    public int Filters { get; init; } = 32;

    /// <summary>Where the filters begin (Hz); 0 in §3.6.</summary>
    public double LowFrequency { get; init; }

    /// <summary>Where the filters end (Hz); 8000 in §3.6.</summary>
    public double HighFrequency { get; init; } = 8000;

    /// <summary>What is added to the energy before the logarithm; positive. 10⁻⁹ in §3.6.</summary>
    public float Floor { get; init; } = 1e-9f;

    /// <summary>
    /// How many cepstral coefficients (MFCC) are made of the logarithms; 0 for the logarithms themselves, as in §3.6.
    /// </summary>
    public int Coefficients { get; init; }

    /// <summary>Whether each sound's features are brought to mean 0 and deviation 1 over all channels and frames, as in §3.6.</summary>
    public bool IsNormalised { get; init; } = true;

    /// <summary>How many values a frame of features has.</summary>
    public int Channels => Coefficients > 0 ? Coefficients : Filters;

    /// <summary>
    /// Mel-frequency cepstral coefficients of whole frames, as the baselines of §3.7 are fed: they have 10, of frames of 40 ms every 20 or
    /// 40 ms. The 40 filters from 20 to 8000 Hz, the logarithm and the missing normalisation are choices of our own.
    /// </summary>
    /// <param name="coefficients">How many, 1 … 40.</param>
    /// <param name="window">How many samples a frame has; 640 are 40 ms.</param>
    /// <param name="hop">From how many samples to how many a frame follows; 320 are 20 ms.</param>
    public static FeatureSettings Cepstra(int coefficients = 10, int window = 640, int hop = 320) => new()
    {
        Coefficients = coefficients,
        WindowLength = window,
        FftLength = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(window, RealFourierTransform.ShortestLength)),
        Hop = hop,
        IsCentred = false,
        Filters = 40,
        LowFrequency = 20,
        IsNormalised = false,
    };

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; what the parts check themselves is not looked at.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowLength, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WindowLength, FftLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(Hop, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Coefficients);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Coefficients, Filters);
        if (!(Floor > 0) || !float.IsFinite(Floor))
            throw new ArgumentOutOfRangeException(nameof(Floor), Floor, "What is added before the logarithm must be positive and finite.");
    }
}
