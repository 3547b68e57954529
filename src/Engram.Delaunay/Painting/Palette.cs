namespace Engram.Delaunay.Painting;

/// <summary>The ground and five colours of a picture.</summary>
internal sealed class Palette
{
    // Some colours are used often and some are accents: weights of the choice.
    private static readonly double[] Shares = [0.32, 0.55, 0.75, 0.90, 1];

    // Lightness from near the ground's to full contrast, not in the order of the hues.
    private static readonly double[] Steps = [0.70, 1.00, 0.55, 0.40, 0.85];

    public Palette(DrawingParameters parameters, PaintingRandom random)
    {
        Ground = new Oklch(parameters.GroundLightness, parameters.Chroma * 0.55, parameters.Hue + (parameters.HueSpread * 0.25));
        Colours = new Oklch[5];
        for (var at = 0; at < 5; at++)
        {
            var hue = parameters.Hue + (parameters.HueSpread * ((at * 0.5) - 1)) + (4 * random.NextNormal());
            Colours[at] = new Oklch(parameters.GroundLightness + (parameters.Contrast * Steps[at]), parameters.Chroma, hue);
        }
    }

    public Oklch Ground { get; }

    public Oklch[] Colours { get; }

    /// <summary>A colour for an element, with a little variation of its own.</summary>
    public Oklch Pick(PaintingRandom random)
    {
        var share = random.NextUniform();
        return Vary(Colours[Array.FindIndex(Shares, limit => share < limit) is var at and >= 0 ? at : 4], random);
    }

    /// <summary>The colours in turn.</summary>
    public Oklch InTurn(int turn, PaintingRandom random) => Vary(Colours[turn % 5], random);

    private static Oklch Vary(Oklch colour, PaintingRandom random) => colour with { Lightness = colour.Lightness + (0.012 * random.NextNormal()), Hue = colour.Hue + (2 * random.NextNormal()) };
}
