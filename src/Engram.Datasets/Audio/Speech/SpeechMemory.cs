namespace Engram.Datasets;

/// <summary>Recordings held in memory as they were stored, two bytes a sample, ready to be shown in any order.</summary>
public sealed class SpeechMemory
{
    private readonly Dictionary<string, short[]> _clips;

    internal SpeechMemory(Dictionary<string, short[]> clips) => _clips = clips;

    /// <summary>How many recordings there are.</summary>
    public int Count => _clips.Count;

    /// <summary>How many bytes their samples take.</summary>
    public long Bytes => _clips.Values.Sum(static clip => (long)clip.Length * sizeof(short));

    /// <summary>Copies the samples of an item; nothing is allocated.</summary>
    /// <param name="item">An item whose recording was loaded, or silence.</param>
    /// <param name="destination">Takes <see cref="SpeechCommands.SampleRate"/> samples: one second.</param>
    /// <returns>How many samples the recording has; some are shorter than a second. The rest of the destination stays as it is.</returns>
    /// <exception cref="ArgumentException">The recording was not loaded, or the destination is too short.</exception>
    public int Read(SpeechItem item, Span<float> destination)
    {
        if (destination.Length < SpeechCommands.SampleRate)
            throw new ArgumentException($"An item has up to {SpeechCommands.SampleRate} samples; the destination takes {destination.Length}.", nameof(destination));
        if (item.Clip is not { } clip)
        {
            destination[..SpeechCommands.SampleRate].Fill(SpeechItem.Silence);
            return SpeechCommands.SampleRate;
        }

        if (!_clips.TryGetValue(clip.Name, out var samples))
            throw new ArgumentException($"{clip.Name} was not loaded.", nameof(item));
        for (var i = 0; i < samples.Length; i++)
            destination[i] = samples[i] * (1f / (1 << 15));
        return samples.Length;
    }
}
