using Engram.Lab.Experiments.Delaunay;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Runs;

/// <summary>Simulated participants as an experiment: what is put in is found, nothing is lost, and the same seed gives the same trials.</summary>
public sealed class DelaunayParticipantsTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_quick_preset_tells_learners_from_guessers_and_leaves_what_an_analysis_needs()
    {
        RunInformation run = _bench.Run("delaunay-participants", [], threads: 2);
        foreach (string file in (string[])["trials.csv", "participants.csv", "list.json", "config.json", "report.md", "analysis.json"])
            Assert.True(new FileInfo(Path.Combine(run.Folder, file)).Length > 0, file);
        string report = File.ReadAllText(Path.Combine(run.Folder, "report.md"));
        Assert.Contains("Synthetic data", report, StringComparison.Ordinal);
        Assert.True(Accuracy(report, "simulated people") > Accuracy(report, "N0") + 20, report[..2000]);
        Assert.True(Accuracy(report, "N1/latents") > Accuracy(report, "N1/colour-hist"), report[..2000]);
    }

    [Fact]
    public void Equal_seeds_give_equal_trials_whatever_the_threads()
    {
        string[] settings = ["families=intact", "lists=2", "draws=50", "networks=N0,N1/latents"];
        byte[] alone = File.ReadAllBytes(Path.Combine(_bench.Run("delaunay-participants", settings, threads: 1).Folder, "trials.csv"));
        byte[] shared = File.ReadAllBytes(Path.Combine(_bench.Run("delaunay-participants", settings, threads: 2).Folder, "trials.csv"));
        Assert.Equal(alone, shared);
    }

    private static double Accuracy(string report, string agent)
    {
        string row = report.Split('\n').First(line => line.StartsWith($"| {agent} | intact |", StringComparison.Ordinal));
        string cell = row.Split('|', StringSplitOptions.TrimEntries)[6];
        return double.Parse(cell[..cell.IndexOf(' ', StringComparison.Ordinal)]);
    }

    private sealed class Bench() : ExperimentBench("quick", [new DelaunayParticipants()]);
}
