using Engram.Numerics;

namespace Engram.Delaunay.Painting;

/// <summary>What is drawn, as functions of a picture's latents. <c>u = Φ(z)</c>.</summary>
public sealed record DrawingParameters
{
    /// <summary>Degrees: <c>atan2(z2, z1)</c>.</summary>
    public required double Hue { get; init; }

    /// <summary>0.02 to 0.20.</summary>
    public required double Chroma { get; init; }

    /// <summary>0.12 to 0.95.</summary>
    public required double GroundLightness { get; init; }

    /// <summary>Degrees, 5 to 180.</summary>
    public required double HueSpread { get; init; }

    /// <summary>Lightness of figures against the ground; negative where figures are darker.</summary>
    public required double Contrast { get; init; }

    /// <summary>Elements, 2 to 240.</summary>
    public required int Elements { get; init; }

    /// <summary>The standard deviation of the logarithm of sizes, 0.05 to 1.</summary>
    public required double SizeDispersion { get; init; }

    /// <summary>The probability that an element is straight-edged.</summary>
    public required double Rectilinearity { get; init; }

    /// <summary>The main orientation, radians, −π/2 to π/2.</summary>
    public required double Orientation { get; init; }

    /// <summary>The concentration of orientations (von Mises, doubled angle).</summary>
    public required double OrientationConcentration { get; init; }

    /// <summary>The probability that an element lies about the centre.</summary>
    public required double Centredness { get; init; }

    /// <summary>The standard deviation of edges in pixels of a picture with a side of 256, 0.3 to 12.</summary>
    public required double Softness { get; init; }

    /// <summary>The amplitude of brush grain, 0 to 0.25.</summary>
    public required double Grain { get; init; }

    /// <summary>0.25 to 1.</summary>
    public required double Opacity { get; init; }

    /// <summary>How the picture is composed.</summary>
    public required Composition Composition { get; init; }

    /// <summary>The parameters of a picture.</summary>
    /// <param name="z">Its sixteen latents.</param>
    /// <param name="composition">Keeps a composition whatever the latents say, for sweeps of one latent; null to follow them.</param>
    public static DrawingParameters Of(ReadOnlySpan<double> z, Composition? composition = null)
    {
        if (z.Length != StyleModel.Dimensions) throw new ArgumentException($"A picture has {StyleModel.Dimensions} latents, not {z.Length}.", nameof(z));
        Span<double> u = stackalloc double[StyleModel.Dimensions];
        for (var d = 0; d < z.Length; d++) u[d] = NormalDistribution.Cumulative(z[d]);
        var ground = 0.12 + (0.83 * u[3]);
        var contrast = 0.10 + (0.60 * u[5]);
        var elements = Math.Clamp((int)Math.Round(2 * Math.Pow(120, u[6])), 2, 240);
        return new DrawingParameters
        {
            Hue = Math.Atan2(z[1], z[0]) * 180 / Math.PI,
            Chroma = 0.02 + (0.18 * u[2]),
            GroundLightness = ground,
            HueSpread = 5 + (175 * u[4] * u[4]),
            Contrast = ground > 0.5 ? -contrast : contrast,
            Elements = elements,
            SizeDispersion = 0.05 + (0.95 * u[7]),
            Rectilinearity = u[8],
            Orientation = 0.5 * Math.Atan2(z[10], z[9]),
            OrientationConcentration = Math.Exp(-2 + (6 * u[11])),
            Centredness = u[12],
            Softness = 0.3 * Math.Pow(40, u[13]),
            Grain = 0.25 * u[14],
            Opacity = 0.25 + (0.75 * u[15]),
            Composition = composition ?? CompositionOf(elements, u[8], u[12], u[14]),
        };
    }

    /// <summary>The first rule that holds.</summary>
    private static Composition CompositionOf(int elements, double rectilinearity, double centredness, double grain)
    {
        if (elements <= 6 && rectilinearity >= 0.5) return Composition.Bands;
        if (centredness >= 0.7 && elements <= 24) return Composition.Nested;
        if (elements > 6 && rectilinearity >= 0.66 && centredness < 0.5) return Composition.Partition;
        if (rectilinearity < 0.33 && elements <= 24) return Composition.Blobs;
        return grain >= 0.5 ? Composition.Gestures : Composition.Scatter;
    }
}
