using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>The reference networks descend the gradient of their loss, which finite differences find without knowing how.</summary>
public class BackpropagationTests
{
    public static TheoryData<string, Loss> Networks => new()
    {
        { "dense", Loss.CrossEntropy },
        { "dense", Loss.MeanSquared },
        { "single output", Loss.BinaryCrossEntropy },
        { "convolutional", Loss.CrossEntropy },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_batch_moves_every_parameter_along_the_gradient(string name, Loss loss)
    {
        (SignalShape input, IReadOnlyList<EquilibriumLayer> layers) = Describe(name);
        using BackpropagationNetwork<double> network = new(input, layers, loss, lanes: 5, seed: 3) { LearningRate = 0.5 };
        using LaneMatrix<double> x = EquilibriumSamples.Random<double>(input.Count, 5, "x"), y = new(network.Output.Rows, 5);
        for (int lane = 0; lane < 5; lane++)
            y[lane % y.Rows, lane] = y.Rows > 1 ? 1 : lane % 2;
        double[][] before = [.. network.Layers.Select(layer => layer.HasNeurons ? MatrixState.Compact(layer.Parameters) : [])];
        network.Learn(x, y);
        double[][] after = [.. network.Layers.Select(layer => layer.HasNeurons ? MatrixState.Compact(layer.Parameters) : [])];
        network.LearningRate = 0;
        bool moved = false;
        foreach (EquilibriumPopulation<double> layer in network.Layers.Where(layer => layer.HasNeurons))
            layer.Parameters.Fill(before[layer.Index]);
        foreach (EquilibriumPopulation<double> layer in network.Layers.Where(layer => layer.HasNeurons))
        {
            int columns = layer.Parameters.Lanes;
            for (int parameter = 0; parameter < before[layer.Index].Length; parameter += 1 + (before[layer.Index].Length / 60))
            {
                const double Step = 1e-5;
                ref double value = ref layer.Parameters[parameter / columns, parameter % columns];
                double here = value;
                value = here + Step;
                double above = MeanLoss();
                value = here - Step;
                double slope = (above - MeanLoss()) / (2 * Step);
                value = here;
                double change = (after[layer.Index][parameter] - here) / 0.5;
                Assert.True(Math.Abs(change + slope) < 1e-7 + (1e-5 * Math.Abs(slope)), $"layer {layer.Index}, parameter {parameter}: moved {change}, slope {slope}");
                moved |= Math.Abs(change) > 1e-4;
            }
        }

        Assert.True(moved);

        double MeanLoss()
        {
            network.Learn(x, y);
            // The squared error is logged as a mean over neurons and without its half.
            double scale = loss == Loss.MeanSquared ? 0.5 * network.Output.Rows : 1;
            return scale * network.Losses.Row(0).ToArray().Average();
        }
    }

    [Fact]
    public void First_weights_fill_the_bounds_of_one_over_the_root_of_the_inputs()
    {
        using BackpropagationNetwork<float> network = new(new SignalShape(3, 8, 8), [new EquilibriumConvolution(20, 5), new EquilibriumDense(10)], Loss.CrossEntropy, lanes: 2, seed: 1);
        foreach ((EquilibriumPopulation<float> layer, double inputs) in network.Layers.Zip([75.0, 320]))
        {
            float[] all = MatrixState.Compact(layer.Parameters);
            double bound = 1 / Math.Sqrt(inputs);
            Assert.InRange(all.Max(), 0.98 * bound, bound);
            Assert.InRange(all.Min(), -bound, -0.98 * bound);
        }
    }

    [Fact]
    public void Threads_change_no_bit_and_learning_lowers_the_loss()
    {
        (SignalShape input, IReadOnlyList<EquilibriumLayer> layers) = Describe("convolutional");
        var states = new List<MemoryState>();
        foreach (int threads in new[] { 1, 2 })
        {
            using WorkerTeam team = new(threads);
            using BackpropagationNetwork<float> network = new(input, layers, Loss.CrossEntropy, lanes: 20, seed: 3) { LearningRate = 0.3, Team = team };
            using LaneMatrix<float> x = EquilibriumSamples.Random<float>(input.Count, 20, "x"), y = new(3, 20);
            for (int lane = 0; lane < 20; lane++)
            {
                y[lane % 3, lane] = 1;
                for (int row = 0; row < 60; row++)
                    x[(60 * (lane % 3)) + row, lane] += 1;
            }

            network.Learn(x, y);
            float first = network.Losses.Row(0).ToArray().Average();
            for (int batch = 0; batch < 200; batch++)
                network.Learn(x, y);
            Assert.True(network.Losses.Row(0).ToArray().Average() < 0.5 * first);
            var state = new MemoryState();
            network.Save(state.Writer);
            states.Add(state);
        }

        states[1].AssertSameBitsAs(states[0], "two threads");
    }

    private static (SignalShape Input, IReadOnlyList<EquilibriumLayer> Layers) Describe(string name) => name switch
    {
        "dense" => (new SignalShape(7), [new EquilibriumDense(6) { Activation = Activation.Tanh }, new EquilibriumDense(5) { Activation = Activation.RectifiedLinear }, new EquilibriumDense(3) { Activation = Activation.Linear }]),
        "single output" => (new SignalShape(7), [new EquilibriumDense(6) { Activation = Activation.Sigmoid }, new EquilibriumDense(1) { Activation = Activation.Linear }]),
        _ => (new SignalShape(2, 10, 10),
            [
                new EquilibriumConvolution(3, 3) { Activation = Activation.Tanh },
                new EquilibriumPooling(),
                new EquilibriumConvolution(4, 3) { Activation = Activation.Tanh },
                new EquilibriumPooling(Pooling.Average),
                new EquilibriumDense(3) { Activation = Activation.Linear },
            ]),
    };
}
