using CsCheck;

namespace Engram.Numerics.Tests;

public class RandomStreamsTests
{
    // Computed by a separate program from the published algorithms (Philox, FNV-1a, SplitMix64's finaliser).
    [Theory]
    [InlineData(42UL, "weights", null, 0xFC08F97CCD3959B5, new uint[] { 0xD9917F06, 0xBB66DA94, 0x4A804E5F, 0xDB64003B, 0xBBDFB899 })]
    [InlineData(42UL, "Wörter", null, 0x12F34D4E69242CDE, new uint[] { 0x51F750CF, 0x54FADEC2, 0xAF946556, 0x7D5F2388, 0x8A7383A9 })]
    [InlineData(42UL, "data", 3L, 0x05E0E22D65B60626, new uint[] { 0xC6DC1B6E, 0xD74F1CDC, 0xCA55D0D6, 0x7D4A805C, 0x7EB9EEE3 })]
    [InlineData(ulong.MaxValue, "weights", -1L, 0xBBA08AD49DCF87D3, new uint[] { 0x34CBFFB0, 0xB34713BA, 0x62ADA0EA, 0x6B69BFF6, 0x708BCFC5 })]
    public void A_name_means_the_same_numbers_for_ever(ulong seed, string name, long? index, ulong stream, uint[] words)
    {
        var streams = new RandomStreams(seed);
        var random = index is { } i ? streams.Named(name, i) : streams.Named(name);
        Assert.Equal(new RandomStreamState(seed, stream, 0), random.State);
        Assert.Equal(words, words.Select(_ => random.NextUInt32()));
    }

    [Fact]
    public void Using_another_stream_never_shifts_this_one()
    {
        Gen.Select(Gen.ULong, Gen.String[1, 8], Gen.Int[0, 50]).Where((_, name, _) => IsWellFormed(name)).Sample((seed, name, others) =>
        {
            var expected = Words(new RandomStreams(seed).Named("weights"), 10);
            var streams = new RandomStreams(seed);
            var interfering = streams.Named(name);
            Words(interfering, others);
            var random = streams.Named("weights");
            Words(interfering, others);
            return Words(random, 10).SequenceEqual(expected);
        });
    }

    [Fact]
    public void Names_indices_and_seeds_that_differ_give_streams_that_differ()
    {
        var firstWords = new HashSet<ulong>();
        int count = 0;
        foreach (ulong seed in new ulong[] { 0, 1, 2, 1UL << 32, ulong.MaxValue })
        {
            var streams = new RandomStreams(seed);
            foreach (string name in new[] { "a", "b", "ab", "ba", "data", "data0", "data3", "data\0" })
            {
                count += 101;
                firstWords.Add(streams.Named(name).NextUInt64());
                for (long index = -50; index < 50; index++)
                    firstWords.Add(streams.Named(name, index).NextUInt64());
            }
        }
        Assert.Equal(count, firstWords.Count);
    }

    [Fact]
    public void Streams_of_neighbouring_names_are_uncorrelated()
    {
        const int Count = 20_000;
        var streams = new RandomStreams(7);
        var first = streams.Named("layer", 0);
        var second = streams.Named("layer", 1);
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += (first.NextDouble() - 0.5) * (second.NextDouble() - 0.5) * 12;
        // Standard deviation 1 / sqrt(Count) under independence.
        Assert.InRange(sum / Count * Math.Sqrt(Count), -3.5, 3.5);
    }

    [Fact]
    public void A_name_must_be_text()
    {
        var streams = new RandomStreams(1);
        Assert.Throws<ArgumentException>(() => streams.Named(""));
        Assert.Throws<ArgumentNullException>(() => streams.Named(null!));
        var error = Assert.Throws<ArgumentException>(() => streams.Named("ab\uD800c", 2));
        Assert.Contains("position 2", error.Message, StringComparison.Ordinal);
    }

    private static bool IsWellFormed(string text) => !string.Equals(text, "weights", StringComparison.Ordinal) && !text.Any(char.IsSurrogate);

    private static uint[] Words(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextUInt32())];

    [Fact]
    public void The_start_of_a_stream_is_known_without_a_stream_and_without_memory()
    {
        var streams = new RandomStreams(17);
        string[] names = ["noise", "ähnlich ≠ gleich", new string('n', 500)];
        foreach (string name in names)
        {
            Assert.Equal(streams.Named(name).State, streams.StateOf(name));
            Assert.Equal(streams.Named(name, -3).State, streams.StateOf(name, -3));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long index = 0; index < 100; index++)
            streams.StateOf("noise", index);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Throws<ArgumentException>(() => streams.StateOf("\ud800"));
    }
}
