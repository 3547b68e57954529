using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>Networks and signals that the laws are tried on.</summary>
internal static class Samples
{
    public const Plasticity Everything = Plasticity.Weights | Plasticity.Biases | Plasticity.TimeConstants;

    /// <summary>A layer whose neurons take slow, intermediate and instantaneous time constants in turn.</summary>
    public static LayerDescription MixedLayer(int neurons, Activation activation, double gamma = 0) => new()
    {
        Neurons = [.. Enumerable.Range(0, neurons).Select(i => (i % 3) switch
        {
            0 => new TimeConstants(1.2, 0.2),
            1 => new TimeConstants(0.6, 0.3),
            _ => new TimeConstants(0.9, 0.9),
        })],
        Activation = activation,
        Gamma = gamma,
    };

    /// <summary>A network of mixed neurons: linear first layer, tanh and softplus above, linear output.</summary>
    public static NetworkDescription Mixed(int[] sizes, double gamma = 0)
    {
        NetworkDescription description = Network.Describe(sizes[0], 0.2);
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            Activation activation = layer == sizes.Length - 1 ? Activation.Linear
                : layer == 1 ? Activation.Sigmoid
                : layer % 2 == 0 ? Activation.Tanh : Activation.Softplus;
            description = description.Dense(MixedLayer(sizes[layer], activation, gamma));
        }

        return description;
    }

    /// <summary>Smooth input that differs in every channel and lane: the same numbers for a sample whatever lane it is in.</summary>
    public static double Signal(int channel, int sample, int step) =>
        Math.Sin((0.11 * (channel + 1) * step) + sample) + (0.5 * Math.Sin((0.37 * step) - (2 * sample) + channel));

    public static void SetInput<T>(Network<T> network, int step, int[]? samples = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int channel = 0; channel < network.Input.Rows; channel++)
        {
            for (int lane = 0; lane < network.Lanes; lane++)
                network.Input[channel, lane] = T.CreateChecked(Signal(channel, samples?[lane] ?? lane, step));
        }
    }

    /// <summary>A whole sequence of <see cref="SetInput{T}"/>.</summary>
    public static LaneMatrix<T> Sequence<T>(int channels, int lanes, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sequence = new LaneMatrix<T>(channels * steps, lanes);
        for (int row = 0; row < sequence.Rows; row++)
        {
            for (int lane = 0; lane < lanes; lane++)
                sequence[row, lane] = T.CreateChecked(Signal(row % channels, lane, row / channels));
        }

        return sequence;
    }

    /// <summary>Labels that differ between neighbours.</summary>
    public static int[] Labels(int lanes, int classes, int[]? samples = null) =>
        [.. Enumerable.Range(0, lanes).Select(lane => (samples?[lane] ?? lane) * 7 % classes)];

    /// <summary>All that a network and a learner hold, by name.</summary>
    public static MemoryState Contents<T>(Network<T> network, OnlineLearner<T>? learner = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var state = new MemoryState();
        network.Save(state.Writer);
        learner?.Save(state.Writer);
        return state;
    }

    public static void SetPlasticity<T>(Network<T> network, Plasticity plasticity)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (DenseLayer<T> layer in network.Layers)
            layer.Plasticity = plasticity;
    }
}
