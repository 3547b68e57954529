using System.Runtime.CompilerServices;

namespace Engram.Delaunay.Imaging;

/// <summary>Bytes to what a network takes: <c>(value/255 − mean)/deviation</c> per channel, laid out <c>[channel][y][x]</c>.</summary>
public sealed class PixelNormalisation
{
    private readonly float[] _table = new float[3 * 256];

    /// <summary>Makes the tables.</summary>
    /// <param name="mean">Three means of red, green, blue, in units of 255.</param>
    /// <param name="deviation">Three deviations, above 0.</param>
    public PixelNormalisation(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        if (mean.Count != 3 || deviation.Count != 3 || deviation.Any(static value => !(value > 0)))
            throw new ArgumentException("Three means and three deviations above 0 are needed, for red, green and blue.");
        (Mean, Deviation) = ([.. mean], [.. deviation]);
        for (var at = 0; at < _table.Length; at++) _table[at] = (float)(((at % 256 / 255.0) - Mean[at / 256]) / Deviation[at / 256]);
    }

    /// <summary>Values in [0, 1]: no mean is taken away.</summary>
    public static PixelNormalisation None { get; } = new([0, 0, 0], [1, 1, 1]);

    /// <summary>The means and deviations that the dataset's authors published.</summary>
    public static PixelNormalisation Delaunay { get; } = new([0.5853, 0.5335, 0.4950], [0.2348, 0.2260, 0.2242]);

    /// <summary>Means of red, green, blue, in units of 255.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>Deviations.</summary>
    public IReadOnlyList<double> Deviation { get; }

    /// <summary>Converts a picture.</summary>
    /// <param name="pixels"><c>[y][x][channel]</c>, three bytes a pixel.</param>
    /// <param name="values">As many values <c>[channel][y][x]</c>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of 3.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        if (pixels.Length != values.Length || pixels.Length % 3 != 0) throw new ArgumentException($"{pixels.Length} bytes do not make {values.Length} values in three channels.", nameof(values));
        var plane = pixels.Length / 3;
        for (var channel = 0; channel < 3; channel++)
        {
            var table = _table.AsSpan(256 * channel, 256);
            var to = values.Slice(channel * plane, plane);
            for (int at = 0, from = channel; at < to.Length; at++, from += 3) to[at] = table[pixels[from]];
        }
    }

    /// <summary>A picture of values <c>[channel][y][x]</c> in [0, 1]: <c>⌊255·x + 0.5⌋</c>, clipped; lossless for what came from bytes.</summary>
    /// <param name="values"><c>3 × height × width</c> values, not normalised.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public static RgbImage ToImage(ReadOnlySpan<float> values, int width, int height)
    {
        var image = new RgbImage(width, height);
        var plane = width * height;
        if (values.Length != 3 * plane) throw new ArgumentException($"{values.Length} values do not make three channels of {width} × {height}.", nameof(values));
        for (var at = 0; at < values.Length; at++) image.Pixels[(at % plane * 3) + (at / plane)] = (byte)Math.Clamp(MathF.Floor((255 * values[at]) + 0.5f), 0, 255);
        return image;
    }
}
