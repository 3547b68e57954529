using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Engram.Datasets;

/// <summary>Turns stored samples into numbers; full scale of whole numbers is −1 … 1.</summary>
internal static class SampleDecoder
{
    /// <summary>Decodes as many samples as the destination has room for.</summary>
    /// <returns>The first sample that is not a finite number of single precision; −1 where all are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Decode(ReadOnlySpan<byte> bytes, SampleFormat format, Span<float> samples)
    {
        switch (format)
        {
            case SampleFormat.Pcm8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (bytes[i] - 128) * (1f / (1 << 7));
                return -1;
            case SampleFormat.Pcm16:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) * (1f / (1 << 15));
                return -1;
            case SampleFormat.Pcm24:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (bytes[3 * i] | (bytes[(3 * i) + 1] << 8) | ((sbyte)bytes[(3 * i) + 2] << 16)) * (1f / (1 << 23));
                return -1;
            case SampleFormat.Pcm32:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) * (1f / (1L << 31));
                return -1;
            case SampleFormat.Float32:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
            default:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                break;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
                return i;
        }

        return -1;
    }
}
