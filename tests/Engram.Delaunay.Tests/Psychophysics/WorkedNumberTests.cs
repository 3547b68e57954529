using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Psychophysics;

/// <summary>Every number that section 4.8 of the specification works out.</summary>
public class WorkedNumberTests
{
    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433, 0.4439, 0.9748)]
    [InlineData(0, 10, 0, 0.2775, 0, 0.3085)]
    [InlineData(10, 10, 0.7225, 1, 0.6915, 1)]
    [InlineData(24, 32, 0.5789, 0.8675, 0.5660, 0.8854)]
    public void V40_Intervals_of_proportions(int right, int trials, double low, double high, double exactLow, double exactHigh)
    {
        var point = new CurvePoint("", 0, right, trials);
        Assert.Equal((low, high), (Math.Round(point.Wilson.Lower, 4), Math.Round(point.Wilson.Upper, 4)));
        Assert.Equal((exactLow, exactHigh), (Math.Round(point.ClopperPearson.Lower, 4), Math.Round(point.ClopperPearson.Upper, 4)));
    }

    [Fact]
    public void V40_Exemplars_needed_and_area()
    {
        double[] n = [0, 1, 2, 4, 8, 16];
        int[] right = [25, 40, 55, 50, 70, 85];
        LearningCurve curve = LearningCurve.Known(4, [.. n.Select((at, i) => new CurvePoint($"{at}", at, right[i], 100))]);
        Assert.Equal([0.25, 0.40, 0.525, 0.525, 0.70, 0.85], SampleEfficiency.Monotone(curve).Select(value => Math.Round(value, 9)));
        Assert.Equal(0.625, SampleEfficiency.DefaultThreshold(4));
        ExemplarsNeeded needed = SampleEfficiency.Needed(curve);
        Assert.False(needed.IsCensored);
        Assert.Equal(5.996, needed.Exemplars, 3);
        Assert.Equal(0.3875, SampleEfficiency.Area(curve), 4);
    }

    [Fact]
    public void V40_An_accuracy_never_reached_is_censored()
    {
        LearningCurve curve = LearningCurve.Known(4, [new("0", 0, 25, 100), new("8", 8, 60, 100)]);
        ExemplarsNeeded needed = SampleEfficiency.Needed(curve);
        Assert.True(needed.IsCensored);
        Assert.Equal(8, needed.Exemplars);
        Assert.True(double.IsNaN(needed.Value));
        Assert.False(SampleEfficiency.NeededForOwn(curve).IsCensored);
    }

    [Fact]
    public void V40_Mutual_information()
    {
        var (bits, corrected) = InformationMeasures.Mutual(new[,] { { 8, 2 }, { 1, 9 } });
        Assert.Equal(0.3973, bits, 4);
        Assert.Equal(0.3612, corrected, 4);
    }

    [Theory]
    [InlineData(0, 0.5000, 0.2500, 0.1250, 0.0625, 0.0189)]
    [InlineData(1, 0.7602, 0.5520, 0.3855, 0.2606, 0.1248)]
    [InlineData(2, 0.9214, 0.8228, 0.7110, 0.5949, 0.4076)]
    [InlineData(3, 0.9831, 0.9564, 0.9177, 0.8661, 0.7495)]
    public void V40_Proportions_right_of_sensitivities(double sensitivity, double two, double four, double eight, double sixteen, double all)
    {
        int[] ways = [2, 4, 8, 16, 53];
        Assert.Equal([two, four, eight, sixteen, all], ways.Select(w => Math.Round(Sensitivity.ProportionRight(sensitivity, w), 4)));
    }

    [Theory]
    [InlineData(0.8, 4, 1.8932)]
    [InlineData(0.75, 2, 0.9539)]
    [InlineData(0.5, 4, 0.8368)]
    [InlineData(0.6, 53, 2.5354)]
    public void V40_Sensitivities_of_proportions_right(double right, int ways, double sensitivity) => Assert.Equal(sensitivity, Sensitivity.Of(right, ways), 4);

    [Fact]
    public void V40_Sensitivity_of_two_alternatives_is_the_root_of_two_times_a_quantile() =>
        Assert.Equal(Math.Sqrt(2) * NormalDistribution.Quantile(0.75), Sensitivity.Of(0.75, 2), 9);

    [Fact]
    public void V40_Sensitivity_and_criterion_of_a_pair()
    {
        var (sensitivity, criterion) = Sensitivity.OfPair(8, 2, 1, 9);
        Assert.Equal(1.8447, sensitivity, 4);
        Assert.Equal(0.1745, criterion, 4);
    }

    [Fact]
    public void V40_Perfect_answers_have_a_finite_sensitivity_that_grows_with_trials() =>
        Assert.InRange(Sensitivity.Of(1, 4, 20), 0, Sensitivity.Of(1, 4, 200) - 0.1);

    [Fact]
    public void V40_Similarity_of_two_classes()
    {
        double similarity = ConfusionMatrix.Similarity(new[,] { { 0.8, 0.2 }, { 0.1, 0.9 } }, 0, 1);
        Assert.Equal(0.1667, similarity, 4);
        Assert.Equal(1.7918, -Math.Log(similarity), 4);
    }

    [Fact]
    public void V40_Divergence_of_two_rows() => Assert.Equal(0.0316, ConfusionMatrix.JensenShannon([0.7, 0.2, 0.1], [0.5, 0.3, 0.2]), 4);

    [Fact]
    public void V40_Error_consistency_and_its_limits()
    {
        var consistency = new ErrorConsistency(0.8, 0.7, 0.66, 100);
        Assert.Equal(0.62, consistency.Expected, 12);
        Assert.Equal(0.1053, consistency.Kappa, 4);
        Assert.Equal(0.7368, consistency.LargestKappa, 4);
        Assert.Equal((0, 1), ErrorConsistency.ObservedLimits(0.5));
        var (least, most) = ErrorConsistency.ObservedLimits(0.62);
        Assert.Equal((Math.Sqrt(0.24), 1), (least, most));
        Assert.Equal(1 - Math.Sqrt(0.2), ErrorConsistency.ObservedLimits(0.4).Most, 12);
    }

    [Fact]
    public void V40_Code_length_of_a_guesser_is_two_bits_a_trial()
    {
        AgentRun run = new(NetworkReplay.Play(Studies.List, new NetworkParticipant("N0", static (_, _) => new GuessingLearner()), 1, Studies.Template));
        var (bits, guessing, trials) = InformationMeasures.CodeLength([run]);
        Assert.Equal(160, trials);
        Assert.Equal(320, guessing, 9);
        Assert.Equal(320, bits, 6);
    }

    [Fact]
    public void V40_The_normal_distribution_function_is_the_inverse_of_its_quantiles()
    {
        foreach (double p in new[] { 1e-12, 1e-6, 0.01, 0.2, 0.5, 0.9, 0.999, 1 - 1e-9 })
            Assert.Equal(1, NormalDistribution.Cumulative(NormalDistribution.Quantile(p)) / p, 12);
    }

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks()
    {
        Assert.Equal([1, 2.5, 2.5, 4], RankCorrelation.Ranks([3, 7, 7, 9]));
        Assert.Equal(-1, RankCorrelation.Spearman([1, 2, 3], [9, 4, 1]), 12);
    }

    [Fact]
    public void The_simplex_finds_the_bottom_of_a_curved_valley()
    {
        var (point, value) = NelderMead.Minimize(static at => Math.Pow(1 - at[0], 2) + (100 * Math.Pow(at[1] - (at[0] * at[0]), 2)), [-1.2, 1], [0.5, 0.5], 1e-14, 2000);
        Assert.InRange(value, 0, 1e-8);
        Assert.Equal(1, point[0], 3);
    }
}
