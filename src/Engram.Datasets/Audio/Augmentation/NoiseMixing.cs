using System.Runtime.CompilerServices;

namespace Engram.Datasets;

/// <summary>Adds noise to a sound.</summary>
public static class NoiseMixing
{
    /// <summary>
    /// y = (k x + noise) / 2 with k = exp(SNR / 10) · ‖noise‖₂ / ‖x‖₂ (Generalized Latent Equilibrium, specification §3.6).
    /// </summary>
    /// <remarks>
    /// As the authors compute it: the sound is scaled, not the noise, and by e to the power of SNR / 10. So the ratio of the powers is
    /// exp(SNR / 5), that is 0.869 dB for each dB that is asked for. A sound that is silent stays out: y = noise / 2.
    /// </remarks>
    /// <param name="samples">x; changed in place.</param>
    /// <param name="noise">As many samples of noise.</param>
    /// <param name="decibels">The ratio of sound to noise that is asked for, SNR.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> samples, ReadOnlySpan<float> noise, double decibels)
    {
        if (samples.Length != noise.Length)
            throw new ArgumentException($"{samples.Length} samples of sound and {noise.Length} of noise were given; as many of each were expected.", nameof(noise));
        var sound = Norm(samples);
        var factor = sound > 0 ? (float)(Math.Exp(decibels / 10) * Norm(noise) / sound) : 0;
        for (var i = 0; i < samples.Length; i++)
            samples[i] = ((factor * samples[i]) + noise[i]) / 2;
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
