using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Exemplars needed to reach an accuracy.</summary>
/// <param name="Threshold">θ.</param>
/// <param name="Exemplars">n_θ; the last n that was tried where it was never reached.</param>
/// <param name="IsCensored">Whether θ was never reached: n_θ is larger than <paramref name="Exemplars"/>.</param>
public readonly record struct ExemplarsNeeded(double Threshold, double Exemplars, bool IsCensored)
{
    /// <summary>n_θ, or not a number where it is censored.</summary>
    public double Value => IsCensored ? double.NaN : Exemplars;
}

/// <summary>Numbers that say how few examples are needed (specification 4.8.3).</summary>
public static class SampleEfficiency
{
    /// <summary>θ = (1 + 1/W)/2: midway between chance and certainty.</summary>
    /// <param name="alternatives">W.</param>
    public static double DefaultThreshold(int alternatives) => (1 + (1.0 / alternatives)) / 2;

    /// <summary>The binned accuracies, made monotone with the numbers of trials as weights.</summary>
    /// <param name="curve">The curve.</param>
    public static double[] Monotone(LearningCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return MonotoneRegression.NonDecreasing(
            [.. curve.Points.Select(static point => point.Accuracy)], [.. curve.Points.Select(static point => (double)point.Trials)]);
    }

    /// <summary>n_θ: where the monotone curve, linear in log2(n + 1), reaches θ.</summary>
    /// <param name="curve">The curve; at least one point.</param>
    /// <param name="threshold">θ; the default one if null.</param>
    public static ExemplarsNeeded Needed(LearningCurve curve, double? threshold = null)
    {
        double[] accuracy = Monotone(curve);
        double theta = threshold ?? DefaultThreshold(curve.Alternatives);
        int above = Array.FindIndex(accuracy, value => value >= theta);
        if (above < 0)
            return new ExemplarsNeeded(theta, curve.Points[^1].MeanN, IsCensored: true);
        if (above == 0)
            return new ExemplarsNeeded(theta, curve.Points[0].MeanN, IsCensored: false);
        double left = Along(curve.Points[above - 1].MeanN), right = Along(curve.Points[above].MeanN);
        double share = (theta - accuracy[above - 1]) / (accuracy[above] - accuracy[above - 1]);
        return new ExemplarsNeeded(theta, Math.Pow(2, left + (share * (right - left))) - 1, IsCensored: false);
    }

    /// <summary>n_θ for the θ midway between chance and what the agent itself reached in the end.</summary>
    /// <param name="curve">The curve.</param>
    public static ExemplarsNeeded NeededForOwn(LearningCurve curve) => Needed(curve, (Monotone(curve)[^1] + (1.0 / curve.Alternatives)) / 2);

    /// <summary>The area under (P − 1/W)/(1 − 1/W) over log2(n + 1), divided by the range: 0 for chance, 1 for no error; NaN for a single point.</summary>
    /// <param name="curve">The curve; its raw points, not the monotone ones.</param>
    public static double Area(LearningCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        double chance = 1.0 / curve.Alternatives, area = 0;
        for (int i = 1; i < curve.Points.Count; i++)
        {
            CurvePoint before = curve.Points[i - 1], point = curve.Points[i];
            double height = ((before.Accuracy + point.Accuracy) / 2) - chance;
            area += height / (1 - chance) * (Along(point.MeanN) - Along(before.MeanN));
        }

        return area / (Along(curve.Points[^1].MeanN) - Along(curve.Points[0].MeanN));
    }

    private static double Along(double n) => Math.Log2(n + 1);
}
