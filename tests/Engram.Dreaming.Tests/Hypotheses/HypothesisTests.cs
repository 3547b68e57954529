using Engram.Dreaming.Conditions;
using Engram.Dreaming.Hypotheses;

namespace Engram.Dreaming.Tests.Hypotheses;

public class HypothesisTests
{
    [Fact]
    public void There_are_sixteen_that_speak_of_conditions_there_are()
    {
        Assert.Equal([.. Enumerable.Range(1, 16)], DreamHypotheses.All.Select(hypothesis => hypothesis.Number).ToArray());
        Assert.All(DreamHypotheses.All, hypothesis => Assert.NotEqual(HypothesisBasis.None, hypothesis.Basis));
        IEnumerable<DreamComparison> comparisons = DreamHypotheses.All.SelectMany(hypothesis => hypothesis.Comparisons);
        Assert.All(comparisons, comparison =>
        {
            DreamConditions.Contrastive.Find(comparison.First.Condition);
            if (comparison.Second is { } second)
                DreamConditions.Contrastive.Find(second.Condition);
        });
    }

    [Theory]
    [InlineData(0.95, 1, 12.7062)]
    [InlineData(0.95, 4, 2.77645)]
    [InlineData(0.99, 10, 3.16927)]
    [InlineData(0.95, 1000, 1.96234)]
    public void Students_quantiles_are_those_of_the_tables(double confidence, double freedom, double expected) =>
        Assert.Equal(expected, EffectSize.StudentQuantile(confidence, freedom), 5e-5);

    [Fact]
    public void The_effect_of_two_small_samples_is_that_of_the_text_books()
    {
        // Means 3 and 6, sample variances 2.5 and 2.5: Welch's t has 8 degrees of freedom, error 1, quantile 2.306.
        var effect = EffectSize.Between([5, 1, 4, 2, 3], [4, 5, 6, 7, 8]);
        Assert.Equal(-3, effect.Difference, 1e-12);
        Assert.Equal(-3 - 2.306004, effect.Lower, 1e-5);
        Assert.Equal(-3 + 2.306004, effect.Upper, 1e-5);
        // d = −3/√2.5, corrected by 1 − 3/31.
        Assert.Equal(-3 / Math.Sqrt(2.5) * (1 - (3.0 / 31)), effect.StandardizedDifference, 1e-12);
        Assert.True(effect.ExcludesZero);
        var swapped = EffectSize.Between([4, 5, 6, 7, 8], [5, 1, 4, 2, 3]);
        Assert.Equal((-effect.Upper, -effect.Lower), (swapped.Lower, swapped.Upper));
    }

    [Fact]
    public void A_sample_against_a_constant_has_the_interval_of_its_mean()
    {
        var effect = EffectSize.From([1, 2, 3], 1);
        Assert.Equal((1, 3, 0), (effect.Difference, effect.FirstCount, effect.SecondCount));
        Assert.Equal(1 - (4.302653 / Math.Sqrt(3)), effect.Lower, 1e-5);
        Assert.False(effect.ExcludesZero);
    }

    [Fact]
    public void One_seed_gives_a_difference_and_no_interval_and_none_is_refused()
    {
        var effect = EffectSize.Between([2], [1, 3]);
        Assert.Equal(0, effect.Difference);
        Assert.True(double.IsNaN(effect.Lower) && double.IsNaN(effect.StandardizedDifference));
        Assert.False(effect.ExcludesZero);
        Assert.Throws<ArgumentException>(() => EffectSize.Between([], [1]));
    }
}
