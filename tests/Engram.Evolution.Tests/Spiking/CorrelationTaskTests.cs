using Engram.Evolution.Spiking;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Spiking;

public sealed class CorrelationTaskTests
{
    [Fact]
    public void Both_kinds_of_inputs_fire_equally_often_and_a_quarter_of_them_are_pattern_neurons()
    {
        var options = new CorrelationTaskOptions { Duration = 50_000 };
        var trial = new CorrelationTrial(options, new RandomStreams(1), 0);
        // Only pattern neurons fire within windows.
        bool InWindow(double time) => time >= 400 && (time - 400) % 500 < 100;
        HashSet<int> pattern = [.. trial.Learning.Where(spike => InWindow(spike.Step * 0.1)).Select(spike => spike.Synapse)];
        Assert.InRange(pattern.Count, 210, 310);
        double Rate(bool isPattern) => trial.Learning.Count(spike => pattern.Contains(spike.Synapse) == isPattern)
            / 50.0 / (isPattern ? pattern.Count : 1000 - pattern.Count);
        Assert.Equal(2.4, Rate(true), 0.1);
        Assert.Equal(2.4, Rate(false), 0.1);
        Assert.InRange(trial.FirstWeight, 0, 0.85);
    }

    [Fact]
    public void The_second_published_rule_makes_the_pattern_stand_out_more_than_the_first_and_both_more_than_none()
    {
        // Ratios spread by 10 over trials, so it takes many of them.
        CorrelationTask[] tasks = [.. new ulong[] { 1, 2, 3 }.Select(seed => new CorrelationTask(new CorrelationTaskOptions { Trials = 16, FirstWeight = 0.5 }, new RandomStreams(seed)))];
        double Mean(string depression, string facilitation) => tasks.Average(task =>
        {
            task.Evaluate(SpikingRules.Correlation(depression), SpikingRules.Correlation(facilitation));
            return task.Ratios.ToArray().Average();
        });

        double first = Mean("w*K - w - K", "K - w");
        double second = Mean("K/w - w", "(w*K)^w - 1");
        double none = Mean("0*w", "0*w");
        Array.ForEach(tasks, task => task.Dispose());
        Assert.True(second > first && first > none + 3, $"{second} {first} {none}");
    }

    [Fact]
    public void A_rule_that_breaks_down_is_worth_nothing_and_spoils_nothing()
    {
        using var task = new CorrelationTask(new CorrelationTaskOptions { Trials = 2, Duration = 3000, Inputs = 600, FirstWeight = 1 }, new RandomStreams(3));
        double before = task.Evaluate(SpikingRules.Correlation("w*K - w - K"), SpikingRules.Correlation("K - w"));
        Assert.Equal(double.NegativeInfinity, task.Evaluate(SpikingRules.Correlation("w*K - w - K"), SpikingRules.Correlation("0 - w/(K*0)")));
        Assert.Equal(before, task.Evaluate(SpikingRules.Correlation("w*K - w - K"), SpikingRules.Correlation("K - w")));
    }
}
