using CsCheck;
using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Plasticity;

public sealed class EvaluatorTests
{
    private static readonly RandomStreams Streams = new(3);

    [Fact]
    public void Every_vector_width_gives_the_same_bits()
    {
        using var data = new DatasetBatch(PlasticityDataset.Draw(DatasetFamily.Iso, 11, Streams, "width", new DatasetOptions { Inputs = 3, Samples = 300 }));
        long[][] bits = [.. InstructionSets.Available.Select(set =>
        {
            using var evaluator = new RuleEvaluator(data, set: set);
            evaluator.Evaluate(KnownRules.Oja(3, -1, 0.5, 0.25));
            return evaluator.Values.ToArray().Select(BitConverter.DoubleToInt64Bits).ToArray();
        })];
        Assert.All(bits, set => Assert.Equal(bits[0], set));
    }

    [Fact]
    public void An_evaluation_equals_the_equations_written_out()
    {
        Gen.Select(Gen.Int[2, 6], Gen.Int[1, 20], Gen.Double[-2, 6], Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample((inputs, count, a, b, c) =>
        {
            var options = new DatasetOptions { Inputs = inputs, Samples = 40, HeldOut = 0 };
            IReadOnlyList<PlasticityDataset> datasets = PlasticityDataset.Draw(DatasetFamily.Iso, count, Streams, "written out", options);
            using var data = new DatasetBatch(datasets);
            using var evaluator = new RuleEvaluator(data, 0.02);
            double fitness = evaluator.Evaluate(KnownRules.Oja(a, b, c));
            double expected = datasets.Sum(dataset => WrittenOut(dataset, 0.02, (x, w, y) => ((a * y) + (b * w) + c) * (x - (w * y))));
            return Math.Abs(fitness - expected) < 1e-9 * Math.Max(1, Math.Abs(expected));
        }, iter: 60);
    }

    [Fact]
    public void A_rule_that_diverges_in_one_dataset_is_worth_nothing()
    {
        using DatasetBatch data = GoldenTests.Portable(DatasetFamily.Iso);
        using var evaluator = new RuleEvaluator(data);
        Assert.Equal(double.NegativeInfinity, evaluator.Evaluate(KnownRules.Oja(200)));
        Assert.False(evaluator.IsFinite);
        // The evaluator is as good as new after it.
        Assert.True(evaluator.Evaluate(KnownRules.Oja()) > 9.7);
        Assert.True(evaluator.IsFinite);
    }

    [Fact]
    public void Weights_that_turn_to_NaN_in_the_very_last_update_are_noticed()
    {
        // 0/0 where x is 0: the last sample of the only dataset is made so by dividing by what is exactly zero there.
        using var data = new DatasetBatch(PlasticityDataset.Draw(DatasetFamily.Iso, 1, Streams, "nan", new DatasetOptions { Samples = 2, HeldOut = 0 }));
        using var evaluator = new RuleEvaluator(data);
        Assert.Equal(double.NegativeInfinity, evaluator.Evaluate(KnownRules.Of("(x - x)/(x - x)")));
    }

    [Fact]
    public void Weights_of_no_length_cost_their_own_dataset_only()
    {
        // f = -w/eta: after one sample all weights are 0, so each dataset earns its first cosine over T and pays alpha.
        using var data = new DatasetBatch(PlasticityDataset.Draw(DatasetFamily.Iso, 3, Streams, "zero", new DatasetOptions { Samples = 10, HeldOut = 0 }));
        using var evaluator = new RuleEvaluator(data, learningRate: 0.5);
        double fitness = evaluator.Evaluate(KnownRules.Of("-2*w"));
        double expected = data.Datasets.Sum(dataset => Math.Abs(dataset.Component.Zip(dataset.InitialWeights, (p, w) => p * w).Sum()) / 10) - (3 * 2);
        Assert.Equal(expected, fitness, 1e-12);
    }

    [Fact]
    public void Learning_allocates_nothing()
    {
        using DatasetBatch data = GoldenTests.Portable(DatasetFamily.Iso);
        using var evaluator = new RuleEvaluator(data);
        Program oja = KnownRules.Oja();
        evaluator.Evaluate(oja);
        long before = GC.GetAllocatedBytesForCurrentThread();
        evaluator.Evaluate(oja);
        // An enumerator or two over lists, but nothing that grows with the 1800 samples.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void Fitness_switches_mean_what_they_say()
    {
        using DatasetBatch data = GoldenTests.Portable(DatasetFamily.Iso);
        double[] Values(RuleFitness fitness, out double whole)
        {
            using var evaluator = new RuleEvaluator(data, fitness: fitness);
            whole = evaluator.Evaluate(KnownRules.Oja(2));
            return evaluator.Values.ToArray();
        }

        double[] values = Values(new RuleFitness(), out double sum);
        Assert.Equal(values.Sum(), sum, 1e-12);
        Values(new RuleFitness { Aggregate = Aggregate.Mean }, out double mean);
        Assert.Equal(sum / 10, mean, 1e-12);
        Values(new RuleFitness { Aggregate = Aggregate.Minimum }, out double least);
        Assert.Equal(values.Min(), least, 1e-12);
        Values(new RuleFitness { AngleTerm = TimeTerm.Final }, out double final);
        Assert.True(final > sum);
        Values(new RuleFitness { LengthTerm = TimeTerm.Mean }, out double lengths);
        Assert.True(lengths < sum);
        Values(new RuleFitness { Mode = FitnessMode.Variance }, out double variance);
        // In variance mode a perfect rule earns about lambda 1 for each dataset.
        Assert.InRange(variance, 8.5, 11.5);
    }

    private static double WrittenOut(PlasticityDataset data, double rate, Func<double, double, double, double> f)
    {
        int n = data.Options.Inputs;
        double[] w = [.. data.InitialWeights];
        (double cosines, double length) = (0, 0);
        for (int t = 0; t < data.Options.Samples; t++)
        {
            double[] x = [.. data.Samples.Skip(t * n).Take(n)];
            double y = w.Zip(x, (a, b) => a * b).Sum();
            length = Math.Sqrt(w.Sum(a => a * a));
            cosines += Math.Abs(w.Zip(data.Component, (a, b) => a * b).Sum()) / length;
            w = [.. w.Zip(x, (a, b) => a + (rate * f(b, a, y)))];
        }

        return (cosines / data.Options.Samples) - (n * Math.Pow(length - 1, 2));
    }
}
