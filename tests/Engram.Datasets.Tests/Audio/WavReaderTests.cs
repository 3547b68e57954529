using System.Buffers.Binary;
using CsCheck;

namespace Engram.Datasets.Tests.Audio;

public sealed class WavReaderTests : IDisposable
{
    private static readonly byte[] Pcm16 = WavFiles.Format(1, 1, 16_000, 16);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_sample_format_has_its_least_and_greatest_value_and_silence()
    {
        Assert.Equal([-1f, 0f, 127f / 128], Samples(1, 8, [0, 128, 255]));
        Assert.Equal([-1f, 0f, 32767f / 32768], Samples(1, 16, [0, 0x80, 0, 0, 0xFF, 0x7F]));
        Assert.Equal([-1f, -1f / 8388608, 8388607f / 8388608], Samples(1, 24, [0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]));
        Assert.Equal([-1f, 0.5f, -1f / 2147483648], Samples(1, 32, [0, 0, 0, 0x80, 0, 0, 0, 0x40, 0xFF, 0xFF, 0xFF, 0xFF]));
        Assert.Equal([1.5f, -0.25f], Samples(3, 32, [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-0.25f)]));
        Assert.Equal([1.5f, -0.25f], Samples(3, 64, [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-0.25)]));

        static float[] Samples(int codec, int bits, byte[] data) => WavFiles.Read(WavFiles.Of(codec, 1, 16_000, bits, data)).Samples.ToArray();
    }

    [Fact]
    public void What_stands_behind_an_extensible_head_is_read_the_same()
    {
        byte[] data = [0, 0, 0x80, 0xFF, 0xFF, 0x7F];
        var plain = WavFiles.Read(WavFiles.Of(1, 1, 44_100, 24, data));
        var extensible = WavFiles.Read(WavFiles.Riff(("fmt ", WavFiles.Extensible(1, 1, 44_100, 24, 20)), ("data", data)));
        Assert.Equal(plain.Samples, extensible.Samples);
        Assert.Equal(44_100, extensible.SampleRate);
    }

    [Fact]
    public void Chunks_come_in_any_order_with_padding_and_unknown_ones_between()
    {
        byte[] data = [1, 0, 2, 0, 3, 0];
        var expected = new[] { 1f / 32768, 2f / 32768, 3f / 32768 };
        foreach (var file in new[]
        {
            WavFiles.Riff(("fmt ", Pcm16), ("data", data)),
            WavFiles.Riff(("LIST", [1, 2, 3]), ("fmt ", [.. Pcm16, 0, 0]), ("fact", [3, 0, 0, 0]), ("junk", []), ("data", data), ("id3 ", [9])),
            WavFiles.Riff(("data", data), ("odd!", [7]), ("fmt ", Pcm16)),
            [.. WavFiles.Riff(("fmt ", Pcm16), ("data", data)), 1, 2, 3, 4, 5, 6, 7, 8, 9],
        })
        {
            Assert.Equal(expected, WavFiles.Read(file).Samples.ToArray());
        }
    }

    [Fact]
    public void An_odd_chunk_of_samples_may_lack_its_padding_at_the_end_of_the_file()
    {
        var file = WavFiles.Of(1, 1, 8_000, 8, [128, 255, 0])[..^1];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        Assert.Equal(3, WavFiles.Read(file).Samples.Length);
    }

    [Fact]
    public void Channels_are_mixed_down_to_their_mean_and_come_side_by_side_otherwise()
    {
        byte[] data = [.. new[] { 1f, 0f, 0.5f, -1f, -1f, 0.5f }.SelectMany(BitConverter.GetBytes)];
        var file = WavFiles.Of(3, 3, 16_000, 32, data);
        Assert.Equal([0.5f, -0.5f], WavFiles.Read(file).Samples.ToArray());

        using var reader = WavReader.Open(new MemoryStream(file), "case");
        Assert.Equal((new AudioFormat(SampleFormat.Float32, 3, 16_000), 2L), (reader.Format, reader.FrameCount));
        var frames = new float[6];
        Assert.Equal(2, reader.Read(frames));
        Assert.Equal([1f, 0f, 0.5f, -1f, -1f, 0.5f], frames);
        Assert.Equal(0, reader.Read(frames));
        Assert.Throws<ArgumentException>(() => reader.Read(new float[4]));
    }

    [Fact]
    public void Sixteen_bit_sounds_come_back_bit_for_bit() =>
        Gen.Select(Gen.Short.Array[1, 200], Gen.Int[1, 768_000], Gen.Int[1, 4]).Sample((values, rate, channels) =>
        {
            var samples = values.Take(Math.Max(1, values.Length / channels) * channels).Select(static value => value / 32768f).ToArray();
            if (samples.Length % channels != 0)
                samples = [.. Enumerable.Repeat(0.25f, channels)];
            CheckRoundTrip(samples, new AudioFormat(SampleFormat.Pcm16, channels, rate));
        }, iter: 300);

    [Fact]
    public void Float_sounds_come_back_bit_for_bit() =>
        Gen.Select(Gen.Float.Where(float.IsFinite).Array[1, 200], Gen.Int[1, 768_000]).Sample((samples, rate) =>
            CheckRoundTrip(samples, new AudioFormat(SampleFormat.Float32, 1, rate)), iter: 300);

    [Fact]
    public void Sixteen_bit_samples_are_rounded_to_even_and_held_at_full_scale()
    {
        var file = WavWriter.Encode([2f, -2f, 0.5f / 32768, 1.5f / 32768, -0.75f / 32768], new AudioFormat(SampleFormat.Pcm16, 1, 8_000));
        Assert.Equal([32767f / 32768, -1f, 0f, 2f / 32768, -1f / 32768], WavFiles.Read(file).Samples.ToArray());
    }

    [Fact]
    public void A_file_on_the_disk_is_written_whole_and_read_packed_or_not()
    {
        var sound = new Waveform([0.5f, -0.5f, 0.25f], 22_050);
        WavWriter.Write(_folder["a.wav"], sound);
        WavWriter.Write(_folder["b.wav"], sound, SampleFormat.Float32);
        File.WriteAllBytes(_folder["a.wav.gz"], DataFiles.Gzip(File.ReadAllBytes(_folder["a.wav"])));
        foreach (var name in new[] { "a.wav", "b.wav", "a.wav.gz" })
            Assert.Equal(sound.Samples, WavReader.ReadWaveform(_folder[name]).Samples);
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Theory]
    [InlineData("", "empty", "byte 0")]
    [InlineData("4F676753", "The file ends within the first twelve bytes", "byte 0")]
    [InlineData("664C614300000022100010000000", "'fLaC' (FLAC)", "byte 0")]
    [InlineData("52494658000000245741564500000000", "most significant byte first", "byte 0")]
    public void What_is_no_wave_file_is_refused_by_name(string hex, string words, string place) => Refuses(Convert.FromHexString(hex), words, place);

    [Fact]
    public void A_file_that_is_cut_short_is_refused_wherever_it_ends()
    {
        var file = WavFiles.Ramp(10);
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<DatasetException>(() => WavFiles.Read(file[..length]));
        Refuses(file[..^2], "56 bytes follow byte 8; 54 do", "byte 4");
        Assert.Equal(10, WavFiles.Read(file).Samples.Length);
    }

    [Fact]
    public void A_packed_file_that_is_cut_short_is_refused_when_its_end_is_reached()
    {
        var file = WavFiles.Ramp(10);
        Refuses(DataFiles.Gzip(file[..^2]), "20 bytes of it were expected, 18 were found", "byte 62");
    }

    [Fact]
    public void Lengths_that_lie_are_refused_with_their_place()
    {
        var chunk = WavFiles.Ramp(10);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(40), 22);
        Refuses(chunk, "Chunk 'data' says that it has 22 bytes; 20 are left", "byte 40");
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(40), uint.MaxValue);
        Refuses(chunk, "Its writer was stopped", "byte 40");
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(40), 19);
        Refuses(chunk, "19 bytes, which is no whole number of frames of 2", "byte 40");
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(40), 0);
        Refuses(chunk, "Chunk 'data' is empty", "byte 40");
    }

    [Theory]
    [InlineData(1, 0, 16_000, 16, null, "It has 0 channels; 1 … 64 were expected", 22)]
    [InlineData(1, 200, 16_000, 16, null, "It has 200 channels", 22)]
    [InlineData(1, 1, 0, 16, null, "0 frames a second", 24)]
    [InlineData(1, 1, -1, 16, null, "4294967295 frames a second", 24)]
    [InlineData(1, 1, 16_000, 12, 2, "A sample has 12 bits; 8, 16, 24 or 32 of PCM", 34)]
    [InlineData(3, 1, 16_000, 16, null, "32 or 64 of IEEE float", 34)]
    [InlineData(1, 2, 16_000, 16, 2, "A frame is said to have 2 bytes; 2 samples of 16 bits have 4", 32)]
    [InlineData(0x55, 1, 16_000, 16, null, "number 85 (0x0055, MP3)", 20)]
    [InlineData(7, 1, 8_000, 8, null, "number 7 (0x0007, µ-law)", 20)]
    [InlineData(0x1234, 1, 8_000, 8, null, "number 4660 (0x1234)", 20)]
    public void Formats_that_are_not_read_are_named_with_their_place(int codec, int channels, int rate, int bits, int? frame, string words, int at) =>
        Refuses(WavFiles.Riff(("fmt ", WavFiles.Format(codec, channels, rate, bits, frame)), ("data", new byte[16])), words, $"byte {at}:");

    [Fact]
    public void Extensible_heads_that_contradict_themselves_are_refused()
    {
        Refuses(WavFiles.Riff(("fmt ", WavFiles.Extensible(0x55, 1, 8_000, 16, 16)), ("data", [0, 0])), "number 85", "byte 20");
        Refuses(WavFiles.Riff(("fmt ", WavFiles.Extensible(1, 1, 8_000, 16, 17)), ("data", [0, 0])), "17 bits of a sample", "byte 38");
        Refuses(WavFiles.Riff(("fmt ", WavFiles.Extensible(1, 1, 8_000, 16, 16)[..24]), ("data", [0, 0])), "only 24 bytes", "byte 20");
        var foreign = WavFiles.Extensible(1, 1, 8_000, 16, 16);
        foreign[39] = 0;
        Refuses(WavFiles.Riff(("fmt ", foreign), ("data", [0, 0])), "sub-format", "byte 44");
    }

    [Fact]
    public void Files_without_format_or_samples_or_with_two_of_them_are_refused()
    {
        Refuses(WavFiles.Riff(("fmt ", Pcm16)), "without a chunk 'data'", "byte 36");
        Refuses(WavFiles.Riff(("data", [0, 0])), "without a chunk 'fmt '", "byte 22");
        Refuses(WavFiles.Riff(("fmt ", Pcm16), ("fmt ", Pcm16), ("data", [0, 0])), "two chunks 'fmt '", "byte 36");
        Refuses(WavFiles.Riff(("data", [0, 0]), ("data", [0, 0]), ("fmt ", Pcm16)), "two chunks 'data'", "byte 22");
        Refuses(WavFiles.Riff(("fmt ", [1, 0]), ("data", [0, 0])), "has 2 bytes; at least 16", "byte 16");
    }

    [Fact]
    public void A_sample_that_is_no_finite_number_is_found_by_frame_channel_and_byte()
    {
        byte[] data = [.. new[] { 0f, 1f, 0f, float.NaN }.SelectMany(BitConverter.GetBytes)];
        Refuses(WavFiles.Of(3, 2, 16_000, 32, data), "Sample 1 of frame 1 is NaN", "byte 56");
        Refuses(WavFiles.Of(3, 1, 16_000, 64, BitConverter.GetBytes(1e300)), "Sample 0 of frame 0", "byte 44");
    }

    [Fact]
    public void A_sound_above_the_limit_is_refused_before_memory_is_taken() => Assert.Contains(
        "It has 10 frames; 9 are the limit",
        Assert.Throws<DatasetException>(() => WavReader.ReadWaveform(new MemoryStream(WavFiles.Ramp(10)), "case", maximumBytes: 39)).Message,
        StringComparison.Ordinal);

    private static void CheckRoundTrip(float[] samples, AudioFormat format)
    {
        using var reader = WavReader.Open(new MemoryStream(WavWriter.Encode(samples, format)), "case");
        Assert.Equal(format, reader.Format);
        var read = new float[samples.Length];
        for (var at = 0; at < read.Length;)
            at += reader.Read(read.AsSpan(at)) * format.Channels;
        Assert.Equal(samples, read);
    }

    private static void Refuses(byte[] file, string words, string place)
    {
        var message = Assert.Throws<DatasetException>(() => WavFiles.Read(file)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
    }
}
