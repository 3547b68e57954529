using CsCheck;

namespace Engram.Numerics.Tests;

public class SummaryTests
{
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.Double[1e8, 1e8 + 1], Gen.Int[-3, 3].Select(i => (double)i)).Array[1, 60];

    [Fact]
    public void A_small_set_is_summed_up_as_by_hand()
    {
        var summary = Summary.Of([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal(8, summary.Count);
        Assert.Equal(5, summary.Mean);
        Assert.Equal(2, summary.PopulationStandardDeviation);
        Assert.Equal(Math.Sqrt(32.0 / 7), summary.SampleStandardDeviation);
        Assert.Equal(Math.Sqrt(32.0 / 7 / 8), summary.StandardError, 1e-15);
        Assert.Equal((2, 9, 4.5), (summary.Minimum, summary.Maximum, summary.Median));
    }

    // numpy.quantile([1, 2, 4, 8, 16], q): type 7.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1.4)]
    [InlineData(0.25, 2)]
    [InlineData(0.4, 3.2)]
    [InlineData(0.5, 4)]
    [InlineData(0.9, 12.8)]
    [InlineData(1, 16)]
    public void Quantiles_lie_linearly_between_the_numbers(double share, double expected) =>
        Assert.Equal(expected, Summary.Of([16, 1, 8, 2, 4]).Quantile(share), 1e-14);

    [Fact]
    public void The_mean_and_the_deviation_are_exact_to_rounding_however_far_from_zero()
    {
        Values.Sample(values =>
        {
            decimal mean = values.Sum(v => (decimal)v) / values.Length;
            double squares = values.Sum(v => (double)(((decimal)v - mean) * ((decimal)v - mean)));
            var summary = Summary.Of(values);
            double scale = values.Max(Math.Abs);
            // Conversion to decimal keeps 15 digits of each number.
            Assert.Equal((double)mean, summary.Mean, (scale * 1e-14) + 1e-14);
            Assert.Equal(Math.Sqrt(squares / values.Length), summary.PopulationStandardDeviation, (scale * 1e-14) + 1e-14);
        });
    }

    [Fact]
    public void A_constant_has_no_deviation()
    {
        Gen.Select(Gen.Double[-1e100, 1e100], Gen.Int[2, 50]).Sample((value, count) =>
        {
            var summary = Summary.Of(Enumerable.Repeat(value, count).ToArray());
            Assert.Equal((value, 0, 0, value), (summary.Mean, summary.SampleStandardDeviation, summary.StandardError, summary.Quantile(0.3)));
        });
    }

    [Fact]
    public void The_order_of_the_numbers_does_not_matter()
    {
        Gen.Select(Values, Gen.ULong).Sample((values, seed) =>
        {
            var before = Summary.Of(values);
            new RandomStreams(seed).Named("order").Shuffle<double>(values);
            var after = Summary.Of(values);
            Assert.Equal(before, after);
            Assert.Equal(before.GetHashCode(), after.GetHashCode());
            Assert.Equal(before.Mean, after.Mean);
            Assert.Equal(before.SampleStandardDeviation, after.SampleStandardDeviation);
        });
        Assert.NotEqual(Summary.Of([1, 2]), Summary.Of([1, 3]));
    }

    [Fact]
    public void The_mean_and_all_quantiles_lie_between_the_extremes_and_quantiles_rise()
    {
        Gen.Select(Values, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((values, first, second) =>
        {
            var summary = Summary.Of(values);
            double low = summary.Quantile(Math.Min(first, second));
            double high = summary.Quantile(Math.Max(first, second));
            return summary.Minimum <= summary.Mean && summary.Mean <= summary.Maximum
                && summary.Minimum <= low && low <= high + (Math.Abs(high) * 1e-15) && high <= summary.Maximum;
        });
    }

    [Fact]
    public void The_numbers_are_copied_and_left_as_they_are()
    {
        double[] values = [3, 1, 2];
        var summary = Summary.Of(values);
        Assert.Equal([3, 1, 2], values);
        values[0] = 100;
        Assert.Equal(3, summary.Quantile(1));
    }

    [Fact]
    public void Of_no_numbers_nothing_is_known()
    {
        foreach (var summary in new[] { Summary.Of([]), default })
        {
            Assert.Equal(0, summary.Count);
            Assert.All(All(summary), x => Assert.Equal(double.NaN, x));
        }
        Assert.Equal(default, Summary.Of([]));
    }

    [Fact]
    public void One_number_has_a_population_deviation_of_zero_and_no_sample_deviation()
    {
        var summary = Summary.Of([3]);
        Assert.Equal((3, 0, 3), (summary.Mean, summary.PopulationStandardDeviation, summary.Median));
        Assert.Equal((double.NaN, double.NaN), (summary.SampleStandardDeviation, summary.StandardError));
    }

    [Fact]
    public void A_number_that_is_none_spoils_everything_but_the_count()
    {
        var summary = Summary.Of([1, double.NaN, 3]);
        Assert.Equal(3, summary.Count);
        Assert.All(All(summary), x => Assert.Equal(double.NaN, x));
    }

    [Fact]
    public void An_infinity_leaves_the_extremes_and_the_quantiles()
    {
        var summary = Summary.Of([1, double.PositiveInfinity, 2, double.PositiveInfinity]);
        Assert.Equal((double.PositiveInfinity, 1, double.PositiveInfinity), (summary.Mean, summary.Minimum, summary.Maximum));
        Assert.Equal((double.NaN, double.NaN), (summary.PopulationStandardDeviation, summary.SampleStandardDeviation));
        Assert.Equal((1.5, double.PositiveInfinity), (summary.Quantile(1.0 / 6), summary.Quantile(0.9)));
        Assert.Equal(double.NaN, Summary.Of([double.NegativeInfinity, double.PositiveInfinity]).Mean);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_share_is_from_0_to_1(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Of([1]).Quantile(share));

    private static double[] All(Summary summary) =>
    [
        summary.Mean, summary.Minimum, summary.Maximum, summary.PopulationStandardDeviation, summary.SampleStandardDeviation,
        summary.StandardError, summary.Median,
    ];
}
