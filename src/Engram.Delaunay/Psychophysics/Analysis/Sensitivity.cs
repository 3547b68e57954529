using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// d′ of a task with W alternatives: independent Gaussian evidence of equal variance, an unbiased observer (Green and Swets 1966; Green and
/// Dai 1991), and d′ of pairs from the sub-tables of a confusion matrix (specification 4.8.4).
/// </summary>
public static class Sensitivity
{
    private const double Reach = 8;
    private const double Step = 1.0 / 16;
    private const double Largest = 10;

    /// <summary>P_c(d′) = ∫ φ(t − d′) Φ(t)^(W−1) dt.</summary>
    /// <param name="sensitivity">d′.</param>
    /// <param name="alternatives">W, 2 or more.</param>
    public static double ProportionRight(double sensitivity, int alternatives)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(alternatives, 2);
        // The trapezoid rule is exact to rounding for functions as smooth as these.
        double sum = 0;
        for (double u = -Reach; u <= Reach; u += Step)
            sum += NormalDistribution.Density(u) * Math.Pow(NormalDistribution.Cumulative(u + sensitivity), alternatives - 1);
        return sum * Step;
    }

    /// <summary>d′ from a share of right answers, clipped to [1/2N, 1 − 1/2N] and looked for between −10 and 10.</summary>
    /// <param name="proportionRight">P_c, 0 to 1.</param>
    /// <param name="alternatives">W.</param>
    /// <param name="trials">N, to clip with; null for no clipping.</param>
    public static double Of(double proportionRight, int alternatives, int? trials = null)
    {
        double p = trials is { } n && n > 0 ? Math.Clamp(proportionRight, 0.5 / n, 1 - (0.5 / n)) : proportionRight;
        double low = -Largest, high = Largest;
        for (int i = 0; i < 48; i++)
        {
            double middle = (low + high) / 2;
            if (ProportionRight(middle, alternatives) < p)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>
    /// d′ and the criterion c of telling class i from class j: H = (hits + ½)/(n_i + 1), F = (false alarms + ½)/(n_j + 1) (Hautus 1995),
    /// d′ = Φ⁻¹(H) − Φ⁻¹(F), c = −½ (Φ⁻¹(H) + Φ⁻¹(F)).
    /// </summary>
    /// <param name="hits">Class i answered i.</param>
    /// <param name="misses">Class i answered j.</param>
    /// <param name="falseAlarms">Class j answered i.</param>
    /// <param name="rejections">Class j answered j.</param>
    public static (double Sensitivity, double Criterion) OfPair(int hits, int misses, int falseAlarms, int rejections)
    {
        double hit = NormalDistribution.Quantile((hits + 0.5) / (hits + misses + 1));
        double alarm = NormalDistribution.Quantile((falseAlarms + 0.5) / (falseAlarms + rejections + 1));
        return (hit - alarm, -0.5 * (hit + alarm));
    }
}
