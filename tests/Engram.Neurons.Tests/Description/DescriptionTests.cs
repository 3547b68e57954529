using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>A description is checked before anything is built, and what is wrong is named.</summary>
public class DescriptionTests
{
    private static readonly NetworkDescription Good = Network.Describe(2, 0.1).Dense(Activation.Tanh, NeuronGroup.Instantaneous(3, 1));

    public static TheoryData<double> ImpossibleTimes => [0.09, 0, -1, double.NaN, double.PositiveInfinity];

    [Theory]
    [MemberData(nameof(ImpossibleTimes))]
    public void A_time_constant_below_the_time_step_or_no_number_is_refused_with_layer_neuron_and_value(double tau)
    {
        string membrane = Refusal(Good.Dense(Activation.Linear, NeuronGroup.Instantaneous(2, 1), NeuronGroup.Retrospective(1, tau, 0.1)));
        Assert.Contains($"Layer 1, neuron 2: the membrane time constant is {tau}", membrane, StringComparison.Ordinal);
        Assert.Contains("dt = 0.1", membrane, StringComparison.Ordinal);
        string prospective = Refusal(Good.Dense(Activation.Linear, NeuronGroup.Retrospective(1, 0.5, tau)));
        Assert.Contains($"Layer 1, neuron 0: the prospective time constant is {tau}", prospective, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_constant_of_exactly_the_time_step_is_accepted_in_any_rounding()
    {
        foreach (double dt in new[] { 0.1, 0.01, 0.2, 1.0 / 3, 0.005 })
        {
            NetworkDescription description = Network.Describe(1, dt).Dense(Activation.Linear, NeuronGroup.Instantaneous(1, dt / 3 * 3), NeuronGroup.Instantaneous(1, dt * (1 - 1e-15)));
            using Network<float> single = description.Build<float>(lanes: 1);
            using Network<double> twice = description.Build<double>(lanes: 1);
            Assert.True(single.Layers[0].Times[0, 1] >= (float)dt);
            Assert.True(twice.Layers[0].Times[0, 1] >= dt);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Less_than_one_lane_or_input_is_refused(int count)
    {
        Assert.Contains($"{count}", Assert.Throws<ArgumentException>(() => Good.Build<float>(count)).Message, StringComparison.Ordinal);
        Assert.Contains($"input channel; the description has {count}", Refusal(Good with { Inputs = count }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_time_step_is_refused(double dt) =>
        Assert.Contains($"dt must be a positive number; the description has {dt}", Refusal(Good with { TimeStep = dt }), StringComparison.Ordinal);

    [Fact]
    public void A_network_without_layers_and_a_layer_without_neurons_are_refused()
    {
        Assert.Contains("at least one layer", Refusal(Network.Describe(2, 0.1)), StringComparison.Ordinal);
        Assert.Contains("Layer 1 has no neurons", Refusal(Good.Dense(Activation.Linear)), StringComparison.Ordinal);
        Assert.Contains("Layer 0 has no neurons", Refusal(Network.Describe(2, 0.1).Dense(Activation.Linear, NeuronGroup.Instantaneous(0, 1))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_coupling_that_is_no_number_is_refused_with_its_layer(double gamma) =>
        Assert.Contains($"Layer 1: gamma must be a finite number; it is {gamma}", Refusal(Good.Dense(Samples.MixedLayer(2, Activation.Tanh, gamma))), StringComparison.Ordinal);

    [Fact]
    public void Descriptions_are_values_and_adding_a_layer_leaves_the_old_one_as_it_was()
    {
        NetworkDescription longer = Good.Dense(Activation.Linear, NeuronGroup.Retrospective(2, 1, 0.1), NeuronGroup.Instantaneous(1, 0.5));
        Assert.Single(Good.Layers);
        Assert.Equal(2, longer.Layers.Count);
        Assert.Equal([new(1, 0.1), new(1, 0.1), new(0.5, 0.5)], longer.Layers[1].Neurons);
        Assert.Equal((3 * 3) + (3 * 4), longer.ParameterCount);
        Assert.Equal((3 * 2) + (3 * 3), longer.EachLayer(static layer => layer with { HasBias = false }).ParameterCount);
    }

    [Fact]
    public void A_new_network_is_at_rest_with_weights_within_their_bound_from_its_seed_alone()
    {
        NetworkDescription description = Samples.Mixed([4, 9, 3]);
        using Network<float> network = description.Build<float>(lanes: 3, seed: 5), same = description.Build<float>(lanes: 3, seed: 5), other = description.Build<float>(lanes: 3, seed: 6);
        Samples.Contents(network).AssertSameBitsAs(Samples.Contents(same), "the same seed");
        Assert.Equal(["network/layer-0/parameters", "network/layer-1/parameters"], Samples.Contents(network).DifferencesFrom(Samples.Contents(other)));
        foreach (DenseLayer<float> layer in network.Layers)
        {
            float bound = 1 / MathF.Sqrt(layer.PresynapticCount);
            float[] parameters = MatrixState.Compact(layer.Parameters);
            Assert.All(parameters, parameter => Assert.InRange(parameter, -bound, bound));
            Assert.True(parameters.Max() > 0.7f * bound && parameters.Min() < -0.7f * bound);
            Assert.All(Enum.GetValues<NeuronVariable>().Where(static variable => variable != NeuronVariable.Prospective), variable =>
                Assert.True(layer.Variable(variable).Storage().IndexOfAnyExcept(0f) < 0));
        }
    }

    private static string Refusal(NetworkDescription description) => Assert.Throws<ArgumentException>(() => description.Build<float>(lanes: 1)).Message;
}
