using Engram.Numerics;

namespace Engram.Datasets.Tests;

public sealed class MersenneTwisterTests
{
    [Fact]
    public void Raw_outputs_are_the_published_ones()
    {
        var random = new MersenneTwister(42);
        var expected = ReferenceValues.Random.GetProperty("first_uint32").EnumerateArray().Select(value => value.GetUInt32());
        Assert.All(expected, value => Assert.Equal(value, random.NextUInt32()));
    }

    [Fact]
    public void The_ten_thousandth_output_of_the_default_seed_is_that_of_the_Cpp_standard()
    {
        // ISO/IEC 14882, [rand.predef]: the 10000th number of mt19937 with its default seed 5489 is 4123659995.
        var random = new MersenneTwister(5489);
        for (var i = 1; i < 10_000; i++)
            random.NextUInt32();
        Assert.Equal(4123659995u, random.NextUInt32());
    }

    [Fact]
    public void Uniform_numbers_are_the_published_ones()
    {
        var random = new MersenneTwister(42);
        Assert.All(
            ReferenceValues.Random.GetProperty("first_uniform_doubles").Doubles(), value => Assert.Equal(value, random.NextDouble()));
    }

    [Fact]
    public void Normal_numbers_are_the_published_ones()
    {
        var random = new MersenneTwister(42);
        Assert.All(
            ReferenceValues.Random.GetProperty("first_gaussians").Doubles(), value => Assert.Equal(value, random.NextGaussian(), 1e-13));
    }

    [Fact]
    public void A_held_normal_number_survives_other_draws()
    {
        var (straight, interrupted) = (new MersenneTwister(7), new MersenneTwister(7));
        straight.NextGaussian();
        interrupted.NextGaussian();
        interrupted.NextDouble();
        interrupted.NextBounded(5);
        Assert.Equal(straight.NextGaussian(), interrupted.NextGaussian());
    }

    [Fact]
    public void Bounded_numbers_are_the_published_ones()
    {
        var random = new MersenneTwister(42);
        Assert.All(
            ReferenceValues.Random.GetProperty("first_bounded_0_to_47").Integers(), value => Assert.Equal(value, random.NextBounded(47)));
    }

    [Fact]
    public void The_permutation_is_the_published_one() =>
        Assert.Equal(ReferenceValues.Random.GetProperty("permutation_of_10").Integers(), new MersenneTwister(42).Permutation(10));

    [Fact]
    public void Single_precision_numbers_make_the_published_starting_weights()
    {
        var random = new MersenneTwister(12);
        foreach (var layer in ReferenceValues.InitialWeights.EnumerateArray())
        {
            if (layer.GetProperty("shape").Integers() is not [var rows, var columns])
                throw new InvalidDataException("A layer's weights are a table.");

            var bound = 1.0f / MathF.Sqrt(columns);
            var weights = Draw(rows * columns);
            var biases = Draw(rows);
            Assert.Equal(layer.GetProperty("W_first3").Doubles(), weights[..3].Select(value => (double)value), Near);
            Assert.Equal(layer.GetProperty("W_last").GetDouble(), weights[^1], 1e-7);
            Assert.Equal(layer.GetProperty("b_first").GetDouble(), biases[0], 1e-7);
            Assert.Equal(layer.GetProperty("b_last").GetDouble(), biases[^1], 1e-7);

            float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle24() * (bound - -bound)) + -bound)];
        }

        static bool Near(double a, double b) => Math.Abs(a - b) < 1e-7;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(int.MaxValue)]
    public void Bounded_numbers_stay_within_their_bound(int bound)
    {
        var random = new MersenneTwister(3);
        for (var i = 0; i < 1000; i++)
            Assert.InRange(random.NextBounded(bound), 0, bound);
    }

    [Fact]
    public void Small_bounds_reach_every_number_about_equally_often()
    {
        var random = new MersenneTwister(11);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextBounded(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400)); // 10 000 ± 4.3 standard deviations
    }

    [Fact]
    public void Drawing_below_a_bound_of_nothing_takes_nothing_from_the_stream()
    {
        var (used, fresh) = (new MersenneTwister(5), new MersenneTwister(5));
        Assert.Equal(0, used.NextBounded(0));
        Assert.Equal(fresh.NextUInt32(), used.NextUInt32());
    }

    [Fact]
    public void A_negative_bound_or_count_is_refused()
    {
        var random = new MersenneTwister(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBounded(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Permutation(-1));
    }
}
