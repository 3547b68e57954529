using System.Runtime.CompilerServices;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Runs;

/// <summary>Runs of some experiments in a folder of their own, removed at the end; a run can be stopped on its way and gone on with.</summary>
/// <param name="preset">The preset where a test names none.</param>
/// <param name="experiments">The experiments.</param>
internal abstract class ExperimentBench(string preset, IReadOnlyList<Experiment> experiments) : IRunObserver, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private double _stopAt = double.PositiveInfinity;

    public string Runs { get; } = Directory.CreateTempSubdirectory("engram-runs-").FullName;

    public Laboratory Laboratory { get; } = new(experiments);

    public static double Value(RunInformation run, string name) => run.Summary.Single(value => value.Name == name).Value;

    public static IReadOnlyList<double> Column(RunInformation run, string name) => RunMetrics.Read(run.Folder).Column(name);

    /// <summary>The folder that holds the real files of a set; the test is skipped where they are absent.</summary>
    public static string RealData(string set, [CallerFilePath] string here = "")
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
    public RunInformation Run(string experiment, string[] settings, int threads = 1, string? data = null, string? preset = null)
    {
        RunRequest request = Request(experiment, settings, threads);
        request = request with { DataFolder = data ?? Path.Combine(Runs, "no-data"), Preset = preset ?? request.Preset };
        RunInformation run = Assert.Single(Laboratory.Run(request, this, CancellationToken.None).Runs);
        Assert.True(run.State == RunState.Finished, run.Error);
        return run;
    }

    /// <summary>Runs into a refusal, and gives its words and the run as it was recorded.</summary>
    public (string Message, RunInformation Run) Refused(string experiment, string[] settings)
    {
        string message = Assert.Throws<UsageException>(() => Run(experiment, settings)).Message;
        return (message, Assert.Single(Laboratory.List(Runs).Runs));
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

    /// <summary>Sweeps to the good end.</summary>
    public RunReport Sweep(string experiment, string[] settings, int seeds, int threads, params string[] over)
    {
        RunReport report = Laboratory.Run(
            Request(experiment, settings, threads) with { Variations = over, SeedCount = seeds }, this, CancellationToken.None);
        Assert.All(report.Runs, run => Assert.True(run.State == RunState.Finished, run.Error));
        Assert.Empty(report.Problems);
        return report;
    }

    public RunRequest Request(string experiment, string[] settings, int threads) =>
        new() { Experiment = experiment, Preset = preset, Seed = 1, Threads = threads, RunsFolder = Runs, Assignments = settings };

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
