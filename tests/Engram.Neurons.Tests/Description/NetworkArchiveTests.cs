using Engram.Numerics;

namespace Engram.Neurons.Tests.Description;

public class NetworkArchiveTests
{
    private const string Kind = "test network";

    [Fact]
    public void A_network_trained_in_a_batch_answers_the_same_alone()
    {
        using Network<float> trained = Describe().Build<float>(lanes: 5, seed: 3);
        using Network<float> alone = NetworkArchive.Load<float>(Archived(trained), lanes: 1);
        Assert.Equal(1, alone.Lanes);
        RandomStream noise = new RandomStreams(1).Named("input");
        for (int step = 0; step < 40; step++)
        {
            float[] input = [(float)noise.NextGaussian(), (float)noise.NextGaussian()];
            trained.Step([.. input.SelectMany(value => Enumerable.Repeat(value, 5))]);
            alone.Step(input);
        }

        for (int row = 0; row < 3; row++)
            Assert.Equal(trained.Output[row, 4], alone.Output[row, 0]);
        Assert.Contains(alone.Output.Storage().ToArray(), value => value != 0);
        foreach ((LayerDescription before, LayerDescription after) in trained.Description.Layers.Zip(alone.Description.Layers))
        {
            Assert.Equal((before.Activation, before.ProspectiveErrors, before.HasBias, before.Gamma), (after.Activation, after.ProspectiveErrors, after.HasBias, after.Gamma));
            Assert.All(before.Neurons.Zip(after.Neurons), pair => Assert.Equal(pair.First.Membrane, pair.Second.Membrane, 1e-6));
        }
    }

    [Fact]
    public void What_describes_no_network_is_refused_in_words()
    {
        using var stream = new MemoryStream();
        StateArchive.Save(stream, Kind, 1, writer => writer.Add<int>("trained/neurons", [3, 0]));
        stream.Position = 0;
        Assert.Contains("describes no network", Assert.Throws<StateException>(() => NetworkArchive.Load<float>(StateArchive.Load(stream, Kind, 1), 1)).Message, StringComparison.Ordinal);
        using var empty = new MemoryStream();
        StateArchive.Save(empty, Kind, 1, static writer => writer.Add("something", 1));
        empty.Position = 0;
        Assert.Throws<StateException>(() => NetworkArchive.Load<float>(StateArchive.Load(empty, Kind, 1), 1));
    }

    private static StateReader Archived(Network<float> network)
    {
        var stream = new MemoryStream();
        StateArchive.Save(stream, Kind, 1, writer => NetworkArchive.Save(writer, network));
        stream.Position = 0;
        return StateArchive.Load(stream, Kind, 1);
    }

    private static NetworkDescription Describe() => Network.Describe(2, 0.1)
        .Dense(Activation.Tanh, NeuronGroup.Retrospective(4, 1.3, 0.1), NeuronGroup.Instantaneous(3, 0.7))
        .Dense(Activation.Linear, NeuronGroup.Instantaneous(3, 1))
        .EachLayer(layer => layer with { ProspectiveErrors = layer.Activation == Activation.Tanh });
}
