namespace Engram.Numerics;

/// <summary>
/// The regularised incomplete beta function Iₓ(a, b): the probability that a beta-distributed number lies below x, and through it the
/// tails of the binomial distribution.
/// </summary>
public static class IncompleteBeta
{
    private const double Precision = 1e-16;
    private const double Smallest = 1e-300; // stands for a zero denominator in Lentz's method
    private const double Stirling = 12; // from here on his series is good to rounding
    private const int MostTerms = 1_000_000; // convergence takes about sqrt(max(a, b)) of them
    private const int MostSteps = 2_000;

    /// <summary>Iₓ(a, b), from 0 to 1, with an error of about 10⁻¹³ for parameters up to some hundreds and 10⁻⁹ at a million.</summary>
    /// <param name="x">From 0 to 1.</param>
    /// <param name="a">Positive, finite.</param>
    /// <param name="b">Positive, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Regularised(double x, double a, double b)
    {
        CheckProbability(x, nameof(x));
        CheckParameters(a, b);
        return Regularised(x, a, b, LogBeta(a, b));
    }

    /// <summary>The x at which Iₓ(a, b) is <paramref name="probability"/>.</summary>
    /// <param name="probability">From 0 to 1.</param>
    /// <param name="a">Positive, finite.</param>
    /// <param name="b">Positive, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Inverse(double probability, double a, double b)
    {
        CheckProbability(probability, nameof(probability));
        CheckParameters(a, b);
        if (probability is 0 or 1)
            return probability;

        double logBeta = LogBeta(a, b);
        double low = 0;
        double high = 1;
        double x = a / (a + b);
        // Newton's steps, replaced by halving wherever they leave the bracket.
        for (int step = 0; step < MostSteps; step++)
        {
            double error = Regularised(x, a, b, logBeta) - probability;
            if (error == 0)
                return x;
            if (error < 0)
                low = x;
            else
                high = x;
            double slope = Math.Exp(((a - 1) * Math.Log(x)) + ((b - 1) * LogOfComplement(x)) - logBeta);
            double next = x - (error / slope);
            if (!(next > low && next < high))
                next = low + ((high - low) / 2);
            if (Math.Abs(next - x) <= Precision * x || next == low || next == high)
                return next;
            x = next;
        }
        return x;
    }

    private static double Regularised(double x, double a, double b, double logBeta)
    {
        if (x is 0 or 1)
            return x;
        double front = Math.Exp((a * Math.Log(x)) + (b * LogOfComplement(x)) - logBeta);
        // The fraction converges fast only below the mean; above it, the complement is computed.
        double value = x < (a + 1) / (a + b + 2)
            ? front / a * ContinuedFraction(x, a, b)
            : 1 - (front / b * ContinuedFraction(1 - x, b, a));
        return Math.Clamp(value, 0, 1);
    }

    /// <summary>NIST Digital Library of Mathematical Functions, 8.17.22, by the modified Lentz method.</summary>
    private static double ContinuedFraction(double x, double a, double b)
    {
        double numerator = 1;
        double denominator = Reciprocal(1 - ((a + b) / (a + 1) * x));
        double value = denominator;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            denominator = Reciprocal(1 + (even * denominator));
            numerator = AwayFromZero(1 + (even / numerator));
            value *= denominator * numerator;

            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            denominator = Reciprocal(1 + (odd * denominator));
            numerator = AwayFromZero(1 + (odd / numerator));
            double factor = denominator * numerator;
            value *= factor;
            if (Math.Abs(factor - 1) <= Precision)
                break;
        }
        return value;
    }

    private static double Reciprocal(double x) => 1 / AwayFromZero(x);

    private static double AwayFromZero(double x) => Math.Abs(x) < Smallest ? Smallest : x;

    /// <summary>ln B(a, b) = ln (Γ(a) Γ(b) / Γ(a + b)).</summary>
    private static double LogBeta(double a, double b)
    {
        double small = Math.Min(a, b);
        double large = Math.Max(a, b);
        double sum = a + b;
        if (large < Stirling)
            return LogGamma(a) + LogGamma(b) - LogGamma(sum);
        // Γ(large) and Γ(sum) nearly cancel when there are many trials: Stirling's formula for their ratio does not subtract them.
        return LogGamma(small) + ((large - 0.5) * LogOfComplement(small / sum)) - (small * (Math.Log(sum) - 1))
            + Correction(large) - Correction(sum);
    }

    /// <summary>ln Γ(x) for positive x: Stirling's series (DLMF 5.11.1), after the recurrence Γ(x + 1) = x Γ(x) where x is small.</summary>
    private static double LogGamma(double x)
    {
        double product = 1;
        while (x < Stirling)
            product *= x++;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + Correction(x) - Math.Log(product);
    }

    /// <summary>What Stirling's formula leaves out of ln Γ(x).</summary>
    private static double Correction(double x)
    {
        double inverse = 1 / x;
        double square = inverse * inverse;
        // The Bernoulli numbers B(2k) / (2k (2k - 1)), k = 1 to 7; the next term is below 10^-17 at x = 12.
        double series = 1.0 / 156;
        series = (series * square) - (691.0 / 360360);
        series = (series * square) + (1.0 / 1188);
        series = (series * square) - (1.0 / 1680);
        series = (series * square) + (1.0 / 1260);
        series = (series * square) - (1.0 / 360);
        series = (series * square) + (1.0 / 12);
        return series * inverse;
    }

    /// <summary>ln(1 - x), also for x far below the spacing of numbers at 1.</summary>
    private static double LogOfComplement(double x)
    {
        double complement = 1 - x;
        if (x > 0.5)
            return Math.Log(complement);
        // Kahan's correction: the rounding of 1 - x divides out.
        return complement == 1 ? -x : Math.Log(complement) * (x / (1 - complement));
    }

    private static void CheckProbability(double value, string name)
    {
        if (!(value >= 0 && value <= 1))
            throw new ArgumentOutOfRangeException(name, value, "It must be a number from 0 to 1.");
    }

    private static void CheckParameters(double a, double b)
    {
        if (!(a > 0 && double.IsFinite(a)))
            throw new ArgumentOutOfRangeException(nameof(a), a, "A parameter of the beta function is positive and finite.");
        if (!(b > 0 && double.IsFinite(b)))
            throw new ArgumentOutOfRangeException(nameof(b), b, "A parameter of the beta function is positive and finite.");
    }
}
