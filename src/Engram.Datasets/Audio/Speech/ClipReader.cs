namespace Engram.Datasets;

/// <summary>Reads recordings that are all stored in one way.</summary>
internal static class ClipReader
{
    /// <summary>Reads a recording of 16-bit PCM, one channel.</summary>
    /// <param name="content">The file.</param>
    /// <param name="sampleRate">The rate that it must have (Hz).</param>
    /// <param name="mostSamples">The most samples that it may have.</param>
    /// <exception cref="DatasetException">It is damaged or stored in another way.</exception>
    internal static Waveform Read(ContentStream content, int sampleRate, int mostSamples)
    {
        // The content is the caller's to close; nothing else is held.
        var reader = new WavReader(content);
        var expected = new AudioFormat(SampleFormat.Pcm16, 1, sampleRate);
        if (reader.Format != expected)
            throw new DatasetException(content.Name, null, $"It is {reader.Format}; {expected} was expected.", "Fetch it again, or check that it belongs to this set.");
        if (reader.FrameCount > mostSamples)
            throw new DatasetException(content.Name, null, $"It has {reader.FrameCount} samples; at most {mostSamples} were expected.", "Fetch it again, or check that it belongs to this set.");
        return reader.ReadRest(long.MaxValue);
    }
}
