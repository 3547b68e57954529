using Engram.Numerics;
using Engram.Numerics.LinearAlgebra;

namespace Engram.Dreaming.Evaluation;

/// <summary>
/// The Fréchet distance of two normal distributions, ‖μ_a − μ_b‖² + Tr(Σ_a + Σ_b − 2 (Σ_a Σ_b)^½): 0 where they are the same. Deperrois et al. 2022,
/// Eq. 11; PAD specification 6.5.
/// </summary>
/// <remarks>
/// (Σ_a Σ_b)^½ has the eigenvalues of (S Σ_b S)^½ with S = Σ_a^½, which is symmetric: two symmetric eigen-decompositions do, and no imaginary part
/// has to be dropped. Eigenvalues that rounding made negative count as 0. With fewer samples than dimensions the distance is biased upwards.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>The distance, in squared units of the features.</summary>
    /// <param name="a">The moments of one set.</param>
    /// <param name="b">The moments of the other.</param>
    /// <exception cref="ArgumentException">They have different dimensions.</exception>
    public static double Between(SampleMoments a, SampleMoments b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        int size = a.Dimensions;
        if (b.Dimensions != size)
            throw new ArgumentException($"Features of {size} and of {b.Dimensions} dimensions have no distance.", nameof(b));
        double shift = 0, traces = 0;
        for (int i = 0; i < size; i++)
        {
            double difference = a.Mean[i] - b.Mean[i];
            shift += difference * difference;
            traces += a.Covariance[(i * size) + i] + b.Covariance[(i * size) + i];
        }

        double[] root = SymmetricEigen.Of(a.Covariance, size).Apply(Root);
        double[] inner = Product(root, Product(b.Covariance, root, size), size);
        double overlap = 0;
        foreach (double value in SymmetricEigen.Of(inner, size).Values)
            overlap += Root(value);
        return shift + traces - (2 * overlap);
    }

    private static double Root(double value) => Math.Sqrt(Math.Max(0, value));

    private static double[] Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int size)
    {
        var product = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            Span<double> target = product.AsSpan(row * size, size);
            for (int k = 0; k < size; k++)
            {
                double factor = a[(row * size) + k];
                ReadOnlySpan<double> other = b.Slice(k * size, size);
                for (int column = 0; column < target.Length; column++)
                    target[column] += factor * other[column];
            }
        }

        return product;
    }
}
