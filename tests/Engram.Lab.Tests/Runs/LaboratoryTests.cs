using System.Text.Json;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Runs;

public sealed class LaboratoryTests
{
    [Fact]
    public void A_run_is_a_folder_named_for_experiment_time_and_seed()
    {
        using var bench = new Bench();
        RunInformation run = bench.Run(seed: 42).Runs[0];
        Assert.Equal(Path.Combine(bench.Runs, "counter", "2026-11-24T09-15-02-seed42"), run.Folder);
        Assert.Equal(
            [".lock", "arrays", "checkpoints", "figures", "metrics.csv", "run.json", "timing.csv"],
            Directory.GetFileSystemEntries(run.Folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(
            ["latest.state", "previous.state"],
            Directory.GetFiles(Path.Combine(run.Folder, "checkpoints")).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToArray());
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "run.json")));
        Assert.Equal("finished", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("settings").GetProperty("every").GetInt32());
    }

    [Fact]
    public void The_record_is_read_back_as_it_was_written()
    {
        using var bench = new Bench();
        RunInformation run = bench.Run(seed: ulong.MaxValue).Runs[0];
        RunInformation read = Assert.Single(bench.Laboratory.List(bench.Runs).Runs);
        Assert.Equal(run.Settings, read.Settings);
        Assert.Equal(run.Summary, read.Summary);
        Assert.Equal(run.Machine, read.Machine);
        Assert.Equal(
            run with { Settings = [], Summary = [], Machine = [] },
            read with { Settings = run.Settings.Take(0).ToArray(), Summary = [], Machine = [] });
    }

    [Fact]
    public void A_run_is_never_overwritten()
    {
        using var bench = new Bench();
        string first = bench.Run(seed: 3).Runs[0].Folder;
        IReadOnlyList<string> before = Bench.Snapshot(first);
        Assert.Equal([first + "-2", first + "-3"], [bench.Run(seed: 3).Runs[0].Folder, bench.Run(seed: 3).Runs[0].Folder]);
        Assert.Equal(before, Bench.Snapshot(first));
    }

    [Fact]
    public void Many_laboratories_at_once_get_a_folder_each()
    {
        using var bench = new Bench();
        var folders = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 12, _ => folders.Add(bench.Run(seed: 3).Runs[0].Folder));
        Assert.Equal(12, folders.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(12, bench.Laboratory.List(bench.Runs).Runs.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Seeds_side_by_side_write_what_they_write_one_by_one(int threads)
    {
        using var alone = new Bench();
        using var together = new Bench();
        RunReport report = together.Run(seed: 10, count: 5, threads: threads);
        Assert.Equal([10UL, 11, 12, 13, 14], report.Runs.Select(run => run.Seed));
        foreach (RunInformation run in report.Runs)
            Assert.Equal(Bench.Outcome(alone.Run(run.Seed).Runs[0].Folder), Bench.Outcome(run.Folder));
    }

    [Theory]
    [InlineData(8, 2, 4)]
    [InlineData(2, 5, 1)]
    [InlineData(3, 1, 3)]
    public void Seeds_share_the_threads(int threads, int seeds, int each)
    {
        using var bench = new Bench();
        var given = new System.Collections.Concurrent.ConcurrentBag<int>();
        bench.Counter.OnStep = (_, context) => given.Add(context.Threads);
        bench.Run(count: seeds, threads: threads);
        Assert.All(given, value => Assert.Equal(each, value));
    }

    [Fact]
    public void A_group_sums_up_its_runs_beside_what_was_published()
    {
        using var bench = new Bench();
        RunReport report = bench.Run(count: 4);
        Assert.Equal(Path.Combine(bench.Runs, "counter", "2026-11-24T09-15-02-seeds4"), report.GroupFolder);
        double[] totals = [.. report.Runs.Select(run => run.Summary[0].Value)];
        double mean = totals.Sum() / 4;
        double population = Math.Sqrt(totals.Sum(total => Math.Pow(total - mean, 2)) / 4);
        double sample = Math.Sqrt(totals.Sum(total => Math.Pow(total - mean, 2)) / 3);
        ComparedValue value = report.Comparison[0];
        Assert.Equal(("total", 4, 6.5), (value.Name, value.Count, value.Published!.Mean));
        Assert.Equal(mean, value.Mean, 12);
        Assert.Equal(population, value.StandardDeviation!.Value, 12);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(report.GroupFolder!, "summary.json")));
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        JsonElement values = Assert.Single(json.RootElement.GetProperty("conditions").EnumerateArray()).GetProperty("values");
        JsonElement written = values[0];
        Assert.Equal(sample, written.GetProperty("sample_sd").GetDouble(), 12);
        Assert.Equal(sample / 2, written.GetProperty("sem").GetDouble(), 12);
        Assert.Equal("NaN", values[1].GetProperty("mean").GetString());
        string[] csv = File.ReadAllLines(Path.Combine(report.GroupFolder!, "summary.csv"));
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("condition,runs,finished,total_unit,total_n,total_mean,total_population_sd,total_sample_sd,total_sem,total_published_name,", csv[0]);
        Assert.All(csv, line => Assert.Equal(csv[0].Count(c => c == ','), line.Count(c => c == ',')));
        Assert.Equal([Path.Combine(report.GroupFolder!, "figures", "curves.svg")], report.Figures);
        Assert.Equal(report.Runs.Select(run => Path.GetFileName(run.Folder)).ToArray(), File.ReadAllLines(report.Figures[0]));
    }

    [Fact]
    public void A_single_run_has_no_deviation_and_its_own_figures()
    {
        using var bench = new Bench();
        RunReport report = bench.Run();
        Assert.Null(report.GroupFolder);
        Assert.Null(report.Comparison[0].StandardDeviation);
        Assert.Equal([Path.Combine(report.Runs[0].Folder, "figures", "curve.svg")], report.Figures);
    }

    [Fact]
    public void A_stopped_group_is_gone_on_with_and_ends_as_if_never_stopped()
    {
        using var calm = new Bench();
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        bench.Counter.OnStep = (step, context) =>
        {
            if (context.Seed == 2 && step == 4)
                stop.Cancel();
        };
        RunReport stopped = bench.Run(count: 4, threads: 1, stop: stop);
        Assert.True(stopped.Interrupted);
        Assert.Equal(
            [RunState.Finished, RunState.Interrupted, RunState.Interrupted, RunState.Interrupted],
            stopped.Runs.Select(run => run.State));
        bench.Counter.OnStep = (_, _) => { };
        RunReport done = bench.Resume("latest");
        Assert.Equal(stopped.GroupFolder, done.GroupFolder);
        Assert.All(done.Runs, run => Assert.Equal(RunState.Finished, run.State));
        RunReport expected = calm.Run(count: 4);
        Assert.Equal(expected.Comparison, done.Comparison);
        Assert.Equal(File.ReadAllText(Path.Combine(expected.GroupFolder!, "summary.csv")), File.ReadAllText(Path.Combine(done.GroupFolder!, "summary.csv")));
        Assert.Contains("nothing to go on with", Assert.Throws<UsageException>(() => bench.Resume(done.GroupFolder!)).Message);
    }

    [Fact]
    public void A_run_that_fails_does_not_stop_the_others()
    {
        using var bench = new Bench();
        bench.Counter.OnStep = (_, context) =>
        {
            if (context.Seed == 2)
                throw new InvalidOperationException("two is odd");
        };
        RunReport report = bench.Run(count: 3);
        Assert.Equal([RunState.Finished, RunState.Failed, RunState.Finished], report.Runs.Select(run => run.State));
        Assert.Contains("two is odd", report.Runs[1].Error);
        Assert.Contains("two is odd", File.ReadAllText(Path.Combine(report.Runs[1].Folder, "error.txt")));
        Assert.Equal(2, report.Comparison[0].Count);
        Assert.Equal(3, bench.Ends.Count);
        Assert.Equal(report.Runs[1].Error, bench.Laboratory.List(bench.Runs).Runs.Single(run => run.State == RunState.Failed).Error);
    }

    [Fact]
    public void What_the_user_can_put_right_is_thrown_as_such()
    {
        using var bench = new Bench();
        bench.Counter.OnStep = (_, _) => throw new UsageException("The dataset is missing.");
        Assert.Equal("The dataset is missing.", Assert.Throws<UsageException>(() => bench.Run()).Message);
        Assert.Equal(RunState.Failed, Assert.Single(bench.Laboratory.List(bench.Runs).Runs).State);
    }

    [Fact]
    public void Seeds_are_the_published_ones_first()
    {
        using var bench = new Bench();
        Assert.Equal(42UL, bench.Run(seed: null).Runs[0].Seed);
        Assert.Equal([42UL, 7, 1, 2], bench.Run(seed: null, count: 4).Runs.Select(run => run.Seed));
        bench.Counter.Published5 = [];
        Assert.Equal([1UL, 2], bench.Run(seed: null, count: 2).Runs.Select(run => run.Seed));
    }

    [Fact]
    public void A_wrong_request_leaves_no_folder()
    {
        using var bench = new Bench();
        Assert.Contains("steps", Assert.Throws<UsageException>(() => bench.Run(assignments: "steps=0")).Message);
        Assert.Contains("seeds", Assert.Throws<UsageException>(() => bench.Run(count: 0)).Message);
        Assert.Contains("seed", Assert.Throws<UsageException>(() => bench.Run(seed: ulong.MaxValue, count: 2)).Message);
        Assert.Contains("threads", Assert.Throws<UsageException>(() => bench.Run(threads: 0)).Message);
        Assert.Contains("\"counter\"", Assert.Throws<UsageException>(() => bench.Laboratory.Find("cuonter")).Message);
        Assert.Contains("\"quick\"", Assert.Throws<UsageException>(() => bench.Laboratory.Describe(bench.Counter, "quik")).Message);
        Assert.Empty(Directory.GetFileSystemEntries(bench.Runs));
    }

    [Fact]
    public void A_file_where_the_runs_should_be_is_named()
    {
        using var bench = new Bench();
        string file = Path.Combine(bench.Runs, "file");
        File.WriteAllText(file, "");
        var request = new RunRequest { Experiment = "counter", RunsFolder = Path.Combine(file, "runs") };
        Assert.Contains($"{file} is a file", Assert.Throws<UsageException>(() => bench.Laboratory.Run(request, bench, CancellationToken.None)).Message);
    }

    [Fact]
    public void A_row_with_other_columns_fails_the_run()
    {
        using var bench = new Bench();
        bench.Counter.OnStep = (_, context) => context.Log(("other", 1));
        RunInformation run = bench.Run().Runs[0];
        Assert.Equal(RunState.Failed, run.State);
        Assert.Contains("columns", run.Error);
    }

    [Fact]
    public void Runs_are_listed_newest_first_and_what_cannot_be_read_is_told()
    {
        using var bench = new Bench();
        string old = bench.Run(seed: 1).Runs[0].Folder;
        bench.Time.Now += TimeSpan.FromMinutes(1);
        string mid = bench.Run(seed: 1).Runs[0].Folder;
        bench.Time.Now += TimeSpan.FromMinutes(1);
        RunReport group = bench.Run(seed: 1, count: 2);
        File.WriteAllText(Path.Combine(mid, "run.json"), "{ \"format\": 1,\n oops }");
        Directory.CreateDirectory(Path.Combine(bench.Runs, "counter", "empty"));
        RunListing listing = bench.Laboratory.List(bench.Runs);
        Assert.Equal([group.Runs[0].Folder, group.Runs[1].Folder, old], listing.Runs.Select(run => run.Folder).ToArray());
        Assert.Equal(2, listing.Problems.Count);
        Assert.Contains(listing.Problems, problem => problem.Contains("line 2", StringComparison.Ordinal));
        Assert.Contains(listing.Problems, problem => problem.Contains("missing", StringComparison.Ordinal));
        Assert.Empty(bench.Laboratory.List(Path.Combine(bench.Runs, "none")).Runs);
    }

    [Fact]
    public void A_record_that_is_cut_or_changed_is_a_problem_and_nothing_worse()
    {
        using var bench = new Bench();
        string record = Path.Combine(bench.Run().Runs[0].Folder, "run.json");
        string good = File.ReadAllText(record);
        for (int at = 0; at < good.Length; at += 23)
        {
            foreach (string bad in new[] { good[..at], good.Remove(at, 1), good[..at] + "[" + good[(at + 1)..], good[..at] + "9" + good[(at + 1)..] })
            {
                File.WriteAllText(record, bad);
                RunListing listing = bench.Laboratory.List(bench.Runs);
                Assert.Equal(1, listing.Runs.Count + listing.Problems.Count);
            }
        }
    }

    [Fact]
    public void A_run_is_found_by_folder_name_and_unique_part()
    {
        using var bench = new Bench();
        bench.Counter.OnStep = (_, _) => throw new IOException("full");
        string first = bench.Run(seed: 1).Runs[0].Folder;
        bench.Time.Now += TimeSpan.FromMinutes(1);
        string second = bench.Run(seed: 12).Runs[0].Folder;
        bench.Counter.OnStep = (_, _) => { };

        Assert.Contains("2 runs", Assert.Throws<UsageException>(() => bench.Resume("seed1")).Message);
        Assert.Contains("no run", Assert.Throws<UsageException>(() => bench.Resume("seed3")).Message);
        Assert.Equal(second, bench.Resume("seed12").Runs[0].Folder);
        Assert.Contains("finished", Assert.Throws<UsageException>(() => bench.Resume("latest")).Message);
        Assert.Equal(first, bench.Resume("counter/2026-11-24T09-15-02-seed1").Runs[0].Folder);
    }
}
