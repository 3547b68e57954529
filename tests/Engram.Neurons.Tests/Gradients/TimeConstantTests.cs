using Engram.Numerics;

namespace Engram.Neurons.Tests.Gradients;

/// <summary>Neurons learn how far to look back, from what they know themselves: τ̇m = −η e u̇ (specification 1.5, 5.3).</summary>
public class TimeConstantTests
{
    [Fact]
    public void The_summed_changes_of_a_chain_have_the_signs_of_the_exact_gradient_and_with_instantaneous_errors_often_not()
    {
        // 5.3, ten random students of the teacher of 3.1: signs of w0, w1, τ0, τ1 agree in 100, 100, 90, 100 % of cases with prospective
        // errors, in 30–80, 100, 30–40, 60 % with instantaneous ones.
        const int Seeds = 10;
        int[] prospective = new int[4], instantaneous = new int[4];
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            RandomStream stream = new RandomStreams(seed).Named("student");
            double[] start = [.. Enumerable.Range(0, 4).Select(_ => stream.NextUniform(0.1, 1))];
            double[][] inputs = [.. Enumerable.Range(0, 3500).Select(static t => new[] { Math.Tanh(8 * Math.Sin(2 * Math.PI * t / 400)) })];
            using Network<double> teacher = Chain([1, 2, 1, 2], true, 0.01), student = Chain(start, true, 0.01), other = Chain(start, false, 0.01);
            double[][] targets = [.. inputs.Select(input =>
            {
                teacher.Input[0, 0] = input[0];
                teacher.StepForward();
                return new[] { teacher.Output[0, 0] };
            })];
            ExactGradient exact = ExactGradient.Of(student, inputs, targets, from: 1100);
            double[] signs = [exact.Weights[0][0][0], exact.Weights[1][0][0], exact.MembraneTimes[0][0], exact.MembraneTimes[1][0]];
            Count(LocalGradient.Of(student, inputs, targets, from: 1100), signs, prospective);
            Count(LocalGradient.Of(other, inputs, targets, from: 1100), signs, instantaneous);
        }

        string found = $"{string.Join(", ", prospective)} against {string.Join(", ", instantaneous)} of {Seeds}";
        Assert.All(prospective, agreeing => Assert.True(agreeing >= 8, found));
        Assert.True(prospective.Sum() > instantaneous.Sum() + 5, found);
        TestContext.Current.TestOutputHelper?.WriteLine(found);

        static void Count(LocalGradient local, double[] exact, int[] agreeing)
        {
            double[] found = [local.Weights[0][0][0], local.Weights[1][0][0], local.MembraneTimes[0][0], local.MembraneTimes[1][0]];
            for (int i = 0; i < 4; i++)
                agreeing[i] += Math.Sign(found[i]) == Math.Sign(exact[i]) ? 1 : 0;
        }
    }

    [Theory]
    [InlineData(0.4, 0.4)]
    [InlineData(0.2, 0.1)]
    [InlineData(0.1, 0.03)]
    public void The_slower_the_signal_the_nearer_the_local_gradient_of_a_time_constant_is_to_differences_of_the_loss(double omega, double tolerance)
    {
        const double Dt = 0.01;
        int period = (int)(2 * Math.PI / omega / Dt);
        double[][] inputs = [.. Enumerable.Range(0, 2 * period).Select(t => new[] { Math.Sin(2 * Math.PI * t / period) })];
        using Network<double> teacher = Chain([1, 2, 1, 2], true, Dt), student = Chain([1, 2, 0.6, 1.2], true, Dt);
        double[][] targets = [.. LocalGradient.Of(teacher, inputs, inputs).Outputs];
        LocalGradient local = LocalGradient.Of(student, inputs, targets, from: period);
        for (int layer = 0; layer < 2; layer++)
        {
            double up = LossWith(layer, 1e-4), down = LossWith(layer, -1e-4);
            double difference = (up - down) / 2e-4;
            double found = local.MembraneTimes[layer][0];
            Assert.True(Math.Abs(found - difference) < tolerance * Math.Abs(difference), $"layer {layer}: {found:R} by the neuron, {difference:R} by differences");
        }

        double LossWith(int layer, double change)
        {
            student.Layers[layer].Times[0, 0] += change;
            student.Layers[layer].UpdateCoefficients();
            double loss = LocalGradient.Of(student, inputs, targets, from: period).Loss;
            student.Layers[layer].Times[0, 0] -= change;
            student.Layers[layer].UpdateCoefficients();
            return loss;
        }
    }

    [Fact]
    public void Without_memory_the_weights_of_one_layer_learn_by_the_exact_gradient_but_for_the_delay_of_a_step()
    {
        // For a linear instantaneous layer both are Σ (r − y) x, with x one step newer in the local one: 5.3, test 2.
        double[][] inputs = [.. Enumerable.Range(0, 400).Select(static t => new[] { Math.Sin(0.02 * t), Math.Cos(0.03 * t) })];
        double[][] targets = [.. Enumerable.Range(0, 400).Select(static t => new[] { Math.Sin(0.025 * t), 0.3 })];
        using Network<double> network = Network.Describe(2, 0.1)
            .Dense(new LayerDescription { Neurons = [new(1, 1), new(2, 2)], Activation = Activation.Linear, HasBias = false })
            .Build<double>(lanes: 1, seed: 1);
        double[][] exact = ExactGradient.Of(network, inputs, targets).Weights[0];
        LocalGradient local = LocalGradient.Of(network, inputs, targets);
        for (int neuron = 0; neuron < 2; neuron++)
        {
            for (int channel = 0; channel < 2; channel++)
            {
                // Slopes are zero before the first step, so the error of step 0 does not count.
                double shifted = Enumerable.Range(1, 399).Sum(t => (local.Outputs[t][neuron] - targets[t][neuron]) * inputs[t][channel]);
                double delayed = Enumerable.Range(1, 399).Sum(t => (local.Outputs[t][neuron] - targets[t][neuron]) * inputs[t - 1][channel]);
                Assert.Equal(shifted, local.Weights[0][neuron][channel], 1e-10);
                Assert.Equal(delayed, exact[neuron][channel], 1e-10);
            }
        }
    }

    [Fact]
    public void A_least_time_constant_lies_at_the_time_step_or_above()
    {
        using Network<double> network = Chain([1, 1, 0.5, 0.5], true);
        Assert.Equal(0.02, network.Layers[0].LeastTime);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Layers[0].LeastTime = 0.019);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Layers[0].LeastTime = double.NaN);
        network.Layers[0].LeastTime = 0.3;
        network.Layers[0].UpdateCoefficients();
        Assert.Equal([0.5, 0.3], [network.Layers[0].Times[0, 0], network.Layers[0].Times[1, 0]]);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void Learning_stops_at_the_least_time_constant(double least)
    {
        using Network<double> network = Chain([1, 1, 0.5, 0.5], true);
        DenseLayer<double> layer = network.Layers[1];
        layer.LeastTime = least;
        Samples.SetPlasticity(network, Plasticity.None);
        layer.Plasticity = Plasticity.TimeConstants;
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new GradientDescent(0.5));
        int atLeast = 0;
        for (int t = 0; t < 200; t++)
        {
            // The target runs ahead or behind of the rate in turn, so that the time constant is driven both ways.
            double rate = layer.Variable(NeuronVariable.Rate)[0, 0];
            learner.Step([Math.Sin(0.3 * t)], [rate + Math.Cos((0.3 * t) + (t / 50))]);
            Assert.True(layer.Times[0, 0] >= least);
            atLeast += layer.Times[0, 0] == least ? 1 : 0;
        }

        Assert.InRange(atLeast, 1, 199);
    }

    /// <summary>Two softplus neurons with τr = 0.1 and no bias: w0, w1, τ0, τ1.</summary>
    private static Network<double> Chain(double[] parameters, bool prospective, double dt = 0.02)
    {
        NetworkDescription description = Network.Describe(1, dt);
        for (int layer = 0; layer < 2; layer++)
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(parameters[2 + layer], 0.1)],
                Activation = Activation.Softplus,
                HasBias = false,
                ProspectiveErrors = prospective,
            });
        }

        Network<double> network = description.Build<double>(lanes: 1);
        network.Layers[0].Weight(0, 0) = parameters[0];
        network.Layers[1].Weight(0, 0) = parameters[1];
        return network;
    }
}
