using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>What the experiments on spoken words have in common.</summary>
public class SpokenSettings
{
    /// <summary>Who learns.</summary>
    [Setting(
        "gle: slow and fast neurons whose errors look ahead; instantaneous: the same neurons without looking ahead in errors; no-slow: all neurons answer at once (Latent Equilibrium); mlp: an ordinary network of the same hidden layers that sees all frames at once, by backpropagation",
        Choices = ["gle", "instantaneous", "no-slow", "mlp"])]
    public string Condition { get; set; } = "gle";

    /// <summary>The neurons.</summary>
    public NeuronSettings Neurons { get; set; } = new();

    /// <summary>The training.</summary>
    public SpokenTrainingSettings Training { get; set; } = new();

    /// <summary>The network of the specification, section 3.6.</summary>
    public sealed class NeuronSettings
    {
        /// <summary>Hidden layers.</summary>
        [Setting("neurons of each hidden layer, a multiple of the number of groups; the first layer is linear", Minimum = 1, Maximum = 10_000)]
        public int[] Hidden { get; set; } = [750, 750, 750];

        /// <summary>τm of the groups.</summary>
        [Setting("membrane time constants of the equal groups of a hidden layer", Unit = "frames", Minimum = 1e-3, Maximum = 1e3)]
        public double[] TauMembrane { get; set; } = [2.4, 0.6, 1.2, 1.8, 2.4];

        /// <summary>τr of the groups.</summary>
        [Setting("prospective time constants of the groups; as the membrane's, a group answers at once", Unit = "frames", Minimum = 1e-3, Maximum = 1e3)]
        public double[] TauProspective { get; set; } = [2.4, 0.1, 0.1, 0.1, 0.1];

        /// <summary>Steps of a frame.</summary>
        [Setting("Euler steps of a frame, 1 / dt", Minimum = 1, Maximum = 1000)]
        public int StepsPerFrame { get; set; } = 20;

        /// <summary>β.</summary>
        [Setting("strength of the output error", Minimum = 0, Maximum = 1e6)]
        public double Beta { get; set; } = 1;

        /// <summary>dt, in frames.</summary>
        internal double Dt => 1.0 / StepsPerFrame;
    }
}

/// <summary>How spoken words are trained on.</summary>
public sealed class SpokenTrainingSettings
{
    /// <summary>Epochs.</summary>
    [Setting("passes of as many draws as there are training sounds", Minimum = 0, Maximum = 100_000)]
    public int Epochs { get; set; } = 420;

    /// <summary>Sounds side by side.</summary>
    [Setting("sounds side by side", Minimum = 1, Maximum = 100_000)]
    public int Batch { get; set; } = 256;

    /// <summary>η.</summary>
    [Setting("Adam's learning rate for a time step", Minimum = 0, Maximum = 10)]
    public double LearningRate { get; set; } = 5e-4 * 0.05 * 625 / 800;

    /// <summary>η of the ordinary network.</summary>
    [Setting("gradient descent's learning rate for a batch in the condition mlp", Minimum = 0, Maximum = 100)]
    public double MlpRate { get; set; } = 0.05;

    /// <summary>Epochs without improvement.</summary>
    [Setting("epochs without improvement of the validation loss that are put up with before the rate falls", Minimum = 0, Maximum = 100_000)]
    public int Patience { get; set; } = 3;

    /// <summary>What it falls by.</summary>
    [Setting("what the learning rate is multiplied by when it falls", Minimum = 0.001, Maximum = 0.999)]
    public double Factor { get; set; } = 0.9;

    /// <summary>Whether sounds are changed at every draw.</summary>
    [Setting("shift every training sound in time at random, and mix noise into it where the set has recordings of noise")]
    public bool Augment { get; set; } = true;
}
