using Engram.Lab.Experiments.Gle.Robustness;
using Engram.Lab.Runs;
using Engram.Lab.Tests.Runs;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Tests.Gle;

/// <summary>Imperfections are what they are called, and nothing else.</summary>
public sealed class RobustnessTests : IDisposable
{
    private static readonly string[] Small = ["data.samples=200", "data.steps=40", "training.epochs=2", "training.batch=20", "neurons.layers=2", "neurons.slow=6", "neurons.fast=3"];

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Without_strength_every_imperfection_leaves_the_network_as_it_is()
    {
        RunInformation run = _bench.Run(
            "gle-robustness", [.. Small, "kinds=all", "rate-noise=0", "error-noise=0", "spread=0", "mismatch=0", "delay=0", "feedback=0"]);
        double perfect = ExperimentBench.Value(run, "perfect_accuracy");
        Assert.Equal(7, run.Summary.Count);
        Assert.All(run.Summary, value => Assert.Equal(perfect, value.Value));
    }

    [Fact]
    public void A_run_that_was_stopped_ends_as_one_that_was_not()
    {
        string[] settings = [.. Small, "kinds=error-noise,delay", "error-noise=1", "delay=3"];
        RunInformation straight = _bench.Run("gle-robustness", settings), resumed = _bench.RunInTwoSittings("gle-robustness", settings, stopAt: 3.3, threads: 2);
        Assert.Equal(straight.Summary.Select(value => value.Value), resumed.Summary.Select(value => value.Value));
        Assert.Equal(File.ReadAllText(Path.Combine(straight.Folder, "metrics.csv")), File.ReadAllText(Path.Combine(resumed.Folder, "metrics.csv")));
    }

    [Fact]
    public void Late_errors_are_those_of_so_many_steps_before()
    {
        const int Delay = 3, Steps = 12;
        List<float> prompt = Errors(0), late = Errors(Delay);
        Assert.Equal(new float[Delay], late[..Delay]);
        // Until the first late error is used, both networks are the same: so are the errors that were sent till then.
        Assert.Equal(prompt[..Delay], late[Delay..(2 * Delay)]);
        Assert.Contains(prompt[..Delay], value => value != 0);

        static List<float> Errors(int delay)
        {
            using Network<float> network = Chain<float>();
            using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(0));
            using var disturbance = new Disturbance(network, Imperfection.Delay, delay, seed: 1);
            var sent = new List<float>();
            for (int step = 0; step < Steps; step++)
            {
                learner.Step([MathF.Sin(step)], [1]);
                sent.Add(network.Layers[1].Variable(NeuronVariable.SentError)[0, 0]);
            }

            // Nothing arrives before the output has an error to send.
            int first = sent.FindIndex(value => value != 0) - delay;
            return sent[first..];
        }
    }

    [Fact]
    public void Feedback_with_other_weights_sends_what_those_weights_say()
    {
        using Network<float> network = Chain<float>();
        using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(0));
        using var disturbance = new Disturbance(network, Imperfection.Feedback, 0.5, seed: 7);
        for (int step = 0; step < 6; step++)
            learner.Step([1], [1]);
        double factor = 1 + (0.5 * new RandomStreams(7).Named("feedback", 1).NextGaussian());
        double expected = network.Layers[1].Weight(0, 0) * factor * network.Layers[1].Variable(NeuronVariable.Error)[0, 0];
        Assert.Equal(expected, network.Layers[1].Variable(NeuronVariable.SentError)[0, 0], 1e-6 * Math.Abs(expected));
        Assert.NotEqual(0, expected);
    }

    [Fact]
    public void Error_neurons_with_their_partners_time_constants_change_nothing_and_with_others_only_errors()
    {
        NetworkDescription plain = Network.Describe(1, 0.1).Dense(Activation.Tanh, NeuronGroup.Retrospective(3, 1.1, 0.1)).Dense(Activation.Linear, NeuronGroup.Instantaneous(1, 1));
        (double rate, double error) = Run(plain);
        (double Rate, double Error) same = Run(plain.EachLayer(layer => layer with { ErrorNeurons = layer.Neurons }));
        (double otherRate, double otherError) = Run(plain.EachLayer(layer => layer with { ErrorNeurons = [.. layer.Neurons.Select(pair => new TimeConstants(pair.Membrane * 1.5, pair.Prospective))] }));
        Assert.Equal((rate, error), same);
        Assert.Equal(rate, otherRate);
        Assert.NotEqual(error, otherError);
        Assert.Throws<ArgumentException>(() => plain.EachLayer(static layer => layer with { ErrorNeurons = [new TimeConstants(1, 1), new TimeConstants(1, 1)] }).Build<double>(1));

        static (double Rate, double Error) Run(NetworkDescription description)
        {
            using Network<double> network = description.Build<double>(lanes: 1, seed: 3);
            using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new Adam(0));
            for (int step = 0; step < 20; step++)
                learner.Step([Math.Sin(0.3 * step)], [0.5]);
            return (network.Layers[0].Variable(NeuronVariable.Rate)[1, 0], network.Layers[0].Variable(NeuronVariable.Error)[1, 0]);
        }
    }

    [Theory]
    [InlineData("kinds=noise", "rate-noise")]
    [InlineData("neurons.dt=0.9", "neurons.tau")]
    public void What_cannot_be_is_refused_with_the_key(string setting, string words) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => _bench.Run("gle-robustness", [.. Small, setting])).Message, StringComparison.Ordinal);

    private static Network<T> Chain<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Network.Describe(1, 0.1)
        .Dense(Activation.Tanh, NeuronGroup.Instantaneous(1, 1))
        .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, 1))
        .Build<T>(lanes: 1, seed: 3);

    private sealed class Bench() : ExperimentBench("quick", [new GleRobustness()]);
}
