using CsCheck;

namespace Engram.Datasets.Tests.Audio;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates => new() { { 8_000, 16_000 }, { 16_000, 8_000 }, { 44_100, 16_000 }, { 48_000, 44_100 }, { 16_000, 22_050 }, { 3, 2 } };

    [Theory]
    [MemberData(nameof(Rates))]
    public void What_both_rates_can_carry_passes_within_a_hundredth_of_a_decibel(int input, int output)
    {
        var nyquist = Math.Min(input, output) / 2.0;
        foreach (var share in new[] { 0.01, 0.2, 0.5, 0.8, 0.9 })
        {
            var gain = Amplitude(Resampler.Resample(Sine(share * nyquist, input, 6000), input, output), share * nyquist, output);
            Assert.InRange(20 * Math.Log10(gain), -0.01, 0.01);
        }
    }

    [Theory]
    [InlineData(16_000, 8_000)]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 44_100)]
    public void What_would_alias_is_held_down_by_eighty_decibels(int input, int output)
    {
        foreach (var hertz in new[] { 1.0, 1.05, 1.3, 1.9 }.Select(share => share * output / 2).Where(hertz => hertz < input / 2.0))
        {
            var result = Middle(Resampler.Resample(Sine(hertz, input, 8000), input, output));
            var power = result.Average(static sample => (double)sample * sample) * 2;
            Assert.InRange(10 * Math.Log10(power), double.NegativeInfinity, -80);
        }
    }

    [Theory]
    [InlineData(8_000, 16_000)]
    [InlineData(16_000, 44_100)]
    public void The_images_that_raising_the_rate_would_make_are_held_down_by_eighty_decibels(int input, int output)
    {
        var hertz = 0.8 * input / 2;
        var result = Resampler.Resample(Sine(hertz, input, 6000), input, output);
        Assert.InRange(20 * Math.Log10(Amplitude(result, input - hertz, output)), double.NegativeInfinity, -80);
    }

    [Fact]
    public void Outputs_lie_at_the_time_of_their_inputs()
    {
        var result = Resampler.Resample(Sine(440, 16_000, 4000), 16_000, 8_000);
        var expected = Sine(440, 8_000, 2000);
        for (var i = 300; i < 1700; i++)
            Assert.Equal(expected[i], result[i], 2e-4f);
    }

    [Fact]
    public void Equal_rates_change_nothing() => Gen.Float[-1, 1].Array[0, 300].Sample(samples =>
        Assert.Equal(samples, Resampler.Resample(samples, 16_000, 16_000)), iter: 50);

    [Fact]
    public void Resampling_is_linear() => Gen.Select(Gen.Float[-1, 1].Array[400], Gen.Float[-1, 1].Array[400], Gen.Float[-2, 2]).Sample((x, y, factor) =>
    {
        var resampler = new Resampler(44_100, 16_000);
        var (first, second) = (resampler.Resample(x), resampler.Resample(y));
        var together = resampler.Resample(x.Zip(y).Select(pair => (factor * pair.First) + pair.Second).ToArray());
        for (var i = 0; i < together.Length; i++)
            Assert.Equal((factor * first[i]) + second[i], together[i], 2e-6f);
    }, iter: 20);

    [Fact]
    public void A_constant_stays_that_constant()
    {
        var result = Middle(Resampler.Resample([.. Enumerable.Repeat(0.75f, 4000)], 44_100, 48_000));
        Assert.All(result, static sample => Assert.Equal(0.75f, sample, 1e-6f));
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_bits_as_the_whole() =>
        Gen.Select(Gen.Float[-1, 1].Array[0, 3000], Gen.Int[1, 700], Gen.Int[0, 5]).Sample((samples, piece, which) =>
        {
            var (input, output) = new[] { (8_000, 16_000), (16_000, 8_000), (44_100, 16_000), (3, 2), (2, 3), (100, 1) }[which];
            var resampler = new Resampler(input, output);
            var whole = resampler.Resample(samples);
            Assert.Equal(resampler.OutputCount(samples.Length), whole.Length);
            List<float> parts = [];
            var buffer = new float[resampler.OutputCount(piece) + resampler.MostAtEnd];
            foreach (var part in samples.Chunk(piece))
                parts.AddRange(buffer[..resampler.Push(part, buffer)]);
            parts.AddRange(buffer[..resampler.Finish(buffer)]);
            Assert.Equal(whole, parts);
        }, iter: 150);

    [Fact]
    public void Streaming_allocates_nothing()
    {
        var resampler = new Resampler(44_100, 16_000);
        var (input, output) = (new float[1000], new float[1000]);
        resampler.Push(input, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            resampler.Push(input, output);
        resampler.Finish(output);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Too_little_room_and_too_strange_rates_are_refused_in_words()
    {
        Assert.Contains("there is room for 3", Assert.Throws<ArgumentException>(() => new Resampler(1, 2).Push(new float[1000], new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("greater common divisor", Assert.Throws<ArgumentException>(() => new Resampler(767_999, 767_998)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(0, 1));
    }

    private static float[] Sine(double hertz, int rate, int count) => [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin((2 * Math.PI * hertz * i / rate) + 0.3))];

    /// <summary>What is far from the ends, where silence before and after reaches in.</summary>
    private static float[] Middle(float[] samples) => samples[(samples.Length / 4)..(samples.Length * 3 / 4)];

    /// <summary>The amplitude of a sine, by least squares.</summary>
    private static double Amplitude(float[] samples, double hertz, int rate)
    {
        double ss = 0, cc = 0, sc = 0, xs = 0, xc = 0;
        for (var i = samples.Length / 4; i < samples.Length * 3 / 4; i++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * hertz * i / rate);
            (ss, cc, sc, xs, xc) = (ss + (s * s), cc + (c * c), sc + (s * c), xs + (samples[i] * s), xc + (samples[i] * c));
        }

        var determinant = (ss * cc) - (sc * sc);
        var (a, b) = (((xs * cc) - (xc * sc)) / determinant, ((xc * ss) - (xs * sc)) / determinant);
        return Math.Sqrt((a * a) + (b * b));
    }
}
