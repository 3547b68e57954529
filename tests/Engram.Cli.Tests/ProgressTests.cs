using Engram.Cli.Progress;
using Engram.Lab.Runs;

namespace Engram.Cli.Tests;

public class ProgressTests
{
    [Fact]
    public void A_steady_rate_predicts_the_end_exactly()
    {
        var left = new TimeLeft();
        for (var second = 0; second <= 25; second++) left.Read(second, second / 100.0);
        Assert.Equal(75, left.At(25)!.Value, 6);
        Assert.Equal(74, left.At(26)!.Value, 6);
    }

    [Fact]
    public void What_was_done_in_an_earlier_sitting_does_not_count_as_speed()
    {
        var left = new TimeLeft();
        for (var second = 0; second <= 10; second++) left.Read(second, 0.9 + second / 1000.0);
        Assert.Equal(90, left.At(10)!.Value, 6);
    }

    [Fact]
    public void Without_progress_nothing_is_predicted()
    {
        var left = new TimeLeft();
        Assert.Null(left.At(0));
        left.Read(0, 0.5);
        Assert.Null(left.At(1));
        left.Read(5, 0.5);
        Assert.Null(left.At(5));
    }

    [Fact]
    public void A_log_gets_a_line_at_the_start_every_ten_seconds_and_at_the_end()
    {
        var clock = new HandClock();
        var laboratory = new FakeLaboratory
        {
            Answer = (observer, _) =>
            {
                var run = FakeLaboratory.Information(42, RunState.Running);
                observer.Started(run);
                for (var step = 1; step <= 2500; step++)
                {
                    clock.Pass(0.01);
                    observer.Progressed(run, step, 10000, $"step {step}");
                }

                observer.Ended(FakeLaboratory.Finished(42, 91.64));
                return FakeLaboratory.Report(FakeLaboratory.Finished(42, 91.64));
            },
        };
        var spoken = Spoken.To(laboratory, new Surroundings { Clock = clock }, "run", "fake-digits");
        Assert.Equal(
            [
                $"fake-digits seed 42: started in {Path.Combine("runs", "fake-digits", "2026-11-24T09-15-02-seed42")}",
                "fake-digits seed 42: 10 %  1 min 30 s left  step 1000",
                "fake-digits seed 42: 20 %  1 min 20 s left  step 2000",
                "fake-digits seed 42: finished in 1 min 23 s  test accuracy 91.64 %",
            ],
            spoken.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_terminal_gets_one_line_a_run_and_at_most_twelve_and_a_count()
    {
        var laboratory = new FakeLaboratory
        {
            Answer = static (observer, _) =>
            {
                for (var seed = 1ul; seed <= 20; seed++)
                {
                    var run = FakeLaboratory.Information(seed, RunState.Running);
                    observer.Started(run);
                    observer.Progressed(run, 1, 2, new string('x', 200));
                }

                observer.Ended(FakeLaboratory.Information(1, RunState.Interrupted));
                return FakeLaboratory.Report(FakeLaboratory.Finished(42, 91.64));
            },
        };
        var spoken = Spoken.To(laboratory, new Surroundings { Interactive = true, Columns = 80 }, "run", "fake-digits");
        var lines = spoken.Error.Replace("\e[J", "", StringComparison.Ordinal).TrimEnd().Split('\n');
        Assert.Equal(13, lines.Length);
        Assert.Equal("  and 8 more, 1 of 20 over", lines[12]);
        Assert.StartsWith("  seed 2   ━━━━━━━━━━━━────────────  50 %", lines[0], StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.InRange(line.Length, 1, 79));
    }

    [Fact]
    public void The_first_interruption_asks_and_the_second_ends()
    {
        var said = new List<string>();
        var codes = new List<int>();
        using var interruption = new Interruption(said.Add, codes.Add);
        Assert.False(interruption.Stop.IsCancellationRequested);
        interruption.Request();
        Assert.True(interruption.Stop.IsCancellationRequested);
        Assert.Single(said);
        Assert.Empty(codes);
        interruption.Request();
        Assert.Equal([130], codes);
    }
}
