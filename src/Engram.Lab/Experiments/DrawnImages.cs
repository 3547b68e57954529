using Engram.Datasets;
using Engram.Datasets.Procedural;
using Engram.Numerics;

namespace Engram.Lab.Experiments;

/// <summary>Sets of images that Engram draws itself, the same in every run: what experiments learn where nothing may be downloaded.</summary>
internal static class DrawnImages
{
    internal const ulong Seed = 2021;

    /// <summary>Handwritten-looking digits, as large as those of MNIST.</summary>
    internal static LabelledImages Digits(int train, int test)
    {
        string[] names = [.. Enumerable.Range(0, DrawnDigits.Classes).Select(digit => $"{digit}")];
        var shape = new ImageShape(1, DrawnDigits.Size, DrawnDigits.Size);
        return new LabelledImages("drawn digits", Set(train, "train"), Set(test, "test"), []);

        ImageSet Set(int count, string part) => Painted(count, part, shape, names, (label, stream, image) => DrawnDigits.Draw(label, stream, image));
    }

    /// <summary>Coloured shapes on coloured grounds, as large as photographs of CIFAR-10.</summary>
    internal static LabelledImages Shapes(int train, int test) => Shapes(train, test, size: 32);

    /// <summary>Coloured shapes on coloured grounds.</summary>
    internal static LabelledImages Shapes(int train, int test, int size)
    {
        var shape = new ImageShape(ColouredShapes.Channels, size, size);
        return new LabelledImages("coloured shapes", Set(train, "train"), Set(test, "test"), []);

        ImageSet Set(int count, string part) => Painted(
            count, part, shape, ColouredShapes.ClassNames, (label, stream, image) => ColouredShapes.Paint(ShapeFactors.Draw(label, stream), size, image));
    }

    private static ImageSet Painted(
        int count, string part, ImageShape shape, IReadOnlyList<string> names, Action<int, RandomStream, Span<byte>> paint)
    {
        RandomStream stream = new RandomStreams(Seed).Named(part);
        var pixels = new byte[count * shape.Values];
        var labels = new int[count];
        for (int image = 0; image < count; image++)
        {
            labels[image] = image % names.Count;
            paint(labels[image], stream, pixels.AsSpan(image * shape.Values, shape.Values));
        }

        return new ImageSet(pixels, labels, shape, names, "drawn by Engram");
    }
}
