using System.Text.Json;
using Engram.Neurons.Tests.Reference;

namespace Engram.Neurons.Tests.Gradients;

/// <summary>The measuring rod of the other gradient tests is itself checked (specification 5.1, 5.3).</summary>
public class ExactGradientTests
{
    [Fact]
    public void The_forward_pass_of_the_recursion_is_that_of_the_engine()
    {
        (Network<double> network, double[][] inputs, double[][] targets) = Task();
        using (network)
        {
            ExactGradient exact = ExactGradient.Of(network, inputs, targets, from: 10);
            LocalGradient local = LocalGradient.Of(network, inputs, targets, from: 10);
            Assert.Equal(exact.Loss, local.Loss, 1e-12);
            Assert.True(exact.Loss > 1);
            foreach ((double[] expected, double[] actual) in exact.Outputs.Zip(local.Outputs))
            {
                for (int neuron = 0; neuron < expected.Length; neuron++)
                    Assert.Equal(expected[neuron], actual[neuron], 1e-13);
            }
        }
    }

    [Fact]
    public void The_recursion_agrees_with_finite_differences_of_the_engines_loss_in_every_parameter()
    {
        (Network<double> network, double[][] inputs, double[][] targets) = Task();
        using (network)
        {
            ExactGradient exact = ExactGradient.Of(network, inputs, targets, from: 10);
            foreach (DenseLayer<double> layer in network.Layers)
            {
                double scale = exact.Weights[layer.Index].SelectMany(static row => row).Max(Math.Abs);
                for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
                {
                    for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
                        Check(exact.Weights[layer.Index][neuron][presynaptic], scale, ref layer.Weight(neuron, presynaptic), layer);
                    Check(exact.Biases[layer.Index][neuron], scale, ref layer.Bias(neuron), layer);
                    Check(exact.MembraneTimes[layer.Index][neuron], scale, ref layer.Times[0, neuron], layer);
                    Check(exact.ProspectiveTimes[layer.Index][neuron], scale, ref layer.Times[1, neuron], layer);
                }
            }
        }

        void Check(double expected, double scale, ref double parameter, DenseLayer<double> layer)
        {
            const double Change = 1e-5;
            double before = parameter;
            double up = LossWith(before + Change, ref parameter, layer), down = LossWith(before - Change, ref parameter, layer);
            parameter = before;
            layer.UpdateCoefficients();
            double difference = (up - down) / (2 * Change);
            Assert.True(Math.Abs(difference - expected) < 1e-6 * scale, $"layer {layer.Index}: {expected:R} by the recursion, {difference:R} by differences");
        }

        double LossWith(double value, ref double parameter, DenseLayer<double> layer)
        {
            parameter = value;
            layer.UpdateCoefficients();
            return LocalGradient.Of(network, inputs, targets, from: 10).Loss;
        }
    }

    [Fact]
    public void The_recursion_gives_the_exact_gradient_of_the_reference()
    {
        (Network<double> network, double[][] inputs, double[][] targets) = Chain("b_prospective");
        using (network)
        {
            ExactGradient exact = ExactGradient.Of(network, inputs, targets);
            JsonElement expected = ReferenceTraces.Section("chain").GetProperty("exact_gradient_of_sum_half_squared_error_case_b_forward");
            ReferenceTraces.AssertClose(expected.GetProperty("loss").GetDouble(), exact.Loss, 1e-9, "loss");
            for (int layer = 0; layer < 2; layer++)
            {
                ReferenceTraces.AssertClose(expected.GetProperty($"W{layer}").GetDouble(), exact.Weights[layer][0][0], 1e-9, $"W{layer}");
                ReferenceTraces.AssertClose(expected.GetProperty($"b{layer}").GetDouble(), exact.Biases[layer][0], 1e-9, $"b{layer}");
                ReferenceTraces.AssertClose(expected.GetProperty($"tau_m{layer}").GetDouble(), exact.MembraneTimes[layer][0], 1e-9, $"tau_m{layer}");
            }
        }
    }

    [Theory]
    [InlineData("a_LE")]
    [InlineData("b_prospective")]
    [InlineData("b_instantaneous")]
    [InlineData("c_gamma")]
    public void The_local_gradients_of_the_chain_sum_to_those_of_the_reference(string name)
    {
        (Network<double> network, double[][] inputs, double[][] targets) = Chain(name);
        using (network)
        {
            double beta = ReferenceTraces.Section("chain").GetProperty("cases").GetProperty(name).GetProperty("beta").GetDouble();
            LocalGradient local = LocalGradient.Of(network, inputs, targets, beta: beta);
            JsonElement expected = ReferenceTraces.Section("chain").GetProperty("summed_local_gradients").GetProperty(name);
            for (int layer = 0; layer < 2; layer++)
            {
                ReferenceTraces.AssertClose(expected.GetProperty($"gW{layer}").GetDouble(), local.Weights[layer][0][0], 1e-9, $"gW{layer}");
                ReferenceTraces.AssertClose(expected.GetProperty($"gb{layer}").GetDouble(), local.Biases[layer][0], 1e-9, $"gb{layer}");
                ReferenceTraces.AssertClose(expected.GetProperty($"gtau{layer}").GetDouble(), local.MembraneTimes[layer][0], 1e-9, $"gtau{layer}");
            }
        }
    }

    /// <summary>A small network of mixed neurons and activations, and a task whose every parameter matters.
    /// All time constants lie above the time step, so that differences may go either way.</summary>
    private static (Network<double> Network, double[][] Inputs, double[][] Targets) Task()
    {
        Network<double> network = (Samples.Mixed([2, 4, 3, 3, 2]) with { TimeStep = 0.1 }).Build<double>(lanes: 1, seed: 2);
        double[][] inputs = [.. Enumerable.Range(0, 60).Select(static t => new[] { Samples.Signal(0, 0, t), Samples.Signal(1, 0, t) })];
        double[][] targets = [.. Enumerable.Range(0, 60).Select(static t => new[] { Math.Cos(0.2 * t), Math.Sin(0.3 * t) })];
        return (network, inputs, targets);
    }

    private static (Network<double> Network, double[][] Inputs, double[][] Targets) Chain(string name)
    {
        JsonElement chain = ReferenceTraces.Section("chain");
        JsonElement reference = chain.GetProperty("cases").GetProperty(name);
        double[] tauM = reference.Numbers("tau_m"), tauR = reference.Numbers("tau_r");
        NetworkDescription description = Network.Describe(1, chain.GetProperty("dt").GetDouble());
        for (int layer = 0; layer < 2; layer++)
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(tauM[layer], tauR[layer])],
                Activation = Activation.Softplus,
                Gamma = reference.GetProperty("gamma").GetDouble(),
                ProspectiveErrors = reference.GetProperty("prospective_errors").GetBoolean(),
            });
        }

        Network<double> network = description.Build<double>(lanes: 1);
        for (int layer = 0; layer < 2; layer++)
        {
            network.Layers[layer].Weight(0, 0) = chain.GetProperty($"W{layer}").GetDouble();
            network.Layers[layer].Bias(0) = chain.GetProperty($"b{layer}").GetDouble();
        }

        return (network, [.. chain.Numbers("x").Select(static x => new[] { x })], [.. chain.Numbers("y").Select(static y => new[] { y })]);
    }
}
