using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// Images that exist only as latents: styles and images of the stand-in's model (specification 3.2), without painting them. Enough for lists,
/// simulated participants and networks on latents.
/// </summary>
public sealed record LatentStandIn
{
    private const int Dimensions = 16;

    /// <summary>K, the number of styles.</summary>
    public int Styles { get; init; } = 12;

    /// <summary>Images of each style.</summary>
    public int ImagesPerStyle { get; init; } = 60;

    /// <summary>F, the number of families; style k is of family k mod F.</summary>
    public int Families { get; init; } = 4;

    /// <summary>κ: the larger, the easier.</summary>
    public double Ease { get; init; } = 0.75;

    /// <summary>ρ: the share of a style's variance that its family has.</summary>
    public double FamilyShare { get; init; } = 0.5;

    /// <summary>λ: how much styles differ in spread.</summary>
    public double SpreadVariation { get; init; } = 0.25;

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The centre θ of a style.</summary>
    /// <param name="style">From 0.</param>
    public double[] Centre(int style)
    {
        var streams = new RandomStreams(Seed);
        var centre = new double[Dimensions];
        RandomStream family = streams.Named("family", style % Families), own = streams.Named("style", style);
        for (int d = 0; d < Dimensions; d++)
            centre[d] = (Math.Sqrt(FamilyShare) * family.NextGaussian()) + (Math.Sqrt(1 - FamilyShare) * own.NextGaussian());
        return centre;
    }

    /// <summary>How alike two styles are: exp of minus their distance over what images of a style spread, 1 for the same.</summary>
    /// <param name="a">A style.</param>
    /// <param name="b">A style.</param>
    public double Similarity(int a, int b)
    {
        double[] first = Centre(a), second = Centre(b);
        double square = 0;
        for (int d = 0; d < Dimensions; d++)
            square += (first[d] - second[d]) * (first[d] - second[d]);
        return Math.Exp(-Math.Sqrt(square) / 2);
    }

    /// <summary>Draws the images.</summary>
    public StimulusPool Draw()
    {
        var streams = new RandomStreams(Seed);
        var stimuli = new List<Stimulus>(Styles * ImagesPerStyle);
        for (int style = 0; style < Styles; style++)
        {
            double[] centre = Centre(style);
            double spread = Math.Exp(SpreadVariation * streams.Named("spread", style).NextGaussian()) / Ease;
            RandomStream images = streams.Named("images", style);
            for (int i = 0; i < ImagesPerStyle; i++)
            {
                var latents = new double[Dimensions];
                for (int d = 0; d < Dimensions; d++)
                    latents[d] = centre[d] + (spread * images.NextGaussian());
                string key = string.Create(CultureInfo.InvariantCulture, $"{Seed}|latents|{style}|{i}");
                string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
                string name = string.Create(CultureInfo.InvariantCulture, $"Synth-{style:00}");
                stimuli.Add(new Stimulus(id, style, name, string.Create(CultureInfo.InvariantCulture, $"{name}/{i}.png")) { Latents = latents });
            }
        }

        return new StimulusPool(
            stimuli,
            IsSynthetic: true,
            string.Create(CultureInfo.InvariantCulture, $"stand-in latents: {Styles} styles in {Families} families, kappa {Ease}, seed {Seed}"));
    }
}
