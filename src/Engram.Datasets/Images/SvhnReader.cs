namespace Engram.Datasets;

/// <summary>
/// Reads the cropped digits of SVHN ("format 2"): <c>train_32x32.mat</c>, <c>test_32x32.mat</c> and <c>extra_32x32.mat</c>.
/// </summary>
/// <remarks>
/// A file holds <c>X</c>, bytes 32 x 32 x 3 x images with the <em>row</em> fastest, and <c>y</c>, the digits, in which 10 means 0. Images become
/// <c>[channel][y][x]</c>, labels the digit itself. Netzer et al., "Reading digits in natural images with unsupervised feature learning", 2011.
/// </remarks>
public static class SvhnReader
{
    internal const string TrainFile = "train_32x32.mat";
    internal const string TestFile = "test_32x32.mat";
    internal const string ExtraFile = "extra_32x32.mat";

    private const int Side = 32;
    private const int Ten = 10;
    private const string Remedy = "Fetch it again with 'engram data fetch svhn', or check that it is a file of cropped digits of SVHN.";

    /// <summary>The shape of every image: 3 x 32 x 32.</summary>
    public static ImageShape Shape { get; } = new(3, Side, Side);

    /// <summary>The digits in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most bytes that the values may take; 1 GiB unless told otherwise. The extra images need 1.6 GB.</param>
    /// <exception cref="DatasetException">The file is missing, damaged, too large, or not what its name says.</exception>
    public static ImageSet Read(string path, long maximumBytes = DatasetFile.DefaultMaximumBytes) =>
        ToImages(MatReader.Read(path, ["X", "y"], maximumBytes), path);

    internal static ImageSet Read(Stream stream, string name, long maximumBytes) => ToImages(MatReader.Read(stream, name, ["X", "y"], maximumBytes), name);

    private static ImageSet ToImages(IReadOnlyDictionary<string, MatArray> variables, string name)
    {
        if (!variables.TryGetValue("X", out var images) || !variables.TryGetValue("y", out var digits))
            throw new DatasetException(name, null, $"It has no variable {(variables.ContainsKey("X") ? "y, the digits" : "X, the images")}.", Remedy);
        // MATLAB leaves the last axis out where it has length 1.
        var count = images.Shape.Length == 3 ? 1 : images.Shape[^1];
        if (images.Shape.Length is not (3 or 4) || !images.Shape[..3].SequenceEqual([Side, Side, 3]) || images.TakeBytes() is not { } pixels)
            throw new DatasetException(name, null, $"X is {images.Class} of shape {images.ShapeText}; UInt8 of shape {Side}x{Side}x3 x images was expected.", Remedy);
        if (digits.Shape.Length != 2 || digits.Count != count || (digits.Shape[0] != 1 && digits.Shape[1] != 1))
            throw new DatasetException(name, null, $"y has shape {digits.ShapeText}; {count} digits for {count} images were expected.", Remedy);

        var labels = new int[count];
        var found = digits.ToDoubles();
        for (var i = 0; i < count; i++)
        {
            if (!(found[i] is >= 0 and <= Ten && found[i] == Math.Floor(found[i])))
                throw new DatasetException(name, null, $"The label of image {i} is {found[i]}; a whole number from 1 to {Ten}, which means 0, was expected.", Remedy);
            labels[i] = (int)found[i] % Ten;
        }

        TurnUpright(pixels);
        return ImageSet.Own(pixels, labels, Shape, ClassNames, name);
    }

    /// <summary>Turns every plane, in which columns lie one behind the other, into rows, in place.</summary>
    private static void TurnUpright(byte[] pixels)
    {
        for (var start = 0; start < pixels.Length; start += Side * Side)
        {
            var plane = pixels.AsSpan(start, Side * Side);
            for (var y = 0; y < Side; y++)
            {
                for (var x = 0; x < y; x++)
                    (plane[(y * Side) + x], plane[(x * Side) + y]) = (plane[(x * Side) + y], plane[(y * Side) + x]);
            }
        }
    }
}
