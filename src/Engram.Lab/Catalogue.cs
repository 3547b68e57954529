using Engram.Lab.Benchmarks;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Experiments.Evolution;
using Engram.Lab.Experiments.Gle;
using Engram.Lab.Experiments.Le;

namespace Engram.Lab;

/// <summary>Everything that has a name at the command. A new experiment or benchmark is a new file and one line here.</summary>
public static class Catalogue
{
    /// <summary>The experiments, in the order in which they are listed.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new GleMnist1D(),
        new GleMnist1DLagNet(),
        new LeTwoNeurons(),
        new LeFourier(),
        new LeMnist(),
        new LeMnistConvolution(),
        new LeHiggs(),
        new LeCifar10(),
        new LeHeterogeneity(),
        new LeTimeConstants(),
        new LeNoise(),
        new MicrocircuitBars(),
        new MicrocircuitMimic(),
        new PadCifar10(),
        new PadSvhn(),
        new PadConditions(),
        new ContrastiveDreaming(),
        new EvolvePca(),
        new EvolveReward(),
        new EvolveError(),
        new EvolveCorrelation(),
        new EvolveRegression(),
        new EvolveParity(),
        new RuleNeurons(),
    ];

    /// <summary>The benchmarks, in the order in which they are run.</summary>
    public static IReadOnlyList<IBenchmark> Benchmarks =>
    [
        new GleStepBenchmark(),
        EquilibriumStepBenchmark.Mnist,
        EquilibriumStepBenchmark.Cifar10,
        new DreamBenchmark(),
        new ConnectionsBenchmark(),
        new ProductsBenchmark(),
        new MicrocircuitBenchmark(),
        new EvolveBenchmark(),
        new SoundBenchmark(),
        new ImagesBenchmark(),
    ];
}
