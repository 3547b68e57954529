using Engram.Datasets;
using Engram.Delaunay.Imaging;
using Engram.Lab.Figures;
using Engram.Vision.Data;

namespace Engram.Vision.Figures;

/// <summary>Pictures of a set as figures show them: as they are, or as grey boxes where they may not be shown.</summary>
internal static class Pictures
{
    /// <summary>What is said below a grey box.</summary>
    public const string Withheld = "image withheld";

    private const byte Grey = 200;

    /// <summary>Whether figures of a set show pictures.</summary>
    public static bool AreShown(PictureSet? set) => set?.MayBeShown == true;

    /// <summary>A picture, or the box that stands for it.</summary>
    /// <param name="set">The set; null for none at hand.</param>
    /// <param name="index">Which.</param>
    public static SmallImage Of(PictureSet? set, int index) => AreShown(set) ? Of(set!.Images[index]) : Box(set?.Side ?? 64);

    /// <summary>A picture.</summary>
    public static SmallImage Of(RgbImage image)
    {
        int plane = image.Width * image.Height;
        var pixels = new byte[3 * plane];
        for (int at = 0; at < plane; at++)
        {
            for (int channel = 0; channel < 3; channel++)
                pixels[(channel * plane) + at] = image.Pixels[(3 * at) + channel];
        }

        return new SmallImage(new ImageShape(3, image.Height, image.Width), pixels);
    }

    private static SmallImage Box(int side)
    {
        var pixels = new byte[3 * side * side];
        Array.Fill(pixels, Grey);
        return new SmallImage(new ImageShape(3, side, side), pixels);
    }
}
