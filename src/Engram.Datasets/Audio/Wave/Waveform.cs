namespace Engram.Datasets;

/// <summary>A sound of one channel: its samples, and how fast they come. Immutable.</summary>
public sealed class Waveform
{
    private readonly float[] _samples;

    /// <summary>Makes a sound from samples, which are copied.</summary>
    /// <param name="samples">The samples; full scale is −1 … 1.</param>
    /// <param name="sampleRate">Samples a second (Hz); 1 or more.</param>
    public Waveform(ReadOnlySpan<float> samples, int sampleRate)
        : this(samples.ToArray(), sampleRate)
    {
    }

    /// <summary>Takes the array over without copying it.</summary>
    internal Waveform(float[] samples, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        (_samples, SampleRate) = (samples, sampleRate);
    }

    /// <summary>The samples; full scale is −1 … 1.</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>Samples a second (Hz).</summary>
    public int SampleRate { get; }

    /// <summary>How long it lasts, in seconds.</summary>
    public double Seconds => (double)_samples.Length / SampleRate;

    /// <summary>The same sound at another rate; this one where the rate is the same.</summary>
    /// <param name="sampleRate">The rate wanted (Hz).</param>
    /// <exception cref="ArgumentException">The two rates have no small enough ratio; see <see cref="Resampler"/>.</exception>
    public Waveform Resampled(int sampleRate) =>
        sampleRate == SampleRate ? this : new Waveform(Resampler.Resample(_samples, SampleRate, sampleRate), sampleRate);
}
