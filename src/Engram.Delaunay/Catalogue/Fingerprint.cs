using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Catalogue;

/// <summary>What a picture is told by among others.</summary>
/// <param name="Hashes">The perceptual hashes of its eight turns, the upright one first.</param>
/// <param name="Greys">64 × 64 greys, row by row.</param>
/// <param name="CropHash">The hash of its middle.</param>
/// <param name="CropGreys">64 × 64 greys of its middle.</param>
public sealed record Fingerprint(ulong[] Hashes, byte[] Greys, ulong CropHash, byte[] CropGreys)
{
    /// <summary>The share of each side that is the middle.</summary>
    private const int CropPercent = 95;

    /// <summary>The fingerprint of a picture.</summary>
    /// <param name="preview">The picture, at a shorter side of 256 or any other.</param>
    public static Fingerprint Of(RgbImage preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        int width = Math.Max(1, preview.Width * CropPercent / 100), height = Math.Max(1, preview.Height * CropPercent / 100);
        var middle = ImageCrop.Part(preview, (preview.Width - width) / 2, (preview.Height - height) / 2, width, height);
        return new Fingerprint(PerceptualHash.OfAllSymmetries(preview), GreysOf(preview), PerceptualHash.Of(middle), GreysOf(middle));
    }

    private static byte[] GreysOf(RgbImage image) => new GreyImage(ImageResize.To(image, NearDuplicates.Side, NearDuplicates.Side)).Levels.ToArray();
}
