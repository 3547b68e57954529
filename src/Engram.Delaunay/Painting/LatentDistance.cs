namespace Engram.Delaunay.Painting;

/// <summary>Distances between latents.</summary>
internal static class LatentDistance
{
    /// <summary>The squared Euclidean distance.</summary>
    public static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var d = 0; d < a.Length; d++) sum += (a[d] - b[d]) * (a[d] - b[d]);
        return sum;
    }
}
