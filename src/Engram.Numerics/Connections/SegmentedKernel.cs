using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <summary>Cuts a <see cref="SegmentedProduct{T}"/> into tiles of rows. Which tile runs is a matter of speed alone.</summary>
internal static unsafe class SegmentedKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many vectors wide a tile of weights and lanes is at most.</summary>
    internal static int WidestTile => Math.Min(TSimd.WidestTile, 4);

    /// <summary>How many kernel columns wide a tile of a gradient is at most: five where there are 32 registers, for kernels of five.</summary>
    internal static int WidestGradientTile => TSimd.WidestTile >= 4 ? 5 : TSimd.WidestTile;

    /// <summary>How many rows of so many vectors are kept at once.</summary>
    internal static int TallestTile(int vectors) => vectors > 4 ? 5 : Math.Min(TSimd.TallestTile(vectors), 8);

    /// <summary>The left side is a number for all lanes; chains start from <see cref="SegmentedProduct{T}.Start"/>.</summary>
    internal static void Weighted(ref SegmentedProduct<T> product, int rows, int vectors) => Tiles<Constants.N1>(ref product, rows, vectors);

    /// <summary>Both sides are vectors of lanes; chains go on from what the result holds.</summary>
    internal static void Paired(ref SegmentedProduct<T> product, int rows, int vectors, bool isPartial)
    {
        if (isPartial)
            Tiles<Constants.N3>(ref product, rows, vectors);
        else
            Tiles<Constants.N2>(ref product, rows, vectors);
    }

    private static void Tiles<TLeft>(ref SegmentedProduct<T> product, int rows, int vectors)
        where TLeft : unmanaged
    {
        // Even shares: a thin last tile would wait for its own additions.
        int height = TallestTile(vectors);
        int tiles = (rows + height - 1) / height;
        if (tiles == 1)
        {
            fixed (SegmentedProduct<T>* whole = &product)
                Tile<TLeft>(whole, rows, vectors);
            return;
        }

        SegmentedProduct<T> tile = product;
        for (int number = 0; number < tiles; number++)
        {
            int first = number * rows / tiles;
            int count = ((number + 1) * rows / tiles) - first;
            tile.Left = product.Left + (first * product.LeftRow);
            tile.Start = product.Start is null ? null : product.Start + (first * product.StartRow);
            tile.Result = product.Result + (first * product.ResultRow);
            Tile<TLeft>(&tile, count, vectors);
        }
    }

    private static void Tile<TLeft>(SegmentedProduct<T>* tile, int rows, int vectors)
        where TLeft : unmanaged
    {
        switch (vectors)
        {
            case 1:
                Tile<TLeft, Constants.N1>(tile, rows);
                break;
            case 2:
                Tile<TLeft, Constants.N2>(tile, rows);
                break;
            case 3:
                Tile<TLeft, Constants.N3>(tile, rows);
                break;
            case 4:
                Tile<TLeft, Constants.N4>(tile, rows);
                break;
            default:
                Tile<TLeft, Constants.N5>(tile, rows);
                break;
        }
    }

    private static void Tile<TLeft, TVectors>(SegmentedProduct<T>* tile, int rows)
        where TLeft : unmanaged
        where TVectors : unmanaged
    {
        switch (rows)
        {
            case 1:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N1, TVectors>.Run(tile);
                break;
            case 2:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N2, TVectors>.Run(tile);
                break;
            case 3:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N3, TVectors>.Run(tile);
                break;
            case 4:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N4, TVectors>.Run(tile);
                break;
            case 5:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N5, TVectors>.Run(tile);
                break;
            case 6:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N6, TVectors>.Run(tile);
                break;
            case 7:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N7, TVectors>.Run(tile);
                break;
            default:
                SegmentedTile<TSimd, TVector, T, TLeft, Constants.N8, TVectors>.Run(tile);
                break;
        }
    }
}
