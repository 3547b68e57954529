using Engram.Numerics.Simd;

namespace Engram.Numerics.Products;

/// <summary>
/// Products of a matrix read in any stride with a row-major one, cut into tiles. Which tile runs is a matter of speed alone.
/// <see cref="DenseProducts{TSimd, TVector, T}"/> says what the field calls them.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">The number.</typeparam>
public static unsafe class ProductKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>
    /// result[i, n] = scale · (start[i] + Σ_k left[i, k] · right[k, n]). Rows of <paramref name="right"/> and <paramref name="result"/>
    /// must be padded to whole vectors; the padding of the result is written.
    /// </summary>
    /// <param name="left">Element [i, k] lies at <c>i * leftRow + k * leftDepth</c>.</param>
    /// <param name="leftRow">The distance between rows of <paramref name="left"/>.</param>
    /// <param name="leftDepth">The distance between neighbours in depth of <paramref name="left"/>.</param>
    /// <param name="start">Where the chains start: an element for each row, <paramref name="leftRow"/> apart; null for zero.</param>
    /// <param name="right">Element [k, n] lies at <c>k * rightDepth + n</c>.</param>
    /// <param name="rightDepth">The distance between rows of <paramref name="right"/>.</param>
    /// <param name="result">Element [i, n] lies at <c>i * resultRow + n</c>.</param>
    /// <param name="resultRow">The distance between rows of <paramref name="result"/>.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns, padding not counted.</param>
    /// <param name="depth">How many terms each sum has.</param>
    /// <param name="scale">A factor for the finished sums; 1 changes nothing.</param>
    public static void Run(
        T* left, nint leftRow, nint leftDepth, T* start, T* right, nint rightDepth, T* result, nint resultRow, int rows, int columns, nint depth, T scale)
    {
        int vectors = (columns + TSimd.Count - 1) / TSimd.Count;
        int mostVectors = TSimd.WidestTile;
        // Even shares: a thin last tile would wait for its own additions.
        int columnTiles = (vectors + mostVectors - 1) / mostVectors;
        for (int columnTile = 0; columnTile < columnTiles; columnTile++)
        {
            int firstVector = columnTile * vectors / columnTiles;
            int width = ((columnTile + 1) * vectors / columnTiles) - firstVector;
            int height = TSimd.TallestTile(width);
            int rowTiles = (rows + height - 1) / height;
            T* panel = right + (firstVector * TSimd.Count);
            T* target = result + (firstVector * TSimd.Count);
            for (int rowTile = 0; rowTile < rowTiles; rowTile++)
            {
                int first = rowTile * rows / rowTiles;
                int count = ((rowTile + 1) * rows / rowTiles) - first;
                T* begin = start is null ? null : start + (first * leftRow);
                RunTile(width, count, left + (first * leftRow), leftRow, leftDepth, begin, panel, rightDepth, target + (first * resultRow), resultRow, depth, scale);
            }
        }
    }

    private static void RunTile(
        int width, int count, T* left, nint leftRow, nint leftDepth, T* start, T* right, nint rightDepth, T* result, nint resultRow, nint depth, T scale)
    {
        switch (width)
        {
            case 1:
                Rows<Constants.N1>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 2:
                Rows<Constants.N2>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 3:
                Rows<Constants.N3>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            default:
                Rows<Constants.N4>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
        }
    }

    private static void Rows<TVectors>(
        int count, T* left, nint leftRow, nint leftDepth, T* start, T* right, nint rightDepth, T* result, nint resultRow, nint depth, T scale)
        where TVectors : unmanaged
    {
        switch (count)
        {
            case 1:
                ProductTile<TSimd, TVector, T, Constants.N1, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 2:
                ProductTile<TSimd, TVector, T, Constants.N2, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 3:
                ProductTile<TSimd, TVector, T, Constants.N3, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 4:
                ProductTile<TSimd, TVector, T, Constants.N4, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 5:
                ProductTile<TSimd, TVector, T, Constants.N5, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 6:
                ProductTile<TSimd, TVector, T, Constants.N6, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            case 7:
                ProductTile<TSimd, TVector, T, Constants.N7, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
            default:
                ProductTile<TSimd, TVector, T, Constants.N8, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale);
                break;
        }
    }
}
