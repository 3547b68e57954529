using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <inheritdoc/>
internal sealed unsafe partial class ConvolutionKernel<TSimd, TVector, T>(ConvolutionGeometry geometry) : ConvolutionKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Measured: packing gains a tenth at 256 filters, nothing at 128 and loses below.
    private const int RowsWorthPacking = 160;
    private const int FewRows = 4;

    private readonly int _channels = geometry.Image.Channels;
    private readonly int _height = geometry.Image.Height;
    private readonly int _width = geometry.Image.Width;
    private readonly int _filters = geometry.Map.Channels;
    private readonly int _mapHeight = geometry.Map.Height;
    private readonly int _mapWidth = geometry.Map.Width;
    private readonly int _kernel = geometry.Kernel;
    private readonly int _stride = geometry.Stride;
    private readonly int _padding = geometry.Padding;

    internal override nint PanelLength =>
        (nint)Math.Max(_channels, _filters) * geometry.Taps * SegmentedKernel<TSimd, TVector, T>.WidestTile * TSimd.Count;

    internal override void Gather(in ConvolutionWeights<T> weights, LaneMatrix<T> image, LaneMatrix<T> map, int first, int count, T* scratch)
    {
        nint lanes = image.Stride;
        var product = new SegmentedProduct<T>
        {
            LeftRow = weights.FilterStep,
            Start = weights.Bias,
            StartRow = weights.BiasStep,
            ResultRow = geometry.Map.Positions * lanes,
        };
        Steps steps = Plan(image.Lanes, _filters);
        for (int tile = 0; tile < steps.LaneTiles; tile++)
        {
            int firstVector = tile * steps.Vectors / steps.LaneTiles;
            int vectors = ((tile + 1) * steps.Vectors / steps.LaneTiles) - firstVector;
            T* source = image.Pointer + (firstVector * TSimd.Count);
            T* target = map.Pointer + (firstVector * TSimd.Count);
            for (int place = first, places; place < first + count; place += places)
            {
                int y = Math.DivRem(place, _mapWidth, out int x);
                Interval rows = geometry.TapsOfMap(y, _height);
                Interval columns = geometry.TapsOfMap(x, _width);
                int most = Math.Min(steps.Places, Math.Min(_mapWidth - x, first + count - place));
                for (places = 1; places < most && geometry.TapsOfMap(x + places, _width) == columns; places++)
                {
                }

                product.Left = weights.Pointer + (rows.First * _kernel) + columns.First;
                nint origin = ((nint)((y * _stride) + rows.First - _padding) * _width) + (x * _stride) + columns.First - _padding;
                product.Right = source + (origin * lanes);
                (product.Outer, product.OuterLeft, product.OuterRight) = (_channels, weights.ChannelStep, geometry.Image.Positions * lanes);
                (product.Middle, product.MiddleLeft, product.MiddleRight) = (rows.Count, _kernel, _width * lanes);
                (product.Inner, product.InnerLeft, product.InnerRight) = (columns.Count, 1, lanes);
                product.Result = target + (place * lanes);
                Columns(ref product, _filters, vectors, steps.Places > 1 ? places : 0, _stride * lanes, lanes, scratch);
            }
        }
    }

    internal override void Spread(in ConvolutionWeights<T> weights, LaneMatrix<T> map, LaneMatrix<T> image, int first, int count, T* scratch)
    {
        nint lanes = image.Stride;
        var product = new SegmentedProduct<T>
        {
            LeftRow = weights.ChannelStep,
            Start = weights.Bias,
            StartRow = weights.BiasStep,
            ResultRow = geometry.Image.Positions * lanes,
        };
        Steps steps = Plan(image.Lanes, _channels);
        for (int tile = 0; tile < steps.LaneTiles; tile++)
        {
            int firstVector = tile * steps.Vectors / steps.LaneTiles;
            int vectors = ((tile + 1) * steps.Vectors / steps.LaneTiles) - firstVector;
            T* source = map.Pointer + (firstVector * TSimd.Count);
            T* target = image.Pointer + (firstVector * TSimd.Count);
            for (int begin = first, end; begin < first + count; begin = end)
            {
                int y = begin / _width;
                end = Math.Min(first + count, (y + 1) * _width);
                Interval rows = geometry.TapsOfImage(y, _mapHeight);
                // Places that see the same taps lie a stride apart.
                for (int residue = 0; residue < Math.Min(_stride, end - begin); residue++)
                {
                    for (int place = begin + residue, places; place < end; place += places * _stride)
                    {
                        int x = place - (y * _width);
                        Interval columns = geometry.TapsOfImage(x, _mapWidth);
                        int most = Math.Min(steps.Places, (end - place + _stride - 1) / _stride);
                        for (places = 1; places < most && geometry.TapsOfImage(x + (places * _stride), _mapWidth) == columns; places++)
                        {
                        }

                        product.Left = weights.Pointer + (rows.First * _kernel) + columns.First;
                        nint origin = ((nint)((y + _padding - rows.First) / _stride) * _mapWidth) + ((x + _padding - columns.First) / _stride);
                        product.Right = source + (origin * lanes);
                        (product.Outer, product.OuterLeft, product.OuterRight) = (_filters, weights.FilterStep, geometry.Map.Positions * lanes);
                        (product.Middle, product.MiddleLeft, product.MiddleRight) = (rows.Count, (nint)_stride * _kernel, -_mapWidth * lanes);
                        (product.Inner, product.InnerLeft, product.InnerRight) = (columns.Count, _stride, -lanes);
                        product.Result = target + (place * lanes);
                        Columns(ref product, _channels, vectors, steps.Places > 1 ? places : 0, lanes, _stride * lanes, scratch);
                    }
                }
            }
        }
    }

    /// <summary>All rows of some columns: the vectors of one place, or if there are several places, vector after vector of all of them.</summary>
    private static void Columns(
        ref SegmentedProduct<T> product, int rows, int vectors, int places, nint rightPlace, nint resultPlace, T* scratch)
    {
        if (places == 0)
        {
            product.RightColumn = TSimd.Count;
            product.ResultColumn = TSimd.Count;
            // Many tiles of rows read the same columns. Those may lie a power of two apart and push each other out of the cache.
            if (rows >= RowsWorthPacking && product.Depth > 0)
                Pack(ref product, vectors, scratch);
            product.Merge();
            SegmentedKernel<TSimd, TVector, T>.Weighted(ref product, rows, vectors);
            return;
        }

        product.RightColumn = rightPlace;
        product.ResultColumn = resultPlace;
        product.Merge();
        for (int vector = 0; vector < vectors; vector++)
        {
            SegmentedKernel<TSimd, TVector, T>.Weighted(ref product, rows, places);
            product.Right += TSimd.Count;
            product.Result += TSimd.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(ref SegmentedProduct<T> product, int vectors, T* scratch)
    {
        T* target = scratch;
        T* outerRight = product.Right;
        nint column = product.RightColumn;
        nint count = TSimd.Count;
        for (nint outer = product.Outer; outer > 0; outer--, outerRight += product.OuterRight)
        {
            T* middleRight = outerRight;
            for (nint middle = product.Middle; middle > 0; middle--, middleRight += product.MiddleRight)
            {
                T* right = middleRight;
                for (nint inner = product.Inner; inner > 0; inner--, right += product.InnerRight)
                {
                    for (int vector = 0; vector < vectors; vector++, target += count)
                        TSimd.Store(TSimd.Load(right + (vector * column)), target);
                }
            }
        }

        product.Right = scratch;
        product.RightColumn = count;
        product.InnerRight = vectors * count;
        product.MiddleRight = product.Inner * product.InnerRight;
        product.OuterRight = product.Middle * product.MiddleRight;
    }

    private static Steps Plan(int lanes, int rows)
    {
        int vectors = (lanes + TSimd.Count - 1) / TSimd.Count;
        int widest = SegmentedKernel<TSimd, TVector, T>.WidestTile;
        // A single vector of lanes would keep few sums at once, and few rows would read each vector for few sums: then neighbouring places,
        // which read mostly the same, share a tile.
        return vectors == 1 || rows <= FewRows ? new Steps(vectors, 1, widest) : new Steps(vectors, (vectors + widest - 1) / widest, 1);
    }

    /// <summary>How lanes and places are cut into tiles.</summary>
    private readonly record struct Steps(int Vectors, int LaneTiles, int Places);
}
