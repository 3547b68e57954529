using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-mnist-conv</c> and <c>le-cifar10</c>.</summary>
public sealed class ConvolutionSettings
{
    /// <summary>Who learns.</summary>
    [Setting("le: Latent Equilibrium; backpropagation: an ordinary network of the same sizes (ReLU, cross-entropy, gradient descent)", Choices = ["le", "backpropagation"])]
    public string Condition { get; set; } = "le";

    /// <summary>The filters.</summary>
    [Setting("filters of each convolution; each is followed by max pooling", Minimum = 1, Maximum = 10_000)]
    public int[] Filters { get; set; } = [20, 50];

    /// <summary>The kernel.</summary>
    [Setting("side of the kernels", Unit = "pixels", Minimum = 1, Maximum = 1000)]
    public int Kernel { get; set; } = 5;

    /// <summary>The side of a pooled square.</summary>
    [Setting("side of the squares that are pooled", Unit = "pixels", Minimum = 1, Maximum = 1000)]
    public int Pool { get; set; } = 2;

    /// <summary>The dense layer.</summary>
    [Setting("neurons of the dense hidden layer", Minimum = 1, Maximum = 100_000)]
    public int Hidden { get; set; } = 500;

    /// <summary>The learning-rate factors.</summary>
    [Setting("learning-rate factor f of each layer with weights, the output's last", Minimum = 0, Maximum = 1000)]
    public double[] Factors { get; set; } = [1, 0.1, 0.1, 0.1];

    /// <summary>The dynamics.</summary>
    public EquilibriumSettings Neurons { get; set; } = new() { TauMembrane = 10, Dt = 0.1 };

    /// <summary>The data.</summary>
    public ClassifierDataSettings Data { get; set; } = new();

    /// <summary>The training.</summary>
    public ClassifierTrainingSettings Training { get; set; } = new() { Shuffle = true };

    /// <summary>Learning rate of the backpropagation condition.</summary>
    [Setting("learning rate of gradient descent in the condition backpropagation", Minimum = 0, Maximum = 100)]
    public double BackpropagationRate { get; set; } = 0.01;

    internal bool IsBackpropagation => string.Equals(Condition, "backpropagation", StringComparison.Ordinal);
}
