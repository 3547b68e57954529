namespace Engram.Datasets;

/// <summary>Kaiser's window, and the rule for how long a filter must be that is designed with it.</summary>
/// <remarks>J. F. Kaiser, "Nonrecursive digital filter design using the I₀-sinh window function", 1974.</remarks>
internal static class KaiserWindow
{
    /// <summary>The shape parameter for an attenuation above 50 dB.</summary>
    internal static double Beta(double decibels) => 0.1102 * (decibels - 8.7);

    /// <summary>The length of the filter, in samples, for an attenuation and a transition band in cycles a sample.</summary>
    internal static double Length(double decibels, double transition) => (decibels - 7.95) / (2.285 * 2 * Math.PI * transition);

    /// <summary>The window at a place in −1 … 1: I₀(β √(1 − x²)) / I₀(β).</summary>
    internal static double At(double x, double beta) => Math.Abs(x) > 1 ? 0 : BesselI0(beta * Math.Sqrt(1 - (x * x))) / BesselI0(beta);

    /// <summary>The modified Bessel function of the first kind and order 0, by its series Σ ((x/2)ᵏ / k!)².</summary>
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
