using CsCheck;

namespace Engram.Numerics.Tests;

public class BinomialIntervalTests
{
    private static readonly Gen<(int Successes, int Trials, double Confidence)> Cases =
        from trials in Gen.Int[1, 60]
        from successes in Gen.Int[0, trials]
        from confidence in Gen.Double[0.01, 0.9999]
        select (successes, trials, confidence);

    // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, methods 3 and 5.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0, 0.1611, 0, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void The_published_intervals_are_met(int successes, int trials, double lower, double upper, double exactLower, double exactUpper)
    {
        var wilson = BinomialInterval.Wilson(successes, trials);
        var exact = BinomialInterval.ClopperPearson(successes, trials);
        Assert.Equal(
            (lower, upper, exactLower, exactUpper),
            (Math.Round(wilson.Lower, 4), Math.Round(wilson.Upper, 4), Math.Round(exact.Lower, 4), Math.Round(exact.Upper, 4)));
    }

    [Fact]
    public void At_the_ends_of_the_exact_interval_each_tail_is_half_of_what_is_left()
    {
        Cases.Sample(c =>
        {
            var (successes, trials, confidence) = c;
            double tail = (1 - confidence) / 2;
            var interval = BinomialInterval.ClopperPearson(successes, trials, confidence);
            if (successes > 0)
                Assert.Equal(tail, Share(trials, interval.Lower, successes, trials), tail * 1e-11);
            else
                Assert.Equal(0, interval.Lower);
            if (successes < trials)
                Assert.Equal(tail, Share(trials, interval.Upper, 0, successes), 1e-12);
            else
                Assert.Equal(1, interval.Upper);
        });
    }

    [Fact]
    public void At_the_ends_of_Wilsons_interval_the_count_is_that_many_standard_errors_away()
    {
        Cases.Sample(c =>
        {
            var (successes, trials, confidence) = c;
            double z = NormalDistribution.Quantile((1 + confidence) / 2);
            var interval = BinomialInterval.Wilson(successes, trials, confidence);
            double share = (double)successes / trials;
            foreach (double end in new[] { interval.Lower, interval.Upper })
            {
                if (end is not (0 or 1))
                    Assert.Equal((share - end) * (share - end), z * z * end * (1 - end) / trials, 1e-12);
            }
        });
    }

    [Fact]
    public void Both_intervals_hold_the_share_and_swap_with_successes_and_failures()
    {
        Cases.Sample(c =>
        {
            var (successes, trials, confidence) = c;
            foreach (var interval in new Func<long, long, double, BinomialInterval>[] { BinomialInterval.Wilson, BinomialInterval.ClopperPearson })
            {
                var (lower, upper) = interval(successes, trials, confidence);
                double share = (double)successes / trials;
                Assert.InRange(share, lower - 1e-15, upper + 1e-15);
                var (mirrorLower, mirrorUpper) = interval(trials - successes, trials, confidence);
                Assert.Equal(lower, 1 - mirrorUpper, 1e-12);
                Assert.Equal(upper, 1 - mirrorLower, 1e-12);
            }
        });
    }

    [Fact]
    public void Large_counts_agree_between_the_two()
    {
        var wilson = BinomialInterval.Wilson(930_000, 1_000_000);
        var exact = BinomialInterval.ClopperPearson(930_000, 1_000_000);
        Assert.Equal(wilson.Lower, exact.Lower, 1e-6);
        Assert.Equal(wilson.Upper, exact.Upper, 1e-6);
        // One success in 10^9: the exact lower end solves 1 - (1 - p)^n = 0.025.
        Assert.Equal(2.531780798396938e-11, BinomialInterval.ClopperPearson(1, 1_000_000_000).Lower, 1e-23);
    }

    [Fact]
    public void Nothing_tried_means_nothing_known()
    {
        Assert.Equal(new BinomialInterval(0, 1), BinomialInterval.Wilson(0, 0));
        Assert.Equal(new BinomialInterval(0, 1), BinomialInterval.ClopperPearson(0, 0));
    }

    [Theory]
    [InlineData(-1, 10, 0.95)]
    [InlineData(11, 10, 0.95)]
    [InlineData(0, -1, 0.95)]
    [InlineData(1, 10, 0)]
    [InlineData(1, 10, 1)]
    [InlineData(1, 10, double.NaN)]
    public void Impossible_counts_and_confidences_are_refused(long successes, long trials, double confidence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.Wilson(successes, trials, confidence));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.ClopperPearson(successes, trials, confidence));
    }

    /// <summary>The probability of between so many successes, by adding up the binomial distribution.</summary>
    private static double Share(int trials, double p, int from, int to)
    {
        double sum = 0;
        for (int k = from; k <= to; k++)
        {
            double choose = 1;
            for (int i = 1; i <= k; i++)
                choose *= (trials - k + i) / (double)i;
            sum += choose * Math.Pow(p, k) * Math.Pow(1 - p, trials - k);
        }
        return sum;
    }
}
