namespace Engram.Neurons.Tests.Dynamics;

public class DivergenceTests
{
    [Fact]
    public void A_network_whose_numbers_are_finite_has_not_diverged()
    {
        using Network<float> network = Describe();
        network.Step([1f, 2f]);
        Assert.Null(Divergence.Find(network));
    }

    [Fact]
    public void The_lowest_layer_and_its_first_variable_are_named()
    {
        using Network<float> network = Describe();
        network.Step([1f, 2f]);
        network.Layers[1].Weight(2, 0) = float.NaN;
        Assert.Equal("the weight of neuron 2 in layer 1, after step 1", Divergence.Find(network)!.ToString());
        network.Layers[1].Variable(NeuronVariable.Error)[1, 0] = float.PositiveInfinity;
        Assert.Equal(new Divergence(1, "error", 1, 1), Divergence.Find(network));
        network.Layers[0].Variable(NeuronVariable.Membrane)[3, 0] = float.NaN;
        Assert.Equal(new Divergence(0, "membrane potential", 3, 1), Divergence.Find(network));
    }

    [Fact]
    public void Learning_that_explodes_is_found()
    {
        using Network<float> network = Describe();
        using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(1e30));
        for (int step = 0; step < 50; step++)
            learner.Step([1, -1], [100, 0, 5]);
        Assert.NotNull(Divergence.Find(network));
    }

    private static Network<float> Describe() => Network.Describe(2, 0.1)
        .Dense(Activation.Linear, NeuronGroup.Retrospective(4, 1, 0.1))
        .Dense(Activation.Linear, NeuronGroup.Instantaneous(3, 1))
        .Build<float>(lanes: 1, seed: 1);
}
