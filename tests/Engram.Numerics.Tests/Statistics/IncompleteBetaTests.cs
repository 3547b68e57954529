using CsCheck;

namespace Engram.Numerics.Tests;

public class IncompleteBetaTests
{
    private static readonly Gen<double> Parameters = Gen.OneOf(Gen.Double[0.1, 5], Gen.Double[1, 300]);

    // From mpmath, to 17 digits.
    [Theory]
    [InlineData(0.3, 2, 5, 0.57982499999999998, 1e-12)]
    [InlineData(0.01, 0.5, 0.5, 0.063768560858519849, 1e-12)]
    [InlineData(0.9, 10, 2, 0.69735688020000009, 1e-12)]
    [InlineData(0.5, 100, 100, 0.5, 1e-12)]
    [InlineData(0.93, 930, 70, 0.48582287882207883, 1e-12)]
    [InlineData(0.001, 0.2, 30, 0.53610718981344985, 1e-12)]
    [InlineData(0.93, 930000, 70000, 0.49955177419018205, 1e-9)]
    [InlineData(2e-09, 3, 1000000000, 0.32332358489961884, 1e-9)]
    public void Known_values_are_met(double x, double a, double b, double expected, double tolerance) =>
        Assert.Equal(expected, IncompleteBeta.Regularised(x, a, b), expected * tolerance);

    [Fact]
    public void With_one_parameter_of_one_it_is_a_power()
    {
        Gen.Select(Gen.Double[0.001, 0.999], Parameters).Sample((x, a) =>
        {
            Assert.Equal(Math.Pow(x, a), IncompleteBeta.Regularised(x, a, 1), 1e-12);
            Assert.Equal(1 - Math.Pow(1 - x, a), IncompleteBeta.Regularised(x, 1, a), 1e-12);
        });
    }

    [Fact]
    public void It_and_its_mirror_image_add_up_to_one()
    {
        // Multiples of 2^-20, so that 1 - x is exact.
        Gen.Select(Gen.Int[0, 1 << 20].Select(k => k / (double)(1 << 20)), Parameters, Parameters).Sample((x, a, b) =>
            Assert.Equal(1, IncompleteBeta.Regularised(x, a, b) + IncompleteBeta.Regularised(1 - x, b, a), 1e-11));
    }

    [Fact]
    public void The_inverse_undoes_it()
    {
        Gen.Select(Gen.Double[1e-6, 0.999], Parameters, Parameters).Sample((probability, a, b) =>
        {
            double x = IncompleteBeta.Inverse(probability, a, b);
            // Where x is crowded against 1 its own spacing is what limits the probability.
            double above = IncompleteBeta.Regularised(Math.Min(1, Math.BitIncrement(x)), a, b);
            double below = IncompleteBeta.Regularised(Math.BitDecrement(x), a, b);
            Assert.Equal(probability, IncompleteBeta.Regularised(x, a, b), 1e-12 + (2 * Math.Max(0, above - below)));
        });
    }

    [Fact]
    public void The_ends_are_fixed_points()
    {
        Assert.Equal(0, IncompleteBeta.Regularised(0, 2, 3));
        Assert.Equal(1, IncompleteBeta.Regularised(1, 2, 3));
        Assert.Equal(0, IncompleteBeta.Inverse(0, 2, 3));
        Assert.Equal(1, IncompleteBeta.Inverse(1, 2, 3));
    }

    [Theory]
    [InlineData(-0.1, 1, 1)]
    [InlineData(1.1, 1, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 1, -1)]
    [InlineData(0.5, double.PositiveInfinity, 1)]
    [InlineData(0.5, 1, double.NaN)]
    public void Arguments_outside_its_domain_are_refused(double x, double a, double b)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteBeta.Regularised(x, a, b));
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteBeta.Inverse(x, a, b));
    }
}
