namespace Engram.Neurons.Tests;

/// <summary>Switches of plasticity change what they say, as if all were on, and nothing else.</summary>
public class PlasticityTests
{
    // 15 and 16 presynaptic neurons put the bias at the end of a cache line and alone on one; 33 makes more than two lines.
    private static readonly int[] Sizes = [2, 15, 16, 33, 3];

    public static TheoryData<Plasticity, bool> Switches
    {
        get
        {
            var data = new TheoryData<Plasticity, bool>();
            for (int plasticity = 0; plasticity < 8; plasticity++)
            {
                data.Add((Plasticity)plasticity, false);
                data.Add((Plasticity)plasticity, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_step_changes_the_plastic_parameters_as_with_everything_on_and_leaves_the_rest_to_the_last_bit(Plasticity plasticity, bool adam)
    {
        Optimizer optimizer = adam ? new Adam(1e-2) : new GradientDescent(1e-2, 0.9);
        Parameters before = Step(Samples.Everything, optimizer, steps: 0), all = Step(Samples.Everything, optimizer, steps: 1);
        Parameters found = Step(plasticity, optimizer, steps: 1);
        for (int layer = 0; layer < Sizes.Length - 1; layer++)
        {
            Assert.Equal((plasticity.HasFlag(Plasticity.Weights) ? all : before).Weights[layer], found.Weights[layer]);
            Assert.Equal((plasticity.HasFlag(Plasticity.Biases) ? all : before).Biases[layer], found.Biases[layer]);
            Assert.Equal((plasticity.HasFlag(Plasticity.TimeConstants) ? all : before).Membrane[layer], found.Membrane[layer]);
            Assert.Equal(before.Prospective[layer], found.Prospective[layer]);
            Assert.NotEqual(before.Weights[layer], all.Weights[layer]);
            Assert.NotEqual(before.Biases[layer], all.Biases[layer]);
            Assert.NotEqual(before.Membrane[layer], all.Membrane[layer]);
        }

        found.State.AssertSameBitsAs(all.State, "neurons and errors after one step");
    }

    [Fact]
    public void A_layer_that_is_switched_off_stays_while_errors_pass_through_it()
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 3, seed: 1);
        using OnlineLearner<float> learner = Learner(network, new Adam(1e-2));
        network.Layers[2].Plasticity = Plasticity.None;
        MemoryState before = Samples.Contents(network, learner);
        Run(network, learner, 20);
        string[] changed = Samples.Contents(network, learner).DifferencesFrom(before);
        Assert.DoesNotContain("network/layer-2/parameters", changed, StringComparer.Ordinal);
        Assert.DoesNotContain("learner/layer-2/first", changed, StringComparer.Ordinal);
        Assert.Contains("network/layer-2/error", changed, StringComparer.Ordinal);
        foreach (int layer in new[] { 0, 1, 3 })
            Assert.Contains($"network/layer-{layer}/parameters", changed, StringComparer.Ordinal);
    }

    [Fact]
    public void A_learner_that_is_not_plastic_changes_neurons_and_errors_only()
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 3, seed: 1);
        using OnlineLearner<float> learner = Learner(network, new Adam(1e-2));
        Samples.SetPlasticity(network, Samples.Everything);
        learner.IsPlastic = false;
        MemoryState before = Samples.Contents(network, learner);
        Run(network, learner, 20);
        string[] changed = Samples.Contents(network, learner).DifferencesFrom(before);
        Assert.DoesNotContain(changed, static name => name.Contains("learner", StringComparison.Ordinal)
            || name.EndsWith("parameters", StringComparison.Ordinal) || name.EndsWith("times", StringComparison.Ordinal));
        Assert.Contains("network/layer-0/error", changed, StringComparer.Ordinal);
        Assert.Contains("network/layer-3/rates-odd", changed, StringComparer.Ordinal);
    }

    [Fact]
    public void A_layer_without_biases_never_gets_any_and_keeps_one_that_is_set()
    {
        using Network<float> network = Samples.Mixed(Sizes).EachLayer(static layer => layer with { HasBias = false }).Build<float>(lanes: 3, seed: 1);
        using OnlineLearner<float> learner = Learner(network, new Adam(1e-2));
        network.Layers[1].Bias(4) = 0.25f;
        Run(network, learner, 20);
        foreach (DenseLayer<float> layer in network.Layers)
        {
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
                Assert.Equal(layer.Index == 1 && neuron == 4 ? 0.25f : 0, layer.Bias(neuron));
        }
    }

    [Fact]
    public void The_error_that_is_sent_down_uses_the_weights_as_they_were_in_the_step()
    {
        using Network<double> network = Samples.Mixed([2, 5, 4]).Build<double>(lanes: 1, seed: 1);
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new GradientDescent(0.5));
        for (int step = 0; step < 10; step++)
        {
            double[] weights = [.. Enumerable.Range(0, 4).Select(neuron => network.Layers[1].Weight(neuron, 3))];
            Samples.SetInput(network, step);
            learner.Target[1, 0] = 1;
            learner.Step();
            double sent = Enumerable.Range(0, 4).Sum(neuron => weights[neuron] * network.Layers[1].Variable(NeuronVariable.Error)[neuron, 0]);
            Assert.Equal(sent, network.Layers[1].Variable(NeuronVariable.SentError)[3, 0], 1e-15);
        }

        Assert.NotEqual(0, network.Layers[1].Variable(NeuronVariable.SentError)[3, 0]);
    }

    private static Parameters Step(Plasticity plasticity, Optimizer optimizer, int steps)
    {
        using Network<float> network = Samples.Mixed(Sizes, gamma: 0.1).Build<float>(lanes: 3, seed: 1);
        using OnlineLearner<float> learner = Learner(network, optimizer);

        // Errors first need to reach the lowest layer.
        learner.IsPlastic = false;
        Run(network, learner, 10);
        learner.IsPlastic = true;
        Samples.SetPlasticity(network, plasticity);
        Run(network, learner, steps, from: 10);
        MemoryState state = new();
        foreach (DenseLayer<float> layer in network.Layers)
            layer.State.Save(state.Writer, $"{layer.Index}");
        return new Parameters(
            [.. network.Layers.Select(static layer => Enumerable.Range(0, layer.NeuronCount).SelectMany(neuron => layer.Parameters.Row(neuron)[..layer.PresynapticCount].ToArray()).ToArray())],
            [.. network.Layers.Select(static layer => Enumerable.Range(0, layer.NeuronCount).Select(neuron => layer.Bias(neuron)).ToArray())],
            [.. network.Layers.Select(static layer => layer.Times.Row(0).ToArray())],
            [.. network.Layers.Select(static layer => layer.Times.Row(1).ToArray())],
            state);
    }

    private static OnlineLearner<float> Learner(Network<float> network, Optimizer optimizer)
    {
        var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, optimizer);
        learner.SetLabels(Samples.Labels(3, 3));
        return learner;
    }

    private static void Run(Network<float> network, OnlineLearner<float> learner, int steps, int from = 0)
    {
        for (int step = from; step < from + steps; step++)
        {
            Samples.SetInput(network, step);
            learner.Step();
        }
    }

    private sealed record Parameters(float[][] Weights, float[][] Biases, float[][] Membrane, float[][] Prospective, MemoryState State);
}
