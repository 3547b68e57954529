using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Catalogue;

/// <summary>
/// A hash of 64 bits that pictures which look alike share for the most part: cosine transform of 32 × 32 greys; a bit says whether one of the
/// 8 × 8 lowest coefficients is above their median, the constant one left out (its bit, the lowest, is 0).
/// </summary>
public static class PerceptualHash
{
    /// <summary>The ways in which a square may be turned and mirrored.</summary>
    public const int Symmetries = 8;

    private const int Side = 32;
    private const int Low = 8;

    private static readonly double[] Cosines = MakeCosines();

    /// <summary>The hash of a picture as it stands.</summary>
    /// <param name="image">The picture, of any size; it is squashed into a square.</param>
    public static ulong Of(RgbImage image) => OfAllSymmetries(image)[0];

    /// <summary>
    /// The hashes of a picture turned by 0, 90, 180 and 270 degrees and the same for its mirror image. Turning is exact on coefficients: a
    /// mirror changes the sign of odd ones, a transposition exchanges rows and columns.
    /// </summary>
    /// <param name="image">The picture.</param>
    public static ulong[] OfAllSymmetries(RgbImage image)
    {
        var coefficients = LowCoefficients(new GreyImage(ImageResize.To(image, Side, Side)));
        var hashes = new ulong[Symmetries];
        Span<double> turned = stackalloc double[Low * Low];
        for (int symmetry = 0; symmetry < Symmetries; symmetry++)
        {
            var (mirrorsAcross, mirrorsDown, transposes) = Parts(symmetry);
            for (int v = 0; v < Low; v++)
            {
                for (int u = 0; u < Low; u++)
                {
                    double value = transposes ? coefficients[u * Low + v] : coefficients[v * Low + u];
                    if (((mirrorsAcross && (u & 1) != 0) ^ (mirrorsDown && (v & 1) != 0)) && value != 0) value = -value;
                    turned[v * Low + u] = value;
                }
            }

            hashes[symmetry] = Bits(turned);
        }

        return hashes;
    }

    /// <summary>What a symmetry does: first perhaps a transposition, then perhaps mirrors.</summary>
    internal static (bool MirrorsAcross, bool MirrorsDown, bool Transposes) Parts(int symmetry) =>
        ((symmetry & 1) != 0, (symmetry & 2) != 0, (symmetry & 4) != 0);

    private static double[] LowCoefficients(GreyImage grey)
    {
        var across = new double[Side * Low];
        for (int y = 0; y < Side; y++)
        {
            var row = grey.Row(y);
            for (int u = 0; u < Low; u++)
            {
                double sum = 0;
                for (int x = 0; x < Side; x++) sum += Cosines[u * Side + x] * row[x];
                across[y * Low + u] = sum;
            }
        }

        var coefficients = new double[Low * Low];
        for (int v = 0; v < Low; v++)
        {
            for (int u = 0; u < Low; u++)
            {
                double sum = 0;
                for (int y = 0; y < Side; y++) sum += Cosines[v * Side + y] * across[y * Low + u];
                // Rounding noise of flat pictures is no pattern.
                coefficients[v * Low + u] = Math.Abs(sum) < 1e-6 ? 0 : sum;
            }
        }

        return coefficients;
    }

    private static ulong Bits(ReadOnlySpan<double> coefficients)
    {
        Span<double> sorted = stackalloc double[Low * Low - 1];
        coefficients[1..].CopyTo(sorted);
        sorted.Sort();
        double median = sorted[sorted.Length / 2];
        ulong bits = 0;
        for (int i = 1; i < coefficients.Length; i++)
        {
            if (coefficients[i] > median) bits |= 1UL << i;
        }

        return bits;
    }

    private static double[] MakeCosines()
    {
        var cosines = new double[Low * Side];
        for (int u = 0; u < Low; u++)
        {
            for (int x = 0; x < Side; x++) cosines[u * Side + x] = Math.Cos(Math.PI * u * (2 * x + 1) / (2 * Side));
        }

        return cosines;
    }
}
