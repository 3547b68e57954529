using Engram.Numerics;

namespace Engram.Delaunay.Imaging;

/// <summary>The shorter side is resized: see <see cref="ImageResize.ShorterSide"/>.</summary>
/// <param name="Side">At least 1.</param>
public sealed record ShorterSideStep(int Side) : IImageStep
{
    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, RandomStream random) => ImageResize.ShorterSide(image, Side);
}

/// <summary>Both sides are forced: see <see cref="ImageResize.To"/>.</summary>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public sealed record ForcedSizeStep(int Width, int Height) : IImageStep
{
    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, RandomStream random) => ImageResize.To(image, Width, Height);
}

/// <summary>The square in the middle: see <see cref="ImageCrop.Centre"/>.</summary>
/// <param name="Side">At least 1.</param>
public sealed record CentreCropStep(int Side) : IImageStep
{
    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, RandomStream random) => ImageCrop.Centre(image, Side);
}

/// <summary>A square anywhere, each place equally likely.</summary>
/// <param name="Side">At least 1.</param>
/// <param name="Pads">Pads smaller pictures with black about their middle in place of refusing them.</param>
public sealed record RandomCropStep(int Side, bool Pads = false) : IImageStep
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The picture is smaller than the crop, and is not to be padded.</exception>
    public RgbImage Apply(RgbImage image, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(random);
        if (!Pads && (image.Width < Side || image.Height < Side))
            throw new ArgumentException($"A picture of {image.Width} × {image.Height} has no part of {Side} × {Side}: resize it first, or allow padding.", nameof(image));
        var top = Offset(image.Height, random);
        return ImageCrop.Part(image, Offset(image.Width, random), top, Side, Side);
    }

    private int Offset(int length, RandomStream random) => length > Side ? random.NextBounded(length - Side + 1) : ImageCrop.Offset(length, Side);
}

/// <summary>A random part of random area and proportions, resized to a square.</summary>
/// <param name="Side">The square's side, at least 1.</param>
public sealed record RandomResizedCropStep(int Side) : IImageStep
{
    private const int Tries = 10;

    /// <summary>The least share of the picture's area.</summary>
    public double LeastArea { get; init; } = 0.08;

    /// <summary>The greatest share.</summary>
    public double GreatestArea { get; init; } = 1;

    /// <summary>The least width over height.</summary>
    public double LeastAspect { get; init; } = 3.0 / 4;

    /// <summary>The greatest width over height.</summary>
    public double GreatestAspect { get; init; } = 4.0 / 3;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (left, top, width, height) = Draw(image.Width, image.Height, random);
        return ImageResize.To(ImageCrop.Part(image, left, top, width, height), Side, Side);
    }

    /// <summary>
    /// Draws the part: up to ten tries of an area share, uniform, and an aspect, uniform in its logarithm; after them the central part whose
    /// aspect is the nearest allowed.
    /// </summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="random">The numbers.</param>
    public (int Left, int Top, int Width, int Height) Draw(int width, int height, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (low, high) = (Math.Log(LeastAspect), Math.Log(GreatestAspect));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var area = (double)width * height * random.NextUniform(LeastArea, GreatestArea);
            var aspect = Math.Exp(random.NextUniform(low, high));
            var w = (int)Math.Round(Math.Sqrt(area * aspect), MidpointRounding.ToEven);
            var h = (int)Math.Round(Math.Sqrt(area / aspect), MidpointRounding.ToEven);
            if (w < 1 || h < 1 || w > width || h > height) continue;
            var top = random.NextBounded(height - h + 1);
            return (random.NextBounded(width - w + 1), top, w, h);
        }

        var proportions = (double)width / height;
        var (wide, tall) = (width, height);
        if (proportions < LeastAspect) tall = Math.Max(1, (int)Math.Round(width / LeastAspect, MidpointRounding.ToEven));
        else if (proportions > GreatestAspect) wide = Math.Max(1, (int)Math.Round(height * GreatestAspect, MidpointRounding.ToEven));
        return ((width - wide) / 2, (height - tall) / 2, wide, tall);
    }
}

/// <summary>Mirrors left to right. Off for what people see.</summary>
/// <param name="Probability">From 0 to 1.</param>
public sealed record HorizontalFlipStep(double Probability = 0.5) : IImageStep
{
    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextDouble() < Probability ? ImageCrop.Mirror(image) : image;
    }
}
