namespace Engram.Numerics;

/// <summary>The normal distribution of mean 0 and standard deviation 1.</summary>
public static class NormalDistribution
{
    private const double SeriesEnd = 5; // from here on the continued fraction converges faster and does not cancel
    private const int FractionTerms = 60;

    /// <summary>The density φ(x) = exp(−x²/2) / √(2π).</summary>
    /// <param name="x">Any number.</param>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// The distribution function Φ(x): the probability of a deviate below x, with a relative error of about 10⁻¹⁴ in both tails.
    /// </summary>
    /// <remarks>The series Φ(x) = ½ + φ(x)(x + x³/3 + x⁵/(3·5) + …) near 0, the continued fraction of Mills' ratio beyond (Laplace).</remarks>
    /// <param name="x">Any number; infinite ones give 0 and 1.</param>
    public static double Cumulative(double x)
    {
        if (double.IsNaN(x))
            return double.NaN;
        if (Math.Abs(x) < SeriesEnd && x > -1)
        {
            double term = x, sum = x;
            for (int odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
                sum += term *= x * x / odd;
            return 0.5 + (Density(x) * sum);
        }

        double far = Math.Abs(x);
        double fraction = far;
        for (int term = FractionTerms + (int)(200 / far); term >= 1; term--)
            fraction = far + (term / fraction);
        double tail = double.IsInfinity(far) ? 0 : Density(far) / fraction;
        return x < 0 ? tail : 1 - tail;
    }

    /// <summary>
    /// The quantile function Φ⁻¹: the number below which a normal deviate lies with a given probability. Its relative error is about
    /// 10⁻¹⁶, and it has the same bits on every machine: it is made of additions, multiplications, divisions and square roots only.
    /// </summary>
    /// <remarks>Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (1988), routine PPND16.</remarks>
    /// <param name="probability">From 0 to 1; the ends give minus and plus infinity.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not from 0 to 1.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is a number from 0 to 1.");
        if (probability == 0)
            return double.NegativeInfinity;
        if (probability == 1)
            return double.PositiveInfinity;
        return QuantileOf(probability);
    }

    /// <summary><see cref="Quantile"/> without its checks.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    internal static double QuantileOf(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * Centre(r);
        }
        double tail = Math.Sqrt(-PortableLogarithm.Of(q < 0 ? probability : 1 - probability));
        double magnitude = tail <= 5 ? NearTail(tail - 1.6) : FarTail(tail - 5);
        return q < 0 ? -magnitude : magnitude;
    }

    private static double Centre(double r) =>
        ((((((((((((((2.5090809287301226727e3 * r) + 3.3430575583588128105e4) * r) + 6.7265770927008700853e4) * r)
            + 4.5921953931549871457e4) * r) + 1.3731693765509461125e4) * r) + 1.9715909503065514427e3) * r)
            + 1.3314166789178437745e2) * r) + 3.3871328727963666080)
        / ((((((((((((((5.2264952788528545610e3 * r) + 2.8729085735721942674e4) * r) + 3.9307895800092710610e4) * r)
            + 2.1213794301586595867e4) * r) + 5.3941960214247511077e3) * r) + 6.8718700749205790830e2) * r)
            + 4.2313330701600911252e1) * r) + 1);

    private static double NearTail(double r) =>
        ((((((((((((((7.74545014278341407640e-4 * r) + 2.27238449892691845833e-2) * r) + 2.41780725177450611770e-1) * r)
            + 1.27045825245236838258) * r) + 3.64784832476320460504) * r) + 5.76949722146069140550) * r)
            + 4.63033784615654529590) * r) + 1.42343711074968357734)
        / ((((((((((((((1.05075007164441684324e-9 * r) + 5.47593808499534494600e-4) * r) + 1.51986665636164571966e-2) * r)
            + 1.48103976427480074590e-1) * r) + 6.89767334985100004550e-1) * r) + 1.67638483018380384940) * r)
            + 2.05319162663775882187) * r) + 1);

    private static double FarTail(double r) =>
        ((((((((((((((2.01033439929228813265e-7 * r) + 2.71155556874348757815e-5) * r) + 1.24266094738807843860e-3) * r)
            + 2.65321895265761230930e-2) * r) + 2.96560571828504891230e-1) * r) + 1.78482653991729133580) * r)
            + 5.46378491116411436990) * r) + 6.65790464350110377720)
        / ((((((((((((((2.04426310338993978564e-15 * r) + 1.42151175831644588870e-7) * r) + 1.84631831751005468180e-5) * r)
            + 7.86869131145613259100e-4) * r) + 1.48753612908506148525e-2) * r) + 1.36929880922735805310e-1) * r)
            + 5.99832206555887937690e-1) * r) + 1);
}
