using System.Globalization;
using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Vision.Data;

/// <summary>How training pictures vary from epoch to epoch (quirk Q5). What a picture becomes follows from seed, epoch and picture alone.</summary>
internal sealed class Augmentation
{
    /// <summary>
    /// The ways there are: not at all; padding by an eighth, a random crop and a flip (<c>crop-flip</c>); a random part of random area and proportions
    /// with a flip (<c>resized-crop</c>, profile modern); that, with a second crop and changes of colour (<c>fewshot</c>, specification 2.4).
    /// </summary>
    public static readonly string[] Names = ["none", "crop-flip", "resized-crop", "fewshot"];

    // Specification 2.4: padding of 8 on a side of 84, colour jitter 0.4, area from 0.18.
    private const double FewShotJitter = 0.4;
    private const double FewShotArea = 0.18;

    private readonly IImageStep[] _steps;
    private readonly ulong _seed;

    /// <summary>Begins one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="side">The side of the squares.</param>
    /// <param name="seed">The run's seed.</param>
    public Augmentation(string name, int side, ulong seed)
    {
        _seed = seed;
        _steps = name switch
        {
            "crop-flip" => [new PaddedCropStep(Math.Max(1, side / 8)), new HorizontalFlipStep()],
            "resized-crop" => [new RandomResizedCropStep(side), new HorizontalFlipStep()],
            "fewshot" =>
            [
                new RandomResizedCropStep(side) { LeastArea = FewShotArea },
                new PaddedCropStep(Math.Max(1, (int)Math.Round(side * 8 / 84.0))),
                new ColourJitterStep(FewShotJitter, FewShotJitter, FewShotJitter),
                new HorizontalFlipStep(),
            ],
            _ => [],
        };
    }

    /// <summary>Whether pictures stay as they are.</summary>
    public bool IsNone => _steps.Length == 0;

    /// <summary>A picture as it is seen in an epoch.</summary>
    /// <param name="image">The square.</param>
    /// <param name="index">Its place in the set.</param>
    /// <param name="epoch">From 0.</param>
    public RgbImage Apply(RgbImage image, int index, int epoch)
    {
        if (IsNone)
            return image;
        RandomStream stream = new RandomStreams(_seed).Named(string.Create(CultureInfo.InvariantCulture, $"augment/{epoch}"), index);
        foreach (IImageStep step in _steps)
            image = step.Apply(image, stream);
        return image;
    }

    /// <summary>Black around the picture, then a square of the old side anywhere.</summary>
    private sealed record PaddedCropStep(int Padding) : IImageStep
    {
        public RgbImage Apply(RgbImage image, RandomStream random)
        {
            int side = image.Width, left = random.NextBounded((2 * Padding) + 1) - Padding, top = random.NextBounded((2 * Padding) + 1) - Padding;
            var moved = new RgbImage(side, side);
            int first = Math.Max(0, -left), count = side - Math.Abs(left);
            for (int y = Math.Max(0, -top); y < Math.Min(side, side - top); y++)
                image.Row(y + top).Slice(3 * (first + left), 3 * count).CopyTo(moved.Row(y)[(3 * first)..]);
            return moved;
        }
    }
}
