using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-higgs</c>.</summary>
public sealed class LeHiggsSettings
{
    /// <summary>Who learns.</summary>
    [Setting("le: Latent Equilibrium; backpropagation: an ordinary network of the same sizes (tanh, binary cross-entropy, gradient descent)", Choices = ["le", "backpropagation"])]
    public string Condition { get; set; } = "le";

    /// <summary>The hidden layers.</summary>
    [Setting("neurons in each hidden layer", Minimum = 1, Maximum = 100_000)]
    public int[] Hidden { get; set; } = [300, 300, 300];

    /// <summary>The learning-rate factors.</summary>
    [Setting("learning-rate factor f of each layer, the output's last", Minimum = 0, Maximum = 1000)]
    public double[] Factors { get; set; } = [1, 0.2, 0.1, 0.1];

    /// <summary>The dynamics.</summary>
    public EquilibriumSettings Neurons { get; set; } = new() { TauMembrane = 10, Dt = 0.1, Steps = 20, Multiplier = 64 };

    /// <summary>The data.</summary>
    public ClassifierDataSettings Data { get; set; } = new();

    /// <summary>The training.</summary>
    public ClassifierTrainingSettings Training { get; set; } = new() { Epochs = 100, Batch = 128, Shuffle = true };

    /// <summary>Learning rate of the backpropagation condition.</summary>
    [Setting("learning rate of gradient descent in the condition backpropagation", Minimum = 0, Maximum = 100)]
    public double BackpropagationRate { get; set; } = 0.5;

    internal bool IsBackpropagation => string.Equals(Condition, "backpropagation", StringComparison.Ordinal);
}
