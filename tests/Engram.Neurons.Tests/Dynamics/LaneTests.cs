using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>Lanes are samples that know nothing of each other; what lies behind the last one is nobody's.</summary>
public class LaneTests
{
    public static TheoryData<int> LaneCounts => [1, 5, 16, 17];

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void What_lies_in_the_padding_of_input_and_target_influences_nothing(int lanes)
    {
        MemoryState clean = Learn(lanes, garbage: 0);
        Learn(lanes, garbage: 1e3f).AssertSameBitsAs(clean, "garbage");

        // The greatest numbers become infinite and not a number on the way up, and still stay where they are.
        Learn(lanes, garbage: float.MaxValue).AssertSameBitsAs(clean, "huge garbage");
    }

    [Fact]
    public void Permuting_the_samples_permutes_what_their_lanes_hold()
    {
        int[] order = [3, 0, 4, 1, 2, 9, 8, 7, 5, 6];
        using Network<float> straight = Samples.Mixed([2, 7, 3], gamma: 0.1).Build<float>(lanes: 10, seed: 1);
        using Network<float> permuted = Samples.Mixed([2, 7, 3], gamma: 0.1).Build<float>(lanes: 10, seed: 1);

        // Not plastic: a mean over lanes may round otherwise in another order.
        using var one = new OnlineLearner<float>(straight, Loss.CrossEntropy, new GradientDescent(0)) { IsPlastic = false };
        using var other = new OnlineLearner<float>(permuted, Loss.CrossEntropy, new GradientDescent(0)) { IsPlastic = false };
        one.SetLabels(Samples.Labels(10, 3));
        other.SetLabels(Samples.Labels(10, 3, order));
        for (int step = 0; step < 20; step++)
        {
            Samples.SetInput(straight, step);
            Samples.SetInput(permuted, step, order);
            one.Step();
            other.Step();
        }

        foreach ((DenseLayer<float> a, DenseLayer<float> b) in straight.Layers.Zip(permuted.Layers))
        {
            foreach (NeuronVariable variable in Enum.GetValues<NeuronVariable>().Where(static variable => variable != NeuronVariable.Prospective))
            {
                for (int lane = 0; lane < 10; lane++)
                {
                    for (int neuron = 0; neuron < a.Variable(variable).Rows; neuron++)
                        Assert.Equal(a.Variable(variable)[neuron, order[lane]], b.Variable(variable)[neuron, lane]);
                }
            }

            Assert.NotEqual(a.Variable(NeuronVariable.Error)[0, 0], a.Variable(NeuronVariable.Error)[0, 1]);
        }

        Assert.Equal(one.SummedLoss[0, 3], other.SummedLoss[0, 0]);
        Assert.Equal(one.SummedOutputs[2, 9], other.SummedOutputs[2, 5]);
    }

    [Fact]
    public void Gradients_are_means_over_the_lanes()
    {
        const int Lanes = 5;
        var single = new List<Network<double>>();
        using Network<double> all = Build(Lanes);
        using OnlineLearner<double> learner = Learner(all, [0, 1, 2, 3, 4]);
        var learners = new List<OnlineLearner<double>>();
        for (int lane = 0; lane < Lanes; lane++)
        {
            single.Add(Build(1));
            learners.Add(Learner(single[lane], [lane]));
        }

        for (int step = 0; step < 15; step++)
        {
            Samples.SetInput(all, step);
            learner.Step();
            for (int lane = 0; lane < Lanes; lane++)
            {
                Samples.SetInput(single[lane], step, [lane]);
                learners[lane].Step();
            }
        }

        foreach (DenseLayer<double> layer in all.Layers)
        {
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                for (int column = 0; column <= layer.PresynapticCount; column++)
                {
                    double mean = single.Average(network => network.Layers[layer.Index].Gradient[neuron, column]);
                    Assert.Equal(mean, layer.Gradient[neuron, column], 1e-13);
                }

                double meanOfTimes = single.Average(network => network.Layers[layer.Index].TimeGradient[0, neuron]);
                Assert.Equal(meanOfTimes, layer.TimeGradient[0, neuron], 1e-13);
                Assert.NotEqual(0, layer.TimeGradient[0, neuron]);
            }
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            learners[lane].Dispose();
            single[lane].Dispose();
        }

        static Network<double> Build(int lanes)
        {
            Network<double> network = Samples.Mixed([2, 7, 3], gamma: 0.1).Build<double>(lanes, seed: 1);
            Samples.SetPlasticity(network, Samples.Everything);
            return network;
        }

        static OnlineLearner<double> Learner(Network<double> network, int[] samples)
        {
            var learner = new OnlineLearner<double>(network, Loss.CrossEntropy, new GradientDescent(0));
            learner.SetLabels(Samples.Labels(samples.Length, 3, samples));
            return learner;
        }
    }

    private static MemoryState Learn(int lanes, float garbage)
    {
        using Network<float> network = Samples.Mixed([2, 7, 18, 3]).Build<float>(lanes, seed: 1);
        using var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(1e-2));
        Samples.SetPlasticity(network, Samples.Everything);
        Spoil(network.Input);
        Spoil(learner.Target);
        for (int lane = 0; lane < lanes; lane++)
            learner.Target[lane % 3, lane] = 1;
        for (int step = 0; step < 20; step++)
        {
            Samples.SetInput(network, step);
            learner.Step();
        }

        MemoryState state = Samples.Contents(network, learner);
        foreach (DenseLayer<float> layer in network.Layers)
            state.Writer.Add<float>($"time-gradient-{layer.Index}", MatrixState.Compact(layer.TimeGradient));
        state.Writer.Add<float>("loss", learner.SummedLoss.Row(0));
        return state;

        void Spoil(LaneMatrix<float> table)
        {
            for (int row = 0; row < table.Rows; row++)
                table.Storage().Slice((row * table.Stride) + lanes, table.Stride - lanes).Fill(row % 2 == 0 ? garbage : -garbage);
        }
    }
}
