using CsCheck;

namespace Engram.Numerics.Tests;

public class RunningSummaryTests
{
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.Double[1e6, 1e6 + 1]).Array[0, 40];

    [Fact]
    public void Taking_numbers_one_by_one_agrees_with_the_summary_of_all()
    {
        Values.Sample(values => AssertClose(Summary.Of(values), Of(values), values));
    }

    [Fact]
    public void Merging_parts_agrees_with_the_summary_of_all()
    {
        Gen.Select(Values, Values, Values).Sample((first, second, third) =>
        {
            var merged = Of(first);
            merged.Merge(Of(second));
            merged.Merge(Of(third));
            double[] all = [.. first, .. second, .. third];
            AssertClose(Summary.Of(all), merged, all);
        });
    }

    [Fact]
    public void Merging_with_itself_doubles_every_number()
    {
        var summary = Of([1, 2, 4]);
        summary.Merge(summary);
        AssertClose(Summary.Of([1, 2, 4, 1, 2, 4]), summary, [4]);
    }

    [Fact]
    public void A_number_that_is_none_spoils_everything_but_the_count_also_through_a_merge()
    {
        var merged = Of([1, 2]);
        merged.Merge(Of([double.NaN, 5]));
        merged.Merge(Of([7]));
        foreach (var summary in new[] { Of([1, double.NaN, 2]), merged })
        {
            Assert.All(
                [summary.Mean, summary.Minimum, summary.Maximum, summary.PopulationStandardDeviation, summary.SampleStandardDeviation],
                x => Assert.Equal(double.NaN, x));
        }
        Assert.Equal(5, merged.Count);
    }

    [Fact]
    public void An_infinity_leaves_the_extremes_also_through_a_merge()
    {
        var summary = Of([1, double.PositiveInfinity]);
        summary.Merge(Of([-2]));
        Assert.Equal((double.PositiveInfinity, -2, double.PositiveInfinity), (summary.Mean, summary.Minimum, summary.Maximum));
        Assert.Equal(double.NaN, summary.PopulationStandardDeviation);
        summary.Add(double.NegativeInfinity);
        Assert.Equal(double.NaN, summary.Mean);
    }

    [Fact]
    public void Clearing_forgets_everything()
    {
        var summary = Of([1, double.NaN]);
        summary.Clear();
        Assert.Equal((0, double.NaN, double.NaN), (summary.Count, summary.Mean, summary.Minimum));
        summary.Add(3);
        Assert.Equal((1, 3, 3, 3), (summary.Count, summary.Mean, summary.Minimum, summary.Maximum));
        Assert.Equal(0, summary.PopulationStandardDeviation);
    }

    private static RunningSummary Of(double[] values)
    {
        var summary = new RunningSummary();
        foreach (double value in values)
            summary.Add(value);
        return summary;
    }

    private static void AssertClose(Summary expected, RunningSummary actual, double[] values)
    {
        double tolerance = 1e-12 * (values.Length == 0 ? 1 : 1 + values.Max(Math.Abs));
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal((expected.Minimum, expected.Maximum), (actual.Minimum, actual.Maximum));
        Assert.Equal(expected.Mean, actual.Mean, tolerance);
        Assert.Equal(expected.PopulationStandardDeviation, actual.PopulationStandardDeviation, tolerance);
        Assert.Equal(expected.SampleStandardDeviation, actual.SampleStandardDeviation, tolerance);
        Assert.Equal(expected.StandardError, actual.StandardError, tolerance);
    }
}
