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
