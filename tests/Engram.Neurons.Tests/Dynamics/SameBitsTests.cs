using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>Same seed, same bits: threads and vector widths are a matter of speed alone.</summary>
public class SameBitsTests
{
    public static TheoryData<int[], int, double> Networks
    {
        get
        {
            var data = new TheoryData<int[], int, double>();
            foreach (int lanes in new[] { 1, 5, 16, 100 })
            {
                data.Add([3, 53, 53, 10], lanes, 0);
                data.Add([1, 7, 3], lanes, 0.02);
                data.Add([17, 15, 16, 33, 1], lanes, 0.01);
                data.Add([2, 24, 24, 24, 24, 5], lanes, 0.02);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void After_fifty_learning_steps_threads_and_vector_widths_have_changed_no_bit(int[] sizes, int lanes, double gamma)
    {
        MemoryState expected = Learn(sizes, lanes, gamma, InstructionSet.Scalar, threads: 1);
        foreach (InstructionSet set in InstructionSets.Available)
            Learn(sizes, lanes, gamma, set, threads: 1).AssertSameBitsAs(expected, $"{set}");
        for (int threads = 2; threads <= 3; threads++)
            Learn(sizes, lanes, gamma, InstructionSets.Widest, threads).AssertSameBitsAs(expected, $"{threads} threads");
    }

    [Fact]
    public void A_presentation_of_a_sequence_is_the_same_as_its_single_steps()
    {
        using Network<float> stepped = Samples.Mixed([3, 20, 4]).Build<float>(lanes: 5, seed: 1);
        using Network<float> presented = Samples.Mixed([3, 20, 4]).Build<float>(lanes: 5, seed: 1);
        using OnlineLearner<float> one = Learner(stepped, 4), other = Learner(presented, 4);
        using LaneMatrix<float> sequence = Samples.Sequence<float>(3, 5, 30);
        for (int step = 0; step < 30; step++)
        {
            Samples.SetInput(stepped, step);
            one.Step();
        }

        other.Present(sequence);
        Samples.Contents(presented, other).AssertSameBitsAs(Samples.Contents(stepped, one), "a presentation");
        Assert.Equal(one.SummedLoss.Row(0).ToArray(), other.SummedLoss.Row(0).ToArray());
        Assert.Equal(one.SummedOutputs.Row(2).ToArray(), other.SummedOutputs.Row(2).ToArray());
        Assert.True(one.SummedLoss[0, 0] > 0);
    }

    [Fact]
    public void Single_precision_stays_within_its_rounding_of_double_precision()
    {
        int[] sizes = [3, 20, 15, 4];
        using Network<float> single = Samples.Mixed(sizes, gamma: 0.01).Build<float>(lanes: 6, seed: 1);
        using Network<double> twice = Samples.Mixed(sizes, gamma: 0.01).Build<double>(lanes: 6, seed: 1);
        using var narrow = new OnlineLearner<float>(single, Loss.CrossEntropy, new GradientDescent(0.05));
        using var wide = new OnlineLearner<double>(twice, Loss.CrossEntropy, new GradientDescent(0.05));
        narrow.SetLabels(Samples.Labels(6, 4));
        wide.SetLabels(Samples.Labels(6, 4));
        Samples.SetPlasticity(single, Samples.Everything);
        Samples.SetPlasticity(twice, Samples.Everything);
        for (int step = 0; step < 50; step++)
        {
            Samples.SetInput(single, step);
            Samples.SetInput(twice, step);
            narrow.Step();
            wide.Step();
        }

        double worst = 0;
        foreach ((DenseLayer<float> a, DenseLayer<double> b) in single.Layers.Zip(twice.Layers))
        {
            foreach ((LaneMatrix<float> x, LaneMatrix<double> y) in new[] { (a.Parameters, b.Parameters), (a.Times, b.Times), (a.Variable(NeuronVariable.Rate), b.Variable(NeuronVariable.Rate)), (a.Variable(NeuronVariable.Error), b.Variable(NeuronVariable.Error)) })
            {
                for (int row = 0; row < x.Rows; row++)
                {
                    for (int lane = 0; lane < x.Lanes; lane++)
                        worst = Math.Max(worst, Math.Abs(x[row, lane] - y[row, lane]));
                }
            }
        }

        // 50 steps of numbers of order 1 with a unit in the last place of 6e-8; and not zero, for then one would not be single.
        Assert.InRange(worst, 1e-9, 3e-5);
    }

    private static MemoryState Learn(int[] sizes, int lanes, double gamma, InstructionSet set, int threads)
    {
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        using Network<float> network = Samples.Mixed(sizes, gamma).Build<float>(lanes, seed: 4, set);
        network.Team = team;
        using OnlineLearner<float> learner = Learner(network, sizes[^1]);
        using LaneMatrix<float> sequence = Samples.Sequence<float>(sizes[0], lanes, 25);
        Samples.SetPlasticity(network, Samples.Everything);
        MemoryState before = Samples.Contents(network, learner);
        learner.Present(sequence);
        learner.Present(sequence);

        // What is not saved with a network is compared too.
        MemoryState after = Samples.Contents(network, learner);
        foreach (DenseLayer<float> layer in network.Layers)
        {
            after.Writer.Add<float>($"gradient-{layer.Index}", MatrixState.Compact(layer.Gradient));
            after.Writer.Add<float>($"time-gradient-{layer.Index}", MatrixState.Compact(layer.TimeGradient));
        }

        after.Writer.Add<float>("loss", learner.SummedLoss.Row(0));
        after.Writer.Add<float>("outputs", MatrixState.Compact(learner.SummedOutputs));
        Assert.Contains("network/layer-0/parameters", after.DifferencesFrom(before), StringComparer.Ordinal);
        Assert.Contains("network/layer-0/times", after.DifferencesFrom(before), StringComparer.Ordinal);
        return after;
    }

    private static OnlineLearner<float> Learner(Network<float> network, int classes)
    {
        var learner = new OnlineLearner<float>(network, classes > 1 ? Loss.CrossEntropy : Loss.MeanSquared, new Adam(3e-3));
        learner.SetLabels(Samples.Labels(network.Lanes, classes));
        return learner;
    }
}
