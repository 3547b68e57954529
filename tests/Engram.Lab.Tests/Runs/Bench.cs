using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Runs;

/// <summary>A laboratory with the counter in a folder of its own, removed at the end.</summary>
internal sealed class Bench : IDisposable, IRunObserver
{
    public Bench()
    {
        Runs = Directory.CreateTempSubdirectory("engram-lab-").FullName;
        Counter = new CounterExperiment(Time);
        Laboratory = new Laboratory([Counter], Time);
    }

    public string Runs { get; }

    public ManualTime Time { get; } = new();

    public CounterExperiment Counter { get; }

    public Laboratory Laboratory { get; }

    public List<RunInformation> Ends { get; } = [];

    public RunReport Run(ulong? seed = 1, int count = 1, int? threads = 2, CancellationTokenSource? stop = null, params string[] assignments) => Laboratory.Run(
        new RunRequest { Experiment = "counter", Seed = seed, SeedCount = count, Threads = threads, RunsFolder = Runs, Assignments = assignments },
        this,
        stop?.Token ?? CancellationToken.None);

    public RunReport Resume(string run, CancellationTokenSource? stop = null) => Laboratory.Resume(run, Runs, 2, this, stop?.Token ?? CancellationToken.None);

    /// <summary>Copies a run as the disk has it at this moment: what a process that is killed now leaves.</summary>
    public static void CopyAsKilled(string folder, string target)
    {
        foreach (string source in Directory.GetDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
        {
            string part = Path.Combine(target, Path.GetRelativePath(folder, source));
            Directory.CreateDirectory(part);
            foreach (string file in Directory.GetFiles(source))
            {
                if (Path.GetFileName(file) is ".lock")
                    continue;
                using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using FileStream to = File.Create(Path.Combine(part, Path.GetFileName(file)));
                from.CopyTo(to);
            }
        }
    }

    /// <summary>The bytes that must not depend on how often a run was stopped, nor on what ran beside it.</summary>
    public static (string Metrics, string Checkpoint) Outcome(string folder) => (
        File.ReadAllText(Path.Combine(folder, "metrics.csv")),
        Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, "checkpoints", "latest.state"))));

    /// <summary>All files of a folder with their bytes.</summary>
    public static IReadOnlyList<string> Snapshot(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file)}: {Convert.ToHexString(File.ReadAllBytes(file))}"),
    ];

    public void Started(RunInformation run)
    {
    }

    public void Progressed(RunInformation run, double done, double total, string status)
    {
    }

    public void Ended(RunInformation run)
    {
        lock (Ends)
            Ends.Add(run);
    }

    public void Dispose() => Directory.Delete(Runs, recursive: true);
}
