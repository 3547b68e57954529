using System.Text.Json;
using Engram.Lab;
using Engram.Lab.Benchmarks;
using Engram.Lab.Runs;

namespace Engram.Cli.Tests;

public class VerbTests
{
    private const char Escape = '\e';

    [Fact]
    public void List_names_every_experiment_with_its_paper()
    {
        var spoken = Spoken.To(new FakeLaboratory(), "list");
        Assert.Equal(0, spoken.ExitCode);
        Assert.Equal(
            "experiment   paper                    what is learned\n"
            + "fake-digits  Ellenberger et al. 2025  Recognise drifting digits\n"
            + "other-task   Ellenberger et al. 2025  Recognise drifting digits\n",
            spoken.Output);
    }

    [Fact]
    public void List_as_json_is_an_array_of_name_paper_summary_presets()
    {
        var first = Spoken.To(new FakeLaboratory(), "list", "--json").Json[0];
        Assert.Equal(["name", "paper", "summary", "presets"], first.EnumerateObject().Select(static property => property.Name), StringComparer.Ordinal);
        Assert.Equal(["paper", "quick"], first.GetProperty("presets").EnumerateArray().Select(static preset => preset.GetString()), StringComparer.Ordinal);
    }

    [Fact]
    public void Show_prints_settings_of_the_preset_and_the_published_numbers()
    {
        var spoken = Spoken.To(new FakeLaboratory(), "show", "fake-digits", "--preset", "quick");
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("Digits drift by. Watch the accuracy.\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("epochs       2            1 to 10000   How often all samples are shown\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("neurons.tau  1.2    ms    0.01 to 100  Membrane time constant\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("GLE 15k  test_accuracy  91.7 ± 0.8 %     10  Ellenberger et al. 2025, Table 1", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("  42, 43\n", spoken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_as_json_holds_settings_published_and_seeds()
    {
        var json = Spoken.To(new FakeLaboratory(), "show", "fake-digits", "--json").Json;
        Assert.Equal("150", json.GetProperty("settings")[0].GetProperty("value").GetString());
        Assert.Equal(91.7, json.GetProperty("published")[0].GetProperty("mean").GetDouble());
        Assert.Equal(42ul, json.GetProperty("seeds")[0].GetUInt64());
    }

    [Fact]
    public void Run_hands_the_laboratory_exactly_what_was_typed()
    {
        var laboratory = new FakeLaboratory();
        Spoken.To(
            laboratory,
            "run", "fake-digits", "--preset", "quick", "--settings", "my file.toml", "--set", "epochs=3", "--set", "a.b=x=y", "--seed", "18446744073709551615",
            "--seeds", "2", "--threads", "4", "--runs", "else where", "--data", "my data");
        Assert.NotNull(laboratory.Asked);
        Assert.Equal(["epochs=3", "a.b=x=y"], laboratory.Asked.Assignments);
        Assert.Equal(
            new RunRequest
            {
                Experiment = "fake-digits",
                Preset = "quick",
                SettingsFile = "my file.toml",
                Assignments = laboratory.Asked.Assignments,
                Seed = ulong.MaxValue,
                SeedCount = 2,
                Threads = 4,
                RunsFolder = "else where",
                DataFolder = "my data",
            },
            laboratory.Asked);
    }

    [Fact]
    public void Run_without_options_asks_for_the_paper_preset_and_one_published_seed()
    {
        var laboratory = new FakeLaboratory();
        Spoken.To(laboratory, "run", "fake-digits");
        Assert.Equal(new RunRequest { Experiment = "fake-digits", Assignments = laboratory.Asked!.Assignments }, laboratory.Asked);
        Assert.Empty(laboratory.Asked.Assignments);
    }

    [Fact]
    public void A_rule_is_one_more_setting_behind_the_others()
    {
        var laboratory = new FakeLaboratory();
        Spoken.To(laboratory, "run", "fake-digits", "--rule", "y*(x - w*y)", "--set", "epochs=3");
        Assert.Equal(["epochs=3", "rule=y*(x - w*y)"], laboratory.Asked!.Assignments);
    }

    [Fact]
    public void Run_ends_with_what_was_reached_beside_what_was_published()
    {
        var spoken = Spoken.To(new FakeLaboratory(), "run", "fake-digits", "--quiet");
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains(
            "  test accuracy  91.6 %  published 91.7 ± 0.8 % (10 seeds, Ellenberger et al. 2025, Table 1)\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("  note: ten seeds of the authors' own\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains($"figures  {Path.Combine("runs", "fake-digits", "2026-11-24T09-15-02-seed42", "figures", "learning.png")}\n", spoken.Output, StringComparison.Ordinal);
        Assert.Empty(spoken.Error);
    }

    [Fact]
    public void Several_seeds_are_told_as_mean_and_standard_deviation()
    {
        var laboratory = new FakeLaboratory
        {
            Answer = static (_, _) => FakeLaboratory.Report(FakeLaboratory.Finished(42, 91), FakeLaboratory.Finished(43, 93)),
        };
        var spoken = Spoken.To(laboratory, "run", "fake-digits", "--seeds", "2");
        Assert.Contains("test accuracy  92.0 ± 1.0 %  (2 seeds)  published 91.7 ± 0.8 %", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("group    ", spoken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_as_json_is_one_document_and_nothing_else_when_piped()
    {
        var spoken = Spoken.To(new FakeLaboratory(), "run", "fake-digits", "--json");
        Assert.Empty(spoken.Error);
        var json = spoken.Json;
        Assert.Equal("fake-digits", json.GetProperty("experiment").GetString());
        Assert.Equal(91.64, json.GetProperty("runs")[0].GetProperty("summary").GetProperty("test_accuracy").GetDouble());
        Assert.Equal(91.7, json.GetProperty("comparison")[0].GetProperty("published").GetProperty("mean").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("comparison")[1].GetProperty("published").ValueKind);
        Assert.EndsWith("learning.png", json.GetProperty("figures")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("group").ValueKind);
    }

    [Fact]
    public void A_failed_run_is_exit_code_1_and_says_why()
    {
        var laboratory = new FakeLaboratory
        {
            Answer = static (_, _) => FakeLaboratory.Report(FakeLaboratory.Information(42, RunState.Failed) with { Error = "the loss became infinite" }),
        };
        var spoken = Spoken.To(laboratory, "run", "fake-digits", "--quiet");
        Assert.Equal(1, spoken.ExitCode);
        Assert.Contains("the loss became infinite", spoken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_is_exit_code_130_and_says_how_to_go_on()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, _) => FakeLaboratory.Report(FakeLaboratory.Information(42, RunState.Interrupted)) };
        var spoken = Spoken.To(laboratory, "run", "fake-digits", "--quiet");
        Assert.Equal(130, spoken.ExitCode);
        Assert.Contains(
            "engram resume " + Path.Combine("runs", "fake-digits", "2026-11-24T09-15-02-seed42"), spoken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancellation_that_the_laboratory_passes_on_is_exit_code_130()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, stop) => throw new OperationCanceledException(stop) };
        Assert.Equal(130, Spoken.To(laboratory, "run", "fake-digits").ExitCode);
    }

    [Fact]
    public void Resume_hands_on_its_words_and_reports_like_run()
    {
        var laboratory = new FakeLaboratory();
        var spoken = Spoken.To(laboratory, "resume", "latest", "--runs", "there", "--threads", "1");
        Assert.Equal(new ResumeRequest { Run = "latest", RunsFolder = "there", Threads = 1 }, laboratory.AskedToResume);
        Spoken.To(laboratory, "resume", "latest", "--data", "moved");
        Assert.Equal(new ResumeRequest { Run = "latest", DataFolder = "moved" }, laboratory.AskedToResume);
        Assert.Equal(Spoken.To(new FakeLaboratory(), "run", "fake-digits").Output, spoken.Output);
    }

    [Fact]
    public void Runs_lists_state_and_headline_result_and_complains_of_unreadable_ones()
    {
        var laboratory = new FakeLaboratory
        {
            Listing = new RunListing(
                [FakeLaboratory.Finished(42, 91.64), FakeLaboratory.Information(7, RunState.Running) with { IsAbandoned = true }],
                ["runs/x/run.json is not JSON."]),
        };
        var spoken = Spoken.To(laboratory, "runs");
        Assert.Equal(0, spoken.ExitCode);
        var lines = spoken.Output.Split('\n');
        Assert.Contains("finished", lines[1], StringComparison.Ordinal);
        Assert.Contains("test accuracy 91.64 %", lines[1], StringComparison.Ordinal);
        Assert.Contains("1 min 23 s", lines[1], StringComparison.Ordinal);
        Assert.Contains("abandoned", lines[2], StringComparison.Ordinal);
        Assert.Equal("engram: runs/x/run.json is not JSON.\n", spoken.Error);
    }

    [Fact]
    public void Runs_as_json_has_the_promised_members()
    {
        var laboratory = new FakeLaboratory { Listing = new RunListing([FakeLaboratory.Finished(42, double.NaN)], []) };
        var run = Spoken.To(laboratory, "runs", "--json").Json[0];
        Assert.Equal(
            ["experiment", "seed", "state", "summary", "folder", "started", "preset", "seconds"],
            run.EnumerateObject().Select(static property => property.Name), StringComparer.Ordinal);
        Assert.Equal("2026-11-24T09:15:02+00:00", run.GetProperty("started").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("summary").GetProperty("test_accuracy").ValueKind);
    }

    [Fact]
    public void Bench_measures_all_or_the_one_that_is_named()
    {
        var surroundings = new Surroundings { Benchmarks = [new FakeBenchmark("steps"), new FakeBenchmark("products")] };
        Assert.Equal(2, Spoken.To(new FakeLaboratory(), surroundings, "bench", "--json").Json.GetArrayLength());
        var one = Spoken.To(new FakeLaboratory(), surroundings, "bench", "products", "--json", "--quick", "--threads", "3").Json;
        Assert.Equal(
            """{"name":"products True","lanes":100,"threads":3,"micros_per_step":137.5,"gflops":95,"share_of_peak":0.81,"bytes_per_step":0,"times_real_time":null}""",
            JsonSerializer.Serialize(one[0]));
        var text = Spoken.To(new FakeLaboratory(), surroundings, "bench", "steps");
        Assert.Contains("  steps False    100        1      138     95.0     81 %           0            -\n", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_says_version_and_machine()
    {
        Assert.StartsWith("engram 0.", Spoken.To(new FakeLaboratory(), "version").Output, StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessorCount, Spoken.To(new FakeLaboratory(), "version", "--json").Json.GetProperty("cores").GetInt32());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("list")]
    [InlineData("show fake-digits")]
    [InlineData("run fake-digits")]
    [InlineData("runs")]
    [InlineData("version")]
    public void Piped_output_has_no_escape_codes_and_a_terminal_may_have_some(string line)
    {
        var piped = Spoken.To(new FakeLaboratory(), line.Split(' '));
        Assert.DoesNotContain(Escape, piped.Output + piped.Error);
        Assert.Equal(0, Spoken.To(new FakeLaboratory(), new Surroundings { Interactive = true }, line.Split(' ')).ExitCode);
    }

    [Fact]
    public void A_terminal_is_never_written_past_its_edge_by_a_table()
    {
        var spoken = Spoken.To(new FakeLaboratory(), new Surroundings { Interactive = true, Columns = 72 }, "show", "fake-digits");
        Assert.Contains(Escape, spoken.Output);
        var table = spoken.Output.Split('\n').Where(static row => row.Contains("neurons.tau", StringComparison.Ordinal) || row.Contains("epochs", StringComparison.Ordinal));
        Assert.All(table, static row => Assert.InRange(row.Length, 1, 72));
    }

    private sealed class FakeBenchmark(string name) : IBenchmark
    {
        public string Name => name;

        public string Summary => "one step";

        public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop) =>
            [new($"{name} {options.Quick}", 100, options.Threads ?? 1, 137.5, 95, 0.81, 0, double.NaN)];
    }
}
