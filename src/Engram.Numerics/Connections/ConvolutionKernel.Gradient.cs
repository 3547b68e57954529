using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics.Connections;

/// <content>
/// The gradient: both sides are vectors of lanes, and nothing is transposed. A cache line of sums belongs to each weight, one chain for each
/// number of the line: chain m adds the lanes m, m + line, m + 2 · line … of each place, band by band and row by row. At the end the halves of
/// the line are added to each other until one number is left. A cache line is the same at every width, so the bits are too.
/// </content>
internal sealed unsafe partial class ConvolutionKernel<TSimd, TVector, T>
{
    /// <summary>How many numbers a cache line holds, and thus how many chains a weight has.</summary>
    private static int Line => AlignedBuffer<T>.Alignment / sizeof(T);

    // Maps of a block of places stay in the first-level cache while all taps of a channel meet them. With stride 1 most of a place's image
    // has just been read for its neighbour, the second level keeps up, and longer sums are worth more (measured).
    private int BlockBytes => (_stride == 1 ? 64 : 32) * 1024;

    private readonly Band[] _bands = BandsOf(geometry);
    private readonly Interval[] _rowsOfTap =
        [.. Enumerable.Range(0, geometry.Kernel).Select(tap => geometry.PlacesOfTap(tap, geometry.Image.Height, geometry.Map.Height))];

    // Maps of some groups stay in the second-level cache while a channel of the image meets them.
    private const int GroupBytes = 384 * 1024;

    internal override int Groups => (_filters + FiltersOfGroup - 1) / FiltersOfGroup;

    private int FiltersOfGroup { get; } = TallestGradientTile(geometry.Kernel);

    internal override int FirstFilter(int group) => (int)((long)group * _filters / Groups);

    internal override void Gradient(
        LaneMatrix<T> map,
        LaneMatrix<T> image,
        T scale,
        T* gradient,
        nint filterStep,
        nint channelStep,
        T* mapSums,
        int first,
        int count,
        T* scratch)
    {
        int groupsAtOnce = GroupsAtOnce(map.Lanes);
        nint groupLength = GroupLength(map.Lanes);
        int slabs = (_mapHeight + RowsOfSlab(map.Lanes) - 1) / RowsOfSlab(map.Lanes);
        nint sumsOfChannel = (nint)FiltersOfGroup * geometry.Taps * Line;
        T* lines = scratch + (groupsAtOnce * groupLength);
        T* sums = lines + (groupsAtOnce * FiltersOfGroup * Line);
        for (int block = first; block < first + count; block += groupsAtOnce)
        {
            int end = Math.Min(block + groupsAtOnce, first + count);
            new Span<T>(lines, groupsAtOnce * FiltersOfGroup * Line).Clear();
            for (int slab = 0; slab < slabs; slab++)
            {
                var rows = new Interval(slab * _mapHeight / slabs, ((slab + 1) * _mapHeight / slabs) - (slab * _mapHeight / slabs));
                for (int group = block; group < end; group++)
                    PackMaps(map, group, rows, scratch + ((group - block) * groupLength), lines + ((group - block) * FiltersOfGroup * Line));
                for (int channel = 0; channel < _channels; channel++)
                {
                    T* images = image.RowPointer(channel * geometry.Image.Positions);
                    // With one slab, a channel is done with its sums before the next begins.
                    T* own = slabs == 1 ? sums : sums + (channel * sumsOfChannel);
                    for (int group = block; group < end; group++)
                    {
                        int filter = FirstFilter(group);
                        int filters = FirstFilter(group + 1) - filter;
                        if (slab == 0)
                            new Span<T>(own, filters * geometry.Taps * Line).Clear();
                        foreach (Band band in _bands)
                            AddBand(band, rows, scratch + ((group - block) * groupLength), filters, images, image.Stride, image.Lanes, own);
                        if (slab < slabs - 1)
                            continue;
                        T* target = gradient + (filter * filterStep) + (channel * channelStep);
                        for (int row = 0; row < filters; row++)
                            Join(own + (row * geometry.Taps * Line), geometry.Taps, scale, target + (row * filterStep), step: 1);
                    }
                }
            }

            for (int group = block; mapSums is not null && group < end; group++)
            {
                int filter = FirstFilter(group);
                Join(lines + ((group - block) * FiltersOfGroup * Line), FirstFilter(group + 1) - filter, scale, mapSums + (filter * filterStep), filterStep);
            }
        }
    }

    internal override void Sum(LaneMatrix<T> table, int positions, T scale, T* sums, nint step, int first, int count, T* scratch)
    {
        // A product with a line of ones.
        int widest = SegmentedKernel<TSimd, TVector, T>.WidestGradientTile;
        T* ones = scratch + (widest * Line);
        new Span<T>(ones, Line).Fill(T.One);
        nint channelLength = positions * (nint)table.Stride;
        for (int channel = 0, columns; channel < count; channel += columns)
        {
            columns = Math.Min(widest, count - channel);
            new Span<T>(scratch, columns * Line).Clear();
            var product = new SegmentedProduct<T>
            {
                Left = ones,
                Right = table.Pointer + ((first + channel) * channelLength),
                RightColumn = channelLength,
                Result = scratch,
                ResultColumn = Line,
                Outer = 1,
                Middle = positions,
                MiddleRight = table.Stride,
                InnerRight = Line,
            };
            OverLanes(ref product, table.Lanes, rows: 1, columns);
            Join(scratch, columns, scale, sums + (channel * step), step);
        }
    }

    /// <summary>The room that <see cref="Gradient"/> and <see cref="Sum"/> need.</summary>
    internal override nint SumsLength(int lanes)
    {
        nint maps = GroupsAtOnce(lanes) * (GroupLength(lanes) + (FiltersOfGroup * Line));
        int channels = RowsOfSlab(lanes) < _mapHeight ? _channels : 1;
        return maps + (Line * Math.Max((nint)channels * FiltersOfGroup * geometry.Taps, 6));
    }

    private static int LinesOf(int lanes) => (lanes + Line - 1) / Line;

    private nint RowLength(int lanes) => (nint)FiltersOfGroup * _mapWidth * LinesOf(lanes) * Line;

    private nint GroupLength(int lanes) => RowsOfSlab(lanes) * RowLength(lanes);

    private int GroupsAtOnce(int lanes) => (int)Math.Clamp(GroupBytes / (GroupLength(lanes) * sizeof(T)), 1, Groups);

    /// <summary>
    /// Maps that are too large for the cache are taken some rows at a time. Not with padding: there, each chain goes through all rows of a band
    /// before it begins the next.
    /// </summary>
    private int RowsOfSlab(int lanes) =>
        _bands.Length > 1 ? _mapHeight : (int)Math.Clamp(GroupBytes / (RowLength(lanes) * sizeof(T)), 1, _mapHeight);

    /// <summary>
    /// Lays the filters of a group side by side, line for line, with zeros behind the last lane: read as one stream, where the filters
    /// themselves may lie a power of two apart and push each other out of the cache. On the way each filter is added up into its line of
    /// <paramref name="sums"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackMaps(LaneMatrix<T> map, int group, Interval rows, T* target, T* sums)
    {
        int filter = FirstFilter(group), filters = FirstFilter(group + 1) - filter;
        int lines = LinesOf(map.Lanes);
        int last = map.Lanes - ((lines - 1) * Line);
        for (int row = 0; row < filters; row++, sums += Line)
        {
            T* source = map.RowPointer(((filter + row) * geometry.Map.Positions) + (rows.First * _mapWidth));
            T* to = target + (row * Line);
            for (int place = 0; place < rows.Count * _mapWidth; place++, source += map.Stride)
            {
                for (int line = 0; line < lines; line++, to += filters * Line)
                {
                    for (int i = 0; i < Line; i += TSimd.Count)
                        TSimd.Store(TSimd.Load(source + (line * Line) + i), to + i);
                    if (line == lines - 1)
                        new Span<T>(to + last, Line - last).Clear();
                    for (int i = 0; i < Line; i += TSimd.Count)
                        TSimd.Store(TSimd.Add(TSimd.Load(sums + i), TSimd.Load(to + i)), sums + i);
                }
            }
        }
    }

    private static int TallestGradientTile(int kernel)
    {
        int tiles = ColumnTiles(kernel);
        return SegmentedKernel<TSimd, TVector, T>.TallestTile((kernel + tiles - 1) / tiles);
    }

    private static int ColumnTiles(int kernel)
    {
        int widest = SegmentedKernel<TSimd, TVector, T>.WidestGradientTile;
        return (kernel + widest - 1) / widest;
    }

    /// <summary>
    /// The columns of the map that meet the same columns of the kernel: all of them without padding, else the borders and what lies between.
    /// </summary>
    private static Band[] BandsOf(ConvolutionGeometry geometry)
    {
        var bands = new List<Band>();
        for (int x = 0, next; x < geometry.Map.Width; x = next)
        {
            Interval taps = geometry.TapsOfMap(x, geometry.Image.Width);
            for (next = x + 1; next < geometry.Map.Width && geometry.TapsOfMap(next, geometry.Image.Width) == taps; next++)
            {
            }

            bands.Add(new Band(new Interval(x, next - x), taps));
        }

        return [.. bands];
    }

    /// <summary>All taps for a band of the map, in blocks of places.</summary>
    private void AddBand(Band band, Interval mapRows, T* maps, int filters, T* images, nint lanes, int lanesInUse, T* sums)
    {
        var product = new SegmentedProduct<T>
        {
            LeftRow = Line,
            RightColumn = lanes,
            ResultRow = geometry.Taps * Line,
            ResultColumn = Line,
        };
        nint step = filters * Line;
        nint mapPlace = LinesOf(lanesInUse) * step;
        int places = Math.Max(1, BlockBytes / (FiltersOfGroup * (int)lanes * sizeof(T)));
        // Several rows at once, or pieces of one: each chain must meet the places of a band in order.
        int blockRows = Math.Max(1, places / band.Places.Count);
        int pieces = (band.Places.Count + places - 1) / places;
        int tiles = Math.Min(ColumnTiles(_kernel), band.Taps.Count);
        for (int block = mapRows.First; block < mapRows.End; block += blockRows)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                int x = band.Places.First + (piece * band.Places.Count / pieces);
                int columnsOfMap = band.Places.First + ((piece + 1) * band.Places.Count / pieces) - x;
                for (int i = 0; i < _kernel; i++)
                {
                    Interval valid = _rowsOfTap[i];
                    int y = Math.Max(block, valid.First);
                    int rows = Math.Min(Math.Min(block + blockRows, mapRows.End), valid.End) - y;
                    if (rows <= 0)
                        continue;
                    T* left = maps + ((((y - mapRows.First) * _mapWidth) + x) * mapPlace);
                    T* row = images + ((((nint)((y * _stride) + i - _padding) * _width) + (x * _stride) - _padding) * lanes);
                    for (int tile = 0; tile < tiles; tile++)
                    {
                        int j = band.Taps.First + (tile * band.Taps.Count / tiles);
                        int columns = band.Taps.First + ((tile + 1) * band.Taps.Count / tiles) - j;
                        product.Left = left;
                        product.Right = row + (j * lanes);
                        product.Result = sums + (((i * _kernel) + j) * Line);
                        (product.Outer, product.OuterLeft, product.OuterRight) = (rows, _mapWidth * mapPlace, (nint)_stride * _width * lanes);
                        (product.Middle, product.MiddleLeft, product.MiddleRight) = (columnsOfMap, mapPlace, _stride * lanes);
                        (product.InnerLeft, product.InnerRight) = (step, Line);
                        OverLanes(ref product, lanesInUse, filters, columns);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Sets the inner loop to the lanes of a place: all lines of it, in as many goes as a line has vectors. <paramref name="product"/> is used up.
    /// </summary>
    private static void OverLanes(ref SegmentedProduct<T> product, int lanes, int rows, int vectors)
    {
        int lines = (lanes + Line - 1) / Line;
        if (TSimd.Count == Line && lines * Line == lanes)
        {
            product.Inner = lines;
            product.Merge();
            SegmentedKernel<TSimd, TVector, T>.Paired(ref product, rows, vectors, isPartial: false);
            return;
        }

        for (int offset = 0; offset < Line; offset += TSimd.Count)
        {
            int last = lanes - ((lines - 1) * Line) - offset;
            bool isPartial = last > 0 && last < TSimd.Count;
            SegmentedProduct<T> part = product;
            part.Left += offset;
            part.Right += offset;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join(T* lines, int count, T scale, T* result, nint step)
    {
        int number = 0;
        if (sizeof(T) == sizeof(float) && Sse.IsSupported && step == 1)
        {
            // Four at a time, in the same order.
            Vector128<float> factor = Vector128.Create((float)(object)scale);
            for (; number + 4 <= count; number += 4, lines += 4 * Line, result += 4)
            {
                Vector128<float> a = Quarter(lines).AsSingle(), b = Quarter(lines + Line).AsSingle();
                Vector128<float> c = Quarter(lines + (2 * Line)).AsSingle(), d = Quarter(lines + (3 * Line)).AsSingle();
                Vector128<float> ab = Sse.MoveLowToHigh(a, b) + Sse.MoveHighToLow(b, a);
                Vector128<float> cd = Sse.MoveLowToHigh(c, d) + Sse.MoveHighToLow(d, c);
                ((Sse.Shuffle(ab, cd, 0b10_00_10_00) + Sse.Shuffle(ab, cd, 0b11_01_11_01)) * factor).Store((float*)result);
            }
        }

        for (; number < count; number++, lines += Line, result += step)
        {
            Vector128<T> sum = Quarter(lines);
            T joined = sizeof(T) == sizeof(float)
                ? (sum.GetElement(0) + sum.GetElement(2)) + (sum.GetElement(1) + sum.GetElement(3))
                : sum.GetElement(0) + sum.GetElement(1);
            *result = scale * joined;
        }
    }

    /// <summary>The quarters of a line added up: what is left after halving it twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter(T* line)
    {
        int count = Vector128<T>.Count;
        return (Vector128.Load(line) + Vector128.Load(line + (2 * count))) + (Vector128.Load(line + count) + Vector128.Load(line + (3 * count)));
    }

    /// <summary>Neighbouring columns of the map that meet the same columns of the kernel.</summary>
    private readonly record struct Band(Interval Places, Interval Taps);
}
