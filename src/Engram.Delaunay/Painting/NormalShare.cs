namespace Engram.Delaunay.Painting;

/// <summary>The distribution function of the normal distribution.</summary>
internal static class NormalShare
{
    private const double SqrtOfTwoPi = 2.5066282746310002;

    /// <summary>Φ(z): the probability of a smaller deviate; the error is below 1e-13.</summary>
    /// <remarks>
    /// Near 0 the series <c>½ + φ(z)·(z + z³/3 + z⁵/15 + …)</c>, whose terms are all of one sign; far out the continued fraction of Laplace.
    /// </remarks>
    public static double Of(double z)
    {
        var density = Math.Exp(-z * z / 2) / SqrtOfTwoPi;
        if (Math.Abs(z) > 4)
        {
            double fraction = 0;
            for (var level = 60; level >= 1; level--) fraction = level / (Math.Abs(z) + fraction);
            var tail = density / (Math.Abs(z) + fraction);
            return z < 0 ? tail : 1 - tail;
        }

        var (term, sum) = (z, z);
        for (var odd = 3; odd < 200 && Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2) sum += term *= z * z / odd;
        return 0.5 + (density * sum);
    }
}
