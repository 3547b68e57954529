using Engram.Numerics;

namespace Engram.Evolution.Plasticity;

/// <summary>Where the numbers of a dataset come from.</summary>
internal interface IDraws
{
    /// <summary>From 0 (inclusive) to 1 (exclusive).</summary>
    double NextUniform();

    /// <summary>Of mean 0 and variance 1.</summary>
    double NextGaussian();
}

/// <summary>The toolkit's own streams.</summary>
internal readonly struct StreamDraws(RandomStream stream) : IDraws
{
    public double NextUniform() => stream.NextDouble();

    public double NextGaussian() => stream.NextGaussian();
}

/// <summary>
/// The generator of the specification's portable data (section 5.1): SplitMix64, and one Gaussian for two numbers by the cosine branch of
/// Box and Muller. It exists to compare with other programs; the toolkit's own streams are better in every other respect.
/// </summary>
internal sealed class SplitMixDraws(ulong seed) : IDraws
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    public double NextUniform() => (Next() >> 11) * (1.0 / (1L << 53));

    public double NextGaussian()
    {
        double u1 = 1 - NextUniform();
        double u2 = NextUniform();
        return Math.Sqrt(-2 * Math.Log(u1)) * Math.Cos(2 * Math.PI * u2);
    }
}
