namespace Engram.Datasets;

/// <summary>
/// Reads RIFF/WAVE files: PCM of 8, 16, 24 and 32 bits, IEEE float of 32 and 64, also behind WAVE_FORMAT_EXTENSIBLE; a piece at a time, or
/// whole with <see cref="ReadWaveform(string, long)"/>. A file packed with gzip is unpacked on the way.
/// </summary>
/// <remarks>
/// Chunks may come in any order and unknown ones are passed over. No length is believed that the file does not bear out. The rate in bytes
/// a second, which follows from the rest, is not looked at, nor is what comes behind the samples.
/// </remarks>
public sealed class WavReader : IDisposable
{
    private const int FirstRoom = 1 << 14;

    private readonly ContentStream _content;
    private readonly PcmReader _samples;

    internal WavReader(ContentStream content)
    {
        _content = content;
        var head = WavHead.Read(content);
        Format = head.Format;
        FrameCount = head.DataLength / head.Format.BytesPerFrame;
        _samples = new PcmReader(
            head.Data is { } data ? new MemoryStream(data, writable: false) : content, head.Format, content.Name, leaveOpen: true, head.DataOffset, head.DataLength);
    }

    /// <summary>How the samples are stored.</summary>
    public AudioFormat Format { get; }

    /// <summary>How many frames the file has; 1 or more.</summary>
    public long FrameCount { get; }

    /// <summary>How many frames have been read.</summary>
    public long Position => _samples.Position;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">It is missing, damaged, or of a kind that is not read.</exception>
    public static WavReader Open(string path) => Own(ContentStream.Open(path));

    /// <summary>Opens a file in a stream, from its present position to its end.</summary>
    /// <param name="stream">A stream that knows its length; it stays open.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <exception cref="DatasetException">It is damaged, or of a kind that is not read.</exception>
    public static WavReader Open(Stream stream, string name) =>
        Own(new ContentStream(stream, DatasetFile.BytesLeft(stream, name), name, leaveOpen: true));

    /// <summary>Reads a whole file, mixed down to one channel.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">How many bytes the samples may have in memory, four for each; 1 GiB unless told otherwise.</param>
    /// <exception cref="DatasetException">It is missing, damaged, too long, or of a kind that is not read.</exception>
    public static Waveform ReadWaveform(string path, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        using var reader = Open(path);
        return reader.ReadRest(maximumBytes);
    }

    /// <summary>Reads a whole file in a stream, mixed down to one channel.</summary>
    /// <param name="stream">A stream that knows its length; it stays open.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <param name="maximumBytes">How many bytes the samples may have in memory, four for each; 1 GiB unless told otherwise.</param>
    /// <exception cref="DatasetException">It is damaged, too long, or of a kind that is not read.</exception>
    public static Waveform ReadWaveform(Stream stream, string name, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        using var reader = Open(stream, name);
        return reader.ReadRest(maximumBytes);
    }

    /// <summary>Reads frames as they are stored, channels side by side.</summary>
    /// <param name="samples">Takes them; its length is a multiple of the number of channels.</param>
    /// <returns>How many frames were read: at least one, unless the end is reached or there is no room.</returns>
    /// <exception cref="DatasetException">The file is cut short, or a sample is not a finite number.</exception>
    public int Read(Span<float> samples) => _samples.Read(samples);

    /// <summary>Reads frames mixed down to one channel: the mean of the channels.</summary>
    /// <param name="samples">Takes one sample for every frame.</param>
    /// <returns>How many frames were read: at least one, unless the end is reached or there is no room.</returns>
    /// <exception cref="DatasetException">The file is cut short, or a sample is not a finite number.</exception>
    public int ReadMono(Span<float> samples) => _samples.ReadMono(samples);

    /// <inheritdoc/>
    public void Dispose()
    {
        _samples.Dispose();
        _content.Dispose();
    }

    internal Waveform ReadRest(long maximumBytes)
    {
        if (FrameCount * sizeof(float) > maximumBytes)
        {
            throw new DatasetException(
                _content.Name, null, $"It has {FrameCount} frames; {maximumBytes / sizeof(float)} are the limit.", "Read it a piece at a time, or raise the limit.");
        }

        // How much a packed file holds is not known beforehand, so room is made as it comes.
        var count = FrameCount - Position;
        var samples = new float[_content.IsPacked ? Math.Min(count, FirstRoom) : count];
        for (var at = 0; at < count;)
        {
            if (at == samples.Length)
                Array.Resize(ref samples, (int)Math.Min(count, 2L * at));
            at += ReadMono(samples.AsSpan(at));
        }

        return new Waveform(samples, Format.SampleRate);
    }

    private static WavReader Own(ContentStream content)
    {
        try
        {
            return new WavReader(content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}
