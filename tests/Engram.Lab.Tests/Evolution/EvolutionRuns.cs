using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Evolution;

/// <summary>Runs of the evolution experiments in a folder of their own, removed at the end.</summary>
internal sealed class EvolutionRuns : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("engram-evolution-").FullName;

    private Laboratory Laboratory { get; } = new(Catalogue.Experiments);

    public RunInformation Run(string experiment, ulong seed = 1, int threads = 1, string preset = "quick", params string[] assignments)
    {
        RunInformation run = Assert.Single(Laboratory.Run(Request(experiment, seed, threads, preset, assignments), RunObserver.None, CancellationToken.None).Runs);
        Assert.True(run.State == RunState.Finished, run.Error);
        return run;
    }

    /// <summary>Runs, stopping and going on after every so many reports.</summary>
    public RunInformation RunInPieces(string experiment, ulong seed, int pieces, params string[] assignments)
    {
        using var first = new Stopper(pieces);
        RunReport report = Laboratory.Run(Request(experiment, seed, 1, "quick", assignments), first, first.Token);
        while (report.Interrupted)
        {
            using var stopper = new Stopper(pieces);
            report = Laboratory.Resume(report.Runs[0].Folder, Folder, 1, stopper, stopper.Token);
        }

        RunInformation run = Assert.Single(report.Runs);
        Assert.True(run.State == RunState.Finished, run.Error);
        Assert.True(run.Sittings > 1);
        return run;
    }

    public string Refusal(string experiment, params string[] assignments) =>
        Assert.Throws<UsageException>(() => Laboratory.Run(Request(experiment, 1, 1, "quick", assignments), RunObserver.None, CancellationToken.None)).Message;

    public static double Value(RunInformation run, string name) => run.Summary.Single(value => value.Name == name).Value;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private RunRequest Request(string experiment, ulong seed, int threads, string preset, string[] assignments) =>
        new() { Experiment = experiment, Preset = preset, Seed = seed, Threads = threads, RunsFolder = Folder, Assignments = assignments };

    private sealed class Stopper(int after) : IRunObserver, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private int _reports;

        public CancellationToken Token => _stop.Token;

        public void Started(RunInformation run)
        {
        }

        public void Progressed(RunInformation run, double done, double total, string status)
        {
            if (++_reports >= after)
                _stop.Cancel();
        }

        public void Ended(RunInformation run)
        {
        }

        public void Dispose() => _stop.Dispose();
    }
}
