using System.Runtime.CompilerServices;

namespace Engram.Datasets;

/// <summary>Brings the features of one sound to mean 0 and standard deviation 1.</summary>
public static class FeatureNormalisation
{
    /// <summary>
    /// x ← (x − mean) / deviation over all channels and frames, the deviation with n − 1 (Generalized Latent Equilibrium, specification §3.6).
    /// Where all values are equal they become 0: there is nothing to tell apart.
    /// </summary>
    /// <param name="values">All values of one sound; finite; changed in place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / (values.Length - 1));
        var scale = deviation > 0 ? 1 / deviation : 0;
        foreach (ref var value in values)
            value = (float)((value - mean) * scale);
    }
}
