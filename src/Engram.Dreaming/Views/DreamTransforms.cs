using Engram.Numerics;

namespace Engram.Dreaming.Views;

/// <summary>
/// What makes two views of one dream differ: from where it is looked at, in what light, and what of it is missing (contrastive
/// specification 3.3, T1 to T6). Each view of each image draws its own.
/// </summary>
public sealed record DreamTransforms
{
    /// <summary>Nothing: two views differ in their latents alone.</summary>
    public static DreamTransforms None { get; } = new()
    {
        SmallestArea = 1,
        LargestAspect = 1,
        FlipProbability = 0,
        JitterProbability = 0,
        GreyProbability = 0,
        LargestOcclusion = 0,
    };

    /// <summary>T1 to T5.</summary>
    public static DreamTransforms All { get; } = new();

    /// <summary>T1 to T4: all but the occlusion.</summary>
    public static DreamTransforms WithoutOcclusion { get; } = new() { LargestOcclusion = 0 };

    /// <summary>T5 alone.</summary>
    public static DreamTransforms OcclusionOnly { get; } = None with { LargestOcclusion = All.LargestOcclusion };

    /// <summary>T1: the smallest share of the image that a crop keeps; the largest is all of it. 1 for no crop.</summary>
    public double SmallestArea { get; init; } = 0.25;

    /// <summary>T1: how many times wider than high a crop is at most, or higher than wide; log-uniform between. 1 for squares.</summary>
    public double LargestAspect { get; init; } = 4.0 / 3;

    /// <summary>T2: how likely left and right are exchanged.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>T3: how likely the light changes.</summary>
    public double JitterProbability { get; init; } = 0.8;

    /// <summary>T3: how far the factors of brightness, contrast and saturation lie from 1 at most.</summary>
    public double JitterStrength { get; init; } = 0.4;

    /// <summary>T3: how far hues move at most, as a share of the colour circle.</summary>
    public double LargestHueShift { get; init; } = 0.1;

    /// <summary>T4: how likely colours are taken away.</summary>
    public double GreyProbability { get; init; } = 0.2;

    /// <summary>T5: the largest probability of a tile to be blanked; it is uniform from 0.</summary>
    public double LargestOcclusion { get; init; } = 0.5;

    /// <summary>T5: the height and width of the largest tiles, in pixels; uniform from 1.</summary>
    public int LargestTile { get; init; } = 8;

    /// <summary>T6: how far an image is turned at most, in degrees.</summary>
    public double LargestRotation { get; init; }

    /// <summary>Whether colours are changed, which takes images of three channels.</summary>
    internal bool ChangesColours => JitterProbability > 0 || GreyProbability > 0;

    /// <summary>The same for digits, which are chiral and fill their images: no flips, crops of at least half the area, at most two thirds of the rotation.</summary>
    public DreamTransforms ForDigits() => this with
    {
        SmallestArea = Math.Max(SmallestArea, 0.5),
        FlipProbability = 0,
        LargestRotation = LargestRotation * 2 / 3,
    };

    /// <summary>Draws a view. It takes always equally many words of chance, so that one transform that is left out shifts no other.</summary>
    /// <param name="chance">Where chance comes from.</param>
    /// <param name="size">The height and width of the image.</param>
    public ImageView Draw(RandomStream chance, int size)
    {
        ArgumentNullException.ThrowIfNull(chance);
        double area = chance.NextUniform(SmallestArea, 1);
        double aspect = Math.Exp(chance.NextUniform(-1, 1) * Math.Log(LargestAspect));
        double width = Math.Min(size, size * Math.Sqrt(area * aspect));
        double height = Math.Min(size, size * Math.Sqrt(area / aspect));
        return new ImageView(chance.NextDouble() * (size - width), chance.NextDouble() * (size - height), width, height)
        {
            IsFlipped = chance.NextDouble() < FlipProbability,
            Rotation = chance.NextUniform(-1, 1) * LargestRotation * Math.PI / 180,
            IsJittered = chance.NextDouble() < JitterProbability,
            Brightness = 1 + (JitterStrength * chance.NextUniform(-1, 1)),
            Contrast = 1 + (JitterStrength * chance.NextUniform(-1, 1)),
            Saturation = 1 + (JitterStrength * chance.NextUniform(-1, 1)),
            HueShift = LargestHueShift * chance.NextUniform(-1, 1),
            IsGrey = chance.NextDouble() < GreyProbability,
            Occlusion = LargestOcclusion * chance.NextDouble(),
            Tile = 1 + (int)(LargestTile * chance.NextDouble()),
        };
    }
}
