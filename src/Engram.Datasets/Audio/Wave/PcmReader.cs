using System.Runtime.CompilerServices;

namespace Engram.Datasets;

/// <summary>
/// Reads raw sound from any stream as it comes: a pipe, a microphone, a socket. Nothing is allocated after construction.
/// </summary>
/// <remarks>Failures of the stream itself pass through as they are. Not safe for use by several threads at once.</remarks>
public sealed class PcmReader : IDisposable
{
    private const int BufferBytes = 1 << 14;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly bool _leaveOpen;
    private readonly long _offset;
    private readonly long _length;
    private readonly byte[] _bytes;
    private readonly float[] _frames;
    private long _taken;
    private int _held; // bytes of a frame that has not come whole yet

    /// <summary>Reads from the present position of a stream to its end.</summary>
    /// <param name="stream">Frames one after the other, channels side by side in each.</param>
    /// <param name="format">What they are.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <param name="leaveOpen">Whether the stream stays open when this one is disposed of.</param>
    /// <exception cref="ArgumentException">No such format is read.</exception>
    public PcmReader(Stream stream, AudioFormat format, string name = "sound", bool leaveOpen = false)
        : this(stream, format, name, leaveOpen, 0, long.MaxValue)
    {
    }

    /// <summary>Reads a part of a file of known length; it is an error if less comes.</summary>
    internal PcmReader(Stream stream, AudioFormat format, string name, bool leaveOpen, long offset, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (format.Problem is { } problem)
            throw new ArgumentException(problem, nameof(format));
        (_stream, Format, _name, _leaveOpen, _offset, _length) = (stream, format, name, leaveOpen, offset, length);
        var frames = (int)Math.Clamp(length / format.BytesPerFrame, 1, Math.Max(1, BufferBytes / format.BytesPerFrame));
        _bytes = new byte[frames * format.BytesPerFrame];
        _frames = new float[format.Channels == 1 ? 0 : frames * format.Channels];
    }

    /// <summary>What is read.</summary>
    public AudioFormat Format { get; }

    /// <summary>How many frames have been read.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// Reads frames as they are stored, channels side by side: at least one, and no more than the stream gives at once.
    /// </summary>
    /// <param name="samples">Takes them; its length is a multiple of the number of channels.</param>
    /// <returns>How many frames were read; 0 at the end, or where there is no room for one.</returns>
    /// <exception cref="DatasetException">The stream ends within a frame, or a sample is not a finite number.</exception>
    public int Read(Span<float> samples)
    {
        if (samples.Length % Format.Channels != 0)
            throw new ArgumentException($"{samples.Length} samples are no whole number of frames of {Format.Channels} channels.", nameof(samples));
        var frames = TakeFrames(samples.Length / Format.Channels);
        Decode(frames, samples[..(frames * Format.Channels)]);
        return frames;
    }

    /// <summary>
    /// Reads frames mixed down to one channel, as the mean of the channels: (x₁ + x₂ + … + xₙ) / n, summed in their order. A sound that is
    /// equal in all channels keeps its level, and nothing can overload.
    /// </summary>
    /// <param name="samples">Takes one sample for every frame.</param>
    /// <returns>How many frames were read; 0 at the end, or where there is no room for one.</returns>
    /// <exception cref="DatasetException">The stream ends within a frame, or a sample is not a finite number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int ReadMono(Span<float> samples)
    {
        if (Format.Channels == 1)
            return Read(samples);
        var frames = TakeFrames(samples.Length);
        var channels = Format.Channels;
        Decode(frames, _frames.AsSpan(0, frames * channels));
        for (var frame = 0; frame < frames; frame++)
        {
            var sum = 0.0;
            foreach (var sample in _frames.AsSpan(frame * channels, channels))
                sum += sample;
            samples[frame] = (float)(sum / channels);
        }

        return frames;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_leaveOpen)
            _stream.Dispose();
    }

    /// <summary>Brings whole frames to the start of the buffer: one at least, unless the end is reached.</summary>
    private int TakeFrames(int most)
    {
        var wanted = (int)Math.Min((long)most * Format.BytesPerFrame, _bytes.Length);
        while (_held < Format.BytesPerFrame && wanted > 0)
        {
            // What is left of a frame that came in part is asked for first; reading more than is wanted would have to be kept.
            var room = (int)Math.Min(wanted - _held, _length - _taken);
            var count = room == 0 ? 0 : _stream.Read(_bytes, _held, room);
            (_held, _taken) = (_held + count, _taken + count);
            if (count == 0)
            {
                CheckEnd();
                return 0;
            }
        }

        // A frame in part may follow the whole ones: fetch the rest of it, so that nothing is carried over to the next call.
        while (_held % Format.BytesPerFrame is var part && part > 0)
        {
            var count = _stream.Read(_bytes, _held, (int)Math.Min(Format.BytesPerFrame - part, _length - _taken));
            (_held, _taken) = (_held + count, _taken + count);
            if (count == 0)
                CheckEnd();
        }

        var frames = _held / Format.BytesPerFrame;
        _held = 0;
        return frames;
    }

    private void CheckEnd()
    {
        if (_length != long.MaxValue && _taken < _length)
        {
            throw new DatasetException(
                _name, _offset + _taken, $"The sound is cut short: {_length} bytes of it were expected, {_taken} were found.", "Fetch the file again.");
        }

        if (_held % Format.BytesPerFrame is var part && part != 0)
        {
            throw new DatasetException(
                _name, _offset + _taken, $"It ends within a frame: {Format.BytesPerFrame} bytes were expected, {part} were found.", $"Check that it is {Format}.");
        }
    }

    private void Decode(int frames, Span<float> samples)
    {
        if (SampleDecoder.Decode(_bytes, Format.Samples, samples) is var bad && bad >= 0)
        {
            var at = (Position * Format.Channels) + bad;
            throw new DatasetException(
                _name,
                _offset + (at * Format.BytesPerSample),
                $"Sample {bad % Format.Channels} of frame {at / Format.Channels} is {samples[bad]}; finite numbers were expected.",
                "The file is damaged, or it was recorded with a fault.");
        }

        Position += frames;
    }
}
