using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Vision.Analysis;

/// <summary>Pictures with something taken away, to see what a network leans on (specification 2.8.6).</summary>
/// <param name="Name">In kebab case.</param>
/// <param name="Summary">What is left of a picture.</param>
/// <param name="Change">Makes it, from the picture and its place.</param>
internal sealed record ShortcutProbe(string Name, string Summary, Func<RgbImage, int, RgbImage> Change)
{
    // What is taken away becomes grey, near 0 after normalisation.
    private const byte Grey = 128;
    private const int Patches = 4;

    /// <summary>All of them.</summary>
    /// <param name="seed">The run's seed, for what is shuffled.</param>
    public static IReadOnlyList<ShortcutProbe> All(ulong seed) =>
    [
        new("grey", "no colour", static (image, _) => WithoutColour(image)),
        new("colour-thumbnail", "16 x 16 colours", static (image, _) => Thumbnail(image)),
        new("patches-shuffled", "4 x 4 patches in another order: texture without composition", (image, index) => Shuffled(image, new RandomStreams(seed).Named("patches", index))),
        new("centre-only", "the middle half of each side", static (image, _) => Kept(image, static (x, y, side) => IsCentre(x, y, side))),
        new("border-only", "all but the middle half of each side", static (image, _) => Kept(image, static (x, y, side) => !IsCentre(x, y, side))),
        new("corners-only", "the corners, where marks stand", static (image, _) => Kept(image, static (x, y, side) => IsCorner(x, y, side))),
        new("without-corners", "all but the corners", static (image, _) => Kept(image, static (x, y, side) => !IsCorner(x, y, side))),
    ];

    private static bool IsCentre(int x, int y, int side) => x >= side / 4 && x < side - (side / 4) && y >= side / 4 && y < side - (side / 4);

    private static bool IsCorner(int x, int y, int side)
    {
        // As wide and half as high as marks and watermarks are, and then some.
        int width = Math.Max(1, side * 2 / 5), height = Math.Max(1, side / 5);
        return (x < width || x >= side - width) && (y < height || y >= side - height);
    }

    private static RgbImage WithoutColour(RgbImage image)
    {
        var grey = new RgbImage(image.Width, image.Height);
        Span<byte> from = image.Pixels, to = grey.Pixels;
        for (int at = 0; at < from.Length; at += 3)
            to.Slice(at, 3).Fill((byte)(((299 * from[at]) + (587 * from[at + 1]) + (114 * from[at + 2]) + 500) / 1000));
        return grey;
    }

    private static RgbImage Thumbnail(RgbImage image) => ImageResize.To(ImageResize.To(image, Math.Min(16, image.Width), Math.Min(16, image.Height)), image.Width, image.Height);

    private static RgbImage Shuffled(RgbImage image, RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, Patches * Patches)];
        stream.Shuffle(order.AsSpan());
        int side = image.Width / Patches;
        var shuffled = new RgbImage(image.Width, image.Height);
        image.Pixels.CopyTo(shuffled.Pixels);
        for (int patch = 0; patch < order.Length; patch++)
        {
            for (int y = 0; y < side; y++)
            {
                image.Row((order[patch] / Patches * side) + y).Slice(3 * (order[patch] % Patches) * side, 3 * side)
                    .CopyTo(shuffled.Row((patch / Patches * side) + y)[(3 * (patch % Patches) * side)..]);
            }
        }

        return shuffled;
    }

    private static RgbImage Kept(RgbImage image, Func<int, int, int, bool> isKept)
    {
        var kept = new RgbImage(image.Width, image.Height);
        kept.Pixels.Fill(Grey);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                if (isKept(x, y, image.Width))
                    image.Row(y).Slice(3 * x, 3).CopyTo(kept.Row(y)[(3 * x)..]);
            }
        }

        return kept;
    }
}
