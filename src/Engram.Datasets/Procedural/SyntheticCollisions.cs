using Engram.Numerics;

namespace Engram.Datasets.Procedural;

/// <summary>
/// Invented particle collisions in the form of the HIGGS table: 28 features of each event and whether a particle of known mass was made. In
/// events with the particle, the first two of seven objects are what it decayed into, so their invariant mass is near 1; in the others all objects
/// are independent. It stands in for HIGGS where nothing may be downloaded, and is easier.
/// </summary>
/// <remarks>
/// Features 0 to 20 are the momentum, pseudo-rapidity and azimuth of the objects; 21 to 27 are the invariant masses of neighbours, as the
/// last seven of HIGGS are masses too. Momenta and masses are about 1.
/// </remarks>
public static class SyntheticCollisions
{
    /// <summary>How many features an event has.</summary>
    public const int Features = 28;

    private const int Objects = 7;

    /// <summary>Draws an event.</summary>
    /// <param name="stream">Where chance comes from.</param>
    /// <param name="features">Written: 28 numbers.</param>
    /// <returns>1 if the particle was made, else 0; equally likely.</returns>
    /// <exception cref="ArgumentException">There is no room for 28 features.</exception>
    public static int Draw(RandomStream stream, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (features.Length != Features)
            throw new ArgumentException($"An event has {Features} features, not {features.Length}.", nameof(features));

        Span<double> momentum = stackalloc double[Objects], rapidity = stackalloc double[Objects], azimuth = stackalloc double[Objects];
        var isSignal = stream.NextBounded(2);
        for (var i = 0; i < Objects; i++)
        {
            momentum[i] = Math.Exp((0.5 * stream.NextGaussian()) - 0.125);
            rapidity[i] = stream.NextGaussian();
            azimuth[i] = stream.NextUniform(-Math.PI, Math.PI);
        }

        var mass = 1 + (0.12 * stream.NextGaussian());
        if (isSignal == 1)
        {
            // What the other decay product must carry for the pair to have that mass; very unequal pairs are cut as a detector would.
            var needed = mass * mass / (2 * momentum[0] * Opening(rapidity[0] - rapidity[1], azimuth[0] - azimuth[1]));
            momentum[1] = Math.Clamp(needed, 0.05, 4);
        }

        for (var i = 0; i < Objects; i++)
        {
            features[3 * i] = (float)momentum[i];
            features[(3 * i) + 1] = (float)rapidity[i];
            features[(3 * i) + 2] = (float)azimuth[i];
            var next = (i + 1) % Objects;
            var squared = 2 * momentum[i] * momentum[next] * Opening(rapidity[i] - rapidity[next], azimuth[i] - azimuth[next]);
            features[(3 * Objects) + i] = (float)Math.Min(Math.Sqrt(squared), 8);
        }

        return isSignal;
    }

    private static double Opening(double rapidity, double azimuth) => Math.Cosh(rapidity) - Math.Cos(azimuth);
}
