using Engram.Neurons;

namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>The networks of the experiment: 1-2-2-1, each hidden layer with an instantaneous and a slow neuron, only the first layer plastic.</summary>
internal static class LagNetNetworks
{
    internal const double TimeStep = 0.01;

    internal const double TimeConstant = 1, SlowProspective = 0.1;

    internal static readonly double[] TeacherWeights = [-0.5, 1];

    /// <summary>Builds one; it stays the caller's.</summary>
    /// <param name="firstWeights">The weights of the first layer.</param>
    /// <param name="gamma">γ of the hidden layers.</param>
    internal static Network<double> Build(double[] firstWeights, double gamma)
    {
        NetworkDescription description = Network.Describe(1, TimeStep);
        for (int layer = 0; layer < 2; layer++)
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(TimeConstant, TimeConstant), new TimeConstants(TimeConstant, SlowProspective)],
                Activation = Activation.Tanh,
                Gamma = gamma,
                HasBias = false,
            });
        }

        Network<double> network = description
            .Dense(new LayerDescription { Neurons = [new TimeConstants(TimeConstant, TimeConstant)], Activation = Activation.Linear, HasBias = false })
            .Build<double>(lanes: 1);
        for (int neuron = 0; neuron < 2; neuron++)
            network.Layers[0].Weight(neuron, 0) = firstWeights[neuron];
        (network.Layers[1].Weight(0, 0), network.Layers[1].Weight(1, 1)) = (0.5, 1);
        (network.Layers[2].Weight(0, 0), network.Layers[2].Weight(0, 1)) = (0.5, 1);
        foreach (DenseLayer<double> layer in network.Layers)
            layer.Plasticity = layer.Index == 0 ? Plasticity.Weights : Plasticity.None;
        return network;
    }
}
