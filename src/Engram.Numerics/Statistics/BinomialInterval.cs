namespace Engram.Numerics;

/// <summary>
/// A confidence interval for the probability behind a count of successes, such as an accuracy on a test set or the share of
/// correct answers of a person.
/// </summary>
/// <param name="Lower">The lower end, from 0 to 1.</param>
/// <param name="Upper">The upper end, from <paramref name="Lower"/> to 1.</param>
public readonly record struct BinomialInterval(double Lower, double Upper)
{
    /// <summary>
    /// Wilson's score interval: right on average, the usual choice. Wilson, "Probable inference, the law of succession, and statistical
    /// inference" (1927).
    /// </summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more; with none the interval is everything from 0 to 1.</param>
    /// <param name="confidence">Above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static BinomialInterval Wilson(long successes, long trials, double confidence = 0.95)
    {
        Check(successes, trials, confidence);
        if (trials == 0)
            return new BinomialInterval(0, 1);
        double n = trials;
        double share = successes / n;
        double z = -NormalDistribution.Quantile((1 - confidence) / 2);
        double square = z * z / n;
        double centre = share + (square / 2);
        double half = Math.Sqrt((share * (1 - share) * square) + (square * square / 4));
        double scale = 1 + square;
        return new BinomialInterval(
            successes == 0 ? 0 : Math.Max(0, (centre - half) / scale),
            successes == trials ? 1 : Math.Min(1, (centre + half) / scale));
    }

    /// <summary>
    /// The exact interval: never covers the truth less often than it says, and so is wider. Clopper and Pearson, "The use of confidence
    /// or fiducial limits illustrated in the case of the binomial" (1934).
    /// </summary>
    /// <inheritdoc cref="Wilson" path="/param"/>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static BinomialInterval ClopperPearson(long successes, long trials, double confidence = 0.95)
    {
        Check(successes, trials, confidence);
        double tail = (1 - confidence) / 2;
        return new BinomialInterval(
            successes == 0 ? 0 : IncompleteBeta.Inverse(tail, successes, trials - successes + 1),
            successes == trials ? 1 : IncompleteBeta.Inverse(1 - tail, successes + 1, trials - successes));
    }

    private static void Check(long successes, long trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (successes < 0 || successes > trials)
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"There were {trials} trials: the successes must be from 0 to {trials}.");
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1, such as 0.95.");
    }
}
