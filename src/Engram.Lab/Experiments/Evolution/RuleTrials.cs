using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>How a rule did in one test.</summary>
/// <param name="Test">The test, as one word: <c>fresh</c>, <c>on-iso</c>, <c>long-run</c>, …</param>
/// <param name="Result">The outcome.</param>
internal sealed record RuleTrial(string Test, GeneralizationResult Result);

/// <summary>The tests of the specification's section 2.9 on data that the search never saw; drawn once, for any number of rules.</summary>
internal sealed class RuleTrials : IDisposable
{
    public const string Fresh = "fresh";
    public const string LongRun = "long-run";

    private readonly List<(string Test, Lazy<Generalization> Data)> _tests = [];

    public RuleTrials(EvolvePcaSettings settings, DatasetFamily[] families, RandomStreams streams)
    {
        double rate = settings.Data.LearningRate;
        DatasetOptions options = settings.Data.Options;
        DatasetFamily home = families[0];
        foreach (DatasetFamily family in Enum.GetValues<DatasetFamily>())
            Add(OnName(family), () => Generalization.Fresh(family, streams, rate, options));
        Add(LongRun, () => Generalization.LongRun(home, streams, rate, options));
        Add("turning", () => Generalization.Turning(home, streams, rate, options));
        foreach (int inputs in (ReadOnlySpan<int>)[3, 5, 10])
            Add($"inputs-{inputs}", () => Generalization.Of(home, 32, streams, "inputs", rate, options with { Inputs = inputs, HeldOut = 0 }));
        foreach (double variance in (ReadOnlySpan<double>)[0.05, 0.5, 0.8])
            Add($"gap-{variance}", () => Generalization.Of(home, 32, streams, "gap", rate, options with { OtherVariance = variance, HeldOut = 0 }));
        foreach (double factor in (ReadOnlySpan<double>)[0.1, 0.3, 3, 10])
            Add($"rate-times-{factor}", () => Generalization.Of(home, 32, streams, "rate", factor * rate, options with { HeldOut = 0 }));
        Families = families;
    }

    /// <summary>The families that the search was shown.</summary>
    public DatasetFamily[] Families { get; }

    /// <summary>The test on a family's fresh datasets.</summary>
    public static string OnName(DatasetFamily family) => $"on-{family.ToString().ToLowerInvariant()}";

    /// <summary>Puts a rule through all tests. The first one, <see cref="Fresh"/>, is over the families that the search was shown.</summary>
    public IReadOnlyList<RuleTrial> Of(Program rule)
    {
        List<RuleTrial> results = [.. _tests.Select(test => new RuleTrial(test.Test, test.Data.Value.Test(rule)))];
        GeneralizationResult[] home = [.. Families.Select(family => results.Find(result => result.Test == OnName(family))!.Result)];
        results.Insert(0, new RuleTrial(Fresh, new GeneralizationResult(
            home.Average(result => result.Value),
            home.Average(result => result.FinalCosine),
            home.Average(result => result.FinalLength),
            home.Sum(result => result.Passed),
            home.Sum(result => result.Count))));
        return results;
    }

    public void Dispose()
    {
        foreach ((_, Lazy<Generalization> data) in _tests)
        {
            if (data.IsValueCreated)
                data.Value.Dispose();
        }
    }

    private void Add(string test, Func<Generalization> draw) => _tests.Add((test, new Lazy<Generalization>(draw)));
}
