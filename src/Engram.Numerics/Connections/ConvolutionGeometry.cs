namespace Engram.Numerics.Connections;

/// <summary>
/// Which places of an image meet which places of a map of filters. The image is the larger side, the map the one that a cross-correlation
/// makes of it: map[oy, ox] sees image[oy · stride + i − padding, ox · stride + j − padding] through column (i, j) of the kernel. Both
/// directions are told in the same way: the taps of a place are an interval of kernel rows times one of kernel columns.
/// </summary>
/// <param name="Image">The shape of the image.</param>
/// <param name="Map">The shape of the map.</param>
/// <param name="Kernel">The side of the kernel.</param>
/// <param name="Stride">How far the kernel moves from place to place.</param>
/// <param name="Padding">How many places of nothing surround the image.</param>
internal sealed record ConvolutionGeometry(SignalShape Image, SignalShape Map, int Kernel, int Stride, int Padding)
{
    /// <summary>How many weights a pair of channel and filter has.</summary>
    internal int Taps => Kernel * Kernel;

    /// <summary>The shape of the map that a convolution makes of an image.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    internal static ConvolutionGeometry OfConvolution(SignalShape below, int filters, int kernel, int stride, int padding)
    {
        Check(below, filters, kernel, stride, padding);
        if (kernel > (long)below.Height + (2L * padding) || kernel > (long)below.Width + (2L * padding))
        {
            throw new ArgumentException(
                $"A kernel of {kernel}x{kernel} is larger than an image of {below} with {padding} places of padding on each side.", nameof(kernel));
        }

        int height = ((below.Height + (2 * padding) - kernel) / stride) + 1;
        int width = ((below.Width + (2 * padding) - kernel) / stride) + 1;
        return Sized(below, new SignalShape(filters, height, width), kernel, stride, padding);
    }

    /// <summary>The shape of the image that a transposed convolution makes of a map.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    internal static ConvolutionGeometry OfTransposed(SignalShape below, int filters, int kernel, int stride, int padding)
    {
        Check(below, filters, kernel, stride, padding);
        long height = ((below.Height - 1L) * stride) + kernel - (2L * padding);
        long width = ((below.Width - 1L) * stride) + kernel - (2L * padding);
        if (height < 1 || width < 1)
        {
            throw new ArgumentException(
                $"With kernel {kernel}, stride {stride} and padding {padding} nothing is left of an image made from {below}.", nameof(padding));
        }

        if (height > int.MaxValue || width > int.MaxValue)
            throw new ArgumentException($"With kernel {kernel} and stride {stride} the image made from {below} is too large.", nameof(stride));
        return Sized(new SignalShape(filters, (int)height, (int)width), below, kernel, stride, padding);
    }

    /// <summary>The taps of a coordinate of the map: those whose place lies within the image.</summary>
    internal Interval TapsOfMap(int place, int imageSize)
    {
        int origin = (place * Stride) - Padding;
        int first = Math.Max(0, -origin);
        return new Interval(first, Math.Min(Kernel, imageSize - origin) - first);
    }

    /// <summary>The taps of a coordinate of the image, <see cref="Stride"/> apart; none where the kernel never stands.</summary>
    internal Interval TapsOfImage(int place, int mapSize)
    {
        int reach = place + Padding;
        int first = Math.Max(reach % Stride, reach - ((mapSize - 1) * Stride));
        int last = Math.Min(Kernel - 1, reach);
        return new Interval(first, first > last ? 0 : ((last - first) / Stride) + 1);
    }

    /// <summary>The places of the map for which a tap lies within the image.</summary>
    internal Interval PlacesOfTap(int tap, int imageSize, int mapSize)
    {
        int first = tap >= Padding ? 0 : (Padding - tap + Stride - 1) / Stride;
        int last = imageSize - 1 + Padding - tap;
        int end = last < 0 ? 0 : Math.Min(mapSize, (last / Stride) + 1);
        return new Interval(first, Math.Max(0, end - first));
    }

    private static void Check(SignalShape below, int filters, int kernel, int stride, int padding)
    {
        ShapeCheck.Positive(below, nameof(below));
        if (filters < 1)
            throw new ArgumentException($"A convolution of {below} needs at least one filter, not {filters}.", nameof(filters));
        if (kernel < 1)
            throw new ArgumentException($"The kernel over {below} must have a side of at least 1, not {kernel}.", nameof(kernel));
        if (stride < 1)
            throw new ArgumentException($"The stride over {below} must be at least 1, not {stride}.", nameof(stride));
        if (padding < 0 || padding >= kernel)
        {
            throw new ArgumentException(
                $"The padding around {below} must be between 0 and {kernel - 1} for a kernel of {kernel}x{kernel}, not {padding}: "
                + "beyond that a kernel would see nothing of the image.",
                nameof(padding));
        }
    }

    private static ConvolutionGeometry Sized(SignalShape image, SignalShape map, int kernel, int stride, int padding)
    {
        ShapeCheck.Countable(image);
        ShapeCheck.Countable(map);
        if ((long)kernel * kernel * Math.Max(image.Channels, map.Channels) >= int.MaxValue)
            throw new ArgumentException($"A kernel of {kernel}x{kernel} between {image} and {map} has too many weights.", nameof(kernel));
        return new ConvolutionGeometry(image, map, kernel, stride, padding);
    }
}

/// <summary>Some neighbours.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Interval(int First, int Count)
{
    /// <summary>One more than the last.</summary>
    internal int End => First + Count;
}
