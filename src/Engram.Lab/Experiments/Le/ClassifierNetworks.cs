using Engram.Neurons;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>Builds the classifiers from their settings.</summary>
internal static class ClassifierNetworks
{
    /// <summary>A description without layers.</summary>
    internal static EquilibriumDescription Describe(SignalShape input, EquilibriumSettings neurons) =>
        EquilibriumDescription.Of(input, neurons.Dt!.Value, neurons.TauMembrane!.Value) with
        {
            Times = new TimeConstants(neurons.TauMembrane.Value, neurons.TauProspective!.Value),
            Beta = neurons.Beta,
        };

    /// <summary>Dense hidden layers and a linear output.</summary>
    internal static EquilibriumDescription Dense(
        this EquilibriumDescription description, IReadOnlyList<int> hidden, Activation activation, int outputs, IReadOnlyList<double> factors)
    {
        for (int layer = 0; layer < hidden.Count; layer++)
            description = description.Dense(hidden[layer], activation, factors[layer]);
        return description.Dense(outputs, Activation.Linear, factors[^1]);
    }

    /// <summary>A network of Latent Equilibrium, ready to learn.</summary>
    /// <exception cref="UsageException">The layers do not fit; the message names the layer.</exception>
    internal static EquilibriumClassifier Equilibrium(EquilibriumDescription description, EquilibriumSettings neurons, int batch, ulong seed)
    {
        EquilibriumNetwork<float> network = Fitting(() => description.Build<float>(batch, seed));
        network.LearningRate = EquilibriumDescription.LearningRatePerStep(neurons.Multiplier, neurons.Steps!.Value);
        network.Shortcuts = neurons.Shortcuts ? EquilibriumShortcuts.All : EquilibriumShortcuts.None;
        return new EquilibriumClassifier(network, neurons.Steps.Value);
    }

    /// <summary>An ordinary network of the same layers. It learns everywhere at the same rate: the factors belong to Latent Equilibrium.</summary>
    /// <exception cref="UsageException">The layers do not fit; the message names the layer.</exception>
    internal static BackpropagationClassifier Ordinary(EquilibriumDescription description, Loss loss, int batch, ulong seed, double rate)
    {
        IReadOnlyList<EquilibriumLayer> layers = description.EachNeurons(layer => layer with { LearningRateFactor = 1 }).Layers;
        BackpropagationNetwork<float> network = Fitting(() => new BackpropagationNetwork<float>(description.Input, layers, loss, batch, seed));
        network.LearningRate = rate;
        // A single output is a logit: at 0 both answers are equally likely.
        return new BackpropagationClassifier(network, threshold: 0);
    }

    /// <summary>Refuses factors that do not fit the layers.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    internal static void CheckFactors(IReadOnlyList<double> factors, int layers, string words)
    {
        if (factors.Count != layers)
            throw new UsageException($"factors has {factors.Count} numbers, but {layers} are needed: one for {words}.");
    }

    /// <summary>Builds, and says to people what does not fit.</summary>
    /// <exception cref="UsageException">The layers do not fit; the message names the layer.</exception>
    internal static T Fitting<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message, problem);
        }
    }
}
