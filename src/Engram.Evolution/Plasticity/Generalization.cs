using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Plasticity;

/// <summary>How a rule does on datasets that it was not chosen for.</summary>
/// <param name="Value">The fitness for each dataset, 1 at best; −∞ if it diverged in any of them.</param>
/// <param name="FinalCosine">|cos| of the last weights' angle to the component, averaged; NaN if it diverged.</param>
/// <param name="FinalLength">|w|, averaged; NaN if it diverged.</param>
/// <param name="Passed">In how many datasets the last |cos| is above 0.95 and the length within 0.1 of 1.</param>
/// <param name="Count">How many datasets there are.</param>
public sealed record GeneralizationResult(double Value, double FinalCosine, double FinalLength, int Passed, int Count)
{
    private const double LeastCosine = 0.95;
    private const double LengthTolerance = 0.1;

    /// <summary>Whether nothing diverged and the means are within the bounds: the column "pass long run" of the specification's section 2.8.</summary>
    public bool PassesOnAverage => double.IsFinite(Value) && FinalCosine > LeastCosine && Math.Abs(FinalLength - 1) < LengthTolerance;

    internal static GeneralizationResult Of(RuleEvaluator evaluator, Program rule)
    {
        double value = evaluator.Evaluate(rule);
        int count = evaluator.Data.Count;
        if (!evaluator.IsFinite)
            return new GeneralizationResult(double.NegativeInfinity, double.NaN, double.NaN, 0, count);
        (double cosines, double lengths, int passed) = (0, 0, 0);
        for (int dataset = 0; dataset < count; dataset++)
        {
            double cosine = evaluator.FinalCosine(dataset), length = evaluator.FinalLength(dataset);
            cosines += cosine / count;
            lengths += length / count;
            if (cosine > LeastCosine && Math.Abs(length - 1) < LengthTolerance)
                passed++;
        }

        return new GeneralizationResult(value, cosines, lengths, passed, count);
    }
}

/// <summary>
/// Fresh datasets to test rules on (specification 2.9): other streams than those a search was shown. Values are means over datasets.
/// </summary>
public sealed class Generalization : IDisposable
{
    private readonly DatasetBatch _data;
    private readonly RuleEvaluator _evaluator;

    private Generalization(DatasetBatch data, double learningRate)
    {
        _data = data;
        _evaluator = new RuleEvaluator(data, learningRate, new RuleFitness { Aggregate = Aggregate.Mean });
    }

    /// <summary>Test 1, and a column of test 2: 64 fresh datasets of a family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="streams">The seed.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="options">Size and spectrum; the standard ones if null.</param>
    public static Generalization Fresh(DatasetFamily family, RandomStreams streams, double learningRate, DatasetOptions? options = null) =>
        Of(family, 64, streams, "fresh", learningRate, (options ?? new DatasetOptions()) with { HeldOut = 0 });

    /// <summary>Test 3: 32 streams ten times as long.</summary>
    public static Generalization LongRun(DatasetFamily family, RandomStreams streams, double learningRate, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        return Of(family, 32, streams, "long run", learningRate, options with { Samples = 10 * options.Samples, HeldOut = 0 });
    }

    /// <summary>Test 6: 64 streams whose component turns by 90 degrees half-way; the cosine is taken with the one that holds.</summary>
    public static Generalization Turning(DatasetFamily family, RandomStreams streams, double learningRate, DatasetOptions? options = null) =>
        Of(family, 64, streams, "turning", learningRate, (options ?? new DatasetOptions()) with { Turns = true, HeldOut = 0 });

    /// <summary>Any number of fresh datasets: for tests 4 and 5, of dimension and of eigen-gap, and of the learning rate.</summary>
    /// <param name="family">The family.</param>
    /// <param name="count">How many.</param>
    /// <param name="streams">The seed.</param>
    /// <param name="purpose">The name of their streams.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="options">Size and spectrum.</param>
    public static Generalization Of(
        DatasetFamily family, int count, RandomStreams streams, string purpose, double learningRate, DatasetOptions options) =>
        new(new DatasetBatch(PlasticityDataset.Draw(family, count, streams, purpose, options)), learningRate);

    /// <summary>Tests a rule.</summary>
    public GeneralizationResult Test(Program rule) => GeneralizationResult.Of(_evaluator, rule);

    /// <inheritdoc/>
    public void Dispose()
    {
        _evaluator.Dispose();
        _data.Dispose();
    }
}
