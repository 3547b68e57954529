namespace Engram.Numerics;

/// <summary>A natural logarithm with the same bits on every machine, which <see cref="Math.Log(double)"/> does not promise.</summary>
internal static class PortableLogarithm
{
    private const int MantissaBits = 52;
    private const long RootHalf = 0x3FE6A09E667F3BCD; // the bits of sqrt(1/2)
    private const long MantissaMask = (1L << MantissaBits) - 1;

    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoToThe54 = 1L << 54;

    // ln 2 = Ln2High + Ln2Low; the high part ends in 21 zero bits, so that a whole number of up to 11 bits times it is exact.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    /// <summary>ln x, to within about one unit in the last place.</summary>
    /// <param name="x">Positive and finite.</param>
    internal static double Of(double x)
    {
        if (x < SmallestNormal)
            return Of(x * TwoToThe54) - (54 * Ln2High) - (54 * Ln2Low);

        // x = 2^exponent * m with m in [sqrt(1/2), sqrt(2)).
        long offset = BitConverter.DoubleToInt64Bits(x) - RootHalf;
        long exponent = offset >> MantissaBits;
        double m = BitConverter.Int64BitsToDouble((offset & MantissaMask) + RootHalf);

        // ln m = 2 artanh s = 2 s (1 + s²/3 + s⁴/5 + ...), |s| <= 0.172: what follows the last term is below 2^-54 of the sum.
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double series = 1.0 / 21;
        series = (series * z) + (1.0 / 19);
        series = (series * z) + (1.0 / 17);
        series = (series * z) + (1.0 / 15);
        series = (series * z) + (1.0 / 13);
        series = (series * z) + (1.0 / 11);
        series = (series * z) + (1.0 / 9);
        series = (series * z) + (1.0 / 7);
        series = (series * z) + (1.0 / 5);
        series = (series * z) + (1.0 / 3);
        return (exponent * Ln2High) + ((2 * s) + ((2 * s * z * series) + (exponent * Ln2Low)));
    }
}
