namespace Engram.Delaunay.Painting;

/// <summary>
/// Where styles lie among sixteen latent dimensions: family centres <c>f ~ N(0, I)</c>, style centres <c>θ = √ρ·f + √(1 − ρ)·e</c>, spreads
/// <c>s = exp(λ·g)/κ</c>, pictures <c>z = θ + s·ε</c>. All that a picture tells of its style is a function of z.
/// </summary>
public sealed class StyleModel
{
    private readonly double[][] _centres;
    private readonly double[] _spreads;

    /// <summary>Draws the styles.</summary>
    /// <param name="settings">How many, and how alike.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public StyleModel(StyleSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        Settings = settings;
        _centres = new double[settings.Styles][];
        _spreads = new double[settings.Styles];
        for (var style = 0; style < settings.Styles; style++)
        {
            var family = new PaintingRandom(settings.Seed, "family", FamilyOf(style), 0);
            var own = new PaintingRandom(settings.Seed, "style", style, 0);
            _centres[style] = new double[Dimensions];
            for (var d = 0; d < Dimensions; d++)
                _centres[style][d] = (Math.Sqrt(settings.FamilyShare) * family.NextNormal()) + (Math.Sqrt(1 - settings.FamilyShare) * own.NextNormal());
            _spreads[style] = Math.Exp(settings.SpreadVariation * own.NextNormal()) / settings.Kappa;
        }
    }

    /// <summary>The number D of latent dimensions.</summary>
    public static int Dimensions => 16;

    /// <summary>What the styles were drawn by.</summary>
    public StyleSettings Settings { get; }

    /// <summary>How many styles there are.</summary>
    public int Count => _centres.Length;

    /// <summary>A style's centre θ, sixteen numbers.</summary>
    /// <param name="style">Which, from 0.</param>
    public ReadOnlySpan<double> Centre(int style) => _centres[style];

    /// <summary>A style's spread s.</summary>
    /// <param name="style">Which, from 0.</param>
    public double Spread(int style) => _spreads[style];

    /// <summary>The family of a style.</summary>
    /// <param name="style">Which, from 0.</param>
    public int FamilyOf(int style) => style % Settings.Families;

    /// <summary>The name of a style, <c>Synth-07</c>: never an artist's.</summary>
    /// <param name="style">Which, from 0.</param>
    public static string NameOf(int style) => $"Synth-{style:00}";

    /// <summary>The latents z of a picture.</summary>
    /// <param name="style">Which style, from 0.</param>
    /// <param name="index">Which picture of it, 0 or more.</param>
    public double[] Latents(int style, int index)
    {
        var random = new PaintingRandom(Settings.Seed, "latents", style, index);
        var z = new double[Dimensions];
        for (var d = 0; d < Dimensions; d++) z[d] = _centres[style][d] + (_spreads[style] * random.NextNormal());
        return z;
    }

    /// <summary>
    /// The choice that no learner beats on average: Bayes' rule with known centres, spreads and equal priors, the greatest
    /// <c>−‖z − θ‖²/(2s²) − D·ln s</c>.
    /// </summary>
    /// <param name="latents">Sixteen numbers.</param>
    public int IdealChoice(ReadOnlySpan<double> latents)
    {
        var (best, greatest) = (0, double.NegativeInfinity);
        for (var style = 0; style < Count; style++)
        {
            var s = _spreads[style];
            var evidence = (-LatentDistance.Squared(latents, _centres[style]) / (2 * s * s)) - (Dimensions * Math.Log(s));
            if (evidence > greatest) (best, greatest) = (style, evidence);
        }

        return best;
    }
}
