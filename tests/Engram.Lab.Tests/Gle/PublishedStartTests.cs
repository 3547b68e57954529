using Engram.Datasets;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Gle;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Tests.Gle;

/// <summary>
/// The stored runs begin with a test of the untrained network. Its loss fixes data, weights, layout, time constants, delays, loss and
/// read-out all at once (specification 5.6, 5.7).
/// </summary>
public class PublishedStartTests
{
    private static readonly Lazy<DatasetSplit> Data = new(() => Mnist1D.Generate());

    [Theory]
    [InlineData("15k", 12, 10.6, 2.3059071)]
    [InlineData("15k", 32, 10.2, 2.3142479)]
    [InlineData("15k", 34, 9.6, 2.3103713)]
    [InlineData("15k", 42, 10.6, 2.3078583)]
    [InlineData("15k", 98, 8.9, 2.3066580)]
    [InlineData("42k", 12, 9.8, 2.3049755)]
    [InlineData("42k", 34, 10.2, 2.3051803)]
    [InlineData("42k", 69, 4.2, 2.3039353)]
    public void An_untrained_network_has_the_published_loss_and_accuracy(string size, int seed, double accuracy, double loss)
    {
        using SequenceTrainer trainer = PlasticTrainer(size, (uint)seed, out _);
        AssertPublished(trainer, accuracy, loss);
    }

    [Theory]
    [InlineData(0, 10.0, 2.3183065)]
    [InlineData(1, 15.8, 2.2930189)]
    [InlineData(3, 15.2, 2.3237833)]
    [InlineData(9, 11.2, 2.3028531)]
    public void An_untrained_network_on_lag_lines_has_the_published_loss_and_accuracy(int seed, double accuracy, double loss)
    {
        LagNetSettings settings = Resolved<LagNetSettings>(new GleMnist1DLagNet());
        Network<float> network = GleMnist1DLagNet.Describe(settings, Data.Value).Build<float>(settings.Training.Batch);
        Initialization.AsPublished(network, (uint)seed);
        var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(1e-3));
        var feeder = new LagLineFeeder(settings.Lines.Dt, settings.Lines.Tau, settings.Lines.Stages, settings.Training.Batch);
        using var trainer = new SequenceTrainer(learner, feeder, Data.Value, new RandomStreams(1).Named("order"));
        AssertPublished(trainer, accuracy, loss);
    }

    [Fact]
    public void The_first_six_hundred_training_samples_in_stored_order_give_the_published_losses()
    {
        double[] published = [2.2108611, 2.2164663, 2.19476, 2.192673, 2.2237781, 2.1608148];
        using SequenceTrainer trainer = PlasticTrainer("15k", 12, out Network<float> network);
        trainer.Evaluate();
        for (int batch = 0; batch < published.Length; batch++)
        {
            double loss = trainer.TrainOn([.. Enumerable.Range(batch * 100, 100)]);
            Assert.True(Math.Abs(loss - published[batch]) < 1e-4, $"batch {batch}: {loss:F7} instead of {published[batch]}");
        }

        // Six batches of 360 updates: the sum of all absolute parameters, after the last. Single precision drifts apart by 1e-4 of it.
        double sum = network.Layers.Sum(layer => Enumerable.Range(0, layer.NeuronCount).Sum(neuron => layer.Parameters.Row(neuron).ToArray().Sum(value => Math.Abs((double)value))));
        Assert.Equal(1110.1907, sum, tolerance: 0.15);
    }

    private static SequenceTrainer PlasticTrainer(string size, uint seed, out Network<float> network)
    {
        GleMnist1DSettings settings = Resolved<GleMnist1DSettings>(new GleMnist1D(), given => given.Size = size);
        network = GleMnist1D.Describe(settings, Data.Value).Build<float>(settings.Training.Batch);
        Initialization.AsPublished(network, seed);
        var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(settings.Training.LearningRate!.Value));
        return new SequenceTrainer(learner, new PlainFeeder(1), Data.Value, new RandomStreams(1).Named("order"));
    }

    private static TSettings Resolved<TSettings>(Experiment experiment, Action<TSettings>? change = null)
    {
        object settings = experiment.Preset("paper");
        change?.Invoke((TSettings)settings);
        experiment.Resolve(settings);
        return (TSettings)settings;
    }

    private static void AssertPublished(SequenceTrainer trainer, double accuracy, double loss)
    {
        (double actualLoss, double actualAccuracy) = trainer.Evaluate();
        Assert.Equal(accuracy, actualAccuracy, tolerance: 1e-9);
        Assert.True(Math.Abs(actualLoss - loss) < 2e-6, $"loss {actualLoss:F7} instead of {loss}");
    }
}
