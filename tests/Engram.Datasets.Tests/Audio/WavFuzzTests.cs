using Engram.Numerics;

namespace Engram.Datasets.Tests.Audio;

/// <summary>
/// Whatever the bytes are, the reader gives finite samples or says what is wrong, and takes no more memory than the file allows.
/// </summary>
public sealed class WavFuzzTests
{
    private const int Cases = 24_000;
    private const long Overhead = 256 << 10;

    private static readonly byte[][] Sound =
    [
        WavFiles.Ramp(12),
        WavFiles.Of(3, 2, 44_100, 32, [.. new[] { 0.5f, -0.5f, 1f, 0f }.SelectMany(BitConverter.GetBytes)]),
        WavFiles.Riff(("LIST", [1, 2, 3]), ("data", [1, 2, 3, 4, 5, 6]), ("fmt ", WavFiles.Extensible(1, 1, 8_000, 24, 24))),
        WavFiles.Of(1, 3, 48_000, 8, [0, 1, 2, 3, 4, 5]),
    ];

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        var random = new MersenneTwister(1);
        var (read, refused) = (0, 0);
        for (var number = 0; number < Cases; number++)
        {
            var content = Damaged(random, Sound[number % Sound.Length]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var sound = WavFiles.Read(content);
                read++;
                Assert.InRange(sound.Samples.Length, 1, content.Length);
                Assert.InRange(sound.SampleRate, 1, AudioFormat.GreatestSampleRate);
                Assert.DoesNotContain(sound.Samples.ToArray(), static sample => !float.IsFinite(sample));
            }
            catch (DatasetException refusal)
            {
                refused++;
                Assert.StartsWith("case", refusal.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(refusal.Message, char.IsControl);
            }
            catch (Exception other) when (other is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Case {number} ({Convert.ToHexString(content)}) ended in {other}");
            }

            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken <= Overhead, $"Case {number} with {content.Length} bytes took {taken} bytes.");
        }

        Assert.True(read > Cases / 10 && refused > Cases / 10, $"{read} cases were read, {refused} refused.");
    }

    /// <summary>A packed file may hold a thousand times its bytes, so its promises cannot be checked at once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_packed_file_takes_no_memory_for_what_it_only_promises(bool isEarly)
    {
        const int Promised = 100_000_000;
        var filling = new byte[200_000];
        var random = new MersenneTwister(2);
        foreach (ref var value in filling.AsSpan())
            value = (byte)random.NextUInt32();
        var format = ("fmt ", WavFiles.Format(1, 1, 16_000, 8));
        var data = ("data", new byte[1000]);
        var file = isEarly ? WavFiles.Riff(("junk", filling), data) : WavFiles.Riff(("junk", filling), format, data);
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 1004), Promised);
        BitConverter.TryWriteBytes(file.AsSpan(4), file.Length - 8 - 1000 + Promised);

        var packed = DataFiles.Gzip(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var words = Assert.Throws<DatasetException>(() => WavFiles.Read(packed)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(isEarly ? "The file ends within chunk 'data'" : $"{Promised} bytes of it were expected, 1000 were found", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_packed_file_is_read_whole()
    {
        var samples = new float[100_000];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)i / 32768f;
        var file = WavWriter.Encode(samples, new AudioFormat(SampleFormat.Pcm16, 1, 16_000));
        Assert.Equal(samples, WavFiles.Read(DataFiles.Gzip(file)).Samples.ToArray());
        Assert.Equal(samples, WavFiles.Read(DataFiles.Gzip(WavFiles.Riff(("data", file[44..]), ("fmt ", WavFiles.Format(1, 1, 16_000, 16))))).Samples.ToArray());
    }

    /// <summary>Damage anywhere, or in a number of the head while the lengths of the file stay as they are.</summary>
    private static byte[] Damaged(MersenneTwister random, byte[] valid)
    {
        if (random.NextBounded(1) == 0)
            return Mutation.Damage(random, valid);
        var content = valid.ToArray();
        for (var injuries = 1 + random.NextBounded(2); injuries > 0; injuries--)
        {
            var at = random.NextBounded(content.Length - 1);
            content[at] = random.NextBounded(2) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.NextUInt32() };
        }

        return content;
    }
}
