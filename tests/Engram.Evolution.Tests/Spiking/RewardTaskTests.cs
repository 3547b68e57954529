using Engram.Evolution.Spiking;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Spiking;

public sealed class RewardTaskTests
{
    [Fact]
    public void A_trial_in_closed_form_equals_one_in_steps()
    {
        var options = new RewardTaskOptions { Duration = 120, Step = 0.1, Rate = 60, WeightSpread = 2500 };
        int spikes = 0;
        for (int index = 0; index < 12; index++)
        {
            var experiment = new RewardExperiment(options, new RandomStreams(5), index);
            using var trial = new RewardTrial(options);
            var expected = new double[experiment.Synapses];
            var actual = new double[experiment.Synapses];
            RandomStream Escape() => new RandomStreams(9).Named("escape", index);
            int expectedSpikes = InSteps(options, experiment.Patterns[0], experiment.Weights, Escape(), expected);
            Assert.Equal(expectedSpikes, trial.Run(experiment.Patterns[0], experiment.Weights, Escape(), actual));
            double scale = expected.Max(Math.Abs);
            for (int j = 0; j < expected.Length; j++)
                Assert.Equal(expected[j], actual[j], 1e-9 * scale);
            spikes += expectedSpikes;
        }

        Assert.InRange(spikes, 5, 2000);
    }

    [Fact]
    public void Published_rules_rank_as_published()
    {
        // Section 5.5: the order of the rules, over at least 40 experiments.
        using var task = new RewardTask(new RewardTaskOptions { Experiments = 40, Trials = 300, Step = 0.02 }, new RandomStreams(1));
        double best = task.Evaluate(SpikingRules.Reward("(R - (P - M))*E"));
        double known = task.Evaluate(SpikingRules.Reward("(R - 1)*E"));
        double baseline = task.Evaluate(SpikingRules.Reward("(R - (P + M))*E"));
        double plain = task.Evaluate(SpikingRules.Reward("R*E"));
        double none = task.Evaluate(SpikingRules.Reward("0*R"));
        Assert.True(best > known && known > baseline && baseline > plain && plain > none, $"{best} {known} {baseline} {plain} {none}");
    }

    [Fact]
    public void All_rules_meet_the_same_experiments_whatever_ran_before()
    {
        using var task = new RewardTask(new RewardTaskOptions { Experiments = 2, Trials = 60, Step = 0.1 }, new RandomStreams(3));
        double first = task.Evaluate(SpikingRules.Reward("(R - 1)*E"));
        Assert.Equal(double.NegativeInfinity, task.Evaluate(SpikingRules.Reward("E/(P*0)")));
        task.Evaluate(SpikingRules.Reward("R*E"));
        Assert.Equal(first, task.Evaluate(SpikingRules.Reward("(R - 1)*E")));
    }

    /// <summary>The equations of specification 3 and 3.1, step by step.</summary>
    private static int InSteps(RewardTaskOptions options, Arrival[] arrivals, double[] weights, RandomStream escape, double[] eligibility)
    {
        double h = options.Step, p11 = Math.Exp(-h / 2), p22 = Math.Exp(-h / 10), p21 = 10.0 * 2 / (10 - 2) / 250 * (p22 - p11);
        double p = Math.Exp(-h / 500);
        var s = new double[weights.Length];
        var unit = new double[weights.Length];
        (double v, double current, int next, int free, int spikes) = (0, 0, 0, 0, 0);
        double patience = -Math.Log(1 - escape.NextDouble());
        int steps = (int)Math.Round(options.Duration / h);
        for (int step = 1; step <= steps; step++)
        {
            v = step <= free ? 0 : (p22 * v) + (p21 * current);
            current *= p11;
            for (int j = 0; j < s.Length; j++)
            {
                s[j] = (p22 * s[j]) + (p21 * unit[j]);
                unit[j] *= p11;
            }

            for (; next < arrivals.Length && arrivals[next].Step <= step; next++)
            {
                current += weights[arrivals[next].Synapse];
                unit[arrivals[next].Synapse] += 1;
            }

            bool spiked = false;
            if (step > free)
            {
                double chance = 0.01 * Math.Exp((v - 15) / 0.2) * h * 1e-3;
                patience += chance < 1 ? Math.Log(1 - chance) : double.NegativeInfinity;
                spiked = patience <= 0;
            }

            double phi = 0.01 * Math.Exp((v - 15) / 5) * h;
            for (int j = 0; j < s.Length; j++)
                eligibility[j] = (p * eligibility[j]) + ((1 - p) / 5 * s[j] * ((spiked ? 1 : 0) - phi) * 1e9 * (0.01 / h));
            if (!spiked)
                continue;
            spikes++;
            v = 0;
            free = step + 20;
            patience = -Math.Log(1 - escape.NextDouble());
        }

        return spikes;
    }
}
