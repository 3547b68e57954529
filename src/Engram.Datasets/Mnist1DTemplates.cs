namespace Engram.Datasets;

/// <summary>
/// The ten hand-drawn curves that MNIST-1D is made from: a digit seen as a line of twelve points from top to bottom.
/// </summary>
/// <remarks>Greydanus and Kobak, "Scaling down deep learning with MNIST-1D", ICML 2024 (arXiv 2011.14439).</remarks>
public static class Mnist1DTemplates
{
    /// <summary>How many digits there are.</summary>
    public const int Digits = 10;

    /// <summary>How many points a template has.</summary>
    public const int Length = 12;

    private static ReadOnlySpan<double> Drawn =>
    [
        5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5,
        5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5,
        5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5,
        5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5,
        5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5,
        5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5,
        5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5,
        5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5,
        5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5,
        5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5,
    ];

    /// <summary>The curve of a digit as the generator uses it: standardised, moved to start at 0, divided by 6.</summary>
    /// <param name="digit">The digit, 0 … 9.</param>
    /// <returns>A new array of <see cref="Length"/> values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such digit.</exception>
    public static double[] Processed(int digit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(digit, Digits);

        var curve = Drawn.Slice(digit * Length, Length).ToArray();
        _ = Standardisation.Apply(curve, Length);
        var start = curve[0];
        foreach (ref var value in curve.AsSpan())
            value = (value - start) / 6.0;
        return curve;
    }
}
