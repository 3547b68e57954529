using System.Runtime.CompilerServices;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Le;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Le;

/// <summary>The experiments of Latent Equilibrium on data that Engram draws, so small that each is over in a moment.</summary>
internal sealed class EquilibriumBench : IRunObserver, IDisposable
{
    /// <summary>Of the fully connected classifiers.</summary>
    public static readonly string[] Digits =
    [
        "data.set=built-in", "data.train=512", "data.test=128", "hidden=40,20", "neurons.steps=20", "training.batch=32", "training.epochs=4",
    ];

    /// <summary>Of the convolutional classifiers.</summary>
    public static readonly string[] Convolution =
    [
        "data.set=built-in", "data.train=512", "data.test=128", "filters=4,8", "hidden=32", "neurons.steps=20", "training.batch=32", "training.epochs=3",
    ];

    /// <summary>Of the classifier of collisions.</summary>
    public static readonly string[] Collisions =
    [
        "data.set=built-in", "data.train=2560", "hidden=20,20,20", "training.batch=64", "training.epochs=4",
    ];

    /// <summary>Of the adaptation of time constants.</summary>
    public static readonly string[] Adaptation =
    [
        "data.set=built-in", "data.train=256", "data.test=256", "batch=16", "passes=40",
    ];

    private readonly CancellationTokenSource _stop = new();
    private double _stopAt = double.PositiveInfinity;

    public string Runs { get; } = Directory.CreateTempSubdirectory("engram-equilibrium-").FullName;

    private static Laboratory Laboratory => new(
    [
        new LeMnist(), new LeMnistConvolution(), new LeHiggs(), new LeCifar10(), new LeHeterogeneity(), new LeNoise(), new LeTimeConstants(),
        new LeFourier(), new LeTwoNeurons(),
    ]);

    public static double Value(RunInformation run, string name) => run.Summary.Single(value => value.Name == name).Value;

    public static IReadOnlyList<double> Column(RunInformation run, string name) => RunMetrics.Read(run.Folder).Column(name);

    /// <summary>The folder that holds the real sets; the test is skipped where there is none.</summary>
    public static string RealDigits([CallerFilePath] string here = "")
    {
        List<string> folders = [];
        if (Environment.GetEnvironmentVariable("ENGRAM_DATA") is { Length: > 0 } named)
            folders.Add(named);
        for (string? folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Engram.slnx")))
                folders.Add(Path.GetFullPath(Path.Combine(folder, "..", "shared", "data")));
        }

        string? found = folders.Find(folder => Directory.Exists(Path.Combine(folder, "mnist")));
        if (found is null)
            Assert.Skip("The MNIST files are not here: put them into ../shared/data/mnist or set ENGRAM_DATA.");
        return found;
    }

    /// <summary>Runs into a refusal, and gives its words and the run as it was recorded.</summary>
    public (string Message, RunInformation Run) Refused(string experiment, string[] settings)
    {
        string message = Assert.Throws<UsageException>(() => Run(experiment, settings)).Message;
        return (message, Assert.Single(Laboratory.List(Runs).Runs));
    }

    /// <summary>Runs to the good end.</summary>
    public RunInformation Run(string experiment, string[] settings, int threads = 1, string? data = null, string preset = "paper")
    {
        RunInformation run = Assert.Single(Laboratory.Run(
            Request(experiment, settings, threads) with { DataFolder = data ?? Path.Combine(Runs, "no-data"), Preset = preset }, this, CancellationToken.None).Runs);
        Assert.True(run.State == RunState.Finished, run.Error);
        return run;
    }

    /// <summary>Runs, stops once so much is done, and goes on to the end.</summary>
    public RunInformation RunInTwoSittings(string experiment, string[] settings, double stopAt, int threads)
    {
        _stopAt = stopAt;
        RunReport stopped = Laboratory.Run(Request(experiment, settings, threads), this, _stop.Token);
        Assert.True(stopped.Interrupted);
        Assert.Equal(RunState.Interrupted, stopped.Runs[0].State);
        RunInformation resumed = Assert.Single(Laboratory.Resume(stopped.Runs[0].Folder, Runs, threads, this, CancellationToken.None).Runs);
        Assert.True(resumed.State == RunState.Finished, resumed.Error);
        return resumed;
    }

    public RunReport Sweep(string experiment, string[] settings, params string[] over) =>
        Laboratory.Run(Request(experiment, settings, 2) with { Variations = over }, this, CancellationToken.None);

    void IRunObserver.Started(RunInformation run)
    {
    }

    void IRunObserver.Progressed(RunInformation run, double done, double total, string status)
    {
        if (done >= _stopAt)
            _stop.Cancel();
    }

    void IRunObserver.Ended(RunInformation run)
    {
    }

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(Runs, recursive: true);
    }

    private RunRequest Request(string experiment, string[] settings, int threads) =>
        new() { Experiment = experiment, Seed = 1, Threads = threads, RunsFolder = Runs, Assignments = settings };
}
