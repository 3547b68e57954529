using System.Diagnostics;

namespace Engram.Cli.Tests.EndToEnd;

/// <summary>Nothing that was learned is lost, and nothing is learned twice, however a process ends.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly Lazy<SortedDictionary<string, byte[]>> Undisturbed = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("engram-undisturbed-").FullName;
        EngramProcess.Ended ended = EngramProcess.Run([.. EngramProcess.TinyRun, "--runs", folder]);
        Assert.True(ended.ExitCode == 0, ended.Error);
        SortedDictionary<string, byte[]> results = RunFolderBytes.Results(OnlyRun(folder));
        Directory.Delete(folder, recursive: true);
        return results;
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("engram-interrupted-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_killed_at_random_moments_ends_with_the_bytes_of_an_undisturbed_one(int seed)
    {
        var moments = new Random(seed);
        int kills = 0;
        Process process = EngramProcess.Start([.. EngramProcess.TinyRun, "--runs", _folder]);
        string run = EngramProcess.WaitForRun(_folder, process);
        while (true)
        {
            bool ended = process.WaitForExit(moments.Next(20, 400));
            if (!ended && kills < 5)
            {
                process.Kill();
                process.WaitForExit();
                kills++;
                // What a killed process leaves can be listed, and is told from a running one.
                EngramProcess.Ended listed = EngramProcess.Run("runs", "--json", "--runs", _folder);
                Assert.Equal(0, listed.ExitCode);
                Assert.Contains("\"gle-mnist1d\"", listed.Output, StringComparison.Ordinal);
            }
            else if (!ended)
            {
                EngramProcess.Ended last = EngramProcess.Wait(process);
                Assert.True(last.ExitCode == 0, last.Error);
            }

            bool finished = process.HasExited && process.ExitCode == 0;
            process.Dispose();
            if (finished)
                break;
            process = EngramProcess.Start("resume", "latest", "--runs", _folder);
            Assert.True(kills <= 5);
        }

        Assert.True(kills > 0, "The run was too quick to be killed.");
        RunFolderBytes.AssertEqual(Undisturbed.Value, RunFolderBytes.Results(run));
        Assert.Contains("\"state\": \"finished\"", File.ReadAllText(Path.Combine(run, "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_with_130_and_a_way_to_go_on_that_gives_the_same_bytes()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Sending Ctrl-C to another process needs a shared console on Windows.");
        using Process process = EngramProcess.Start([.. EngramProcess.TinyRun, "--runs", _folder]);
        string run = EngramProcess.WaitForRun(_folder, process);
        using (Process kill = Process.Start("kill", [IgnoresInterrupts(process) ? "-TERM" : "-INT", $"{process.Id}"]))
            kill.WaitForExit();
        EngramProcess.Ended ended = EngramProcess.Wait(process);
        Assert.Equal(130, ended.ExitCode);
        Assert.Contains("engram resume", ended.Error, StringComparison.Ordinal);

        EngramProcess.Ended resumed = EngramProcess.Run("resume", run, "--runs", _folder);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        RunFolderBytes.AssertEqual(Undisturbed.Value, RunFolderBytes.Results(run));
        EngramProcess.Run("resume", run, "--runs", _folder).AssertRefused("finished");
    }

    [Fact]
    public void Two_processes_never_work_on_one_run()
    {
        using Process process = EngramProcess.Start([.. EngramProcess.TinyRun, "--set", "training.epochs=5000", "--runs", _folder]);
        string run = EngramProcess.WaitForRun(_folder, process);
        EngramProcess.Run("resume", run, "--runs", _folder).AssertRefused();
        Assert.False(process.HasExited);
        process.Kill();
        process.WaitForExit();
    }

    [Fact]
    public void A_damaged_or_foreign_checkpoint_is_refused_and_everything_stays_as_it_was()
    {
        using (Process process = EngramProcess.Start([.. EngramProcess.TinyRun, "--set", "training.epochs=5000", "--runs", _folder]))
        {
            EngramProcess.WaitForRun(_folder, process);
            process.Kill();
            process.WaitForExit();
        }

        string run = OnlyRun(_folder);
        string checkpoint = Path.Combine(run, "checkpoints", "latest.state");
        byte[] whole = File.ReadAllBytes(checkpoint);
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 0x10;
        byte[] otherVersion = [.. whole];
        otherVersion[8] ^= 0x01;
        foreach (byte[] damaged in (byte[][])[flipped, otherVersion, whole[..(whole.Length / 3)], [], [.. whole, 0]])
        {
            File.WriteAllBytes(checkpoint, damaged);
            RefusesAndChangesNothing();
        }

        // Of another network: same experiment, other settings.
        string other = Path.Combine(_folder, "other");
        EngramProcess.Ended ended = EngramProcess.Run([.. EngramProcess.TinyRun, "--set", "neurons.fast=3", "--set", "training.epochs=2", "--runs", other]);
        Assert.Equal(0, ended.ExitCode);
        File.Copy(Path.Combine(OnlyRun(other), "checkpoints", "latest.state"), checkpoint, overwrite: true);
        RefusesAndChangesNothing();

        void RefusesAndChangesNothing()
        {
            SortedDictionary<string, byte[]> before = RunFolderBytes.Everything(run);
            EngramProcess.Run("resume", run, "--runs", _folder).AssertRefused("latest.state");
            RunFolderBytes.AssertEqual(before, RunFolderBytes.Everything(run));
        }
    }

    [Fact]
    public void A_killed_group_of_seeds_goes_on_as_a_whole_and_ends_with_the_same_summary()
    {
        string[] group = [.. EngramProcess.TinyRun, "--seeds", "3"];
        string calm = Path.Combine(_folder, "calm"), killed = Path.Combine(_folder, "killed");
        Assert.Equal(0, EngramProcess.Run([.. group, "--runs", calm]).ExitCode);
        using (Process process = EngramProcess.Start([.. group, "--runs", killed]))
        {
            EngramProcess.WaitForRun(killed, process);
            Thread.Sleep(300);
            process.Kill();
            process.WaitForExit();
        }

        string folder = GroupOf(killed);
        EngramProcess.Ended resumed = EngramProcess.Run("resume", folder, "--runs", killed);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(File.ReadAllText(Path.Combine(GroupOf(calm), "summary.csv")), File.ReadAllText(Path.Combine(folder, "summary.csv")));

        static string GroupOf(string runs) => Path.GetDirectoryName(Directory.EnumerateFiles(runs, "group.json", SearchOption.AllDirectories).Single())!;
    }

    [Fact]
    public void A_killed_sweep_goes_on_as_a_whole_and_ends_with_the_same_table_and_figures()
    {
        string[] sweep = ["sweep", .. EngramProcess.TinyRun[1..], "--over", "neurons.tau=0.8,1.2", "--data", Path.Combine(_folder, "data")];
        string calm = Path.Combine(_folder, "calm"), killed = Path.Combine(_folder, "killed");
        EngramProcess.Run([.. sweep, "--over", "neurons.tua=1", "--runs", calm]).AssertRefused("neurons.tau");
        Assert.False(Directory.Exists(calm));
        EngramProcess.Ended whole = EngramProcess.Run([.. sweep, "--runs", calm]);
        Assert.True(whole.ExitCode == 0, whole.Error);
        using (Process process = EngramProcess.Start([.. sweep, "--runs", killed]))
        {
            EngramProcess.WaitForRun(killed, process);
            process.Kill();
            process.WaitForExit();
        }

        EngramProcess.Ended resumed = EngramProcess.Run("resume", "latest", "--runs", killed);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        string[] results = ["summary.csv", Path.Combine("figures", "test-accuracy.png"), Path.Combine("figures", "accuracy.svg")];
        Assert.All(results, name => Assert.Equal(File.ReadAllBytes(Path.Combine(FolderOf(calm), name)), File.ReadAllBytes(Path.Combine(FolderOf(killed), name))));
        Assert.DoesNotContain("path effect", resumed.Error, StringComparison.Ordinal);

        static string FolderOf(string runs) => Path.GetDirectoryName(Directory.EnumerateFiles(runs, "group.json", SearchOption.AllDirectories).Single())!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// A process that a script put into the background inherits that interrupts are ignored, and rightly keeps to it. Then termination,
    /// which the command takes for the same wish, is what can be tested.
    /// </summary>
    private static bool IgnoresInterrupts(Process process)
    {
        const int Interrupt = 2;
        string status = $"/proc/{process.Id}/status";
        string? ignored = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored is not null && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & (1UL << (Interrupt - 1))) != 0;
    }

    private static string OnlyRun(string runs) => Path.GetDirectoryName(Directory.EnumerateFiles(runs, "run.json", SearchOption.AllDirectories).Single())!;
}
