namespace Engram.Datasets;

/// <summary>How sounds are varied while a network learns; the defaults are those of Generalized Latent Equilibrium, specification §3.6.</summary>
public sealed record SpeechAugmentationSettings
{
    /// <summary>How often noise is added, 0 … 1; 0.8 in §3.6.</summary>
    public double NoiseProbability { get; init; } = 0.8;

    /// <summary>The ratios of sound to noise that are drawn from (dB); 20, 10 and 3 in §3.6.</summary>
    public IReadOnlyList<double> NoiseDecibels { get; init; } = [20, 10, 3];

    /// <summary>How far a sound is moved at most, to either side, in samples; 1600 in §3.6 (0.1 s).</summary>
    public int GreatestShift { get; init; } = 1600;
}
