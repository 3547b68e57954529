using Engram.Lab;
using Engram.Lab.Runs;

namespace Engram.Cli.Tests;

public class SweepVerbTests
{
    [Fact]
    public void Sweep_hands_the_laboratory_exactly_what_was_typed()
    {
        var laboratory = new FakeLaboratory();
        Spoken.To(
            laboratory,
            "sweep", "fake-digits", "--over", "neurons.tau=1,2", "--over", "widths=[3,4],[5]", "--preset", "quick", "--settings", "my file.toml", "--set", "epochs=3",
            "--seed", "5", "--seeds", "3", "--threads", "4", "--runs", "else where", "--data", "my data");
        Assert.NotNull(laboratory.Asked);
        Assert.Equal(["neurons.tau=1,2", "widths=[3,4],[5]"], laboratory.Asked.Variations);
        Assert.Equal(["epochs=3"], laboratory.Asked.Assignments);
        Assert.Equal(
            new RunRequest
            {
                Experiment = "fake-digits",
                Preset = "quick",
                SettingsFile = "my file.toml",
                Assignments = laboratory.Asked.Assignments,
                Variations = laboratory.Asked.Variations,
                Seed = 5,
                SeedCount = 3,
                Threads = 4,
                RunsFolder = "else where",
                DataFolder = "my data",
            },
            laboratory.Asked);
    }

    [Fact]
    public void A_sweep_ends_with_a_table_that_a_narrow_window_holds()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, _) => FakeLaboratory.Sweep() };
        var spoken = Spoken.To(laboratory, new Surroundings { Interactive = true, Columns = 80 }, "sweep", "fake-digits", "--over", "neurons.tau=1,2", "--quiet");
        Assert.Equal(130, spoken.ExitCode);
        var lines = spoken.Output.Replace("\e[1m", "", StringComparison.Ordinal).Replace("\e[2m", "", StringComparison.Ordinal).Replace("\e[22m", "", StringComparison.Ordinal).Split('\n');
        Assert.Equal("fake-digits  quick preset, 7 conditions, 14 runs, 13 finished", lines[0]);
        Assert.All(lines, static line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(
            [
                "                test accuracy",
                "  tau   seeds             (%)   published    loss",
                "  1         2      82.0 ± 1.0  91.7 ± 0.8  0.2500",
            ],
            lines[2..5]);
        Assert.Equal("  7    1 of 2            87.0  91.7 ± 0.8  0.2500", lines[10]);
        Assert.Contains("  published: Ellenberger et al. 2025, Table 1", lines, StringComparer.Ordinal);
        Assert.Contains("engram resume", spoken.Error, StringComparison.Ordinal);
        Assert.Contains("2026-11-24T09-15-02-sweep", spoken.Error, StringComparison.Ordinal);
        Assert.Contains("engram: The figures could not be drawn.", spoken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_as_json_has_its_conditions()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, _) => FakeLaboratory.Sweep() };
        var json = Spoken.To(laboratory, "sweep", "fake-digits", "--over", "neurons.tau=1,2", "--json").Json;
        var last = json.GetProperty("conditions")[6];
        Assert.Equal(("tau=7", "7"), (last.GetProperty("label").GetString(), last.GetProperty("varied").GetProperty("neurons.tau").GetString()));
        Assert.Equal((2, 1), (last.GetProperty("runs").GetInt32(), last.GetProperty("finished").GetInt32()));
        Assert.Equal(87, last.GetProperty("comparison")[0].GetProperty("mean").GetDouble());
        Assert.Equal("tau=7", json.GetProperty("runs")[13].GetProperty("condition").GetString());
        Assert.EndsWith("-sweep", json.GetProperty("group").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_tells_how_many_runs_are_over_and_how_long_the_rest_will_take()
    {
        var clock = new HandClock();
        var laboratory = new FakeLaboratory
        {
            Answer = (observer, _) =>
            {
                observer.Planned(4, 1);
                foreach (var run in FakeLaboratory.Sweep().Runs.Take(2))
                {
                    observer.Started(run);
                    clock.Pass(8);
                    observer.Ended(run);
                }

                return FakeLaboratory.Sweep();
            },
        };
        var log = Spoken.To(laboratory, new Surroundings { Clock = clock }, "sweep", "fake-digits", "--over", "neurons.tau=1,2").Error.Split('\n');
        Assert.Equal("fake-digits tau=1 seed 42: finished in 1 min 23 s  test accuracy 81 %  (2 of 4 runs over  50 %  16 s left)", log[1]);
        Assert.EndsWith("(3 of 4 runs over  75 %  8 s left)", log[3], StringComparison.Ordinal);

        var screen = Spoken.To(laboratory, new Surroundings { Clock = clock, Interactive = true }, "sweep", "fake-digits", "--over", "neurons.tau=1,2").Error;
        Assert.Contains("  ━━━━━━━━━━━━━━━━━━────── 3 of 4 runs over  75 %", screen, StringComparison.Ordinal);
        Assert.Contains("  tau=1 seed 42  finished", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_gives_a_sweep_one_line_and_its_runs_when_asked()
    {
        var runs = FakeLaboratory.Sweep().Runs;
        var laboratory = new FakeLaboratory
        {
            Listing = new RunListing([FakeLaboratory.Finished(7, 90), .. runs], [])
            {
                Groups =
                [
                    new GroupInformation
                    {
                        Experiment = "fake-digits",
                        Preset = "quick",
                        Folder = Path.Combine(Path.GetDirectoryName(FakeLaboratory.RunFolder)!, "2026-11-24T09-15-02-sweep"),
                        Started = runs[0].Started,
                        Varied = ["neurons.tau"],
                        ConditionCount = 7,
                        RunCount = 14,
                        FinishedCount = 13,
                        IsAtWork = false,
                    },
                ],
            },
        };
        var lines = Spoken.To(laboratory, "runs").Output.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("sweep  interrupted  13 of 14 runs, 7 conditions over neurons.tau", lines[1], StringComparison.Ordinal);
        Assert.Equal(18, Spoken.To(laboratory, "runs", "--all").Output.Split('\n').Length);
        Assert.Equal(15, Spoken.To(laboratory, "runs", "--json").Json.GetArrayLength());
    }
}
