using Engram.Evolution.Spiking;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Spiking;

public sealed class ErrorTaskTests
{
    [Fact]
    public void Published_rules_come_as_near_to_the_teacher_as_measured()
    {
        // Section 5.5: 15 trials, shift +15, three standard errors.
        using var task = new ErrorTask(new ErrorTaskOptions { ShiftsBothWays = false }, new RandomStreams(1));
        Assert.InRange(task.Evaluate(SpikingRules.Error("s*(v - u)")), -13.8 - 2.4, -13.8 + 2.4);
        double plain = task.Errors.ToArray().Average();
        Assert.InRange(task.Evaluate(SpikingRules.Error("2*s*(v - u)")), -11.1 - 1.9, -11.1 + 1.9);
        Assert.True(task.Errors.ToArray().Average() < plain);
        Assert.InRange(task.Evaluate(SpikingRules.Error("0*s")), -400, -60);
    }

    [Fact]
    public void The_lanes_of_a_batch_equal_the_equations_written_out()
    {
        var options = new ErrorTaskOptions { Trials = 3, Duration = 60, Step = 0.1 };
        using var task = new ErrorTask(options, new RandomStreams(4));
        task.Evaluate(SpikingRules.Error("s*(v - u)"));
        double[] all = task.Errors.ToArray();
        using var alone = new ErrorTask(options with { Trials = 1 }, new RandomStreams(4));
        alone.Evaluate(SpikingRules.Error("s*(v - u)"));
        Assert.Equal(all[0], alone.Errors[0]);
        Assert.Equal(WrittenOut(options, new RandomStreams(4).Named("error/trial", 2)), all[2], 1e-9 * all[2]);
    }

    [Fact]
    public void A_rule_that_divides_by_nothing_is_worth_nothing_and_spoils_nothing()
    {
        using var task = new ErrorTask(new ErrorTaskOptions { Trials = 2, Duration = 100, Step = 0.1 }, new RandomStreams(2));
        double before = task.Evaluate(SpikingRules.Error("s*(v - u)"));
        Assert.Equal(double.NegativeInfinity, task.Evaluate(SpikingRules.Error("s/(u*0)")));
        Assert.Equal(before, task.Evaluate(SpikingRules.Error("s*(v - u)")));
    }

    /// <summary>Specification 3.2 for one trial, step by step.</summary>
    private static double WrittenOut(ErrorTaskOptions options, RandomStream stream)
    {
        double h = options.Step, p11 = Math.Exp(-h / 2), p22 = Math.Exp(-h / 10), p21 = 10.0 * 2 / (10 - 2) / 250 * (p22 - p11);
        double keep = Math.Exp(-h / 100), shift = stream.NextDouble() < 0.5 ? 15 : -15;
        int n = options.Inputs;
        var teacher = new double[n];
        var spikes = new List<int>[n];
        for (int j = 0; j < n; j++)
        {
            teacher[j] = stream.NextUniform(-20, 20) + shift;
            double rate = stream.NextUniform(150, 850);
            spikes[j] = [.. SpikeTrains.Poisson(stream, rate, 2, options.Duration, h)];
        }

        double[] w = new double[n], smooth = new double[n], s = new double[n], unit = new double[n];
        Array.Fill(w, 5);
        (double v, double vCurrent, double u, double uCurrent, double held, double sum) = (0, 0, 0, 0, -70, 0);
        int perMillisecond = (int)Math.Round(1 / h), steps = (int)options.Duration * perMillisecond;
        for (int step = 0; step < steps; step++)
        {
            if (step % (5 * perMillisecond) == 0)
                held = -70 + v;
            v = (p22 * v) + (p21 * vCurrent);
            u = (p22 * u) + (p21 * uCurrent);
            (vCurrent, uCurrent) = (p11 * vCurrent, p11 * uCurrent);
            for (int j = 0; j < n; j++)
            {
                s[j] = (p22 * s[j]) + (p21 * unit[j]);
                unit[j] *= p11;
                int count = spikes[j].Count(at => at == step);
                unit[j] += count;
                vCurrent += count * teacher[j];
                uCurrent += count * w[j];
            }

            for (int j = 0; j < n; j++)
            {
                smooth[j] = (keep * smooth[j]) + ((1 - keep) * s[j] * (held - (-70 + u)));
                w[j] += 1.7 * smooth[j] * h;
            }

            if ((step + 1) % perMillisecond == 0 && (step + 1) / perMillisecond > options.Duration / 10)
                sum += (u - v) * (u - v);
        }

        return Math.Sqrt(sum);
    }
}
