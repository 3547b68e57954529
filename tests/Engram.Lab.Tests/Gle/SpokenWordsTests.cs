using Engram.Datasets;
using Engram.Lab.Experiments.Gle.Speech;
using Engram.Lab.Runs;
using Engram.Lab.Tests.Runs;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Tests.Gle;

/// <summary>Spoken words: what is heard is what the specification says, and it is learned.</summary>
public sealed class SpokenWordsTests : IDisposable
{
    private static readonly string[] Small =
        ["neurons.hidden=20,20", "neurons.tau-membrane=1.2,2.4", "neurons.tau-prospective=0.2,2.4", "neurons.steps-per-frame=5", "training.epochs=3", "training.batch=30"];

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("gle-speech")]
    [InlineData("gle-spoken-digits")]
    public void The_quick_preset_recognises_voices_it_never_heard(string experiment)
    {
        RunInformation run = _bench.Run(experiment, ["training.epochs=9"], threads: 2);
        Assert.InRange(ExperimentBench.Value(run, "test_accuracy"), 40, 100);
        Assert.InRange(ExperimentBench.Column(run, "validation_accuracy")[0], 0, 30);
        Assert.True(File.Exists(Path.Combine(run.Folder, "figures", "confusions.png")));
    }

    [Theory]
    [InlineData("instantaneous")]
    [InlineData("no-slow")]
    [InlineData("mlp")]
    public void Every_condition_runs_and_says_how_much_it_learns(string condition)
    {
        RunInformation run = _bench.Run("gle-spoken-digits", [.. Small, $"condition={condition}"]);
        int expected = condition == "mlp" ? (((41 * 32) + 1) * 20) + (21 * 20) + (21 * 10) : (33 * 20) + (21 * 20) + (21 * 10);
        Assert.Equal(expected, ExperimentBench.Value(run, "parameters"));
    }

    [Fact]
    public void A_run_that_was_stopped_ends_as_one_that_was_not_whatever_the_threads()
    {
        RunInformation straight = _bench.Run("gle-speech", Small), resumed = _bench.RunInTwoSittings("gle-speech", Small, stopAt: 17, threads: 2);
        string Final(RunInformation run) => Path.Combine(run.Folder, "checkpoints", "latest.state");
        Assert.Equal(File.ReadAllBytes(Final(straight)), File.ReadAllBytes(Final(resumed)));
        Assert.Equal(File.ReadAllText(Path.Combine(straight.Folder, "metrics.csv")), File.ReadAllText(Path.Combine(resumed.Folder, "metrics.csv")));
    }

    [Fact]
    public void What_a_run_leaves_for_listeners_answers_as_the_network_did()
    {
        RunInformation run = _bench.Run("gle-speech", Small);
        StateReader reader = StateArchive.Load(Path.Combine(run.Folder, "arrays", "listener.state"), "listener", 1);
        using Network<float> network = NetworkArchive.Load<float>(reader, lanes: 1);
        Assert.Equal(32, network.Description.Inputs);
        Assert.Equal([8000, 512, 512, 200, 32, 41, 5], reader.ReadArray<int>("features"));
        network.Input.Clear();
        network.StepForward();
        network.StepForward();
        network.StepForward();
        network.StepForward();
        Assert.Contains(network.Output.Storage().ToArray(), static value => value != 0);
    }

    [Fact]
    public void Frames_become_the_steps_that_the_library_makes_of_one_sound()
    {
        const int Frames = 5, Channels = 3, Factor = 20, Lanes = 4;
        RandomStream random = new RandomStreams(5).Named("frames");
        using var frames = new LaneMatrix<float>(Frames * Channels, Lanes);
        using var sequence = new LaneMatrix<float>(Frames * Factor * Channels, Lanes);
        for (int row = 0; row < frames.Rows; row++)
            random.FillGaussian(frames.Row(row));
        GleSpokenLearner.Stretch(frames, Channels, Factor, sequence);
        for (int lane = 0; lane < Lanes; lane++)
        {
            var map = new FeatureMap([.. Enumerable.Range(0, Frames * Channels).Select(row => frames[row, lane])], Channels);
            FeatureMap whole = new TimeStretch(map, Factor).Whole();
            for (int row = 0; row < sequence.Rows; row++)
                Assert.Equal(whole.Values[row], sequence[row, lane]);
        }
    }

    [Fact]
    public void Draws_give_every_class_the_same_chance()
    {
        var part = new SpokenPart([0, 1, 1, 1, 1, 1, 1, 2], static (_, _) => 0);
        var items = new int[30_000];
        SpokenWords.DrawBalanced(part, new RandomStreams(1).Named("draw"), items);
        double[] shares = [.. items.GroupBy(item => part.Labels[item]).OrderBy(group => group.Key).Select(group => (double)group.Count() / items.Length)];
        // Four standard deviations of a share of a third.
        Assert.All(shares, share => Assert.InRange(share, (1.0 / 3) - 0.011, (1.0 / 3) + 0.011));
        Assert.Equal(8, items.Distinct().Count());
    }

    [Fact]
    public void Voices_of_real_speakers_are_in_one_part_only()
    {
        string data = ExperimentBench.RealData("spoken-digits");
        RunInformation run = _bench.Run("gle-spoken-digits", [.. Small, "training.epochs=1", "data.set=published", "data.test-speaker=lucas"], data: data);
        Assert.Equal((600, 200), (ExperimentBench.Value(run, "train_sounds"), ExperimentBench.Value(run, "test_sounds")));
    }

    [Theory]
    [InlineData("gle-spoken-digits", "data.test-speaker=theo", "but there are george, jackson")]
    public void A_speaker_who_is_not_there_is_named(string experiment, string setting, string words)
    {
        string data = ExperimentBench.RealData("spoken-digits");
        string message = Assert.Throws<UsageException>(() => _bench.Run(experiment, [.. Small, "data.set=published", setting], data: data)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neurons.hidden=21", "which 2 groups of time constants cannot share equally")]
    [InlineData("neurons.tau-prospective=0.2", "each group needs one of both")]
    [InlineData("neurons.steps-per-frame=2", "take more steps")]
    [InlineData("data.set=official", "data.set=built-in")]
    public void What_cannot_be_is_refused_with_the_key(string setting, string words) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => _bench.Run("gle-speech", [.. Small, setting])).Message, StringComparison.Ordinal);

    private sealed class Bench() : ExperimentBench("quick", [new GleSpeech(), new GleSpokenDigits()]);
}
