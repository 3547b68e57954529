using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>First weights and biases: uniform within ±1/√(inputs of the neuron), layer by layer, weights row by row, then biases.</summary>
public static class Initialization
{
    /// <summary>Draws from a named stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream, <c>weights</c> by custom.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static void Uniform<T>(Network<T> network, RandomStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Draw(network, bound => stream.NextUniform(-bound, bound));
    }

    /// <summary>
    /// Draws as the published runs did, so that a seed starts from the same weights to the last bit: single-precision numbers of 24 bits
    /// from a Mersenne Twister, mapped in single precision (specification 5.6).
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">The seed of the published run.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static void AsPublished<T>(Network<T> network, uint seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var twister = new MersenneTwister(seed);
        Draw(network, bound =>
        {
            float high = (float)bound;
            return (twister.NextSingle24() * (high - -high)) + -high;
        });
    }

    /// <summary>
    /// Draws from a named stream, layer by layer: all weights row by row, then the biases. The inputs of a neuron of a convolution are those
    /// of its kernel.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream, <c>weights</c> by custom.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static void Uniform<T>(EquilibriumNetwork<T> network, RandomStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        Uniform(network.Layers, stream);
    }

    internal static void Uniform<T>(IEnumerable<EquilibriumPopulation<T>> layers, RandomStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (EquilibriumPopulation<T> layer in layers.Where(layer => layer.HasNeurons))
        {
            int inputs = layer.Parameters.Lanes - 1;
            double bound = 1 / Math.Sqrt(inputs);
            for (int row = 0; row < layer.Parameters.Rows; row++)
            {
                foreach (ref T weight in layer.Parameters.Row(row)[..inputs])
                    weight = T.CreateChecked(stream.NextUniform(-bound, bound));
            }

            for (int row = 0; row < layer.Parameters.Rows; row++)
                layer.Parameters[row, inputs] = T.CreateChecked(stream.NextUniform(-bound, bound));
        }
    }

    private static void Draw<T>(Network<T> network, Func<double, double> uniform)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (DenseLayer<T> layer in network.Layers)
        {
            double bound = 1 / Math.Sqrt(layer.PresynapticCount);
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
                    layer.Weight(neuron, presynaptic) = T.CreateChecked(uniform(bound));
            }

            if (!layer.Description.HasBias)
                continue;
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
                layer.Bias(neuron) = T.CreateChecked(uniform(bound));
        }
    }
}
