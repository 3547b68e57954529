namespace Engram.Delaunay.Imaging;

/// <summary>A picture of 8-bit red, green and blue in gamma space (sRGB as stored), row by row, three bytes a pixel, no padding.</summary>
public sealed class RgbImage
{
    private readonly byte[] _pixels;

    /// <summary>Creates a black picture.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1, or the picture needs more bytes than an array holds.</exception>
    public RgbImage(int width, int height)
        : this(width, height, new byte[Length(width, height)])
    {
    }

    /// <summary>Wraps pixels without a copy.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels"><c>height × width × 3</c> bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes is another.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int length = Length(width, height);
        if (pixels.Length != length) throw new ArgumentException($"A picture of {width} × {height} has {length} bytes, not {pixels.Length}.", nameof(pixels));
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All bytes: <c>[row][column][red, green, blue]</c>.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>One row: <c>[column][red, green, blue]</c>.</summary>
    /// <param name="y">The row, from the top.</param>
    public Span<byte> Row(int y) => _pixels.AsSpan(y * Width * 3, Width * 3);

    private static int Length(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long length = (long)width * height * 3;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(width));
        return (int)length;
    }
}
