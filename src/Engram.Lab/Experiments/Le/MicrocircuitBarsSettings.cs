using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-microcircuit-bars</c>.</summary>
public sealed class MicrocircuitBarsSettings
{
    /// <summary>With and without Latent Equilibrium.</summary>
    [Setting("circuits that tell each other prospective potentials (le), the potentials themselves (original), or both, one after the other", Choices = ["both", "le", "original"])]
    public string Condition { get; set; } = "both";

    /// <summary>Presentation times.</summary>
    [Setting("presentation times of a picture, in Euler steps", Minimum = 1, Maximum = 1_000_000)]
    public int[] PresentationSteps { get; set; } = [3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    /// <summary>Epochs.</summary>
    [Setting("epochs: each shows the eight pictures once to learn from, and once to test", Minimum = 1, Maximum = 100_000)]
    public int Epochs { get; set; } = 1000;

    /// <summary>Circuits side by side.</summary>
    [Setting("circuits side by side, each with a seed of its own: the run's, the next one, and so on", Minimum = 1, Maximum = 10_000)]
    public int Circuits { get; set; } = 10;

    /// <summary>The circuit.</summary>
    public CircuitSettings Circuit { get; set; } = new();

    /// <summary>Plasticity.</summary>
    public LearningSettings Learning { get; set; } = new();

    /// <summary>When the readout begins.</summary>
    [Setting("readout lag: the output counts from this time of a presentation on; auto is 0 with Latent Equilibrium, else the published lag", Unit = "ms", Minimum = 0, Maximum = 1e5)]
    public double? ReadoutLag { get; set; }

    /// <summary>Where first weights come from.</summary>
    [Setting("first weights: published draws them as the released code does, seed for seed; own from Engram's streams", Choices = ["published", "own"])]
    public string Weights { get; set; } = "published";

    /// <summary>The precision.</summary>
    [Setting("precision of the arithmetic", Choices = ["single", "double"])]
    public string Precision { get; set; } = "single";

    /// <summary>What the circuit is like.</summary>
    public sealed class CircuitSettings
    {
        /// <summary>Hidden layers.</summary>
        [Setting("pyramidal neurons of each hidden layer", Minimum = 1, Maximum = 10_000)]
        public int[] Hidden { get; set; } = [30];

        /// <summary>dt.</summary>
        [Setting("Euler step", Unit = "ms", Minimum = 1e-4, Maximum = 5)]
        public double Dt { get; set; } = 0.1;

        /// <summary>τ0.</summary>
        [Setting("time constant of the low-pass on inputs and targets; auto is the Euler step: they jump", Unit = "ms", Minimum = 1e-4, Maximum = 1e5)]
        public double? StreamTau { get; set; }

        /// <summary>How the interneurons begin.</summary>
        [Setting("weights to and from interneurons at the start", Choices = ["self-predicting", "random"])]
        public string Start { get; set; } = "self-predicting";
    }

    /// <summary>How fast weights learn. All rates are divided by the presentation time in ms, as published.</summary>
    public sealed class LearningSettings
    {
        /// <summary>η_up of hidden layers.</summary>
        [Setting("learning rate of weights onto hidden basal dendrites, times the presentation time", Minimum = 0, Maximum = 1e4)]
        public double Hidden { get; set; } = 0.5;

        /// <summary>η_up of the output layer.</summary>
        [Setting("learning rate of weights to output neurons, times the presentation time", Minimum = 0, Maximum = 1e4)]
        public double Output { get; set; } = 0.1;

        /// <summary>η_ip.</summary>
        [Setting("learning rate of weights to interneurons, times the presentation time", Minimum = 0, Maximum = 1e4)]
        public double ToInterneurons { get; set; } = 0.2;

        /// <summary>η_pi.</summary>
        [Setting("learning rate of weights from interneurons to apical dendrites, times the presentation time", Minimum = 0, Maximum = 1e4)]
        public double FromInterneurons { get; set; }

        /// <summary>Phased plasticity.</summary>
        [Setting("Euler steps at the start of a picture in which weights rest (phased plasticity)", Minimum = 0, Maximum = 1_000_000)]
        public int Lag { get; set; }
    }
}
