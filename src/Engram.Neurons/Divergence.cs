using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>Where a network has left the numbers: the lowest layer, and of it the variable that goes before others.</summary>
/// <param name="Layer">The layer, from 0 above the input.</param>
/// <param name="Variable">What is not finite: <c>membrane potential</c>, <c>error</c>, <c>weight</c>...</param>
/// <param name="Neuron">The first neuron with one.</param>
/// <param name="Step">How many steps the network had made when it was looked at.</param>
public sealed record Divergence(int Layer, string Variable, int Neuron, long Step)
{
    private static readonly (NeuronVariable Variable, string Name)[] Variables =
    [
        (NeuronVariable.Membrane, "membrane potential"),
        (NeuronVariable.Rate, "rate"),
        (NeuronVariable.ErrorPotential, "error potential"),
        (NeuronVariable.Error, "error"),
    ];

    /// <summary>Looks for the first variable that is not finite.</summary>
    /// <param name="network">The network.</param>
    /// <typeparam name="T">The number.</typeparam>
    /// <returns>Where; null if all are finite.</returns>
    public static Divergence? Find<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (DenseLayer<T> layer in network.Layers)
        {
            foreach ((NeuronVariable variable, string name) in Variables)
            {
                if (FirstBroken(layer.Variable(variable)) is { } neuron)
                    return new Divergence(layer.Index, name, neuron, network.StepCount);
            }

            if (FirstBroken(layer.Parameters) is { } row)
                return new Divergence(layer.Index, "weight", row, network.StepCount);
        }

        return null;
    }

    /// <summary>In words: <c>the error of neuron 7 in layer 2, after step 14400</c>.</summary>
    public override string ToString() => $"the {Variable} of neuron {Neuron} in layer {Layer}, after step {Step}";

    private static int? FirstBroken<T>(LaneMatrix<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (T value in table.Row(row))
            {
                if (!T.IsFinite(value))
                    return row;
            }
        }

        return null;
    }
}
