namespace Engram.Neurons;

/// <summary>
/// How fast each group of weights learns, in 1/ms. Each list has an entry for each layer that has the group; an empty one stands for zeros.
/// The weights from above onto apical dendrites (W_down) are never plastic.
/// </summary>
public sealed record MicrocircuitLearningRates
{
    /// <summary>No plasticity.</summary>
    public static MicrocircuitLearningRates None { get; } = new();

    /// <summary>η_up of the weights onto basal dendrites: each hidden layer, then the output layer.</summary>
    public IReadOnlyList<double> Up { get; init; } = [];

    /// <summary>η_ip of the weights from pyramidal neurons to the interneurons beside them: each hidden layer.</summary>
    public IReadOnlyList<double> ToInterneurons { get; init; } = [];

    /// <summary>η_pi of the weights from interneurons onto apical dendrites: each hidden layer.</summary>
    public IReadOnlyList<double> FromInterneurons { get; init; } = [];

    internal void Check(int hiddenLayers)
    {
        CheckGroup(nameof(Up), Up, hiddenLayers + 1);
        CheckGroup(nameof(ToInterneurons), ToInterneurons, hiddenLayers);
        CheckGroup(nameof(FromInterneurons), FromInterneurons, hiddenLayers);
    }

    private static void CheckGroup(string name, IReadOnlyList<double> rates, int expected)
    {
        if (rates.Count != 0 && rates.Count != expected)
            throw new ArgumentException($"{name} has {rates.Count} learning rates, but the circuit has {expected} layers with such weights.");
        foreach (double rate in rates)
        {
            if (!(rate >= 0) || !double.IsFinite(rate))
                throw new ArgumentException($"{name} has the learning rate {rate}, but it must be a finite number of 0 or more.");
        }
    }
}
