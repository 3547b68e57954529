namespace Engram.Datasets;

/// <summary>What raw sound needs to be read: how samples are stored, how many channels lie side by side, how fast they come.</summary>
/// <param name="Samples">How one sample is stored.</param>
/// <param name="Channels">How many channels a frame has, 1 … <see cref="MostChannels"/>.</param>
/// <param name="SampleRate">Frames a second (Hz), 1 … <see cref="GreatestSampleRate"/>.</param>
public readonly record struct AudioFormat(SampleFormat Samples, int Channels, int SampleRate)
{
    /// <summary>The most channels that are read. The greatest layouts in use have 24; a head that says 200 is damaged.</summary>
    public const int MostChannels = 64;

    /// <summary>The greatest rate that is read: twice the fastest converters for sound.</summary>
    public const int GreatestSampleRate = 768_000;

    /// <summary>Bytes of one sample.</summary>
    public int BytesPerSample => Samples switch
    {
        SampleFormat.Pcm8 => 1,
        SampleFormat.Pcm16 => 2,
        SampleFormat.Pcm24 => 3,
        SampleFormat.Float64 => 8,
        _ => 4,
    };

    /// <summary>Bytes of one frame, which is one sample of every channel.</summary>
    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>The format in words, such as <c>16-bit PCM, 1 channel, 16000 Hz</c>.</summary>
    public override string ToString() =>
        $"{8 * BytesPerSample}-bit {(Samples is SampleFormat.Float32 or SampleFormat.Float64 ? "float" : "PCM")}, {Channels} {(Channels == 1 ? "channel" : "channels")}, {SampleRate} Hz";

    /// <summary>Why it cannot be read, as a sentence; none where it can.</summary>
    internal string? Problem =>
        !Enum.IsDefined(Samples) ? $"There is no sample format {(int)Samples}."
        : Channels is < 1 or > MostChannels ? $"It has {Channels} channels; 1 … {MostChannels} were expected."
        : SampleRate is < 1 or > GreatestSampleRate ? $"It has {(uint)SampleRate} frames a second; 1 … {GreatestSampleRate} were expected."
        : null;
}
