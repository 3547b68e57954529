using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>What a network is at a moment can be kept, put back, saved and loaded, and then goes on bit for bit.</summary>
public class StateTests
{
    private static readonly int[] Sizes = [2, 7, 18, 3];

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_restored_state_goes_on_as_the_captured_one_did(int steps)
    {
        using Network<float> network = Samples.Mixed(Sizes, gamma: 0.1).Build<float>(lanes: 5, seed: 1);
        using OnlineLearner<float> learner = Learner(network, plastic: false);
        Run(network, learner, 0, steps);
        using NetworkState<float> state = network.CaptureState();
        MemoryState captured = Samples.Contents(network);
        float output = network.Output[2, 4];
        Run(network, learner, steps, 10);
        MemoryState expected = Samples.Contents(network);

        // An odd number of steps lies between, so that the two tables of rates have changed places.
        Run(network, learner, 0, 5);
        network.RestoreState(state);
        Samples.Contents(network).AssertSameBitsAs(captured, "restored");
        Assert.Equal(output, network.Output[2, 4]);
        Run(network, learner, steps, 10);
        Samples.Contents(network).AssertSameBitsAs(expected, "continued");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_without_errors_leave_those_on_their_way_down_for_the_next_step_that_has_them(int forwardSteps)
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 5, seed: 1);
        using OnlineLearner<float> learner = Learner(network, plastic: true);
        Run(network, learner, 0, 7);
        float[][] sent = [.. network.Layers.Select(static layer => MatrixState.Compact(layer.Variable(NeuronVariable.SentError)))];
        Assert.Contains(sent[^1], static value => value != 0);
        for (int step = 0; step < forwardSteps; step++)
            network.StepForward();
        for (int layer = 0; layer < sent.Length; layer++)
            Assert.Equal(sent[layer], MatrixState.Compact(network.Layers[layer].Variable(NeuronVariable.SentError)));

        // A network that loads this begins with the other of its two tables, and goes on the same.
        MemoryState state = Samples.Contents(network, learner);
        using Network<float> loaded = Samples.Mixed(Sizes).Build<float>(lanes: 5, seed: 2);
        using OnlineLearner<float> other = Learner(loaded, plastic: true);
        loaded.Step();
        loaded.Load(state.Reader);
        other.Load(state.Reader);
        Run(network, learner, 0, 3);
        Run(loaded, other, 0, 3);
        Samples.Contents(loaded, other).AssertSameBitsAs(Samples.Contents(network, learner), "loaded");
    }

    [Fact]
    public void A_captured_state_is_refused_by_a_network_of_other_lanes_or_layers()
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 5), other = Samples.Mixed([2, 7, 3]).Build<float>(lanes: 5);
        using NetworkState<float> state = network.CaptureState();
        Assert.Throws<ArgumentException>(() => other.RestoreState(state));
        network.Resize(6);
        Assert.Throws<ArgumentException>(() => network.RestoreState(state));
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(5, 12)]
    [InlineData(3, 17)]
    [InlineData(1, 40)]
    public void Growing_repeats_the_lanes_in_turn_and_shrinking_keeps_the_first(int lanes, int changed)
    {
        using Network<float> network = Samples.Mixed(Sizes, gamma: 0.1).Build<float>(lanes, seed: 1);
        using OnlineLearner<float> learner = Learner(network, plastic: false);
        Run(network, learner, 0, 11);
        float[] output = network.Output.Row(1).ToArray();
        Dictionary<(int Layer, NeuronVariable Variable), float[]> before = Variables(network);
        network.Resize(changed);
        Assert.Equal(changed, network.Lanes);
        Assert.Equal(changed, network.Input.Lanes);
        Dictionary<(int Layer, NeuronVariable Variable), float[]> after = Variables(network);
        foreach ((var key, float[] old) in before)
        {
            int rows = old.Length / lanes;
            for (int i = 0; i < rows * changed; i++)
                Assert.Equal(old[(i / changed * lanes) + (i % changed % lanes)], after[key][i]);
            Assert.True(key.Layer == 0 && key.Variable == NeuronVariable.SentError || old.Any(static value => value != 0));
        }

        Assert.Equal(Enumerable.Range(0, changed).Select(lane => output[lane % lanes]), network.Output.Row(1).ToArray());

        // What a lane does next is what the lane it was copied from does.
        learner.SetLabels(new int[changed]);
        Samples.SetInput(network, 11, [.. Enumerable.Range(0, changed).Select(lane => lane % lanes)]);
        learner.Step();
        float[] rates = network.Layers[1].Variable(NeuronVariable.Rate).Row(4).ToArray();
        for (int lane = lanes; lane < changed; lane++)
            Assert.Equal(rates[lane % lanes], rates[lane]);

        static Dictionary<(int Layer, NeuronVariable Variable), float[]> Variables(Network<float> network) =>
            network.Layers.SelectMany(static layer => Enum.GetValues<NeuronVariable>()
                    .Where(static variable => variable != NeuronVariable.Prospective)
                    .Select(variable => (Key: (layer.Index, variable), Values: MatrixState.Compact(layer.Variable(variable)))))
                .ToDictionary(static pair => pair.Key, static pair => pair.Values);
    }

    [Fact]
    public void A_target_that_is_set_after_a_change_of_lanes_is_the_one_that_is_learned()
    {
        using Network<float> network = Samples.Mixed([2, 3]).Build<float>(lanes: 2, seed: 1);
        using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new GradientDescent(0));
        network.Resize(4);
        Assert.Equal(4, learner.Target.Lanes);
        Assert.Equal(4, learner.SummedLoss.Lanes);
        Assert.Equal(4, learner.SummedOutputs.Lanes);
        learner.Target[1, 3] = 6;
        learner.Step();
        Assert.Equal(6 * 6 / 3f, learner.SummedLoss[0, 3], 1e-5f);
    }

    [Fact]
    public void To_the_same_number_of_lanes_nothing_changes_and_to_none_is_refused()
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 5, seed: 1);
        LaneMatrix<float> input = network.Input;
        network.Resize(5);
        Assert.Same(input, network.Input);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Resize(0));
    }

    [Fact]
    public void A_team_follows_a_change_of_lanes()
    {
        using var team = new WorkerTeam(2);
        using Network<float> alone = Samples.Mixed(Sizes).Build<float>(lanes: 3, seed: 1), together = Samples.Mixed(Sizes).Build<float>(lanes: 3, seed: 1);
        together.Team = team;
        foreach (Network<float> network in new[] { alone, together })
        {
            using OnlineLearner<float> learner = Learner(network);
            Run(network, learner, 0, 3);
            network.Resize(40);
            learner.SetLabels(Samples.Labels(40, 3));
            Run(network, learner, 3, 3);
        }

        Samples.Contents(together).AssertSameBitsAs(Samples.Contents(alone), "two threads");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void What_was_saved_and_loaded_elsewhere_goes_on_bit_for_bit(int steps)
    {
        NetworkDescription description = Samples.Mixed(Sizes, gamma: 0.1);
        using Network<float> network = description.Build<float>(lanes: 5, seed: 1);
        using OnlineLearner<float> learner = Learner(network);
        Run(network, learner, 0, steps);
        learner.LearningRate = 0.004;
        MemoryState saved = Samples.Contents(network, learner);
        Run(network, learner, steps, 10);
        MemoryState expected = Samples.Contents(network, learner);

        using Network<float> other = description.Build<float>(lanes: 5, seed: 2, InstructionSet.Scalar);
        using OnlineLearner<float> otherLearner = Learner(other);

        // It has a past of its own, which must not show.
        Run(other, otherLearner, 50, 3);
        other.Load(saved.Reader);
        otherLearner.Load(saved.Reader);
        Assert.Equal(steps, other.StepCount);
        Assert.Equal(0.004, otherLearner.LearningRate);
        Samples.Contents(other, otherLearner).AssertSameBitsAs(saved, "loaded");
        Run(other, otherLearner, steps, 10);
        Samples.Contents(other, otherLearner).AssertSameBitsAs(expected, "continued");
    }

    [Fact]
    public void The_state_of_another_network_is_refused_with_both_shapes()
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 5), other = Samples.Mixed([2, 7, 3]).Build<float>(lanes: 5);
        using Network<float> wider = Samples.Mixed(Sizes).Build<float>(lanes: 6);
        MemoryState saved = Samples.Contents(network);
        string message = Assert.Throws<StateException>(() => other.Load(saved.Reader)).Message;
        Assert.Contains("2-7-18-3", message, StringComparison.Ordinal);
        Assert.Contains("2-7-3", message, StringComparison.Ordinal);
        message = Assert.Throws<StateException>(() => wider.Load(saved.Reader)).Message;
        Assert.Contains("5 lanes", message, StringComparison.Ordinal);
        Assert.Contains("6 lanes", message, StringComparison.Ordinal);
        using Network<double> precise = Samples.Mixed(Sizes).Build<double>(lanes: 5);
        Assert.Throws<StateException>(() => precise.Load(saved.Reader));
    }

    [Fact]
    public void At_rest_a_network_is_as_when_it_was_built_but_for_what_it_learned()
    {
        using Network<float> network = Samples.Mixed(Sizes, gamma: 0.1).Build<float>(lanes: 5, seed: 1), fresh = Samples.Mixed(Sizes, gamma: 0.1).Build<float>(lanes: 5, seed: 1);
        using OnlineLearner<float> learner = Learner(network, plastic: false), other = Learner(fresh, plastic: false);
        Run(network, learner, 0, 8);
        network.Rest();
        learner.ClearSums();
        Run(network, learner, 3, 6);
        Run(fresh, other, 3, 6);
        Assert.Equal(["network/step"], Samples.Contents(network).DifferencesFrom(Samples.Contents(fresh)));
        Assert.Equal(other.SummedOutputs.Row(1).ToArray(), learner.SummedOutputs.Row(1).ToArray());
    }

    [Fact]
    public void Errors_put_to_rest_leave_the_neurons_as_they_are()
    {
        using Network<float> network = Samples.Mixed(Sizes).Build<float>(lanes: 5, seed: 1);
        using OnlineLearner<float> learner = Learner(network);
        Run(network, learner, 0, 8);
        MemoryState before = Samples.Contents(network);
        network.RestErrors();
        Assert.All(Samples.Contents(network).DifferencesFrom(before), static name => Assert.Contains("error", name, StringComparison.Ordinal));
        Assert.All(network.Layers, static layer => Assert.True(layer.Variable(NeuronVariable.Error).Storage().IndexOfAnyExcept(0f) < 0));
    }

    private static OnlineLearner<float> Learner(Network<float> network, bool plastic = true)
    {
        Samples.SetPlasticity(network, Samples.Everything);
        var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(1e-2)) { IsPlastic = plastic };
        learner.SetLabels(Samples.Labels(network.Lanes, 3));
        return learner;
    }

    private static void Run(Network<float> network, OnlineLearner<float> learner, int from, int steps)
    {
        for (int step = from; step < from + steps; step++)
        {
            Samples.SetInput(network, step);
            learner.Step();
        }
    }
}
