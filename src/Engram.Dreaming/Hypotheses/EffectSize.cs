using Engram.Numerics;

namespace Engram.Dreaming.Hypotheses;

/// <summary>
/// How far two conditions lie apart, from one value of each seed: the difference of the means with Welch's interval, and the same in standard
/// deviations (Hedges' g: Cohen's d with the pooled sample standard deviation, corrected for few seeds).
/// </summary>
/// <param name="Difference">Mean of the first less mean of the second.</param>
/// <param name="Lower">Lower end of its interval; NaN with fewer than two values on a side.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="StandardizedDifference">g; NaN where nothing varies or a side has fewer than two values.</param>
/// <param name="StandardizedLower">Lower end of the interval of g, by its large-sample standard error.</param>
/// <param name="StandardizedUpper">Upper end.</param>
/// <param name="FirstCount">How many values the first has.</param>
/// <param name="SecondCount">How many values the second has; 0 where it is a constant.</param>
public readonly record struct EffectSize(
    double Difference,
    double Lower,
    double Upper,
    double StandardizedDifference,
    double StandardizedLower,
    double StandardizedUpper,
    int FirstCount,
    int SecondCount)
{
    /// <summary>Whether the interval of the difference leaves out zero; false where there is no interval.</summary>
    public bool ExcludesZero => Lower > 0 || Upper < 0;

    /// <summary>Of two independent sets of seeds.</summary>
    /// <param name="first">One value of each seed; at least one.</param>
    /// <param name="second">One value of each seed; at least one.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A side has no values.</exception>
    public static EffectSize Between(IReadOnlyList<double> first, IReadOnlyList<double> second, double confidence = 0.95)
    {
        Summary a = Checked(first, confidence, nameof(first)), b = Checked(second, confidence, nameof(second));
        double difference = a.Mean - b.Mean;
        int n = a.Count, m = b.Count;
        if (n < 2 || m < 2)
            return WithoutInterval(difference, n, m);
        double varianceA = Square(a.SampleStandardDeviation) / n, varianceB = Square(b.SampleStandardDeviation) / m;
        double error = Math.Sqrt(varianceA + varianceB);
        double freedom = error == 0 ? n + m - 2 : Square(varianceA + varianceB) / ((Square(varianceA) / (n - 1)) + (Square(varianceB) / (m - 1)));
        double half = StudentQuantile(confidence, freedom) * error;

        double pooled = Math.Sqrt((((n - 1) * Square(a.SampleStandardDeviation)) + ((m - 1) * Square(b.SampleStandardDeviation))) / (n + m - 2));
        double g = pooled > 0 ? Correction(n + m - 2) * difference / pooled : double.NaN;
        double spread = NormalDistribution.Quantile((1 + confidence) / 2) * Math.Sqrt(((double)(n + m) / (n * m)) + (g * g / (2 * (n + m))));
        return new EffectSize(difference, difference - half, difference + half, g, g - spread, g + spread, n, m);
    }

    /// <summary>Of one set of seeds and a constant.</summary>
    /// <param name="values">One value of each seed; at least one.</param>
    /// <param name="constant">What they are compared with.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static EffectSize From(IReadOnlyList<double> values, double constant, double confidence = 0.95)
    {
        Summary a = Checked(values, confidence, nameof(values));
        double difference = a.Mean - constant;
        int n = a.Count;
        if (n < 2)
            return WithoutInterval(difference, n, 0);
        double deviation = a.SampleStandardDeviation;
        double half = StudentQuantile(confidence, n - 1) * deviation / Math.Sqrt(n);
        double g = deviation > 0 ? Correction(n - 1) * difference / deviation : double.NaN;
        double spread = NormalDistribution.Quantile((1 + confidence) / 2) * Math.Sqrt((1.0 / n) + (g * g / (2 * n)));
        return new EffectSize(difference, difference - half, difference + half, g, g - spread, g + spread, n, 0);
    }

    /// <summary>Between −t and t lies the given share of Student's distribution.</summary>
    internal static double StudentQuantile(double confidence, double freedom)
    {
        double x = IncompleteBeta.Inverse(1 - confidence, freedom / 2, 0.5);
        return Math.Sqrt(freedom * (1 - x) / x);
    }

    /// <summary>Hedges' correction of the bias of d.</summary>
    private static double Correction(int freedom) => 1 - (3.0 / ((4 * freedom) - 1));

    private static EffectSize WithoutInterval(double difference, int first, int second) =>
        new(difference, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, first, second);

    private static Summary Checked(IReadOnlyList<double> values, double confidence, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0)
            throw new ArgumentException("A mean takes at least one value.", name);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        return Summary.Of([.. values]);
    }

    private static double Square(double value) => value * value;
}
