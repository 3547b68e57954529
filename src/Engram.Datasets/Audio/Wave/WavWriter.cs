using System.Buffers.Binary;
using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>Writes RIFF/WAVE files of 16-bit PCM or 32-bit float.</summary>
/// <remarks>
/// 16-bit samples are x · 2¹⁵ rounded to the nearest whole number, halves to even, and held within −32768 … 32767. So what
/// <see cref="WavReader"/> reads from such a file is written back bit for bit.
/// </remarks>
public static class WavWriter
{
    private const int PcmHead = 44;
    private const int FloatHead = 58;

    /// <summary>Writes a sound to a file; a reader sees the old file or the whole new one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="format">16-bit PCM or 32-bit float.</param>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static void Write(string path, Waveform sound, SampleFormat format = SampleFormat.Pcm16)
    {
        ArgumentNullException.ThrowIfNull(sound);
        Write(path, sound.Samples, new AudioFormat(format, 1, sound.SampleRate));
    }

    /// <summary>Writes frames to a file; a reader sees the old file or the whole new one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="samples">Finite samples, channels side by side; at least one frame.</param>
    /// <param name="format">16-bit PCM or 32-bit float, channels and rate.</param>
    /// <exception cref="ArgumentException">The format is another one, or the samples are no whole frames or not finite.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static void Write(string path, ReadOnlySpan<float> samples, AudioFormat format)
    {
        var content = Encode(samples, format);
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The bytes of a whole file.</summary>
    /// <param name="samples">Finite samples, channels side by side; at least one frame.</param>
    /// <param name="format">16-bit PCM or 32-bit float, channels and rate.</param>
    /// <exception cref="ArgumentException">The format is another one, or the samples are no whole frames or not finite.</exception>
    public static byte[] Encode(ReadOnlySpan<float> samples, AudioFormat format)
    {
        if (format.Problem is { } problem)
            throw new ArgumentException(problem, nameof(format));
        if (format.Samples is not (SampleFormat.Pcm16 or SampleFormat.Float32))
            throw new ArgumentException($"16-bit PCM and 32-bit float are written, not {format}.", nameof(format));
        if (samples.IsEmpty || samples.Length % format.Channels != 0)
            throw new ArgumentException($"{samples.Length} samples are no frames of {format.Channels} channels.", nameof(samples));

        var isFloat = format.Samples == SampleFormat.Float32;
        var headLength = isFloat ? FloatHead : PcmHead;
        var dataLength = (long)samples.Length * format.BytesPerSample;
        if (headLength + dataLength > Array.MaxLength)
            throw new ArgumentException($"{dataLength} bytes of samples are too many for one file here.", nameof(samples));

        var content = new byte[headLength + dataLength];
        WriteHead(content, format, isFloat, (int)dataLength, samples.Length / format.Channels);
        var data = content.AsSpan(headLength);
        for (var i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
                throw new ArgumentException($"Sample {i} is {samples[i]}; finite numbers were expected.", nameof(samples));
            if (isFloat)
                BinaryPrimitives.WriteSingleLittleEndian(data[(4 * i)..], samples[i]);
            else
                BinaryPrimitives.WriteInt16LittleEndian(data[(2 * i)..], (short)Math.Clamp(MathF.Round(samples[i] * (1 << 15)), short.MinValue, short.MaxValue));
        }

        return content;
    }

    private static void WriteHead(Span<byte> head, AudioFormat format, bool isFloat, int dataLength, int frames)
    {
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], head.Length - 8);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], isFloat ? 18 : 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], (short)(isFloat ? 3 : 1));
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], (short)format.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], format.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(head[28..], (uint)format.SampleRate * (uint)format.BytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], (short)format.BytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], (short)(8 * format.BytesPerSample));
        var at = 36;
        if (isFloat)
        {
            // What is not PCM says how long its extension is (it has none) and how many frames follow.
            "fact"u8.CopyTo(head[38..]);
            BinaryPrimitives.WriteInt32LittleEndian(head[42..], 4);
            BinaryPrimitives.WriteInt32LittleEndian(head[46..], frames);
            at = 50;
        }

        "data"u8.CopyTo(head[at..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[(at + 4)..], dataLength);
    }
}
