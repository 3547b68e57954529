using Engram.Dreaming.Evaluation;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Evaluation;

/// <summary>The closed forms of the PAD specification, 11.2.</summary>
public class FrechetTests
{
    private static readonly SampleMoments Some = SampleMoments.Of(Drawn.Latents(500, 12).Values, 12);

    [Fact]
    public void Identical_sets_have_no_distance() => Assert.Equal(0, FrechetDistance.Between(Some, Some), 1e-9);

    [Fact]
    public void Equal_covariances_leave_the_squared_shift()
    {
        double[] shifted = Some.Mean.ToArray();
        shifted[3] += 2;
        shifted[7] -= 1;
        Assert.Equal(5, FrechetDistance.Between(Some, SampleMoments.Known(500, shifted, Some.Covariance)), 1e-9);
    }

    [Fact]
    public void Diagonal_covariances_add_the_squared_differences_of_deviations()
    {
        var a = SampleMoments.Known(9, [1, 2, 3], [4, 0, 0, 0, 9, 0, 0, 0, 0]);
        var b = SampleMoments.Known(9, [1, 2, 6], [1, 0, 0, 0, 25, 0, 0, 0, 16]);
        Assert.Equal(9 + 1 + 4 + 16, FrechetDistance.Between(a, b), 1e-12);
    }

    [Fact]
    public void Covariances_with_other_axes_follow_the_formula_of_two_dimensions()
    {
        // Tr (ΣaΣb)^½ of 2 x 2 matrices is √(Tr ΣaΣb + 2 √det ΣaΣb).
        var a = SampleMoments.Known(9, [0, 0], [2, 1, 1, 3]);
        var b = SampleMoments.Known(9, [0, 0], [5, -2, -2, 1]);
        double trace = (2 * 5) + (1 * -2) + (1 * -2) + (3 * 1), determinant = (6 - 1) * (5 - 4);
        double expected = 2 + 3 + 5 + 1 - (2 * Math.Sqrt(trace + (2 * Math.Sqrt(determinant))));
        Assert.Equal(expected, FrechetDistance.Between(a, b), 1e-12);
        Assert.Equal(expected, FrechetDistance.Between(b, a), 1e-12);
    }

    [Fact]
    public void Fewer_samples_than_dimensions_still_give_a_number()
    {
        var few = SampleMoments.Of(Drawn.Latents(5, 12, seed: 1).Values, 12);
        Assert.Equal(0, FrechetDistance.Between(few, few), 1e-6);
        Assert.True(FrechetDistance.Between(few, Some) > 1);
    }
}
