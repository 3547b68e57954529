using System.Text.Json;
using Engram.Evolution.Plasticity;
using Engram.Evolution.Primitives;
using Engram.Evolution.Problems;
using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Plasticity;

/// <summary>What theory says of Oja's rule, and what must hold of it exactly (section 5.2).</summary>
public sealed class OjaTheoryTests
{
    private static readonly RandomStreams Streams = new(17);

    [Theory]
    [InlineData(0.001, 0.2, 1000, 0.6)]
    [InlineData(0.001, 0.5, 2000, 0.6)]
    [InlineData(0.01, 0.2, 200, 1.5)]
    public void The_angle_falls_by_the_law_of_convergence(double rate, double variance, int samples, double tolerance)
    {
        // tan θ(t) = tan θ(0) e^(−η (λ1 − λ2) t): the median over datasets of ln tan θ(t) / tan θ(0), given back as an angle from 60 degrees.
        using DatasetBatch data = Draw(512, variance, samples + 1);
        using var evaluator = new RuleEvaluator(data, rate);
        IReadOnlyList<double[]> course = evaluator.Follow(OjaBaseline.RuleOf(1), samples);
        double[] ratios = [.. Enumerable.Range(0, 512).Select(lane => Tangent(data, course[1], lane) / Tangent(data, course[0], lane)).Order()];
        double measured = Math.Atan(Math.Tan(Math.PI / 3) * (ratios[255] + ratios[256]) / 2) * 180 / Math.PI;
        double law = Math.Atan(Math.Tan(Math.PI / 3) * Math.Exp(-rate * (1 - variance) * samples)) * 180 / Math.PI;
        Assert.Equal(law, measured, tolerance);
    }

    [Theory]
    [InlineData(0.01, 0.2)]
    [InlineData(0.01, 0.5)]
    [InlineData(0.05, 0.2)]
    public void Misalignment_and_length_settle_where_theory_says(double rate, double variance)
    {
        const int Count = 2048;
        using DatasetBatch data = Draw(Count, variance, 1500);
        using var evaluator = new RuleEvaluator(data, rate);
        evaluator.Evaluate(OjaBaseline.RuleOf(1));
        double misalignment = Enumerable.Range(0, Count).Average(lane => 1 - Math.Pow(evaluator.FinalCosine(lane), 2));
        double expected = rate / 2 * variance / (1 - variance);
        Assert.Equal(expected, misalignment, 0.15 * expected);
        if (rate <= 0.01)
            Assert.Equal(1 + (rate / 4 * variance), Enumerable.Range(0, Count).Average(evaluator.FinalLength), 2e-4);
    }

    [Fact]
    public void Nothing_diverges_up_to_a_rate_of_a_fifth()
    {
        using DatasetBatch data = Draw(512, 0.2, 1800);
        using var evaluator = new RuleEvaluator(data, 0.2);
        Assert.True(double.IsFinite(evaluator.Evaluate(OjaBaseline.RuleOf(1))));
    }

    [Fact]
    public void Baselines_are_where_they_were_measured()
    {
        // Section 2.7, within three standard errors of both measurements.
        foreach (JsonProperty family in Reference.At("baseline", "values").EnumerateObject())
        {
            var kind = Enum.Parse<DatasetFamily>(family.Name, ignoreCase: true);
            using var data = new DatasetBatch(PlasticityDataset.Draw(kind, 128, Streams, "baseline", new DatasetOptions { HeldOut = 0 }));
            using var evaluator = new RuleEvaluator(data, fitness: new RuleFitness { Aggregate = Aggregate.Mean });
            foreach ((string name, Program rule) in new[] { ("zero", KnownRules.Zero()), ("oja", KnownRules.Oja()), ("oja5", KnownRules.Oja(5)), ("cand_2y1w", KnownRules.Oja(2, 1, 1)) })
            {
                if (family.Value.GetProperty(name).ValueKind == JsonValueKind.Null)
                    continue;
                double[] expected = family.Value.GetProperty(name).Numbers();
                double tolerance = 3 * expected[1] * Math.Sqrt((1.0 / 256) + (1.0 / 128));
                Assert.Equal(expected[0], evaluator.Evaluate(rule), tolerance);
            }
        }
    }

    [Fact]
    public void Hebbs_rule_finds_the_angle_and_loses_the_length()
    {
        using DatasetBatch data = Draw(64, 0.2, 1800);
        using var evaluator = new RuleEvaluator(data);
        double fitness = evaluator.Evaluate(KnownRules.Hebb());
        Assert.True(fitness < -1e6);
        Assert.True(Enumerable.Range(0, 64).Average(evaluator.MeanCosine) > 0.94);
    }

    [Fact]
    public void No_rule_of_up_to_three_operations_learns_better_than_ojas()
    {
        // Section 5.6: all polynomials of at most three differences and products.
        using var data = new DatasetBatch(PlasticityDataset.Draw(DatasetFamily.Iso, 32, Streams, "exhaustive", new DatasetOptions { HeldOut = 0 }));
        using var evaluator = new RuleEvaluator(data, fitness: new RuleFitness { Aggregate = Aggregate.Mean });
        IReadOnlyList<IReadOnlyList<Graph>> rules = RuleEnumeration.Enumerate(3, 3, Operations.Subtract, Operations.Multiply);
        double[][] values = [.. rules.Select(size => size.Select(rule => evaluator.Evaluate(new Program(rule))).OrderDescending().ToArray())];
        double oja = evaluator.Evaluate(KnownRules.Oja());
        Assert.Equal(oja, values[3][0], 1e-12);
        Assert.True(values[3][1] < 0.9);
        Assert.Equal(evaluator.Evaluate(KnownRules.Of("x*x - w")), values[2][0], 1e-12);
        Assert.Equal(evaluator.Evaluate(KnownRules.Zero()), values[1][0], 1e-12);
    }

    [Fact]
    public void The_best_rate_of_oja_is_some_five_or_six_times_the_standard_one()
    {
        using DatasetBatch data = Draw(64, 0.2, 1800);
        using var evaluator = new RuleEvaluator(data);
        OjaBaseline oja = OjaBaseline.Measure(evaluator);
        Assert.InRange(oja.BestGain, 3, 9);
        Assert.True(oja.BestFitness > oja.Fitness);
        Assert.Equal(oja.BestFitness, oja.Fitnesses.Max());
    }

    [Fact]
    public void A_rule_is_tested_on_what_no_search_was_shown()
    {
        using var fresh = Generalization.Fresh(DatasetFamily.Iso, Streams, 0.01);
        using var longRun = Generalization.LongRun(DatasetFamily.Iso, Streams, 0.01);
        using var turning = Generalization.Turning(DatasetFamily.Iso, Streams, 0.01);
        GeneralizationResult good = fresh.Test(KnownRules.Oja(5));
        Assert.InRange(good.Value, 0.97, 1);
        Assert.True(longRun.Test(KnownRules.Oja()).PassesOnAverage);
        Assert.False(fresh.Test(KnownRules.Zero()).PassesOnAverage);
        Assert.False(double.IsFinite(fresh.Test(KnownRules.Oja(60)).Value));
        // Who learns fast finds the component again after it has turned, who does nothing does not.
        Assert.InRange(turning.Test(KnownRules.Oja(5)).FinalCosine, 0.98, 1);
        Assert.InRange(turning.Test(KnownRules.Zero()).FinalCosine, 0.4, 0.9);
    }

    private static DatasetBatch Draw(int count, double variance, int samples) => new(PlasticityDataset.Draw(
        DatasetFamily.Iso, count, Streams, "theory", new DatasetOptions { OtherVariance = variance, Samples = samples, HeldOut = 0 }));

    private static double Tangent(DatasetBatch data, double[] weights, int lane)
    {
        IReadOnlyList<double> p = data.Datasets[lane].Component;
        double x = weights[lane], y = weights[data.Count + lane];
        return Math.Abs(((x * p[1]) - (y * p[0])) / ((x * p[0]) + (y * p[1])));
    }
}
