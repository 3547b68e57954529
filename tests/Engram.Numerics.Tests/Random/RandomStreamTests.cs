using CsCheck;

namespace Engram.Numerics.Tests;

public class RandomStreamTests
{
    private static readonly Gen<RandomStreamState> States =
        from seed in Gen.ULong
        from stream in Gen.ULong
        from position in Gen.OneOf(Gen.ULong, Gen.ULong[0, 9], Gen.ULong[ulong.MaxValue - 9, ulong.MaxValue])
        select new RandomStreamState(seed, stream, position);

    [Fact]
    public void A_stream_goes_on_from_its_saved_state_whatever_was_asked_of_it_before()
    {
        Gen.Select(States, Gen.Int[0, 6].Array[0, 20], Gen.Int[0, 6].Array[1, 20]).Sample((state, before, after) =>
        {
            var random = new RandomStream(state);
            Assert.Equal(state, random.State);
            Draw(random, before);
            var bytes = new byte[RandomStreamState.Size];
            random.State.Write(bytes);
            var resumed = new RandomStream(RandomStreamState.Read(bytes));
            Assert.Equal(Draw(random, after), Draw(resumed, after));
            Assert.Equal(random.State, resumed.State);
        });
    }

    [Fact]
    public void A_stream_that_is_moved_gives_what_a_new_one_there_would_whatever_was_asked_of_it_before()
    {
        Gen.Select(States, States, Gen.Int[0, 6].Array[0, 20], Gen.Int[0, 6].Array[1, 20]).Sample((state, other, before, after) =>
        {
            var moved = new RandomStream(other);
            Draw(moved, before);
            moved.MoveTo(state);
            Assert.Equal(Draw(new RandomStream(state), after), Draw(moved, after));
        });
    }

    [Fact]
    public void Skipping_is_the_same_as_drawing_and_throwing_away()
    {
        Gen.Select(States, Gen.Int[0, 30]).Sample((state, words) =>
        {
            var drawn = new RandomStream(state);
            for (int i = 0; i < words; i++)
                drawn.NextUInt32();
            var skipped = new RandomStream(state);
            skipped.Skip((ulong)words);
            Assert.Equal(drawn.State, skipped.State);
            Assert.Equal(drawn.NextUInt64(), skipped.NextUInt64());
        });
    }

    [Fact]
    public void A_far_skip_can_be_taken_back_around_the_period()
    {
        var random = new RandomStreams(3).Named("x");
        uint expected = random.NextUInt32();
        random.Skip(ulong.MaxValue);
        Assert.Equal(expected, random.NextUInt32());
    }

    [Fact]
    public void A_state_that_is_cut_short_is_refused_with_its_length()
    {
        var error = Assert.Throws<ArgumentException>(() => RandomStreamState.Read(new byte[23]));
        Assert.Contains("24 bytes; there are 23", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => default(RandomStreamState).Write(new byte[23]));
    }

    [Fact]
    public void Every_kind_of_number_takes_the_words_it_says()
    {
        var random = new RandomStreams(1).Named("x");
        Assert.Equal(1UL, Words(r => r.NextUInt32()));
        Assert.Equal(2UL, Words(r => r.NextUInt64()));
        Assert.Equal(1UL, Words(r => r.NextSingle()));
        Assert.Equal(2UL, Words(r => r.NextDouble()));
        Assert.Equal(2UL, Words(r => r.NextUniform(-1, 1)));
        Assert.Equal(2UL, Words(r => r.NextGaussian()));
        Assert.Equal(5UL, Words(r => r.FillUniform(new float[5], 0, 1)));
        Assert.Equal(10UL, Words(r => r.FillGaussian(new float[5])));

        ulong Words(Action<RandomStream> draw)
        {
            ulong before = random.State.Position;
            draw(random);
            return random.State.Position - before;
        }
    }

    [Fact]
    public void A_fill_gives_what_single_calls_give()
    {
        var single = new RandomStreams(5).Named("x");
        var filled = new RandomStreams(5).Named("x");
        var floats = new float[7];
        var doubles = new double[7];
        filled.Fill(floats);
        Assert.Equal(floats.Select(_ => single.NextSingle()), floats);
        filled.Fill(doubles);
        Assert.Equal(doubles.Select(_ => single.NextDouble()), doubles);
        filled.FillUniform(floats, -2, 4);
        Assert.Equal(floats.Select(_ => -2 + (6 * single.NextSingle())), floats);
        filled.FillUniform(doubles, -2, 4);
        Assert.Equal(doubles.Select(_ => single.NextUniform(-2, 4)), doubles);
        filled.FillGaussian(floats, 3, 0.5);
        Assert.Equal(floats.Select(_ => (float)(3 + (0.5 * single.NextGaussian()))), floats);
        filled.FillGaussian(doubles, 3, 0.5);
        Assert.Equal(doubles.Select(_ => 3 + (0.5 * single.NextGaussian())), doubles);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Singles_doubles_and_words_are_uniform(ulong seed)
    {
        const int Cells = 256;
        const int Count = 256 * 200;
        var random = new RandomStreams(seed).Named("uniform");
        AssertUniform(Cells, Count, () => (int)(random.NextSingle() * Cells));
        AssertUniform(Cells, Count, () => (int)(random.NextDouble() * Cells));
        AssertUniform(Cells, Count, () => (int)(random.NextUInt32() >> 24));
        AssertUniform(Cells, Count, () => (int)(random.NextUInt32() & 0xFF));
        AssertUniform(Cells, Count, () => (int)(random.NextUInt64() >> 56));
        // Neighbours in the stream fill the square evenly.
        AssertUniform(Cells, Count, () => ((int)(random.NextSingle() * 16) * 16) + (int)(random.NextSingle() * 16));
    }

    [Fact]
    public void Singles_and_doubles_lie_on_their_grids_below_one()
    {
        States.Sample(state =>
        {
            float single = new RandomStream(state).NextSingle();
            double scaled = single * (double)(1 << 24);
            double fine = new RandomStream(state).NextDouble();
            double fineScaled = fine * (1L << 53);
            return single is >= 0 and < 1 && scaled == Math.Floor(scaled) && fine is >= 0 and < 1 && fineScaled == Math.Floor(fineScaled);
        });
    }

    [Fact]
    public void A_uniform_number_never_reaches_its_upper_bound()
    {
        var random = new RandomStreams(11).Named("x");
        var floats = new float[1000];
        // One representable step apart: rounding alone would give the upper bound half of the time.
        random.FillUniform(floats, 1f, MathF.BitIncrement(1f));
        Assert.All(floats, x => Assert.Equal(1f, x));
        for (int i = 0; i < 100; i++)
            Assert.Equal(1.0, random.NextUniform(1, Math.BitIncrement(1.0)));
        Assert.Equal(2.5, random.NextUniform(2.5, 2.5));
        random.FillUniform(floats, 2.5f, 2.5f);
        Assert.All(floats, x => Assert.Equal(2.5f, x));
        Gen.Select(States, Gen.Double[-1e6, 1e6], Gen.Double[1e-9, 1e6]).Sample((state, low, width) =>
        {
            double value = new RandomStream(state).NextUniform(low, low + width);
            return value >= low && (value < low + width || low + width == low);
        });
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(-1.7e308, 1.7e308)]
    public void A_range_must_be_finite_and_in_order(double low, double high)
    {
        var random = new RandomStreams(1).Named("x");
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextUniform(low, high));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillUniform(new double[1], low, high));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillUniform(new float[1], (float)low, (float)high));
        Assert.Equal(0UL, random.State.Position);
    }

    [Fact]
    public void Normal_deviates_have_the_same_bits_on_every_machine()
    {
        // From a separate program in another language, with the same order of operations; numbers 2, 35 and 39 are from the tails.
        var random = new RandomStreams(42).Named("weights");
        var values = new double[40];
        random.FillGaussian(values);
        Assert.Equal(0.6189889322279677, values[0]);
        Assert.Equal(1.0669139064205562, values[1]);
        Assert.Equal(-1.8272516397269256, values[2]);
        Assert.Equal(1.834924861359769, values[35]);
        Assert.Equal(2.0121410193027374, values[39]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Normal_deviates_have_the_moments_and_the_distribution_of_the_normal(ulong seed)
    {
        const int Count = 40_000;
        var values = new double[Count];
        new RandomStreams(seed).Named("gaussian").FillGaussian(values);
        double root = Math.Sqrt(Count);
        // The standard deviations of the first four sample moments are 1, sqrt(2), sqrt(15) and sqrt(96), over sqrt(Count).
        Assert.InRange(values.Average() * root, -3.5, 3.5);
        Assert.InRange((values.Average(x => x * x) - 1) * root / Math.Sqrt(2), -3.5, 3.5);
        Assert.InRange(values.Average(x => x * x * x) * root / Math.Sqrt(15), -3.5, 3.5);
        Assert.InRange((values.Average(x => x * x * x * x) - 3) * root / Math.Sqrt(96), -3.5, 3.5);

        Array.Sort(values);
        double distance = 0;
        for (int i = 0; i < Count; i++)
        {
            double cumulative = NormalDistributionTests.Cumulative(values[i]);
            distance = Math.Max(distance, Math.Max(cumulative - ((double)i / Count), ((i + 1.0) / Count) - cumulative));
        }
        // Kolmogorov's 99.9 % point.
        Assert.InRange(distance * root, 0.2, 1.95);
    }

    [Fact]
    public void Successive_normal_deviates_are_uncorrelated()
    {
        const int Count = 20_000;
        var values = new double[Count];
        new RandomStreams(4).Named("gaussian").FillGaussian(values);
        for (int lag = 1; lag <= 4; lag++)
        {
            double sum = 0;
            for (int i = lag; i < Count; i++)
                sum += values[i] * values[i - lag];
            Assert.InRange(sum / Math.Sqrt(Count - lag), -3.5, 3.5);
        }
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, -1)]
    [InlineData(0, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Normal_deviates_need_a_finite_mean_and_deviation(double mean, double standardDeviation)
    {
        var random = new RandomStreams(1).Named("x");
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillGaussian(new double[1], mean, standardDeviation));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.FillGaussian(new float[1], mean, standardDeviation));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void Bounded_numbers_are_equally_likely(int count)
    {
        var random = new RandomStreams(8).Named("bounded");
        AssertUniform(count, count * 500, () => random.NextBounded(count));
    }

    [Fact]
    public void A_bound_that_does_not_divide_the_words_is_not_biased()
    {
        // 2^32 words on 3 * 2^29 numbers: scaling without rejection would give two of every three numbers 3 words and the third only 2.
        const int Bound = 3 << 29;
        var random = new RandomStreams(9).Named("bounded");
        AssertUniform(3, 60_000, () => random.NextBounded(Bound) % 3);
        Assert.True(random.State.Position > 180_000 / 3, "Without a rejected word the numbers cannot be equally likely.");
    }

    [Fact]
    public void Bounded_numbers_stay_in_their_bounds()
    {
        Gen.Select(States, Gen.Int[1, int.MaxValue]).Sample((state, bound) =>
        {
            int value = new RandomStream(state).NextBounded(bound);
            return value >= 0 && value < bound;
        });
        Assert.Equal(0, new RandomStreams(1).Named("x").NextBounded(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStreams(1).Named("x").NextBounded(0));
    }

    [Fact]
    public void A_shuffle_is_a_permutation()
    {
        Gen.Select(States, Gen.Int[0, 200]).Sample((state, count) =>
        {
            int[] items = [.. Enumerable.Range(0, count)];
            new RandomStream(state).Shuffle<int>(items);
            Array.Sort(items);
            return items.SequenceEqual(Enumerable.Range(0, count));
        });
    }

    [Fact]
    public void All_orders_of_a_shuffle_are_equally_likely()
    {
        var random = new RandomStreams(10).Named("shuffle");
        AssertUniform(256, 24 * 1000, () =>
        {
            Span<int> items = [0, 1, 2, 3];
            random.Shuffle(items);
            return (items[0] * 64) + (items[1] * 16) + (items[2] * 4) + items[3];
        }, possible: 24);
    }

    /// <summary>Pearson's chi-square, against its 99.99 % point in the approximation of Wilson and Hilferty.</summary>
    private static void AssertUniform(int cells, int count, Func<int> draw, int? possible = null)
    {
        var counts = new int[cells];
        for (int i = 0; i < count; i++)
            counts[draw()]++;
        int kinds = possible ?? cells;
        Assert.Equal(kinds, counts.Count(c => c > 0));
        double expected = (double)count / kinds;
        double statistic = counts.Where(c => c > 0).Sum(c => (c - expected) * (c - expected) / expected);
        double freedom = kinds - 1;
        double spread = 2 / (9 * freedom);
        double limit = freedom * Math.Pow(1 - spread + (3.719 * Math.Sqrt(spread)), 3);
        Assert.InRange(statistic, 0, limit);
    }

    private static List<double> Draw(RandomStream random, int[] kinds)
    {
        var numbers = new List<double>();
        foreach (int kind in kinds)
        {
            numbers.Add(kind switch
            {
                0 => random.NextUInt32(),
                1 => random.NextUInt64(),
                2 => random.NextSingle(),
                3 => random.NextDouble(),
                4 => random.NextGaussian(),
                5 => random.NextBounded(1 << 20),
                _ => random.NextUniform(-3, 5),
            });
        }
        return numbers;
    }
}
