using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Gle;

/// <summary>The settings of <c>gle-mnist1d</c>.</summary>
public sealed class GleMnist1DSettings
{
    /// <summary>The published network that gaps are filled in from.</summary>
    [Setting("published network: 15k parameters (36 slow + 17 fast neurons a layer) or 42k (60 + 30)", Choices = ["15k", "42k"])]
    public string Size { get; set; } = "15k";

    /// <summary>The neurons.</summary>
    public NeuronSettings Neurons { get; set; } = new();

    /// <summary>The assignment of credit.</summary>
    public LearningSettings Learning { get; set; } = new();

    /// <summary>The data.</summary>
    public Mnist1DSettings Data { get; set; } = new();

    /// <summary>The training.</summary>
    public TrainingSettings Training { get; set; } = new();

    /// <summary>The neurons of the network.</summary>
    public sealed class NeuronSettings
    {
        /// <summary>Hidden layers.</summary>
        [Setting("hidden layers; the first one is linear", Minimum = 1, Maximum = 100)]
        public int Layers { get; set; } = 6;

        /// <summary>Slow neurons in each hidden layer.</summary>
        [Setting("slow neurons in each hidden layer, half with τm = τ/2, half with τm = τ", Minimum = 0, Maximum = 10_000)]
        public int? Slow { get; set; }

        /// <summary>Fast neurons in each hidden layer.</summary>
        [Setting("fast neurons in each hidden layer, τm = τr = τ", Minimum = 0, Maximum = 10_000)]
        public int? Fast { get; set; }

        /// <summary>τ.</summary>
        [Setting("time constant τ", Unit = "time units", Minimum = 1e-3, Maximum = 1e3)]
        public double Tau { get; set; } = 1.2;

        /// <summary>dt.</summary>
        [Setting("Euler step; at most τ/2", Unit = "time units", Minimum = 1e-6, Maximum = 1e3)]
        public double Dt { get; set; } = 0.2;

        /// <summary>Whether errors look ahead.</summary>
        [Setting("errors look ahead (GLE); without, they are instantaneous and learning stalls: the same as learning.credit=instantaneous")]
        public bool ProspectiveErrors { get; set; } = true;
    }
}

/// <summary>The MNIST-1D data of an experiment.</summary>
public sealed class Mnist1DSettings
{
    /// <summary>The generator's seed.</summary>
    [Setting("seed of the built-in generator; 42 makes the published samples", Minimum = 0, Maximum = uint.MaxValue)]
    public long Seed { get; set; } = 42;

    /// <summary>Samples in all.</summary>
    [Setting("samples to generate, four fifths of them for training", Minimum = 100, Maximum = 1_000_000)]
    public int Samples { get; set; } = 5000;

    /// <summary>Steps of a sample.</summary>
    [Setting("time steps of a sample; 72 / 0.2 = 360 are published", Minimum = 2, Maximum = 100_000)]
    public int Steps { get; set; } = 360;

    /// <summary>The frozen set's folder.</summary>
    [Setting("folder of the frozen set, or its pickle file; empty for the built-in generator")]
    public string Path { get; set; } = "";
}

/// <summary>How an experiment trains.</summary>
public sealed class TrainingSettings
{
    /// <summary>Epochs.</summary>
    [Setting("passes through the training set", Minimum = 0, Maximum = 100_000)]
    public int Epochs { get; set; } = 150;

    /// <summary>Samples side by side.</summary>
    [Setting("samples side by side", Minimum = 1, Maximum = 100_000)]
    public int Batch { get; set; } = 100;

    /// <summary>η.</summary>
    [Setting("Adam's learning rate for a change of parameters: for a time step, or with bptt and adjoint for a window", Minimum = 0, Maximum = 10)]
    public double? LearningRate { get; set; }

    /// <summary>β.</summary>
    [Setting("strength of the output error", Minimum = 0, Maximum = 1e6)]
    public double Beta { get; set; } = 1;

    /// <summary>When the rate falls.</summary>
    [Setting("when the learning rate falls: plateau when the test loss stops falling (published), step after every epoch", Choices = ["plateau", "step"])]
    public string Schedule { get; set; } = "plateau";

    /// <summary>Epochs without improvement before the rate falls.</summary>
    [Setting("plateau: epochs without improvement of the test loss that are put up with", Minimum = 0, Maximum = 100_000)]
    public int Patience { get; set; } = 2;

    /// <summary>What it falls by.</summary>
    [Setting("what the learning rate is multiplied by when it falls", Minimum = 0.001, Maximum = 0.999)]
    public double Factor { get; set; } = 0.5;

    /// <summary>Where first weights come from.</summary>
    [Setting("first weights: published draws them as the authors' runs did, seed for seed; own from Engram's streams", Choices = ["published", "own"])]
    public string Weights { get; set; } = "published";
}
