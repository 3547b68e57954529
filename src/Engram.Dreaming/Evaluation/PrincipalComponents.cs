using Engram.Numerics;
using Engram.Numerics.LinearAlgebra;

namespace Engram.Dreaming.Evaluation;

/// <summary>
/// The directions in which latents differ most: eigenvectors of their covariance (divisor n − 1). Deperrois et al. 2022, Fig. 6b to d; PAD
/// specification 6.4.
/// </summary>
public sealed class PrincipalComponents
{
    private readonly double[] _mean;
    private readonly SymmetricEigen _eigen;

    private PrincipalComponents(double[] mean, SymmetricEigen eigen) => (_mean, _eigen) = (mean, eigen);

    /// <summary>The variance along each component, the greatest first.</summary>
    public ReadOnlySpan<double> Variances => _eigen.Values;

    /// <summary>The mean of the latents.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The unit vector of a component; of its numbers the one furthest from 0 is positive.</summary>
    /// <param name="component">0 for the first.</param>
    public ReadOnlySpan<double> Axis(int component) => _eigen.Vector(component);

    /// <summary>The share of all variance that lies along the first components, 0 to 1.</summary>
    /// <param name="components">How many of them.</param>
    public double ExplainedShare(int components)
    {
        double part = 0, whole = 0;
        for (int i = 0; i < Variances.Length; i++)
        {
            whole += Variances[i];
            part += i < components ? Variances[i] : 0;
        }

        return part / whole;
    }

    /// <summary>Finds the components of some latents.</summary>
    /// <param name="latents">Two or more.</param>
    /// <exception cref="UnmeasurableException">There are fewer than two, or they are no finite numbers.</exception>
    public static PrincipalComponents Of(LatentSet latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        if (latents.Count < 2)
            throw new UnmeasurableException($"Components need at least two latents; there are {latents.Count}.");
        SampleMoments moments = FeatureMoments.Of(latents, latents.Count, "latents");
        return new PrincipalComponents(moments.Mean.ToArray(), SymmetricEigen.Of(moments.Covariance, latents.Dimensions));
    }

    /// <summary>Where a latent lies along a component, measured from the mean.</summary>
    public double Place(ReadOnlySpan<float> latent, int component)
    {
        ReadOnlySpan<double> axis = Axis(component);
        double sum = 0;
        for (int i = 0; i < axis.Length; i++)
            sum += axis[i] * (latent[i] - _mean[i]);
        return sum;
    }
}
