using CsCheck;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Runs;

public sealed class InterruptionTests
{
    private enum End
    {
        Stopped,
        Killed,
        FailedDisk,
    }

    [Fact]
    public void A_run_stopped_killed_or_failed_anywhere_and_gone_on_with_writes_the_bytes_of_one_left_alone()
    {
        using var calm = new Bench();
        var expected = Bench.Outcome(calm.Run(seed: 5, assignments: "every=1").Runs[0].Folder);
        var ends = Gen.Select(Gen.Enum<End>(), Gen.Int[0, 11]).Array[1, 4];
        ends.Sample(points =>
        {
            using var bench = new Bench();
            string? folder = null;
            foreach (var (end, step) in points)
            {
                using var stop = new CancellationTokenSource();
                string kept = Path.Combine(bench.Runs, "kept");
                string current = folder ?? "";
                bool reached = false;
                bench.Counter.OnStep = (at, context) =>
                {
                    if (at < step || reached)
                        return;
                    reached = true;
                    current = context.Folder;
                    if (end == End.Stopped)
                        stop.Cancel();
                    else if (end == End.Killed)
                        Bench.CopyAsKilled(context.Folder, kept);
                    else
                        throw new IOException("No space left on device");
                };
                RunReport report = folder is null
                    ? bench.Run(seed: 5, stop: stop, assignments: "every=1")
                    : bench.Resume(folder, stop);
                folder = report.Runs[0].Folder;
                if (end == End.Killed && reached)
                {
                    Directory.Delete(current, recursive: true);
                    Directory.Move(kept, current);
                    Assert.True(Assert.Single(bench.Laboratory.List(bench.Runs).Runs).IsAbandoned);
                }

                if (report.Runs[0].State == RunState.Finished && !(end == End.Killed && reached))
                    break;
            }

            bench.Counter.OnStep = (_, _) => { };
            RunInformation last = Assert.Single(bench.Laboratory.List(bench.Runs).Runs);
            if (last.State != RunState.Finished)
                last = bench.Resume(folder!).Runs[0];
            Assert.Equal(RunState.Finished, last.State);
            Assert.Equal(expected, Bench.Outcome(last.Folder));
        }, iter: 25, threads: 1);
    }

    [Fact]
    public void A_stopped_run_says_so_and_keeps_a_checkpoint()
    {
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        bench.Counter.OnStep = (step, _) =>
        {
            if (step == 5)
                stop.Cancel();
        };
        RunReport report = bench.Run(stop: stop);
        Assert.True(report.Interrupted);
        Assert.Equal(RunState.Interrupted, report.Runs[0].State);
        Assert.True(File.Exists(Path.Combine(report.Runs[0].Folder, "checkpoints", "latest.state")));
        Assert.InRange(report.Runs[0].Progress, 0.1, 0.9);
        Assert.Equal(report.Runs[0].Folder, Assert.Single(bench.Ends).Folder);
    }

    [Fact]
    public void Seconds_and_sittings_add_up_over_sittings()
    {
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        bench.Counter.OnStep = (step, _) =>
        {
            if (step == 5)
                stop.Cancel();
        };
        bench.Run(stop: stop);
        bench.Counter.OnStep = (_, _) => { };
        RunInformation run = bench.Resume("latest").Runs[0];
        Assert.Equal(12 * 8, run.Seconds);
        Assert.Equal(2, run.Sittings);
        string[] timing = File.ReadAllLines(Path.Combine(run.Folder, "timing.csv"));
        Assert.Equal("sitting,seconds,progress", timing[0]);
        Assert.Equal("2,96.000,1.000000", timing[^1]);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_nothing_is_changed()
    {
        using var bench = new Bench();
        string folder = Stopped(bench);
        string latest = Path.Combine(folder, "checkpoints", "latest.state");
        byte[] bytes = File.ReadAllBytes(latest);
        bytes[^50] ^= 4;
        File.WriteAllBytes(latest, bytes);
        IReadOnlyList<string> before = Bench.Snapshot(folder);

        string message = Assert.Throws<UsageException>(() => bench.Resume(folder)).Message;
        Assert.Contains("damaged", message);
        Assert.Contains("previous.state", message);
        Assert.Equal(before, Bench.Snapshot(folder));

        // What the message proposes works.
        File.Delete(latest);
        Assert.Equal(RunState.Finished, bench.Resume(folder).Runs[0].State);
        using var calm = new Bench();
        Assert.Equal(Bench.Outcome(calm.Run().Runs[0].Folder), Bench.Outcome(folder));
    }

    [Fact]
    public void Settings_changed_in_the_record_are_refused()
    {
        using var bench = new Bench();
        string folder = Stopped(bench);
        string record = Path.Combine(folder, "run.json");
        string text = File.ReadAllText(record);
        Assert.Contains("\"bias\": 0.1", text);
        File.WriteAllText(record, text.Replace("\"bias\": 0.1", "\"bias\": 0.2", StringComparison.Ordinal));
        Assert.Contains("other settings", Assert.Throws<UsageException>(() => bench.Resume(folder)).Message);
        File.WriteAllText(record, text.Replace("\"bias\": 0.1", "\"bais\": 0.1", StringComparison.Ordinal));
        Assert.Contains("bias", Assert.Throws<UsageException>(() => bench.Resume(folder)).Message);
    }

    [Fact]
    public void Rows_missing_before_the_checkpoint_are_refused()
    {
        using var bench = new Bench();
        string folder = Stopped(bench, step: 10);
        string metrics = Path.Combine(folder, "metrics.csv");
        File.WriteAllText(metrics, "step,total\n");
        Assert.Contains("rows are missing", Assert.Throws<UsageException>(() => bench.Resume(folder)).Message);
    }

    [Fact]
    public void A_finished_run_is_not_gone_on_with()
    {
        using var bench = new Bench();
        string folder = bench.Run().Runs[0].Folder;
        Assert.Contains("finished", Assert.Throws<UsageException>(() => bench.Resume(folder)).Message);
    }

    [Fact]
    public void Two_processes_never_work_on_one_run()
    {
        using var bench = new Bench();
        string message = "";
        bench.Counter.OnStep = (step, context) =>
        {
            if (step == 3)
                message = Assert.Throws<UsageException>(() => bench.Resume(context.Folder)).Message;
            Assert.False(Assert.Single(bench.Laboratory.List(bench.Runs).Runs).IsAbandoned);
        };
        Assert.Equal(RunState.Finished, bench.Run().Runs[0].State);
        Assert.Contains("Another process", message);
    }

    private static string Stopped(Bench bench, int step = 8)
    {
        using var stop = new CancellationTokenSource();
        bench.Counter.OnStep = (at, _) =>
        {
            if (at == step)
                stop.Cancel();
        };
        string folder = bench.Run(stop: stop).Runs[0].Folder;
        bench.Counter.OnStep = (_, _) => { };
        return folder;
    }
}
