namespace Engram.Delaunay.Imaging;

/// <summary>Which input places an output place is made of, with weights of which 2²² is one.</summary>
/// <param name="Starts">The first input place of each output place.</param>
/// <param name="Weights"><c>[output][stride]</c>; behind the last weight of an output come zeros.</param>
/// <param name="Stride">Weights of an output, a multiple of 4.</param>
internal sealed record ResizeTaps(int[] Starts, int[] Weights, int Stride)
{
    /// <summary>Binary places of a weight.</summary>
    public const int Bits = 22;

    /// <summary>A half of one, for rounding.</summary>
    public const int Half = 1 << (Bits - 1);

    /// <summary>The taps of one pass.</summary>
    /// <param name="input">The length before, at least 1.</param>
    /// <param name="output">The length after, at least 1.</param>
    public static ResizeTaps For(int input, int output)
    {
        var scale = (double)input / output;
        var support = Math.Max(scale, 1);
        var most = ((int)Math.Ceiling(support) * 2) + 1;
        var stride = (most + 3) / 4 * 4;
        var starts = new int[output];
        var weights = new int[output * stride];
        var exact = new double[stride];
        for (var x = 0; x < output; x++)
        {
            var centre = (x + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(input, (int)(centre + support + 0.5));
            var sum = 0.0;
            for (var tap = first; tap < end; tap++) sum += exact[tap - first] = Math.Max(0, 1 - (Math.Abs(tap - centre + 0.5) / support));
            for (var tap = first; tap < end; tap++) weights[(x * stride) + tap - first] = (int)((exact[tap - first] / sum * (1 << Bits)) + 0.5);
            starts[x] = first;
        }

        var used = Longest(weights, output, stride);
        if (used == stride) return new ResizeTaps(starts, weights, stride);
        var narrow = new int[output * used];
        for (var x = 0; x < output; x++) weights.AsSpan(x * stride, used).CopyTo(narrow.AsSpan(x * used));
        return new ResizeTaps(starts, narrow, used);
    }

    /// <summary>The greatest number of taps that an output truly has, rounded up to four.</summary>
    private static int Longest(int[] weights, int output, int stride)
    {
        var most = 1;
        for (var x = 0; x < output; x++)
        {
            var used = stride;
            while (used > most && weights[(x * stride) + used - 1] == 0) used--;
            most = Math.Max(most, used);
        }

        return (most + 3) / 4 * 4;
    }
}
