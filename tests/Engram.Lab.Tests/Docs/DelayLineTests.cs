using Engram.Lab.Runs;
using Samples;

namespace Engram.Lab.Tests.Docs;

/// <summary>The experiment of docs/extend.md does what an experiment of the house does.</summary>
public sealed class DelayLineTests : IRunObserver, IDisposable
{
    private readonly string _runs = Directory.CreateTempSubdirectory("engram-docs-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private double _stopAt = double.PositiveInfinity;

    [Fact]
    public void The_quick_preset_learns_and_draws()
    {
        RunReport report = Run();
        RunInformation run = Assert.Single(report.Runs);
        Assert.Equal(RunState.Finished, run.State);
        double[] errors = [.. File.ReadLines(Path.Combine(run.Folder, "metrics.csv")).Skip(1).Select(row => double.Parse(row.Split(',')[1]))];
        Assert.Equal(40, errors.Length);
        Assert.True(errors[^1] < errors[0] / 5, $"from {errors[0]} to {errors[^1]}");
        Assert.Equal(errors[^1], Assert.Single(report.Comparison).Mean);
        Assert.Equal(["error.png", "error.svg"], report.Figures.Select(figure => Path.GetFileName(figure)).Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public void A_stopped_run_goes_on_as_if_it_had_never_stopped()
    {
        RunInformation whole = Assert.Single(Run().Runs);
        _stopAt = 17;
        RunReport stopped = Run();
        Assert.True(stopped.Interrupted);
        RunInformation resumed = Assert.Single(Laboratory.Resume(stopped.Runs[0].Folder, _runs, 1, this, CancellationToken.None).Runs);
        Assert.Equal(RunState.Finished, resumed.State);
        foreach (string file in (string[])["metrics.csv", "checkpoints/latest.state"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, file)), File.ReadAllBytes(Path.Combine(resumed.Folder, file)));
    }

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name()
    {
        string message = Assert.Throws<UsageException>(() => Run("delay=-1")).Message;
        Assert.Contains("delay", message);
    }

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
        Directory.Delete(_runs, recursive: true);
    }

    private static Laboratory Laboratory => new([new DelayLine()]);

    private RunReport Run(params string[] assignments) => Laboratory.Run(
        new RunRequest { Experiment = "delay-line", Preset = "quick", Seed = 1, Threads = 1, RunsFolder = _runs, Assignments = assignments },
        this,
        _stop.Token);
}
