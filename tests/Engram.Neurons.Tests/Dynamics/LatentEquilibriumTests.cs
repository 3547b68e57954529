using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>Neurons with matched time constants answer at once: a network of them is Latent Equilibrium (specification 1.8, 5.2).</summary>
public class LatentEquilibriumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Matched_time_constants_make_outputs_and_errors_independent_of_membrane_lag_and_time_step(double gamma)
    {
        List<double> expected = Trace(1, 0.1, prospective: true, gamma);
        AssertEqual(expected, Trace(7.3, 0.1, prospective: true, gamma));
        AssertEqual(expected, Trace(1, 1, prospective: true, gamma));
        AssertEqual(expected, Trace(0.5, 0.001, prospective: true, gamma));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Matched_time_constants_make_prospective_errors_instantaneous(double gamma) =>
        AssertEqual(Trace(2, 0.1, prospective: true, gamma), Trace(2, 0.1, prospective: false, gamma));

    [Fact]
    public void Unmatched_time_constants_do_not()
    {
        // That the laws above could fail.
        List<double> expected = Trace(1, 0.1, prospective: true, gamma: 0, prospectiveTime: 0.4);
        Assert.True(Distance(expected, Trace(3, 0.1, prospective: true, gamma: 0, prospectiveTime: 0.4)) > 0.01);
        Assert.True(Distance(expected, Trace(1, 0.1, prospective: false, gamma: 0, prospectiveTime: 0.4)) > 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void An_impulse_passes_a_chain_of_L_instantaneous_neurons_in_exactly_L_steps(int length)
    {
        NetworkDescription description = Network.Describe(1, 0.1);
        for (int layer = 0; layer < length; layer++)
            description = description.Dense(Activation.Linear, NeuronGroup.Instantaneous(1, 0.3 + layer));
        using Network<double> network = description.Build<double>(lanes: 1);
        foreach (DenseLayer<double> layer in network.Layers)
            layer.Weight(0, 0) = 1;

        const int Impulse = 3;
        for (int t = 0; t < 20; t++)
        {
            network.Input[0, 0] = t == Impulse ? 1 : 0;
            network.Step();
            Assert.Equal(t == Impulse + length ? 1 : 0, network.Output[0, 0], 1e-14);
        }
    }

    [Fact]
    public void The_output_that_a_step_returns_is_the_rate_of_the_step_before()
    {
        using Network<double> network = Samples.Mixed([2, 5, 3]).Build<double>(lanes: 2, seed: 1);
        Assert.Equal(0, network.Output[0, 0]);
        for (int step = 0; step < 10; step++)
        {
            double before = network.Layers[^1].Variable(NeuronVariable.Rate)[2, 1];
            Samples.SetInput(network, step);
            network.Step();
            Assert.Equal(before, network.Output[2, 1]);
        }

        Assert.NotEqual(network.Layers[^1].Variable(NeuronVariable.Rate)[2, 1], network.Output[2, 1]);
    }

    [Fact]
    public void Stepping_the_neurons_alone_moves_them_as_a_whole_step_does()
    {
        using Network<float> whole = Samples.Mixed([2, 17, 3]).Build<float>(lanes: 5, seed: 1);
        using Network<float> alone = Samples.Mixed([2, 17, 3]).Build<float>(lanes: 5, seed: 1);
        using Network<float> presented = Samples.Mixed([2, 17, 3]).Build<float>(lanes: 5, seed: 1);
        using LaneMatrix<float> sequence = Samples.Sequence<float>(2, 5, 10);
        using var outputs = new LaneMatrix<float>(3, 5);
        var sum = new float[3];
        for (int step = 0; step < 10; step++)
        {
            Samples.SetInput(whole, step);
            Samples.SetInput(alone, step);
            whole.Step();
            alone.StepForward();
            for (int neuron = 0; neuron < 3; neuron++)
                sum[neuron] += whole.Output[neuron, 4];
        }

        presented.PresentForward(sequence, outputs);
        Samples.Contents(alone).AssertSameBitsAs(Samples.Contents(whole), "steps of the neurons alone");
        Samples.Contents(presented).AssertSameBitsAs(Samples.Contents(whole), "a presentation to the neurons alone");
        Assert.Equal(sum, Enumerable.Range(0, 3).Select(neuron => outputs[neuron, 4]));
    }

    [Fact]
    public void An_observed_layer_keeps_the_prospective_potentials_of_every_kind_of_step()
    {
        using Network<float> network = Samples.Mixed([2, 5, 3]).Build<float>(lanes: 5, seed: 1);
        Assert.Throws<InvalidOperationException>(() => network.Layers[1].Variable(NeuronVariable.Prospective));
        network.Layers[1].IsObserved = true;
        for (int step = 0; step < 6; step++)
        {
            Samples.SetInput(network, step);
            if (step % 2 == 0)
                network.Step();
            else
                network.StepForward();

            // The output is linear: its rate is its prospective potential.
            Assert.Equal(MatrixState.Compact(network.Layers[1].Variable(NeuronVariable.Rate)), MatrixState.Compact(network.Layers[1].Variable(NeuronVariable.Prospective)));
            Assert.NotEqual(0, network.Layers[1].Variable(NeuronVariable.Prospective)[0, 0]);
        }
    }

    [Fact]
    public void Neurons_cannot_be_stepped_alone_where_errors_move_them()
    {
        using Network<float> network = Samples.Mixed([2, 5, 3], gamma: 0.1).Build<float>(lanes: 1);
        Assert.False(network.ErrorsAreSilent);
        Assert.Throws<InvalidOperationException>(network.StepForward);
    }

    /// <summary>Outputs, rates and errors of 30 steps of a 2-6-4-3 network that is taught.</summary>
    private static List<double> Trace(double tau, double dt, bool prospective, double gamma, double? prospectiveTime = null)
    {
        var times = new TimeConstants(tau, prospectiveTime ?? tau);
        NetworkDescription description = Network.Describe(2, dt);
        foreach (int size in new[] { 6, 4, 3 })
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [.. Enumerable.Repeat(times, size)],
                ProspectiveErrors = prospective,
                Gamma = gamma,
            });
        }

        using Network<double> network = description.Build<double>(lanes: 2, seed: 3);
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new GradientDescent(0.1), beta: 0.5);
        var trace = new List<double>();
        for (int step = 0; step < 30; step++)
        {
            Samples.SetInput(network, step);
            for (int lane = 0; lane < 2; lane++)
                learner.Target[step % 3, lane] = Math.Cos(step + lane);
            learner.Step();
            trace.Add(network.Output[1, 1]);
            foreach (DenseLayer<double> layer in network.Layers)
            {
                trace.Add(layer.Variable(NeuronVariable.Rate)[2, 0]);
                trace.Add(layer.Variable(NeuronVariable.Error)[2, 0]);
                trace.Add(layer.Weight(0, 1));
            }
        }

        return trace;
    }

    private static void AssertEqual(List<double> expected, List<double> actual) => Assert.Equal(0, Distance(expected, actual), 1e-12);

    private static double Distance(List<double> a, List<double> b) => a.Zip(b, static (x, y) => Math.Abs(x - y)).Max();
}
