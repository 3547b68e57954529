using System.Text.Json;
using CsCheck;
using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Runs;

public sealed class SweepTests
{
    private static readonly string[] Grid = ["bias=0.1,0.5", "steps=6,12"];

    [Fact]
    public void Every_combination_of_values_is_run_with_every_seed_as_if_it_were_run_alone()
    {
        using var bench = new Bench();
        using var alone = new Bench();
        RunReport report = Sweep(bench, Grid, seeds: 2);
        Assert.Equal(["bias=0.1, steps=6", "bias=0.1, steps=12", "bias=0.5, steps=6", "bias=0.5, steps=12"], report.Conditions.Select(condition => condition.Label).ToArray());
        Assert.Equal(8, report.Runs.Count);
        Assert.Equal(Path.Combine(bench.Runs, "counter", "2026-11-24T09-15-02-sweep"), report.GroupFolder);
        Assert.Equal(report.GroupFolder + "-bias=0.1_steps=6-seed1", report.Runs[0].Folder);
        RunReport single = alone.Run(seed: 2, assignments: ["bias=0.5", "steps=6"]);
        Assert.Equal(Bench.Outcome(single.Runs[0].Folder), Bench.Outcome(report.Runs[5].Folder));
        Assert.Equal(single.Comparison[0].Mean, report.Runs[5].Summary[0].Value);
        Assert.Equal(report.Runs.Skip(4).Take(2).Average(run => run.Summary[0].Value), report.Conditions[2].Comparison[0].Mean, 12);
        Assert.Equal(2, report.Conditions[2].Comparison[0].Count);
    }

    [Fact]
    public void The_table_has_a_row_for_each_condition_and_is_read_back_exactly()
    {
        using var bench = new Bench();
        RunReport report = Sweep(bench, Grid, seeds: 3);
        string[][] csv = [.. File.ReadAllLines(Path.Combine(report.GroupFolder!, "summary.csv")).Select(line => line.Replace("\"", "").Replace(", ", "; ").Split(','))];
        Assert.Equal(5, csv.Length);
        Assert.Equal(["condition", "bias", "steps", "runs", "finished", "total_unit", "total_n", "total_mean"], csv[0][..8]);
        Assert.Equal(["bias=0.5; steps=12", "0.5", "12", "3", "3", "", "3"], csv[4][..7]);
        ComparedValue value = report.Conditions[3].Comparison[0];
        double Of(string column) => double.Parse(csv[4][Array.IndexOf(csv[0], column)]);
        Assert.Equal(value.Mean, Of("total_mean"));
        Assert.Equal(value.StandardDeviation, Of("total_population_sd"));
        Assert.Equal(value.StandardDeviation * Math.Sqrt(1.5), Of("total_sample_sd"));
        Assert.Equal(value.StandardDeviation!.Value / Math.Sqrt(2), Of("total_sem"), 12);
        Assert.Equal((6.5, 0.25), (Of("total_published_mean"), Of("total_published_population_sd")));
    }

    [Fact]
    public void The_figure_is_a_curve_over_a_number_and_points_over_anything_else()
    {
        using var bench = new Bench();
        RunReport curve = Sweep(bench, ["bias=0.01,1,100"], seeds: 2);
        Assert.Equal(["total.png", "total.svg"], curve.Figures.Select(file => Path.GetFileName(file)).ToArray());
        Assert.Contains(">bias<", Words(curve), StringComparison.Ordinal);
        Assert.Contains(">published 6.5 ± 0.25<", Words(curve), StringComparison.Ordinal);
        Assert.Contains(">0.1<", Words(curve), StringComparison.Ordinal);
        RunReport points = Sweep(bench, ["every=auto,3"], seeds: 1);
        Assert.Contains(">auto<", Words(points), StringComparison.Ordinal);
        Assert.Contains(">bias=0.1, steps=12<", Words(Sweep(bench, Grid, seeds: 1)), StringComparison.Ordinal);

        static string Words(RunReport report) => File.ReadAllText(report.Figures[1]).Replace("\n", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_is_there_before_the_first_run_and_names_every_run()
    {
        using var bench = new Bench();
        int steps = 0;
        bench.Counter.OnStep = (_, context) =>
        {
            if (Interlocked.Increment(ref steps) > 1)
                return;
            GroupInformation group = Assert.Single(bench.Laboratory.List(bench.Runs).Groups);
            Assert.Equal((4, 8, 0, true), (group.ConditionCount, group.RunCount, group.FinishedCount, group.IsAtWork));
            Assert.Equal(["bias", "steps"], group.Varied);
            Assert.Equal(group.Folder, Path.GetDirectoryName(context.Folder) + "/" + Path.GetFileName(group.Folder));
        };
        RunReport report = Sweep(bench, Grid, seeds: 2);
        Assert.All(report.Runs, run => Assert.Equal(RunState.Finished, run.State));
        GroupInformation done = Assert.Single(bench.Laboratory.List(bench.Runs).Groups);
        Assert.Equal((8, false), (done.FinishedCount, done.IsAtWork));
        Assert.All(bench.Laboratory.List(bench.Runs).Runs, run => Assert.Equal(Path.GetFileName(report.GroupFolder), run.Group));
    }

    [Fact]
    public void A_sweep_stopped_anywhere_is_summed_up_as_far_as_it_came_and_ends_as_one_left_alone()
    {
        using var calm = new Bench();
        RunReport expected = Sweep(calm, Grid, seeds: 2, threads: 1);
        Gen.Int[0, 70].Sample(moment =>
        {
            using var bench = new Bench();
            using var stop = new CancellationTokenSource();
            int steps = 0;
            bench.Counter.OnStep = (_, _) =>
            {
                if (steps++ == moment)
                    stop.Cancel();
            };
            RunReport stopped = Sweep(bench, Grid, seeds: 2, threads: 1, stop);
            Assert.True(stopped.Interrupted);
            int finished = stopped.Runs.Count(run => run.State == RunState.Finished);
            Assert.Equal(finished > 0, stopped.Figures.Count > 0);
            using (var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(stopped.GroupFolder!, "summary.json"))))
            {
                string[] states = [.. json.RootElement.GetProperty("conditions").EnumerateArray()
                    .SelectMany(condition => condition.GetProperty("runs").EnumerateArray()).Select(run => run.GetProperty("state").GetString()!)];
                Assert.False(json.RootElement.GetProperty("complete").GetBoolean());
                // Stopped in its last step, a run still finishes.
                Assert.Equal([.. Enumerable.Repeat("finished", finished), states[finished], .. Enumerable.Repeat("waiting", 7 - finished)], states);
                Assert.Contains(states[finished], (string[])["interrupted", "waiting"], StringComparer.Ordinal);
                Assert.Equal(finished + (states[finished] is "interrupted" ? 1 : 0), bench.Laboratory.List(bench.Runs).Runs.Count);
            }

            bench.Counter.OnStep = (_, _) => { };
            AssertSame(expected, bench.Resume("latest"));
        }, iter: 5, threads: 1);
    }

    [Fact]
    public void A_killed_sweep_goes_on_and_ends_as_one_left_alone()
    {
        using var calm = new Bench();
        RunReport expected = Sweep(calm, Grid, seeds: 2, threads: 1);
        Gen.Int[0, 70].Sample(moment =>
        {
            using var bench = new Bench();
            string kept = Directory.CreateTempSubdirectory("engram-killed-").FullName;
            try
            {
                int steps = 0;
                bench.Counter.OnStep = (_, _) =>
                {
                    if (steps++ == moment)
                        Bench.CopyAsKilled(bench.Runs, kept);
                };
                Sweep(bench, Grid, seeds: 2, threads: 1);
                bench.Counter.OnStep = (_, _) => { };
                AssertSame(expected, bench.Laboratory.Resume(new ResumeRequest { Run = "latest", RunsFolder = kept, Threads = 2 }, bench, CancellationToken.None));
            }
            finally
            {
                Directory.Delete(kept, recursive: true);
            }
        }, iter: 5, threads: 1);
    }

    [Fact]
    public void What_was_killed_between_the_last_run_and_the_summary_is_still_summed_up()
    {
        using var bench = new Bench();
        string folder = Sweep(bench, Grid, seeds: 1).GroupFolder!;
        Assert.Contains("nothing to go on with", Assert.Throws<UsageException>(() => bench.Resume(folder)).Message);
        string csv = File.ReadAllText(Path.Combine(folder, "summary.csv"));
        string json = Path.Combine(folder, "summary.json");
        File.WriteAllText(json, File.ReadAllText(json).Replace("\"complete\": true", "\"complete\": false", StringComparison.Ordinal));
        File.Delete(Path.Combine(folder, "summary.csv"));
        Assert.Equal(4, bench.Resume(folder).Conditions.Count);
        Assert.Equal(csv, File.ReadAllText(Path.Combine(folder, "summary.csv")));
    }

    [Fact]
    public void Two_processes_never_work_on_one_sweep()
    {
        using var bench = new Bench();
        string message = "";
        bench.Counter.OnStep = (_, context) =>
        {
            if (message.Length == 0)
                message = Assert.Throws<UsageException>(() => bench.Resume("latest")).Message;
        };
        Assert.All(Sweep(bench, ["bias=1,2"], seeds: 1, threads: 1).Runs, run => Assert.Equal(RunState.Finished, run.State));
        Assert.Contains("Another process", message);
    }

    [Fact]
    public void A_run_that_fails_leaves_the_others_alone_and_is_gone_on_with()
    {
        using var bench = new Bench();
        bench.Counter.OnStep = (step, context) =>
        {
            if (context.Folder.Contains("bias=2", StringComparison.Ordinal) && step == 4)
                throw new IOException("full");
        };
        RunReport report = Sweep(bench, ["bias=1,2,3"], seeds: 1);
        Assert.Equal([RunState.Finished, RunState.Failed, RunState.Finished], report.Runs.Select(run => run.State));
        Assert.Empty(report.Conditions[1].Comparison);
        Assert.False(report.Interrupted);
        bench.Counter.OnStep = (_, _) => { };
        Assert.All(bench.Resume(report.GroupFolder!).Runs, run => Assert.Equal(RunState.Finished, run.State));
    }

    [Fact]
    public void A_damaged_checkpoint_fails_its_run_alone_and_changes_nothing_in_it()
    {
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        bench.Counter.OnStep = (step, context) =>
        {
            if (context.Folder.Contains("bias=2", StringComparison.Ordinal) && step == 8)
                stop.Cancel();
        };
        RunReport stopped = Sweep(bench, ["bias=1,2,3"], seeds: 1, threads: 1, stop);
        string folder = stopped.Runs[1].Folder, latest = Path.Combine(folder, "checkpoints", "latest.state");
        byte[] bytes = File.ReadAllBytes(latest);
        bytes[^50] ^= 4;
        File.WriteAllBytes(latest, bytes);
        IReadOnlyList<string> before = Bench.Snapshot(folder);
        bench.Counter.OnStep = (_, _) => { };
        RunReport resumed = bench.Resume(stopped.GroupFolder!);
        Assert.Equal([RunState.Finished, RunState.Failed, RunState.Finished], resumed.Runs.Select(run => run.State));
        Assert.Contains("damaged", resumed.Runs[1].Error);
        Assert.Equal(before, Bench.Snapshot(folder));
    }

    [Fact]
    public void The_data_folder_reaches_every_run_and_may_move_between_sittings()
    {
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bench.Counter.OnStep = (step, context) =>
        {
            seen.Add(context.DataFolder);
            if (step == 4)
                stop.Cancel();
        };
        RunReport report = Sweep(bench, ["bias=1,2"], seeds: 1, threads: 1, stop);
        Assert.Equal([Path.GetFullPath("data")], seen);
        Assert.Equal(Path.GetFullPath("data"), report.Runs[0].DataFolder);
        seen.Clear();
        bench.Counter.OnStep = (_, context) => seen.Add(context.DataFolder);
        var moved = new ResumeRequest { Run = "latest", RunsFolder = bench.Runs, Threads = 1, DataFolder = "else where" };
        RunReport done = bench.Laboratory.Resume(moved, bench, CancellationToken.None);
        Assert.Equal([Path.GetFullPath("else where")], seen);
        Assert.All(bench.Laboratory.List(bench.Runs).Runs, run => Assert.Equal(Path.GetFullPath("else where"), run.DataFolder));
        Assert.All(done.Runs, run => Assert.Equal(RunState.Finished, run.State));
    }

    [Theory]
    [InlineData("\"steps\"", "stpes=1,2")]
    [InlineData("1 to 1000", "steps=1,0")]
    [InlineData("whole number", "steps=1,2.5")]
    [InlineData("steps was given \"many\"", "steps=1,many")]
    [InlineData("has no values", "steps=")]
    [InlineData("has no values", "steps= ")]
    [InlineData("is empty", "steps=1,,2")]
    [InlineData("is empty", "steps=1,")]
    [InlineData("what to vary", "steps")]
    [InlineData("what to vary", "=1")]
    [InlineData("twice", "steps=1,2,1.0")]
    [InlineData("swept over twice", "steps=1,2", "steps=3")]
    [InlineData("--set bias=3", "bias=1,2")]
    [InlineData("no ] that ends it", "steps=[1,2")]
    [InlineData("no \" that ends it", "steps=\"1,2")]
    [InlineData("there is \"3\"", "steps=\"1\"3")]
    [InlineData("The condition steps=13 cannot be: 13 is unlucky", "steps=12,13")]
    [InlineData("10000", "steps=1,2,3", "every=1,2", "seeds=2000")]
    public void A_wrong_sweep_is_refused_before_anything_starts(string words, params string[] over)
    {
        using var bench = new Bench();
        bench.Counter.OnResolve = settings =>
        {
            if (settings.Steps == 13)
                throw new UsageException("13 is unlucky.");
        };
        bool many = over[^1] == "seeds=2000";
        string[] assignments = words.StartsWith("--set", StringComparison.Ordinal) ? ["bias=3"] : [];
        var request = new RunRequest
        {
            Experiment = "counter",
            Variations = many ? over[..^1] : over,
            SeedCount = many ? 2000 : 1,
            Assignments = assignments,
            RunsFolder = bench.Runs,
        };
        Assert.Contains(words, Assert.Throws<UsageException>(() => bench.Laboratory.Run(request, bench, CancellationToken.None)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(bench.Runs));
    }

    [Theory]
    [InlineData("a=1, 2 ,3", "1", "2", "3")]
    [InlineData("a.b=[1,2],[3]", "[1,2]", "[3]")]
    [InlineData("a=\"x,y\",'it\"s',z", "x,y", "it\"s", "z")]
    [InlineData("a=don't,b=c", "don't", "b=c")]
    [InlineData("a=\"\"", "")]
    public void Commas_part_values_except_in_quotes_and_brackets(string text, params string[] values) => Assert.Equal(values, Variation.Parse(text).Values);

    [Fact]
    public void Whatever_is_swept_over_is_refused_in_words_or_read() => Gen.String["ab=,[]'\" 1"].Sample(text =>
    {
        try
        {
            Assert.NotEmpty(Variation.Parse(text).Values);
        }
        catch (UsageException exception)
        {
            Assert.StartsWith("--over ", exception.Message);
        }
    }, iter: 3000);

    [Fact]
    public void A_figure_that_fails_is_told_and_hides_nothing()
    {
        using var bench = new Bench();
        bench.Counter.OnDrawSweep = () => throw new InvalidOperationException("out of ink");
        RunReport report = Sweep(bench, ["bias=1,2"], seeds: 1);
        Assert.Contains("out of ink", Assert.Single(report.Problems));
        Assert.True(File.Exists(Path.Combine(report.GroupFolder!, "summary.csv")));

        // What could not be drawn is drawn when the sweep is gone on with.
        bench.Counter.OnDrawSweep = () => { };
        Assert.Equal(2, bench.Resume(report.GroupFolder!).Figures.Count);
    }

    private static RunReport Sweep(Bench bench, string[] over, int seeds, int threads = 2, CancellationTokenSource? stop = null) => bench.Laboratory.Run(
        new RunRequest { Experiment = "counter", Seed = 1, SeedCount = seeds, Threads = threads, Variations = over, RunsFolder = bench.Runs },
        bench,
        stop?.Token ?? CancellationToken.None);

    private static void AssertSame(RunReport expected, RunReport actual)
    {
        Assert.False(actual.Interrupted);
        Assert.Equal(expected.Runs.Select(run => Bench.Outcome(run.Folder)), actual.Runs.Select(run => Bench.Outcome(run.Folder)));
        string[] results = ["summary.csv", "summary.json", Path.Combine("figures", "total.png"), Path.Combine("figures", "total.svg")];
        Assert.All(results, name => Assert.Equal(File.ReadAllBytes(Path.Combine(expected.GroupFolder!, name)), File.ReadAllBytes(Path.Combine(actual.GroupFolder!, name))));
    }
}
