using System.Globalization;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Families of stimuli: what was done to the images before anybody saw them (specification 3.8, 4.3).</summary>
public static class StimulusFamily
{
    /// <summary>As they are.</summary>
    public const string Intact = "intact";

    private const string ScramblePrefix = "scramble-";

    /// <summary>The names that lists may be made for.</summary>
    public static IReadOnlyList<string> All { get; } = [Intact, "scramble-0.5", "scramble-1", "natural", "pattern"];

    /// <summary>The share w of random phase: 0 for intact, 1 for nothing but the power spectrum; null for families that are no scrambles.</summary>
    /// <param name="family">The family's name.</param>
    public static double? Scramble(string family)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (family == Intact)
            return 0;
        return family.StartsWith(ScramblePrefix, StringComparison.Ordinal)
            && double.TryParse(family.AsSpan(ScramblePrefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double w)
            && w is >= 0 and <= 1
            ? w
            : null;
    }

    /// <summary>The naturalness index of a scramble, q = 1 − w; null for other families, whose q is −|spectral slope + 2| of their images.</summary>
    /// <param name="family">The family's name.</param>
    public static double? Naturalness(string family) => 1 - Scramble(family);

    /// <summary>The naturalness index of images from their spectral slope in power: −|slope + 2|, 0 for the slope of natural scenes.</summary>
    /// <param name="spectralSlope">The slope of log power on log frequency.</param>
    public static double NaturalnessOfSlope(double spectralSlope) => -Math.Abs(spectralSlope + 2);
}
