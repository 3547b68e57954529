using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings that the experiments of Fig. 4 share: the MNIST network on an imperfect substrate.</summary>
public abstract class LeSubstrateSettings
{
    /// <summary>The hidden layers.</summary>
    [Setting("neurons in each hidden layer", Minimum = 1, Maximum = 100_000)]
    public int[] Hidden { get; set; } = [300, 100];

    /// <summary>The learning-rate factors.</summary>
    [Setting("learning-rate factor f of each layer, the output's last", Minimum = 0, Maximum = 1000)]
    public double[] Factors { get; set; } = [1, 0.2, 0.1];

    /// <summary>The dynamics.</summary>
    public EquilibriumSettings Neurons { get; set; } = new() { TauMembrane = 20, Dt = 0.01, Steps = 100 };

    /// <summary>The data.</summary>
    public ClassifierDataSettings Data { get; set; } = new();

    /// <summary>Fills in what is open as in the published network, and checks it.</summary>
    /// <exception cref="UsageException">Settings do not fit together.</exception>
    internal void ResolveNetwork(LeSubstrateSettings published)
    {
        Neurons.Resolve(published.Neurons);
        ClassifierNetworks.CheckFactors(Factors, Hidden.Length + 1, "each hidden layer and one for the output");
    }
}

/// <summary>The settings of <c>le-heterogeneity</c>.</summary>
public sealed class LeHeterogeneitySettings : LeSubstrateSettings
{
    /// <summary>The condition that gaps are filled in from.</summary>
    [Setting(
        "homogeneous; moderate and strong: time constants spread by 20 and 30 %; prospective-errors: spread by 1 %, errors from prospective rates; learned: by 20 %, errors from prospective rates, time constants learned first",
        Choices = ["homogeneous", "moderate", "strong", "prospective-errors", "learned"])]
    public string Condition { get; set; } = "moderate";

    /// <summary>σ.</summary>
    [Setting("relative standard deviation of both time constants", Minimum = 0, Maximum = 2)]
    public double? Spread { get; set; }

    /// <summary>κ.</summary>
    [Setting("κ, how fast membrane time constants are learned in the condition learned", Minimum = 0, Maximum = 1e6)]
    public double AdaptationRate { get; set; } = 160;

    /// <summary>The training.</summary>
    public ClassifierTrainingSettings Training { get; set; } = new() { Epochs = 99, Batch = 512, Shuffle = false };

    internal bool Learns => string.Equals(Condition, "learned", StringComparison.Ordinal);

    internal bool HasProspectiveErrors => Learns || string.Equals(Condition, "prospective-errors", StringComparison.Ordinal);
}

/// <summary>The settings of <c>le-noise</c>.</summary>
public sealed class LeNoiseSettings : LeSubstrateSettings
{
    /// <summary>The MNIST network, with the Euler step as released (trap T18).</summary>
    public LeNoiseSettings() => Neurons.Dt = 0.05;

    /// <summary>The noise.</summary>
    [Setting("standard deviation of the noise on every rate at every step", Minimum = 0, Maximum = 100)]
    public double Noise { get; set; } = 0.2;

    /// <summary>τs.</summary>
    [Setting("time constant τs of the synaptic filter; 0 for none", Unit = "ms", Minimum = 0, Maximum = 1e4)]
    public double TauSynaptic { get; set; } = 0.5;

    /// <summary>The training.</summary>
    public ClassifierTrainingSettings Training { get; set; } = new() { Epochs = 99, Batch = 512, Shuffle = false };
}

/// <summary>The settings of <c>le-time-constants</c>.</summary>
public sealed class LeTimeConstantsSettings : LeSubstrateSettings
{
    /// <summary>σ.</summary>
    [Setting("relative standard deviation of both time constants before they are learned", Minimum = 0, Maximum = 2)]
    public double Spread { get; set; } = 0.2;

    /// <summary>Whose errors.</summary>
    [Setting("errors from prospective rates, as in the published condition; without, each layer adapts for itself at once")]
    public bool ProspectiveErrors { get; set; } = true;

    /// <summary>κ.</summary>
    [Setting("κ, how fast membrane time constants are learned", Minimum = 0, Maximum = 1e6)]
    public double AdaptationRate { get; set; } = 160;

    /// <summary>Steps of an image.</summary>
    [Setting("Euler steps that each batch is shown for while time constants are learned", Minimum = 1, Maximum = 1_000_000)]
    public int AdaptationSteps { get; set; } = 10;

    /// <summary>Batch.</summary>
    [Setting("images side by side", Minimum = 1, Maximum = 100_000)]
    public int Batch { get; set; } = 512;

    /// <summary>The most passes.</summary>
    [Setting("at most so many passes through the validation images", Minimum = 1, Maximum = 100_000)]
    public int Passes { get; set; } = 200;
}
