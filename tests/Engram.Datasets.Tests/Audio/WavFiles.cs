using System.Buffers.Binary;
using System.Text;

namespace Engram.Datasets.Tests.Audio;

/// <summary>Puts RIFF/WAVE files together chunk by chunk, right or wrong.</summary>
internal static class WavFiles
{
    internal static byte[] Riff(params (string Id, byte[] Content)[] chunks)
    {
        List<byte> body = [.. "WAVE"u8];
        foreach (var (id, content) in chunks)
        {
            body.AddRange(Encoding.ASCII.GetBytes(id));
            body.AddRange(Little(content.Length));
            body.AddRange(content);
            if (content.Length % 2 == 1)
                body.Add(0);
        }

        return [.. "RIFF"u8, .. Little(body.Count), .. body];
    }

    internal static byte[] Format(int codec, int channels, int rate, int bits, int? frame = null)
    {
        var format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)codec);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(frame ?? channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        return format;
    }

    internal static byte[] Extensible(int codec, int channels, int rate, int bits, int validBits) =>
    [
        .. Format(0xFFFE, channels, rate, bits), 22, 0, (byte)validBits, 0, 0, 0, 0, 0,
        (byte)codec, (byte)(codec >> 8), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ];

    internal static byte[] Of(int codec, int channels, int rate, int bits, byte[] data) => Riff(("fmt ", Format(codec, channels, rate, bits)), ("data", data));

    /// <summary>A short file of 16-bit PCM, one channel: sample <c>i</c> is <c>first + 7 i</c> of 32768.</summary>
    internal static byte[] Ramp(int samples, int rate = 16_000, int first = 0)
    {
        var data = new byte[2 * samples];
        for (var i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), (short)(first + (7 * i)));
        return Of(1, 1, rate, 16, data);
    }

    internal static Waveform Read(byte[] file) => WavReader.ReadWaveform(new MemoryStream(file), "case");

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
