using CsCheck;

namespace Engram.Datasets.Tests.Audio;

public sealed class PcmReaderTests
{
    private static readonly AudioFormat Stereo = new(SampleFormat.Pcm16, 2, 16_000);

    [Fact]
    public void A_stream_that_gives_bytes_in_any_pieces_gives_the_same_frames() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[1, 9], Gen.Int[1, 40]).Sample((bytes, piece, room) =>
        {
            var whole = bytes[..(bytes.Length / 4 * 4)];
            using var reader = new PcmReader(new Trickle(whole, piece), Stereo);
            List<float> frames = [];
            var buffer = new float[2 * room];
            while (reader.Read(buffer) is var count && count > 0)
                frames.AddRange(buffer[..(2 * count)]);
            Assert.Equal(Enumerable.Range(0, whole.Length / 2).Select(i => BitConverter.ToInt16(whole, 2 * i) / 32768f), frames);
            Assert.Equal(whole.Length / 4, reader.Position);
        }, iter: 500);

    [Fact]
    public void A_frame_is_given_as_soon_as_it_is_there()
    {
        using var reader = new PcmReader(new Trickle([1, 0, 3, 0, 5, 0, 7, 0], 4), Stereo);
        var samples = new float[100];
        Assert.Equal(1, reader.ReadMono(samples));
        Assert.Equal(2f / 32768, samples[0]);
        Assert.Equal(1, reader.ReadMono(samples));
        Assert.Equal(6f / 32768, samples[0]);
    }

    [Fact]
    public void A_stream_that_ends_within_a_frame_is_refused()
    {
        using var reader = new PcmReader(new MemoryStream([1, 0, 3, 0, 5]), Stereo, "pipe");
        Assert.Equal("pipe, byte 5: It ends within a frame: 4 bytes were expected, 1 were found. Check that it is 16-bit PCM, 2 channels, 16000 Hz.",
            Assert.Throws<DatasetException>(() => reader.Read(new float[100])).Message);
    }

    [Fact]
    public void Formats_that_make_no_sense_are_refused() =>
        Assert.All([new AudioFormat(SampleFormat.Pcm16, 0, 1), new(SampleFormat.Pcm16, 65, 1), new(SampleFormat.Pcm16, 1, 0), new((SampleFormat)9, 1, 1)],
            static format => Assert.Throws<ArgumentException>(() => new PcmReader(Stream.Null, format)));

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var reader = new PcmReader(new MemoryStream(new byte[1 << 20]), Stereo);
        var samples = new float[1000];
        reader.ReadMono(samples);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.ReadMono(samples) > 0)
        {
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class Trickle(byte[] content, int piece) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
