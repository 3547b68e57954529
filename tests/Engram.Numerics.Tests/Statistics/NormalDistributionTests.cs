using CsCheck;

namespace Engram.Numerics.Tests;

public class NormalDistributionTests
{
    [Theory]
    [InlineData(5e-324, -38.46740561714434)]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-100, -21.27345356096532)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.025, -1.9599639845400538)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.9999, 3.7190164854557084)]
    public void Quantiles_have_their_known_values(double probability, double expected) =>
        Assert.InRange(NormalDistribution.Quantile(probability) - expected, -2e-15 * Math.Abs(expected), 2e-15 * Math.Abs(expected));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-2, 0.0227501319481792)]
    [InlineData(-5, 2.866515718791939e-7)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Shares_have_their_known_values(double z, double expected) =>
        Assert.Equal(expected, NormalDistribution.Cumulative(z), 1e-12 * expected);

    [Fact]
    public void Shares_are_those_of_the_series_wherever_the_method_changes() =>
        Gen.Double[-5, 5].Sample(static z => Math.Abs(NormalDistribution.Cumulative(z) - Cumulative(z)) <= 1e-13);

    [Fact]
    public void The_quantile_undoes_the_cumulative_distribution()
    {
        Gen.Double[-5, 5].Sample(z =>
        {
            double probability = Cumulative(z);
            double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            // The series is good to some units in the last place of the probability.
            return Math.Abs(NormalDistribution.Quantile(probability) - z) <= 1e-14 + (2e-15 / density);
        });
    }

    [Fact]
    public void The_quantile_is_antisymmetric()
    {
        Gen.Long[1, (1L << 52) - 1].Sample(k =>
        {
            double probability = k / (double)(1L << 52);
            return NormalDistribution.Quantile(probability) == -NormalDistribution.Quantile(1 - probability);
        });
    }

    [Fact]
    public void The_ends_are_infinite_and_beyond_them_is_an_error()
    {
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, NormalDistribution.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }

    /// <summary>Φ(z) = 1/2 + φ(z) (z + z³/3 + z⁵/15 + ...), for |z| up to about 8 (Marsaglia 2004).</summary>
    internal static double Cumulative(double z)
    {
        double term = z;
        double sum = z;
        for (int k = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); k += 2)
        {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + (sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
    }
}
