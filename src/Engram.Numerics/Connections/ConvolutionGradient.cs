using System.Runtime.Intrinsics;

namespace Engram.Numerics.Connections;

/// <content>
/// The gradient: both sides are vectors of lanes, so nothing is transposed. A cache line of sums belongs to each weight, one chain for each
/// number of the line: chain m adds the lanes m, m + line, m + 2 · line … of each place, places in order. At the end the halves of the line are
/// added to each other until one number is left. A cache line is the same at every width, so the bits are too.
/// </content>
internal sealed unsafe partial class ConvolutionKernel<TSimd, TVector, T>
{
    /// <summary>How many numbers a cache line holds, and thus how many chains a weight has.</summary>
    private static int Line => AlignedBuffer<T>.Alignment / sizeof(T);

    // Errors of a block of places stay in the first-level cache while all taps of a channel meet them.
    private const int BlockBytes = 24 * 1024;

    internal override int FiltersOfGradient
    {
        get
        {
            int parts = ColumnTiles(_kernel);
            return SegmentedKernel<TSimd, TVector, T>.TallestTile((_kernel + parts - 1) / parts);
        }
    }

    internal override nint SumsLength => Line * (((nint)Math.Max(8, FiltersOfGradient) * geometry.Taps) + 1);

    internal override void Gradient(
        LaneMatrix<T> map, LaneMatrix<T> image, T scale, T* gradient, nint filterStep, nint channelStep, int first, int count, T* scratch)
    {
        nint lanes = map.Stride;
        int places = Math.Max(1, BlockBytes / (FiltersOfGradient * map.Stride * sizeof(T)));
        // Several rows at once where no border cuts them into pieces, else pieces of one row: each chain must meet places in order.
        int blockRows = _padding == 0 ? Math.Max(1, places / _mapWidth) : 1;
        int pieces = (_mapWidth + places - 1) / places;
        T* maps = map.Pointer + (first * geometry.Map.Positions * lanes);
        for (int channel = 0; channel < _channels; channel++)
        {
            T* images = image.Pointer + (channel * geometry.Image.Positions * lanes);
            new Span<T>(scratch, count * geometry.Taps * Line).Clear();
            for (int y = 0; y < _mapHeight; y += blockRows)
            {
                int rows = Math.Min(blockRows, _mapHeight - y);
                for (int piece = 0; piece < pieces; piece++)
                {
                    int begin = piece * _mapWidth / pieces;
                    int end = (piece + 1) * _mapWidth / pieces;
                    for (int i = 0; i < _kernel; i++)
                    {
                        int imageRow = (y * _stride) + i - _padding;
                        if (imageRow >= 0 && imageRow < _height)
                            RowOfTaps(maps, images, lanes, map.Lanes, y, rows, begin, end, i, count, scratch);
                    }
                }
            }

            for (int filter = 0; filter < count; filter++)
            {
                Join(
                    scratch + (filter * geometry.Taps * Line),
                    geometry.Taps,
                    scale,
                    gradient + ((first + filter) * filterStep) + (channel * channelStep),
                    step: 1);
            }
        }
    }

    internal override void Sum(LaneMatrix<T> table, int positions, T scale, T* sums, nint step, int first, int count, T* scratch)
    {
        // A product with a line of ones.
        T* ones = scratch + (8 * Line);
        new Span<T>(ones, Line).Fill(T.One);
        for (int channel = 0, rows; channel < count; channel += rows)
        {
            rows = Math.Min(8, count - channel);
            new Span<T>(scratch, rows * Line).Clear();
            var product = new SegmentedProduct<T>
            {
                Left = table.Pointer + ((first + channel) * positions * (nint)table.Stride),
                LeftRow = positions * (nint)table.Stride,
                Right = ones,
                Result = scratch,
                ResultRow = Line,
                Outer = 1,
                Middle = positions,
                MiddleLeft = table.Stride,
                InnerLeft = Line,
            };
            OverLanes(ref product, table.Lanes, rows, vectors: 1);
            Join(scratch, rows, scale, sums + (channel * step), step);
        }
    }

    private static int ColumnTiles(int kernel)
    {
        int widest = SegmentedKernel<TSimd, TVector, T>.WidestGradientTile;
        return (kernel + widest - 1) / widest;
    }

    /// <summary>All columns of one row of the kernel, for a block of places.</summary>
    private void RowOfTaps(T* maps, T* images, nint lanes, int lanesInUse, int y, int rows, int begin, int end, int i, int filters, T* sums)
    {
        var product = new SegmentedProduct<T>
        {
            LeftRow = geometry.Map.Positions * lanes,
            RightColumn = lanes,
            ResultRow = geometry.Taps * Line,
            ResultColumn = Line,
            Outer = rows,
            OuterLeft = _mapWidth * lanes,
            OuterRight = (nint)_stride * _width * lanes,
            MiddleLeft = lanes,
            MiddleRight = _stride * lanes,
            InnerLeft = Line,
            InnerRight = Line,
        };
        T* imageRow = images + ((nint)((y * _stride) + i - _padding) * _width * lanes);
        int tiles = ColumnTiles(_kernel);
        for (int x = begin, next; x < end; x = next)
        {
            // As many places as meet the same columns of the kernel.
            Interval taps = geometry.TapsOfMap(x, _width);
            for (next = x + 1; next < end && geometry.TapsOfMap(next, _width) == taps; next++)
            {
            }

            int parts = Math.Min(tiles, taps.Count);
            for (int part = 0; part < parts; part++)
            {
                int j = taps.First + (part * taps.Count / parts);
                int columns = taps.First + ((part + 1) * taps.Count / parts) - j;
                product.Left = maps + (((y * _mapWidth) + x) * lanes);
                product.Right = imageRow + (((x * _stride) + j - _padding) * lanes);
                product.Result = sums + (((i * _kernel) + j) * Line);
                product.Middle = next - x;
                OverLanes(ref product, lanesInUse, filters, columns);
            }
        }
    }

    /// <summary>Sets the inner loop to the lanes of a place: all lines of it, in as many goes as a line has vectors.</summary>
    private static void OverLanes(ref SegmentedProduct<T> product, int lanes, int rows, int vectors)
    {
        int lines = (lanes + Line - 1) / Line;
        for (int offset = 0; offset < Line; offset += TSimd.Count)
        {
            int last = lanes - ((lines - 1) * Line) - offset;
            bool isPartial = last > 0 && last < TSimd.Count;
            SegmentedProduct<T> part = product;
            part.Left += offset;
            part.Right += product.InnerRight == 0 ? 0 : offset;
            part.Result += offset;
            part.Inner = last > 0 ? lines : lines - 1;
            part.LastLanes = last;
            if (!isPartial)
                part.Merge();
            if (part.Depth > 0)
                SegmentedKernel<TSimd, TVector, T>.Paired(ref part, rows, vectors, isPartial);
        }
    }

    /// <summary>Joins the chains of some weights: halves are added until one number is left.</summary>
    private static void Join(T* lines, int count, T scale, T* result, nint step)
    {
        int quarter = Vector128<T>.Count;
        for (int number = 0; number < count; number++, lines += Line, result += step)
        {
            Vector128<T> sum = (Vector128.Load(lines) + Vector128.Load(lines + (2 * quarter)))
                + (Vector128.Load(lines + quarter) + Vector128.Load(lines + (3 * quarter)));
            T joined = sizeof(T) == sizeof(float)
                ? (sum.GetElement(0) + sum.GetElement(2)) + (sum.GetElement(1) + sum.GetElement(3))
                : sum.GetElement(0) + sum.GetElement(1);
            *result = scale * joined;
        }
    }
}
