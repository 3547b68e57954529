using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>
/// Paints pictures of the stand-in SYNTH-ABSTRACT: invented styles, known statistics, no real artist. A picture depends on the seed, its style
/// and its number alone, so pictures can be made in any order and by several threads. The same bytes on the same platform.
/// </summary>
/// <param name="model">The styles.</param>
/// <param name="settings">How; null for the defaults.</param>
public sealed class Painter(StyleModel model, PaintingSettings? settings = null)
{
    private readonly PaintingSettings _settings = Checked(settings ?? new PaintingSettings());

    /// <summary>The name and version of this generator, which every file that it makes carries.</summary>
    public static string Generator => "SYNTH-ABSTRACT/1";

    /// <summary>The styles.</summary>
    public StyleModel Model => model;

    /// <summary>How pictures are painted.</summary>
    public PaintingSettings Settings => _settings;

    /// <summary>Paints a picture.</summary>
    /// <param name="style">The style, from 0.</param>
    /// <param name="index">The picture's number, 0 or more.</param>
    public PaintedPicture Paint(int style, int index)
    {
        var nuisance = _settings.HasNuisance ? Nuisance.Draw(_settings, model.Settings.Seed, style, index) : Nuisance.None(_settings.ShortSide);
        return Paint(style, index, model.Latents(style, index), nuisance);
    }

    /// <summary>Paints a square picture with nothing on it that does not belong to its style.</summary>
    /// <param name="style">The style, from 0.</param>
    /// <param name="index">The picture's number, 0 or more.</param>
    /// <param name="size">Pixels on a side, 8 to 4096.</param>
    public RgbImage Paint(int style, int index, int size) => Paint(style, index, model.Latents(style, index), Nuisance.None(size)).Image;

    /// <summary>What varies of a picture whatever its style, without painting it.</summary>
    /// <param name="style">The style, from 0.</param>
    /// <param name="index">The picture's number, 0 or more.</param>
    public Nuisance NuisanceOf(int style, int index) => Nuisance.Draw(_settings, model.Settings.Seed, style, index);

    /// <summary>Paints given latents, for sweeps and morphs.</summary>
    /// <param name="style">Chooses the random numbers of placement, with <paramref name="index"/>.</param>
    /// <param name="index">See <paramref name="style"/>.</param>
    /// <param name="latents">Sixteen numbers.</param>
    /// <param name="nuisance">What varies otherwise.</param>
    /// <param name="composition">Keeps a composition whatever the latents say; null to follow them.</param>
    public PaintedPicture Paint(int style, int index, IReadOnlyList<double> latents, Nuisance nuisance, Composition? composition = null)
    {
        ArgumentNullException.ThrowIfNull(latents);
        ArgumentNullException.ThrowIfNull(nuisance);
        ArgumentOutOfRangeException.ThrowIfLessThan(nuisance.ShortSide, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nuisance.ShortSide, 4096);
        var parameters = DrawingParameters.Of([.. latents], composition);
        var random = new PaintingRandom(model.Settings.Seed, "drawing", style, index);
        var (width, height) = nuisance.Aspect >= 1
            ? ((int)Math.Round(nuisance.ShortSide * nuisance.Aspect), nuisance.ShortSide)
            : (nuisance.ShortSide, (int)Math.Round(nuisance.ShortSide / nuisance.Aspect));
        using var canvas = new PaintedCanvas(width, height, parameters, random);
        Compositions.Draw(canvas);
        var image = canvas.Finish();
        if (_settings.HasNuisance) Wear.Apply(image, nuisance, new PaintingRandom(model.Settings.Seed, "wear", style, index));
        return new PaintedPicture(image, style, index, latents, parameters, nuisance, canvas.Drawn);
    }

    private static PaintingSettings Checked(PaintingSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.ShortSide, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.ShortSide, 4096);
        if (settings.Shortcut is { } p && !(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(settings), p, "The probability of the shortcut is a number from 0 to 1.");
        return settings;
    }
}
