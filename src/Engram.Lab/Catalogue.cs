using Engram.Lab.Benchmarks;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Delaunay;
using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Experiments.Evolution;
using Engram.Lab.Experiments.Gle;
using Engram.Lab.Experiments.Gle.Chaos;
using Engram.Lab.Experiments.Gle.LagLine;
using Engram.Lab.Experiments.Gle.LagNet;
using Engram.Lab.Experiments.Gle.Robustness;
using Engram.Lab.Experiments.Gle.Speech;
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
        new GleMnist1DBaselines(),
        new GleLagLine(),
        new GleLagNet(),
        new GleSpeech(),
        new GleSpokenDigits(),
        new GleChaos(),
        new GleRobustness(),
        new GleCifar10(),
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
        new DelaunayParticipants(),
    ];

    /// <summary>The benchmarks, in the order in which they are run.</summary>
    public static IReadOnlyList<IBenchmark> Benchmarks =>
    [
        new GleStepBenchmark(),
        new SpeechBenchmark(),
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
