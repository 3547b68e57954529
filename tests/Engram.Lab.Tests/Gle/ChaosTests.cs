using Engram.Datasets.Procedural;
using Engram.Lab.Experiments.Gle.Chaos;
using Engram.Lab.Runs;
using Engram.Lab.Tests.Runs;
using Engram.Numerics;

namespace Engram.Lab.Tests.Gle;

/// <summary>A chaotic signal is what its equation says, and is learned by errors that look ahead.</summary>
public sealed class ChaosTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_signal_obeys_its_delay_equation()
    {
        const double Step = MackeyGlass.SolverStep;
        const int Delay = 170;
        double[] x = MackeyGlass.Series(17, Step, 5000, new RandomStreams(1).Named("past"));
        for (int at = Delay + 1; at < x.Length - 1; at++)
        {
            // The centred difference is off by the third derivative times 0.1² / 6.
            double slope = (x[at + 1] - x[at - 1]) / (2 * Step), late = x[at - Delay];
            Assert.Equal((0.2 * late / (1 + Math.Pow(late, 10))) - (0.1 * x[at]), slope, 2e-3);
        }

        Assert.InRange(x.Min(), 0.2, 0.6);
        Assert.InRange(x.Max(), 1.2, 1.5);
    }

    [Fact]
    public void Neighbouring_pasts_part_as_those_of_chaos_do_and_short_delays_do_not()
    {
        double Spread(double delay)
        {
            double[][] both = [.. Enumerable.Range(0, 2).Select(lane => MackeyGlass.Series(delay, 1, 600, new RandomStreams(3).Named("past", lane)))];
            return Enumerable.Range(300, 300).Max(at => Math.Abs(both[0][at] - both[1][at]));
        }

        // With a delay of 1 everything comes to rest at x = 1, whatever the past.
        Assert.InRange(Spread(1), 0, 1e-6);
        Assert.InRange(Spread(17), 0.1, 2);
    }

    [Fact]
    public void Errors_that_look_ahead_learn_to_forecast_and_instantaneous_ones_do_not()
    {
        RunInformation gle = _bench.Run("gle-chaos", ["steps=20000"], threads: 1);
        RunInformation instantaneous = _bench.Run("gle-chaos", ["steps=20000", "condition=instantaneous"], threads: 1);
        double linear = ExperimentBench.Value(gle, "linear_error");
        Assert.InRange(ExperimentBench.Value(gle, "test_error"), 0, linear);
        Assert.InRange(ExperimentBench.Value(instantaneous, "test_error"), linear, 2);
        Assert.InRange(linear, 0.2, ExperimentBench.Value(gle, "persistence_error"));
    }

    [Fact]
    public void A_run_that_was_stopped_ends_as_one_that_was_not()
    {
        string[] settings = ["steps=4000", "batch=4", "hidden=8"];
        RunInformation straight = _bench.Run("gle-chaos", settings), resumed = _bench.RunInTwoSittings("gle-chaos", settings, stopAt: 2000, threads: 2);
        Assert.Equal(straight.Summary.Select(value => value.Value), resumed.Summary.Select(value => value.Value));
        Assert.Equal(File.ReadAllText(Path.Combine(straight.Folder, "metrics.csv")), File.ReadAllText(Path.Combine(resumed.Folder, "metrics.csv")));
    }

    [Theory]
    [InlineData("hidden=6", "multiple of four")]
    [InlineData("horizon=0.7", "network steps")]
    [InlineData("tau=1,2", "three slow quarters")]
    [InlineData("dt=4", "shortest time constant")]
    public void What_cannot_be_is_refused_with_the_key(string setting, string words) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => _bench.Run("gle-chaos", [setting])).Message, StringComparison.Ordinal);

    private sealed class Bench() : ExperimentBench("quick", [new GleChaos()]);
}
