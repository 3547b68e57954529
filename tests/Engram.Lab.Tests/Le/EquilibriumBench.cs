using Engram.Lab.Experiments.Le;
using Engram.Lab.Tests.Runs;

namespace Engram.Lab.Tests.Le;

/// <summary>The experiments of Latent Equilibrium on data that Engram draws, so small that each is over in a moment.</summary>
internal sealed class EquilibriumBench() : ExperimentBench(
    "paper",
    [
        new LeMnist(), new LeMnistConvolution(), new LeHiggs(), new LeCifar10(), new LeHeterogeneity(), new LeNoise(), new LeTimeConstants(),
        new LeFourier(), new LeTwoNeurons(),
    ])
{
    /// <summary>Of the fully connected classifiers.</summary>
    public static readonly string[] Digits =
    [
        "data.set=built-in", "data.train=512", "data.test=128", "hidden=40,20", "neurons.steps=20", "training.batch=32", "training.epochs=4",
    ];

    /// <summary>Of the convolutional classifiers.</summary>
    public static readonly string[] Convolution =
    [
        "data.set=built-in", "data.train=512", "data.test=128", "filters=4,8", "hidden=32", "neurons.steps=20", "training.batch=32", "training.epochs=3",
    ];

    /// <summary>Of the classifier of collisions.</summary>
    public static readonly string[] Collisions =
    [
        "data.set=built-in", "data.train=2560", "hidden=20,20,20", "training.batch=64", "training.epochs=4",
    ];

    /// <summary>Of the adaptation of time constants.</summary>
    public static readonly string[] Adaptation =
    [
        "data.set=built-in", "data.train=256", "data.test=256", "batch=16", "passes=40",
    ];
}
