using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Psychophysics;

/// <summary>What is put into simulated agents comes out of the analysis.</summary>
public class RecoveryTests
{
    private const int Trials = 20_000;

    private static AgentRun Simulate(Func<int, double> probability, int ways, ulong seed)
    {
        RandomStream random = new RandomStreams(seed).Named("recovery");
        return Studies.Run("learner", Enumerable.Range(0, Trials).Select(i => (i % 40, random.NextDouble() < probability(i % 40))), ways);
    }

    [Theory]
    [InlineData(0.9, 3, 1.2, 4)]
    [InlineData(0.8, 6, 2, 3)]
    [InlineData(0.95, 1.5, 0.8, 8)]
    public void V41_A_power_curve_is_found_again(double asymptote, double scale, double exponent, int ways)
    {
        var truth = new SimulatedParticipant { Id = "p", Asymptote = asymptote, Scale = scale, Exponent = exponent };
        AgentRun run = Simulate(n => truth.ProbabilityRight(n, ways), ways, 11);
        LearningFit fit = LearningFit.Of(LearningForm.Power, [run])!;
        double known = run.Trials.Where(trial => trial.SeenTrue >= 1).Sum(trial => Math.Log(trial.Correct ? truth.ProbabilityRight(trial.SeenTrue!.Value, ways) : 1 - truth.ProbabilityRight(trial.SeenTrue!.Value, ways)));
        Assert.True(fit.LogLikelihood >= known, "the truth must not be likelier than the likeliest curve");
        for (int n = 1; n <= 32; n++)
            Assert.InRange(fit.At(n) - truth.ProbabilityRight(n, ways), -0.02, 0.02);
    }

    [Fact]
    public void V41_The_asymptote_is_found_again_where_the_curve_reaches_it()
    {
        var truth = new SimulatedParticipant { Id = "p", Asymptote = 0.88, Scale = 2, Exponent = 2 };
        LearningFit fit = LearningFit.Of(LearningForm.Power, [Simulate(n => truth.ProbabilityRight(n, 4), 4, 5)])!;
        Assert.InRange(fit.Asymptote, 0.85, 0.91);
    }

    [Fact]
    public void V41_An_exponential_curve_is_found_again_and_preferred()
    {
        AgentRun run = Simulate(static n => 0.9 - ((0.9 - 0.25) * Math.Exp(-n / 6.0)), 4, 7);
        LearningFit fit = LearningFit.Of(LearningForm.Exponential, [run])!;
        Assert.InRange(fit.Scale, 5.4, 6.6);
        Assert.InRange(fit.Asymptote, 0.87, 0.93);
        Assert.True(fit.Aic < LearningFit.Of(LearningForm.Power, [run])!.Aic);
    }

    [Fact]
    public void V41_Wilsons_interval_covers_as_often_as_it_says()
    {
        int covered = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            RandomStream random = new RandomStreams((ulong)seed).Named("coverage");
            int right = 0;
            for (int t = 0; t < 160; t++)
                right += random.NextDouble() < 0.7 ? 1 : 0;
            BinomialInterval interval = BinomialInterval.Wilson(right, 160);
            covered += interval.Lower <= 0.7 && interval.Upper >= 0.7 ? 1 : 0;
        }

        Assert.InRange(covered / 2000.0, 0.935, 0.965);
    }

    [Fact]
    public void V42_A_guesser_has_no_sensitivity_no_consistency_no_area_and_never_reaches_a_threshold()
    {
        AgentRun[] guessers = [.. Enumerable.Range(0, 240).Select(i => new AgentRun(Studies.Play(SimulatedParticipant.Guesser($"g{i:000}")).Where(trial => trial.Type == TrialType.Main)))];
        GroupResult group = GroupResult.Of(guessers, new AnalysisOptions { Draws = 300 }, new RandomStreams(1).Named("bootstrap"));
        Assert.InRange(0, group.Sensitivity.Low, group.Sensitivity.High);
        Assert.InRange(group.Area.Value, -0.02, 0.02);
        Assert.True(group.Needed.IsCensored);
        Assert.InRange(group.Information.Corrected, -0.01, 0.01);

        ConsistencySummary summary = Assert.Single(ConsistencySummary.Of(ConsistencySummary.PairsOf(guessers[..16], "people"), 4, 200, new RandomStreams(1).Named("band")));
        Assert.InRange(0, summary.Kappa - summary.HalfWidth, summary.Kappa + summary.HalfWidth);
        var (low, high) = ErrorConsistency.Bootstrap([.. guessers[0].Trials.Select(trial => trial.Correct)], [.. guessers[1].Trials.Select(trial => trial.Correct)], 300, new RandomStreams(1).Named("trials"));
        Assert.InRange(0, low, high);
    }

    [Fact]
    public void V43_Two_copies_of_an_agent_agree_fully()
    {
        AgentRun run = new(Studies.Play(Studies.Person("a")).Where(trial => trial.Type == TrialType.Main));
        AgentRun copy = new(run.Trials.Select(trial => trial with { Subject = "b" }));
        Assert.Equal(1, ErrorConsistency.Of(run, copy).Kappa);
    }

    [Fact]
    public void V43_An_agent_and_its_inverted_twin_disagree_fully()
    {
        bool[] right = [.. Enumerable.Range(0, 160).Select(i => i % 2 == 0)];
        Assert.Equal(-1, ErrorConsistency.Of(right, [.. right.Select(value => !value)]).Kappa, 12);
    }

    [Fact]
    public void Agents_of_different_images_are_not_compared()
    {
        AgentRun run = Studies.Run("a", [(0, true), (1, false)]);
        AgentRun shorter = Studies.Run("b", [(0, true)]);
        Assert.Throws<Datasets.DatasetException>(() => ErrorConsistency.Of(run, shorter));
        var (shared, leftOut) = ErrorConsistency.Shared(run, shorter);
        Assert.Equal(1, leftOut);
        Assert.Equal(1, ErrorConsistency.Of(shared!.Value.First, shared.Value.Second).Trials);
    }

    [Fact]
    public void Independent_agents_fall_into_the_band_of_independence()
    {
        var (low, high) = ErrorConsistency.IndependenceBand(0.7, 0.6, 160, 1000, new RandomStreams(3).Named("band"));
        Assert.InRange(low, -0.2, -0.1);
        Assert.InRange(high, 0.1, 0.2);
    }

    [Fact]
    public void The_bootstrap_over_participants_is_wider_than_one_over_trials_when_participants_differ()
    {
        RandomStream random = new RandomStreams(4).Named("people");
        AgentRun[] runs = [.. Enumerable.Range(0, 12).Select(p => Studies.Run($"p{p}", Enumerable.Range(0, 160).Select(_ => (5, random.NextDouble() < (p % 2 == 0 ? 0.9 : 0.5))), list: $"intact-{p / 4}"))];
        BootstrapInterval interval = ClusterBootstrap.Of(runs, static drawn => [drawn.Average(run => run.Accuracy)], 500, random)[0];
        BinomialInterval wilson = BinomialInterval.Wilson((long)(0.7 * 12 * 160), 12 * 160);
        Assert.True(interval.High - interval.Low > 2.5 * (wilson.Upper - wilson.Lower));
        Assert.InRange(0.7, interval.Low, interval.High);
    }

    [Fact]
    public void A_slope_on_naturalness_that_only_people_have_is_found_with_its_sign()
    {
        var plan = new PowerAnalysis { People = new() { NaturalnessSlope = -0.6, ScaleSpread = 0.2 }, Networks = new() { Scale = 4, Lapse = 0, Timeout = 0 }, Studies = 8, Draws = 150 };
        StudyPower power = plan.Of(lists: 4, seed: 2);
        Assert.True(power.Power >= 0.75);
        Assert.InRange(power.MeanDifference, -1.0, -0.3);
        StudyPower without = (plan with { People = new() { Scale = 4, ScaleSpread = 0.2 } }).Of(lists: 4, seed: 2);
        Assert.True(without.Power <= 0.5);
    }

    [Fact]
    public void Agreement_of_confusions_is_largest_with_itself_and_rare_by_chance()
    {
        int[,] counts = { { 30, 9, 1, 0, 0 }, { 8, 30, 1, 1, 0 }, { 0, 1, 35, 4, 0 }, { 1, 0, 6, 33, 0 }, { 0, 0, 0, 1, 39 } };
        ConfusionAgreement same = ConfusionMatrix.Known(counts).Agreement(ConfusionMatrix.Known(counts), 199, new RandomStreams(1).Named("permutations"));
        Assert.Equal(1, same.Spearman, 12);
        Assert.Equal(0, same.Divergence, 12);
        Assert.True(same.Probability <= 0.05);
        Assert.Equal((0, 1), (ConfusionMatrix.Known(counts).MostAlike()!.Value.First, ConfusionMatrix.Known(counts).MostAlike()!.Value.Second));
    }
}
