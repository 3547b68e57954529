using Engram.Datasets;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Figures;

/// <summary>An image as it stands in a figure: grey or coloured bytes <c>[channel][y][x]</c>. Immutable.</summary>
public sealed class SmallImage
{
    private readonly byte[] _pixels;

    /// <summary>Copies an image.</summary>
    /// <param name="shape">1 channel for grey, 3 for red, green and blue.</param>
    /// <param name="pixels"><c>[channel][y][x]</c>, 0 … 255.</param>
    /// <exception cref="ArgumentException">The number of channels is neither 1 nor 3, or there are more or fewer values than the shape has.</exception>
    public SmallImage(ImageShape shape, ReadOnlySpan<byte> pixels)
        : this(shape, pixels.ToArray())
    {
    }

    private SmallImage(ImageShape shape, byte[] pixels)
    {
        if (shape.Channels is not (1 or 3))
            throw new ArgumentException($"an image of {shape.Channels} channels cannot be shown; 1 (grey) or 3 (red, green, blue) can");
        if (shape.Height < 1 || shape.Width < 1 || pixels.Length != shape.Values)
            throw new ArgumentException($"{pixels.Length} values do not make an image of {shape}");
        (Shape, _pixels) = (shape, pixels);
    }

    /// <summary>The shape.</summary>
    public ImageShape Shape { get; }

    /// <summary>The values <c>[channel][y][x]</c>, 0 … 255.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>One of a batch of images whose values lie in [−1, 1], as a cortex sees and dreams them; what lies outside is cut off.</summary>
    /// <param name="images">The batch <c>[channel · place, lane]</c>.</param>
    /// <param name="lane">Which of them.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <exception cref="ArgumentException">The table has another number of rows, or the channels cannot be shown.</exception>
    public static SmallImage Of(LaneMatrix<float> images, int lane, SignalShape shape)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rows != shape.Count)
            throw new ArgumentException($"a table of {images.Rows} rows does not hold images of {shape.Channels} x {shape.Height} x {shape.Width}");
        var pixels = new byte[shape.Count];
        for (var row = 0; row < pixels.Length; row++)
        {
            // NaN becomes black, so that a network that broke shows it.
            var value = 127.5f * (images[row, lane] + 1);
            pixels[row] = value >= 0 ? (byte)Math.Min(255, MathF.Round(value)) : (byte)0;
        }

        return new SmallImage(new ImageShape(shape.Channels, shape.Height, shape.Width), pixels);
    }

    /// <summary>One of a set of images.</summary>
    /// <param name="images">The set.</param>
    /// <param name="index">Which of them.</param>
    public static SmallImage Of(ImageSet images, int index)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new SmallImage(images.Shape, images.Pixels(index).ToArray());
    }

    /// <summary>The first images of a batch: see <see cref="Of(LaneMatrix{float}, int, SignalShape)"/>.</summary>
    public static IReadOnlyList<SmallImage> ListOf(LaneMatrix<float> images, int count, SignalShape shape) =>
        [.. Enumerable.Range(0, count).Select(lane => Of(images, lane, shape))];
}
