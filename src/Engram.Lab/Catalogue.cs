using Engram.Lab.Benchmarks;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Evolution;
using Engram.Lab.Experiments.Gle;

namespace Engram.Lab;

/// <summary>Everything that has a name at the command. A new experiment or benchmark is a new file and one line here.</summary>
public static class Catalogue
{
    /// <summary>The experiments, in the order in which they are listed.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new GleMnist1D(),
        new GleMnist1DLagNet(),
        new EvolvePca(),
        new EvolveReward(),
        new EvolveError(),
        new EvolveCorrelation(),
        new EvolveRegression(),
        new EvolveParity(),
        new RuleNeurons(),
    ];

    /// <summary>The benchmarks, in the order in which they are run.</summary>
    public static IReadOnlyList<IBenchmark> Benchmarks { get; } =
    [
        new GleStepBenchmark(),
        new EvolveBenchmark(),
    ];
}
