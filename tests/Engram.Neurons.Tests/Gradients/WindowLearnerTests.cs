using System.Text.Json;
using Engram.Neurons.Tests.Reference;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Gradients;

/// <summary>Credit that is found by going back through a window of time, on the engine's own kernels (specification 1.6, 1.12, 3.2, 5.3).</summary>
public class WindowLearnerTests
{
    private const int Steps = 60;

    [Fact]
    public void Backpropagation_through_time_finds_the_exact_gradient_of_the_reference_chain()
    {
        JsonElement chain = ReferenceTraces.Section("chain");
        JsonElement reference = chain.GetProperty("cases").GetProperty("b_prospective");
        JsonElement expected = chain.GetProperty("exact_gradient_of_sum_half_squared_error_case_b_forward");
        double[] tauM = reference.Numbers("tau_m"), tauR = reference.Numbers("tau_r"), x = chain.Numbers("x"), y = chain.Numbers("y");
        NetworkDescription description = Network.Describe(1, chain.GetProperty("dt").GetDouble());
        for (int layer = 0; layer < 2; layer++)
            description = description.Dense(new LayerDescription { Neurons = [new TimeConstants(tauM[layer], tauR[layer])], Activation = Activation.Softplus });
        using Network<double> network = description.Build<double>(lanes: 1);
        Samples.SetPlasticity(network, Samples.Everything);
        for (int layer = 0; layer < 2; layer++)
        {
            network.Layers[layer].Weight(0, 0) = chain.GetProperty($"W{layer}").GetDouble();
            network.Layers[layer].Bias(0) = chain.GetProperty($"b{layer}").GetDouble();
        }

        using var learner = new WindowLearner<double>(network, Loss.MeanSquared, new GradientDescent(0), CreditMethod.Backpropagation, x.Length + 1);
        for (int t = 0; t < x.Length; t++)
            learner.Step([x[t]], [y[t]]);
        learner.FindGradient();
        ReferenceTraces.AssertClose(expected.GetProperty("loss").GetDouble(), learner.SummedLoss[0, 0] / 2, 1e-9, "loss");
        for (int layer = 0; layer < 2; layer++)
        {
            DenseLayer<double> found = network.Layers[layer];
            ReferenceTraces.AssertClose(expected.GetProperty($"W{layer}").GetDouble(), found.Gradient[0, 0], 1e-9, $"W{layer}");
            ReferenceTraces.AssertClose(expected.GetProperty($"b{layer}").GetDouble(), found.Gradient[0, 1], 1e-9, $"b{layer}");
            ReferenceTraces.AssertClose(expected.GetProperty($"tau_m{layer}").GetDouble(), found.TimeGradient[0, 0], 1e-9, $"tau_m{layer}");
        }
    }

    [Theory]
    [InlineData(Loss.MeanSquared)]
    [InlineData(Loss.CrossEntropy)]
    public void Backpropagation_through_a_window_agrees_with_finite_differences_in_every_parameter_whatever_came_before(Loss loss)
    {
        using Network<double> network = Task(lanes: 3);
        using var learner = new WindowLearner<double>(network, loss, new GradientDescent(0), CreditMethod.Backpropagation, Steps);
        for (int t = 0; t < Steps; t++)
            Step(learner, t);
        using NetworkState<double> before = network.CaptureState();
        Window(learner);
        learner.FindGradient();
        learner.Learn();
        double[][] gradients = [.. network.Layers.Select(static layer => Row(layer.Gradient))], times = [.. network.Layers.Select(static layer => Row(layer.TimeGradient))];
        foreach (DenseLayer<double> layer in network.Layers)
        {
            double scale = gradients[layer.Index].Max(Math.Abs);
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                for (int column = 0; column <= layer.PresynapticCount; column++)
                    Check(gradients[layer.Index][(neuron * (layer.PresynapticCount + 1)) + column], scale, ref layer.Parameters[neuron, column], layer);
                Check(times[layer.Index][neuron], scale, ref layer.Times[0, neuron], layer);
            }
        }

        void Check(double expected, double scale, ref double parameter, DenseLayer<double> layer)
        {
            const double Change = 1e-5;
            double at = parameter;
            double up = LossWith(at + Change, ref parameter, layer), down = LossWith(at - Change, ref parameter, layer);
            parameter = at;
            layer.UpdateCoefficients();
            double difference = (up - down) / (2 * Change);
            Assert.True(Math.Abs(difference - expected) < 1e-6 * scale, $"layer {layer.Index}: {expected:R} by going back, {difference:R} by differences");
        }

        double LossWith(double value, ref double parameter, DenseLayer<double> layer)
        {
            network.RestoreState(before);
            parameter = value;
            layer.UpdateCoefficients();
            learner.ClearSums();
            Window(learner);
            learner.Learn();
            // Of the mean of squares the gradient is that of half the sum (trap 6 of the specification).
            double sum = learner.SummedLoss.Row(0).ToArray().Average();
            return loss == Loss.MeanSquared ? 0.5 * learner.Target.Rows * sum : sum;
        }

        static void Window(WindowLearner<double> learner)
        {
            // The last step of a window closes it, so one short of it leaves the gradient to be asked for.
            for (int t = Steps; t < (2 * Steps) - 1; t++)
                Step(learner, t);
        }
    }

    [Fact]
    public void Both_methods_agree_where_time_passes_in_small_steps_and_signals_are_slow()
    {
        // The adjoint leaves out the delays of a step and decays exactly: both are of the order of dt (1.6, 3.2).
        double coarse = Distance(0.05), fine = Distance(0.0125);
        Assert.True(fine < 0.1, $"{fine}");
        Assert.True(fine < 0.4 * coarse, $"{coarse} at 0.05, {fine} at 0.0125");

        static double Distance(double dt)
        {
            int window = (int)(30 / dt);
            double[][] found = [.. new[] { CreditMethod.Backpropagation, CreditMethod.Adjoint }.Select(method =>
            {
                using Network<double> network = (Samples.Mixed([2, 4, 3, 3, 2]) with { TimeStep = dt }).Build<double>(lanes: 1, seed: 2);
                Samples.SetPlasticity(network, Samples.Everything);
                using var learner = new WindowLearner<double>(network, Loss.MeanSquared, new GradientDescent(0), method, window + 1);
                for (int t = 0; t < window; t++)
                {
                    double time = t * dt;
                    learner.Step([Math.Sin(0.7 * time), Math.Cos(0.4 * time)], [Math.Cos(0.3 * time), Math.Sin(0.5 * time)]);
                }

                learner.FindGradient();
                return network.Layers.SelectMany(static layer => Row(layer.Gradient).Concat(Row(layer.TimeGradient))).ToArray();
            })];
            return Math.Sqrt(found[0].Zip(found[1], static (a, b) => (a - b) * (a - b)).Sum() / found[0].Sum(static a => a * a));
        }
    }

    [Theory]
    [InlineData(CreditMethod.Backpropagation)]
    [InlineData(CreditMethod.Adjoint)]
    public void The_gradient_of_several_lanes_is_the_mean_of_the_gradients_of_each_and_has_the_same_bits_at_every_vector_width(CreditMethod method)
    {
        double[] together = Gradient(lanes: 5, firstLane: 0, InstructionSets.Default, method);
        double[][] single = [.. Enumerable.Range(0, 5).Select(lane => Gradient(1, lane, InstructionSets.Default, method))];
        for (int i = 0; i < together.Length; i++)
            Assert.Equal(single.Average(gradient => gradient[i]), together[i], 1e-11);
        foreach (InstructionSet set in InstructionSets.Available)
            Assert.Equal(together, Gradient(5, 0, set, method));
    }

    [Fact]
    public void Windows_of_a_sequence_are_those_of_single_steps_and_the_last_one_is_shorter()
    {
        double[] whole = Learned(static (learner, sequence) => learner.Present(sequence));
        double[] bySteps = Learned(static (learner, sequence) =>
        {
            for (int t = 0; t < Steps; t++)
            {
                for (int channel = 0; channel < 2; channel++)
                    sequence.Row((2 * t) + channel).CopyTo(learner.Network.Input.Row(channel));
                learner.Step();
            }

            Assert.Equal(Steps % 17, learner.Recorded);
            learner.Learn();
        });
        Assert.Equal(whole, bySteps);

        static double[] Learned(Action<WindowLearner<double>, LaneMatrix<double>> present)
        {
            using Network<double> network = Task(lanes: 3);
            using var learner = new WindowLearner<double>(network, Loss.CrossEntropy, new Adam(0.01), CreditMethod.Backpropagation, 17);
            using LaneMatrix<double> sequence = Samples.Sequence<double>(2, 3, Steps);
            learner.SetLabels([0, 1, 1]);
            present(learner, sequence);
            return [.. network.Layers.SelectMany(static layer => Row(layer.Parameters).Concat(Row(layer.Times)))];
        }
    }

    [Theory]
    [InlineData(CreditMethod.Backpropagation)]
    [InlineData(CreditMethod.Adjoint)]
    public void A_network_learns_a_teacher_by_windows(CreditMethod method)
    {
        NetworkDescription description = Network.Describe(1, 0.1)
            .Dense(Activation.Tanh, NeuronGroup.Retrospective(4, 1, 0.1), NeuronGroup.Instantaneous(4, 1))
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, 1));
        using Network<double> teacher = description.Build<double>(lanes: 1, seed: 3), student = description.Build<double>(lanes: 1, seed: 4);
        using var learner = new WindowLearner<double>(student, Loss.MeanSquared, new Adam(0.02), method, 50);
        double first = Pass(), last = 0;
        for (int pass = 0; pass < 40; pass++)
            last = Pass();
        Assert.True(last < first / 30, $"{first} to {last}");

        double Pass()
        {
            learner.ClearSums();
            for (int t = 0; t < 500; t++)
            {
                double x = Math.Sin(0.049 * t) + Math.Sin(0.107 * t);
                teacher.Input[0, 0] = x;
                teacher.StepForward();
                learner.Step([x], [teacher.Output[0, 0]]);
            }

            return learner.MeanLoss;
        }
    }

    [Fact]
    public void Windows_are_refused_where_errors_move_potentials_and_are_not_saved_half_way()
    {
        using Network<double> coupled = Samples.Mixed([2, 3, 2], gamma: 0.1).Build<double>(lanes: 1);
        string message = Assert.Throws<ArgumentException>(() => Learner(coupled, 4).Dispose()).Message;
        Assert.Contains("γ", message, StringComparison.Ordinal);
        using Network<double> network = Samples.Mixed([2, 3, 2]).Build<double>(lanes: 1, seed: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Learner(network, 0).Dispose());
        using WindowLearner<double> learner = Learner(network, 4);
        learner.Step([1, 2], [0, 1]);
        Assert.Throws<InvalidOperationException>(() => learner.Save(new MemoryState().Writer));

        static WindowLearner<double> Learner(Network<double> network, int window) =>
            new(network, Loss.MeanSquared, new GradientDescent(0.1), CreditMethod.Backpropagation, window);
    }

    private static double[] Gradient(int lanes, int firstLane, InstructionSet set, CreditMethod method)
    {
        using Network<double> network = Task(lanes, set);
        using var learner = new WindowLearner<double>(network, Loss.MeanSquared, new GradientDescent(0), method, Steps + 1);
        for (int t = 0; t < Steps; t++)
            Step(learner, t, firstLane);
        learner.FindGradient();
        return [.. network.Layers.SelectMany(static layer => Row(layer.Gradient).Concat(Row(layer.TimeGradient)))];
    }

    private static Network<double> Task(int lanes, InstructionSet? set = null)
    {
        NetworkDescription description = Samples.Mixed([2, 4, 3, 3, 2]) with { TimeStep = 0.1 };
        Network<double> network = description.Build<double>(lanes, seed: 2, set);
        Samples.SetPlasticity(network, Samples.Everything);
        return network;
    }

    private static void Step(WindowLearner<double> learner, int t, int firstLane = 0)
    {
        for (int lane = 0; lane < learner.Network.Lanes; lane++)
        {
            int sample = firstLane + lane;
            (learner.Network.Input[0, lane], learner.Network.Input[1, lane]) = (Samples.Signal(0, sample, t), Samples.Signal(1, sample, t));
            double share = 0.5 + (0.4 * Math.Cos((0.2 * t) + sample));
            (learner.Target[0, lane], learner.Target[1, lane]) = (share, 1 - share);
        }

        learner.Step();
    }

    private static double[] Row(LaneMatrix<double> table) => [.. Enumerable.Range(0, table.Rows).SelectMany(row => table.Row(row).ToArray())];
}
