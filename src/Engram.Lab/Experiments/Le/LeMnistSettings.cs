using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-mnist</c>.</summary>
public sealed class LeMnistSettings
{
    /// <summary>The condition that gaps are filled in from.</summary>
    [Setting(
        "le; slow: ten times slower neurons; feedback-alignment: errors through random weights; no-prospective: neurons do not look ahead; backpropagation: an ordinary network",
        Choices = ["le", "slow", "feedback-alignment", "no-prospective", "backpropagation"])]
    public string Condition { get; set; } = "le";

    /// <summary>The hidden layers.</summary>
    [Setting("neurons in each hidden layer", Minimum = 1, Maximum = 100_000)]
    public int[] Hidden { get; set; } = [300, 100];

    /// <summary>The learning-rate factors.</summary>
    [Setting("learning-rate factor f of each layer, the output's last", Minimum = 0, Maximum = 1000)]
    public double[] Factors { get; set; } = [1, 0.2, 0.1];

    /// <summary>The dynamics.</summary>
    public EquilibriumSettings Neurons { get; set; } = new();

    /// <summary>The data.</summary>
    public ClassifierDataSettings Data { get; set; } = new();

    /// <summary>The training.</summary>
    public ClassifierTrainingSettings Training { get; set; } = new();

    /// <summary>Learning rate of the backpropagation condition.</summary>
    [Setting("learning rate of gradient descent in the condition backpropagation", Minimum = 0, Maximum = 100)]
    public double BackpropagationRate { get; set; } = 0.1;
}
