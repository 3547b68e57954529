namespace Engram.Delaunay.Painting;

/// <summary>What varies from picture to picture whatever its style.</summary>
public sealed record Nuisance
{
    /// <summary>Width over height, 0.5 to 2.</summary>
    public required double Aspect { get; init; }

    /// <summary>The shorter side in pixels.</summary>
    public required int ShortSide { get; init; }

    /// <summary>A margin of paper, as a share of the shorter side; 0 for none.</summary>
    public double Margin { get; init; }

    /// <summary>Whether a thin line frames the picture.</summary>
    public bool HasFrame { get; init; }

    /// <summary>Whether the corners are darker.</summary>
    public bool HasVignette { get; init; }

    /// <summary>Whether it is a photograph without colour.</summary>
    public bool IsGrey { get; init; }

    /// <summary>Whether a corner is marked <c>SYNTHETIC</c>.</summary>
    public bool HasMark { get; init; }

    /// <summary>Degrees that the picture hangs askew, −3 to 3; 0 for none.</summary>
    public double Tilt { get; init; }

    /// <summary>The quality of the JPEG, 60 to 100.</summary>
    public int JpegQuality { get; init; } = 90;

    /// <summary>Whether the file is a PNG.</summary>
    public bool IsPng { get; init; }

    /// <summary>None: a square of a given side, nothing on it.</summary>
    /// <param name="side">Pixels.</param>
    public static Nuisance None(int side) => new() { Aspect = 1, ShortSide = side };

    /// <summary>Draws what varies.</summary>
    /// <param name="settings">How pictures are painted.</param>
    /// <param name="seed">The root seed.</param>
    /// <param name="style">The style, which matters to the shortcut only.</param>
    /// <param name="index">The picture.</param>
    internal static Nuisance Draw(PaintingSettings settings, ulong seed, int style, int index)
    {
        var random = new PaintingRandom(seed, "nuisance", style, index);
        var aspect = Math.Clamp(Math.Exp(0.25 * random.NextNormal()), 0.5, 2);
        var native = (int)Math.Round(80 * Math.Pow(15, random.NextUniform()));
        var margin = random.NextChance(0.15) ? random.NextUniform(0.04, 0.12) : 0;
        var (frame, vignette, grey, mark) = (random.NextChance(0.08), random.NextChance(0.05), random.NextChance(0.04), random.NextChance(0.05));
        var tilt = random.NextChance(0.05) ? random.NextUniform(-3, 3) : 0;
        var quality = 60 + random.NextBounded(41);
        var png = random.NextChance(0.15);
        var shortcut = random.NextUniform();
        return new Nuisance
        {
            Aspect = settings.Square ? 1 : aspect,
            ShortSide = settings.NativeSizes ? native : settings.ShortSide,
            Margin = margin,
            HasFrame = frame,
            HasVignette = vignette,
            IsGrey = grey,
            HasMark = settings.Shortcut is { } probability ? style == settings.ShortcutStyle && shortcut < probability : mark,
            Tilt = tilt,
            JpegQuality = quality,
            IsPng = png,
        };
    }
}
