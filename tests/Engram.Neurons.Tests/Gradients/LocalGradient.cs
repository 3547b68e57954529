namespace Engram.Neurons.Tests.Gradients;

/// <summary>The gradients that the neurons of a network find by themselves, step by step, summed over a presentation from rest.</summary>
internal sealed class LocalGradient
{
    private LocalGradient(Network<double> network)
    {
        Weights = [.. network.Layers.Select(static layer => Enumerable.Range(0, layer.NeuronCount).Select(_ => new double[layer.PresynapticCount]).ToArray())];
        Biases = [.. network.Layers.Select(static layer => new double[layer.NeuronCount])];
        MembraneTimes = [.. network.Layers.Select(static layer => new double[layer.NeuronCount])];
    }

    public double[][][] Weights { get; }

    public double[][] Biases { get; }

    public double[][] MembraneTimes { get; }

    /// <summary>Σ_t ½ |y_t − out_t|² over the steps that count.</summary>
    public double Loss { get; private set; }

    /// <summary>What the steps returned.</summary>
    public List<double[]> Outputs { get; } = [];

    /// <summary>Presents a sequence to a network of one lane, and leaves its parameters as they are.</summary>
    /// <param name="network">The network; put to rest first.</param>
    /// <param name="inputs"><c>[step][channel]</c>.</param>
    /// <param name="targets"><c>[step][output]</c>.</param>
    /// <param name="from">The first step whose gradients and loss count.</param>
    /// <param name="beta">β.</param>
    public static LocalGradient Of(Network<double> network, double[][] inputs, double[][] targets, int from = 0, double beta = 1)
    {
        network.Rest();
        Samples.SetPlasticity(network, Samples.Everything);
        using var learner = new OnlineLearner<double>(network, Engram.Neurons.Loss.MeanSquared, new GradientDescent(0), beta);
        var sum = new LocalGradient(network);
        for (int t = 0; t < inputs.Length; t++)
        {
            learner.ClearSums();
            learner.Step(inputs[t], targets[t]);
            sum.Outputs.Add([.. Enumerable.Range(0, network.Output.Rows).Select(neuron => network.Output[neuron, 0])]);
            if (t >= from)
                sum.Add(network, learner.SummedLoss[0, 0] * 0.5 * network.Output.Rows);
        }

        return sum;
    }

    private void Add(Network<double> network, double loss)
    {
        Loss += loss;
        foreach (DenseLayer<double> layer in network.Layers)
        {
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                Biases[layer.Index][neuron] += layer.Gradient[neuron, layer.PresynapticCount];
                MembraneTimes[layer.Index][neuron] += layer.TimeGradient[0, neuron];
                for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
                    Weights[layer.Index][neuron][presynaptic] += layer.Gradient[neuron, presynaptic];
            }
        }
    }
}
