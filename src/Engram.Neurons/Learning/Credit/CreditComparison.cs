using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>How a layer's gradient, found in one way, stands to that of backpropagation through time on the same trajectory.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="Cosine">The cosine between the two gradients of weights and biases; NaN if one of them is zero.</param>
/// <param name="NormRatio">The length of this gradient over that of the exact one.</param>
/// <param name="TimeCosine">The cosine between the gradients of membrane time constants.</param>
public readonly record struct CreditAlignment(int Layer, double Cosine, double NormRatio, double TimeCosine);

/// <summary>
/// The gradients of four ways to assign credit, summed over the same trajectory (specification 5.3): prospective errors, instantaneous errors,
/// the adjoint method, and backpropagation through time, which the others are held against. All start from rest with the network's present
/// parameters, which stay as they are; γ must be 0, so that the neurons do the same in all four.
/// </summary>
public sealed class CreditComparison
{
    private CreditComparison(double[][] weights, double[][] times)
    {
        WeightGradients = weights;
        TimeGradients = times;
    }

    private double[][] WeightGradients { get; }

    private double[][] TimeGradients { get; }

    /// <summary>Holds prospective errors, instantaneous errors and the adjoint method against the exact gradient, layer by layer.</summary>
    /// <param name="network">The network; only read.</param>
    /// <param name="loss">What the output is held against.</param>
    /// <param name="inputs">Step by step the channels, one row each: <c>[step · channels + channel, lane]</c>.</param>
    /// <param name="targets">Step by step the outputs, one row each: <c>[step · outputs + output, lane]</c>.</param>
    /// <typeparam name="T">The number.</typeparam>
    /// <exception cref="ArgumentException">The shapes do not fit, or γ is not 0.</exception>
    public static (CreditAlignment[] Prospective, CreditAlignment[] Instantaneous, CreditAlignment[] Adjoint) Of<T>(
        Network<T> network, Loss loss, LaneMatrix<T> inputs, LaneMatrix<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        int steps = inputs.Rows / network.Description.Inputs;
        if (steps == 0 || inputs.Rows != steps * network.Description.Inputs || targets.Rows != steps * network.Layers[^1].NeuronCount
            || inputs.Lanes != network.Lanes || targets.Lanes != network.Lanes)
        {
            throw new ArgumentException(
                $"Inputs of {inputs.Rows} x {inputs.Lanes} and targets of {targets.Rows} x {targets.Lanes} do not fit a network with {network.Description.Inputs} "
                + $"inputs, {network.Layers[^1].NeuronCount} outputs and {network.Lanes} lanes.", nameof(inputs));
        }

        CreditComparison exact = ByWindow(network, loss, CreditMethod.Backpropagation, inputs, targets, steps);
        return (
            ByNeurons(network, loss, looksAhead: true, inputs, targets, steps).Against(exact),
            ByNeurons(network, loss, looksAhead: false, inputs, targets, steps).Against(exact),
            ByWindow(network, loss, CreditMethod.Adjoint, inputs, targets, steps).Against(exact));
    }

    private static CreditComparison ByWindow<T>(
        Network<T> network, Loss loss, CreditMethod method, LaneMatrix<T> inputs, LaneMatrix<T> targets, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Network<T> copy = Copy(network, network.Description);
        // A window that is one step too long is never ended, so its gradient can be asked for.
        using var learner = new WindowLearner<T>(copy, loss, new GradientDescent(0), method, steps + 1);
        for (int step = 0; step < steps; step++)
            Step(learner, inputs, targets, step);
        learner.FindGradient();
        return Sum(copy, null);
    }

    private static CreditComparison ByNeurons<T>(
        Network<T> network, Loss loss, bool looksAhead, LaneMatrix<T> inputs, LaneMatrix<T> targets, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Network<T> copy = Copy(network, network.Description.EachLayer(layer => layer with { ProspectiveErrors = looksAhead }));
        using var learner = new OnlineLearner<T>(copy, loss, new GradientDescent(0));
        CreditComparison? sum = null;
        for (int step = 0; step < steps; step++)
        {
            Step(learner, inputs, targets, step);
            sum = Sum(copy, sum);
        }

        return sum!;
    }

    private static void Step<T>(Learner<T> learner, LaneMatrix<T> inputs, LaneMatrix<T> targets, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Copy(inputs, step, learner.Network.Input);
        Copy(targets, step, learner.Target);
        learner.Step();

        static void Copy(LaneMatrix<T> rows, int step, LaneMatrix<T> to)
        {
            for (int row = 0; row < to.Rows; row++)
                rows.Row((step * to.Rows) + row).CopyTo(to.Row(row));
        }
    }

    private static Network<T> Copy<T>(Network<T> network, NetworkDescription description)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> copy = description.Build<T>(network.Lanes, network.InstructionSet);
        foreach (DenseLayer<T> layer in copy.Layers)
        {
            layer.Parameters.CopyFrom(network.Layers[layer.Index].Parameters);
            layer.Times.CopyFrom(network.Layers[layer.Index].Times);
            layer.UpdateCoefficients();
            layer.Plasticity = Plasticity.Weights | Plasticity.TimeConstants | (layer.Description.HasBias ? Plasticity.Biases : Plasticity.None);
        }

        return copy;
    }

    /// <summary>The gradients as they stand in the layers, added to what was found before.</summary>
    private static CreditComparison Sum<T>(Network<T> network, CreditComparison? before)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        before ??= new CreditComparison(
            [.. network.Layers.Select(static layer => new double[layer.NeuronCount * (layer.PresynapticCount + 1)])],
            [.. network.Layers.Select(static layer => new double[layer.NeuronCount])]);
        foreach (DenseLayer<T> layer in network.Layers)
        {
            int columns = layer.PresynapticCount + 1;
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                before.TimeGradients[layer.Index][neuron] += double.CreateChecked(layer.TimeGradient[0, neuron]);
                for (int column = 0; column < (layer.Description.HasBias ? columns : columns - 1); column++)
                    before.WeightGradients[layer.Index][(neuron * columns) + column] += double.CreateChecked(layer.Gradient[neuron, column]);
            }
        }

        return before;
    }

    private CreditAlignment[] Against(CreditComparison exact) =>
    [
        .. WeightGradients.Select((own, layer) => new CreditAlignment(
            layer,
            Cosine(own, exact.WeightGradients[layer]),
            Math.Sqrt(Dot(own, own) / Dot(exact.WeightGradients[layer], exact.WeightGradients[layer])),
            Cosine(TimeGradients[layer], exact.TimeGradients[layer]))),
    ];

    private static double Cosine(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    private static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();
}
