using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engram.Delaunay.Imaging;
using Engram.Delaunay.Painting;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// Stimuli of the stand-in: lists are drawn from latents alone, and a picture is painted when somebody wants to see it, square and without
/// nuisance.
/// </summary>
public sealed class StandInStimuli
{
    private readonly Painter _painter;
    private readonly Dictionary<string, (int Style, int Index)> _places = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ImageId, int Side), RgbImage> _painted = new();

    /// <summary>Draws the styles and the images' latents.</summary>
    /// <param name="settings">The styles.</param>
    /// <param name="imagesPerStyle">How many images of each.</param>
    public StandInStimuli(StyleSettings settings, int imagesPerStyle)
    {
        Model = new StyleModel(settings);
        _painter = new Painter(Model, new PaintingSettings { HasNuisance = false, Square = true });
        var stimuli = new List<Stimulus>(Model.Count * imagesPerStyle);
        for (int style = 0; style < Model.Count; style++)
        {
            for (int i = 0; i < imagesPerStyle; i++)
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"{settings.Seed}|{settings.Kappa}|{style}|{i}");
                string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
                string name = StyleModel.NameOf(style);
                stimuli.Add(new Stimulus(id, style, name, string.Create(CultureInfo.InvariantCulture, $"{name}/{i}.png")) { Latents = Model.Latents(style, i) });
                _places[id] = (style, i);
            }
        }

        Pool = new StimulusPool(
            stimuli,
            IsSynthetic: true,
            string.Create(CultureInfo.InvariantCulture, $"{Painter.Generator}: {Model.Count} styles in {settings.Families} families, kappa {settings.Kappa}, seed {settings.Seed}"));
    }

    /// <summary>The styles.</summary>
    public StyleModel Model { get; }

    /// <summary>The images.</summary>
    public StimulusPool Pool { get; }

    /// <summary>How alike two styles are: exp(−distance / 2), 1 for the same.</summary>
    /// <param name="a">A style.</param>
    /// <param name="b">A style.</param>
    public double Similarity(int a, int b)
    {
        double square = 0;
        for (int d = 0; d < StyleModel.Dimensions; d++)
            square += (Model.Centre(a)[d] - Model.Centre(b)[d]) * (Model.Centre(a)[d] - Model.Centre(b)[d]);
        return Math.Exp(-Math.Sqrt(square) / 2);
    }

    /// <summary>The share of images that Bayes' rule with the list's true styles puts right: no agent is better on average.</summary>
    /// <param name="lists">Lists of intact stimuli.</param>
    public double IdealAccuracy(IEnumerable<TrialList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        int right = 0, trials = 0;
        foreach (TrialList list in lists)
        {
            foreach (PlannedTrial planned in list.Trials.Where(static planned => planned.Type == TrialType.Main))
            {
                var (style, index) = _places[planned.ImageId];
                double[] latents = Model.Latents(style, index);
                int set = planned.Slot / list.Alternatives * list.Alternatives;
                int best = list.Categories.Skip(set).Take(list.Alternatives).MaxBy(candidate => Evidence(candidate, latents));
                right += best == style ? 1 : 0;
                trials++;
            }
        }

        return right / (double)trials;
    }

    /// <summary>The picture as a participant sees it: painted, and scrambled or changed as its family or condition says.</summary>
    /// <param name="shown">The image.</param>
    /// <param name="side">Pixels of a side; a power of two if it is to be scrambled.</param>
    public RgbImage Picture(PresentedStimulus shown, int side)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var (style, index) = _places[shown.ImageId];
        RgbImage picture = _painted.GetOrAdd((shown.ImageId, side), _ => _painter.Paint(style, index, side));
        return shown.Condition switch
        {
            "mirror" => ImageCrop.Mirror(picture),
            "grey" => PhaseScramble.Grey(picture),
            _ => StimulusFamily.Scramble(shown.Condition.Length > 0 ? shown.Condition : shown.Family) is > 0 and { } share
                ? PhaseScramble.Apply(picture, share, new RandomStreams(Model.Settings.Seed).Named("scramble " + shown.ImageId))
                : picture,
        };
    }

    private double Evidence(int style, double[] latents)
    {
        double square = 0, spread = Model.Spread(style);
        for (int d = 0; d < latents.Length; d++)
            square += (latents[d] - Model.Centre(style)[d]) * (latents[d] - Model.Centre(style)[d]);
        return (-square / (2 * spread * spread)) - (latents.Length * Math.Log(spread));
    }
}
