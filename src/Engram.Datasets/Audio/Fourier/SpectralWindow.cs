namespace Engram.Datasets;

/// <summary>The shape by which a frame of sound is faded in and out before its spectrum is taken.</summary>
public enum SpectralWindow
{
    /// <summary>1: no fading.</summary>
    Rectangular,

    /// <summary>½ − ½ cos x.</summary>
    Hann,

    /// <summary>0.54 − 0.46 cos x.</summary>
    Hamming,

    /// <summary>0.42 − ½ cos x + 0.08 cos 2x.</summary>
    Blackman,
}

/// <summary>Values of windows.</summary>
public static class SpectralWindows
{
    /// <summary>The values w[n] of a window of N, with x = 2π n / N, or 2π n / (N − 1) for the symmetric one.</summary>
    /// <param name="window">The shape.</param>
    /// <param name="length">N; 1 or more.</param>
    /// <param name="isPeriodic">
    /// Whether it goes on periodically, as spectra want it; the symmetric one, whose ends are equal, is for designing filters.
    /// </param>
    /// <returns>A new array of N values in 0 … 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window, or the length is not positive.</exception>
    public static float[] Values(this SpectralWindow window, int length, bool isPeriodic = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var values = new float[length];
        var period = isPeriodic ? length : Math.Max(1, length - 1);
        for (var n = 0; n < length; n++)
        {
            var x = 2 * Math.PI * n / period;
            values[n] = (float)(window switch
            {
                SpectralWindow.Rectangular => 1,
                SpectralWindow.Hann => 0.5 - (0.5 * Math.Cos(x)),
                SpectralWindow.Hamming => 0.54 - (0.46 * Math.Cos(x)),
                SpectralWindow.Blackman => 0.42 - (0.5 * Math.Cos(x)) + (0.08 * Math.Cos(2 * x)),
                _ => throw new ArgumentOutOfRangeException(nameof(window), window, "There is no such window."),
            });
        }

        return values;
    }
}
