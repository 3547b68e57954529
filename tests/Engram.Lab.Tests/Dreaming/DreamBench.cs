using System.Runtime.CompilerServices;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Dreaming;

/// <summary>The experiments on dreams on images that Engram draws, so small that each is over in a moment.</summary>
internal sealed class DreamBench : IRunObserver, IDisposable
{
    public static readonly string[] Tiny =
    [
        "width=4", "latents=12", "training.epochs=2", "training.batch=16", "data.set=built-in", "data.size=16", "data.train=160", "data.test=60", "evaluation.epochs=0,1",
        "evaluation.readout-epochs=3", "evaluation.measures=none",
        "evaluation.pictures=false",
    ];

    private readonly CancellationTokenSource _stop = new();
    private double _stopAt = double.PositiveInfinity;

    public string Runs { get; } = Directory.CreateTempSubdirectory("engram-dreams-").FullName;

    public Laboratory Laboratory { get; } = new([new PadCifar10(), new PadSvhn(), new PadConditions(), new ContrastiveDreaming()]);

    public static double Value(RunInformation run, string name) => run.Summary.Single(value => value.Name == name).Value;

    public static IReadOnlyList<double> Column(RunInformation run, string name) => RunMetrics.Read(run.Folder).Column(name);

    /// <summary>The folder that holds the real sets; the test is skipped where a set is absent.</summary>
    public static string RealImages(string set, [CallerFilePath] string here = "")
    {
        List<string> folders = [];
        if (Environment.GetEnvironmentVariable("ENGRAM_DATA") is { Length: > 0 } named)
            folders.Add(named);
        for (string? folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Engram.slnx")))
                folders.Add(Path.GetFullPath(Path.Combine(folder, "..", "shared", "data")));
        }

        string? found = folders.Find(folder => Datasets.DatasetCatalogue.Find(set)!.Locate(folder).IsPresent);
        if (found is null)
            Assert.Skip($"The files of {set} are not here: put them into ../shared/data or set ENGRAM_DATA.");
        return found;
    }

    /// <summary>Runs to the good end.</summary>
    public RunInformation Run(string experiment, string[] settings, int threads = 1, string preset = "quick", string? data = null)
    {
        RunInformation run = Assert.Single(Laboratory.Run(Request(experiment, settings, threads) with { Preset = preset, DataFolder = data ?? Path.Combine(Runs, "no-data") }, this, CancellationToken.None).Runs);
        Assert.True(run.State == RunState.Finished, run.Error);
        return run;
    }

    /// <summary>Runs, stops once so much is done, and goes on to the end.</summary>
    public RunInformation RunInTwoSittings(string experiment, string[] settings, double stopAt, int threads)
    {
        _stopAt = stopAt;
        RunReport stopped = Laboratory.Run(Request(experiment, settings, threads), this, _stop.Token);
        Assert.True(stopped.Interrupted);
        RunInformation resumed = Assert.Single(Laboratory.Resume(stopped.Runs[0].Folder, Runs, threads, this, CancellationToken.None).Runs);
        Assert.True(resumed.State == RunState.Finished, resumed.Error);
        return resumed;
    }

    public RunReport Sweep(string experiment, string[] settings, int seeds, params string[] over)
    {
        RunReport report = Laboratory.Run(Request(experiment, settings, 1) with { Variations = over, SeedCount = seeds }, this, CancellationToken.None);
        Assert.All(report.Runs, run => Assert.True(run.State == RunState.Finished, run.Error));
        Assert.Empty(report.Problems);
        return report;
    }

    public RunRequest Request(string experiment, string[] settings, int threads) =>
        new() { Experiment = experiment, Preset = "quick", Seed = 1, Threads = threads, RunsFolder = Runs, Assignments = settings };

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
}
