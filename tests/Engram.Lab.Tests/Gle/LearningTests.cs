using Engram.Lab.Experiments.Gle;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Gle;

/// <summary>The experiments learn as the published runs did, as far as a test can wait for it (specification 5.7).</summary>
public sealed class LearningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-learning-").FullName;

    [Fact]
    public void A_plastic_network_on_lag_lines_is_where_the_published_runs_are_after_five_epochs()
    {
        // Published: 51.7 ± 8.0 % over ten seeds; the specification asks for 38 to 64 %.
        Assert.InRange(TestAccuracy("gle-mnist1d-lagnet", "training.epochs=5"), 38, 64);
    }

    [Fact]
    public void A_deep_network_of_slow_and_fast_neurons_is_where_the_published_runs_are_after_five_epochs()
    {
        // Published: 37.7 ± 7.1 % over ten seeds; the specification asks for 25 to 50 %.
        Assert.InRange(TestAccuracy("gle-mnist1d", "training.epochs=5"), 25, 50);
    }

    [Fact]
    public void With_equal_seeds_runs_end_with_equal_bits_whatever_the_number_of_threads()
    {
        string[] settings = ["training.epochs=2", "data.samples=500", "data.steps=60", "training.batch=50"];
        byte[] alone = FinalState(settings, threads: 1);
        byte[] shared = FinalState(settings, threads: 2);
        Assert.Equal(alone, shared);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double TestAccuracy(string experiment, params string[] settings) =>
        Run(experiment, settings, threads: 1).Summary.Single(value => value.Name == "test_accuracy").Value;

    private byte[] FinalState(string[] settings, int threads) =>
        File.ReadAllBytes(Path.Combine(Run("gle-mnist1d", settings, threads).Folder, "checkpoints", "latest.state"));

    private RunInformation Run(string experiment, string[] settings, int threads)
    {
        var laboratory = new Laboratory([new GleMnist1D(), new GleMnist1DLagNet()]);
        var request = new RunRequest { Experiment = experiment, Assignments = settings, Threads = threads, RunsFolder = _folder };
        RunInformation run = Assert.Single(laboratory.Run(request, RunObserver.None, CancellationToken.None).Runs);
        Assert.True(run.State == RunState.Finished, run.Error);
        return run;
    }
}
