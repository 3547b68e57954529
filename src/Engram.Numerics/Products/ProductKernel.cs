using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Products;

/// <summary>
/// Products of a matrix read in any stride with a row-major one, cut into tiles. Which tile runs, and whether a large right matrix is packed
/// into panels and its depth cut, is a matter of speed alone: a chain that is cut is stored and goes on from there, exactly.
/// <see cref="DenseProducts{TSimd, TVector, T}"/> says what the field calls them.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">The number.</typeparam>
public static unsafe class ProductKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, INumberBase<T>
{
    // From such a size on, the right matrix is spread over more pages than a processor keeps at hand (rows of 512 lanes are 2 KiB, so every
    // other one begins a page). Measured: below, reading in place is faster, or as fast, at every shape of a usual network.
    private const nint LargestInPlace = 2 * 1024 * 1024;

    // The fewest rows that pay for a copy of the panel that they all read.
    private const int FewestRows = 64;

    // A packed panel stays in a quarter of a second-level cache of 1 MiB. Longer chains are cut, and go on from the sums so far.
    private const int PanelDepth = 1024;
    private const int WidestPanelBytes = 4 * AlignedBuffer<byte>.Alignment;

    [ThreadStatic]
    private static AlignedBuffer<T>? _panel;

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
        bool packs = rows >= FewestRows && depth * rightDepth * sizeof(T) >= LargestInPlace;
        T* packed = packs ? Panel() : null;
        nint depthBlocks = packs ? (depth + PanelDepth - 1) / PanelDepth : 1;
        for (nint depthBlock = 0; depthBlock < depthBlocks; depthBlock++)
        {
            nint firstDepth = depthBlock * depth / depthBlocks;
            nint length = ((depthBlock + 1) * depth / depthBlocks) - firstDepth;
            T factor = depthBlock == depthBlocks - 1 ? scale : T.One;
            for (int columnTile = 0; columnTile < columnTiles; columnTile++)
            {
                int firstVector = columnTile * vectors / columnTiles;
                int width = ((columnTile + 1) * vectors / columnTiles) - firstVector;
                int height = TSimd.TallestTile(width);
                int rowTiles = (rows + height - 1) / height;
                T* panel = right + (firstDepth * rightDepth) + (firstVector * TSimd.Count);
                nint panelDepth = rightDepth;
                if (packs)
                {
                    Pack(panel, rightDepth, packed, length, width);
                    panel = packed;
                    panelDepth = width * TSimd.Count;
                }

                T* target = result + (firstVector * TSimd.Count);
                for (int rowTile = 0; rowTile < rowTiles; rowTile++)
                {
                    int first = rowTile * rows / rowTiles;
                    int count = ((rowTile + 1) * rows / rowTiles) - first;
                    T* begin = start is null ? null : start + (first * leftRow);
                    RunTile(
                        width,
                        count,
                        left + (first * leftRow) + (firstDepth * leftDepth),
                        leftRow,
                        leftDepth,
                        begin,
                        panel,
                        panelDepth,
                        target + (first * resultRow),
                        resultRow,
                        length,
                        factor,
                        resumes: depthBlock > 0);
                }
            }
        }
    }

    /// <summary>Room of this thread, made at the first product that needs it.</summary>
    private static T* Panel() => (_panel ??= new AlignedBuffer<T>(PanelDepth * WidestPanelBytes / sizeof(T))).Pointer;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(T* source, nint stride, T* packed, nint depth, int vectors)
    {
        for (nint k = 0; k < depth; k++)
        {
            for (int vector = 0; vector < vectors; vector++, packed += TSimd.Count)
                TSimd.Store(TSimd.Load(source + (vector * TSimd.Count)), packed);
            source += stride;
        }
    }

    private static void RunTile(
        int width, int count, T* left, nint leftRow, nint leftDepth, T* start, T* right, nint rightDepth, T* result, nint resultRow, nint depth, T scale, bool resumes)
    {
        switch (width)
        {
            case 1:
                Rows<Constants.N1>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 2:
                Rows<Constants.N2>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 3:
                Rows<Constants.N3>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            default:
                Rows<Constants.N4>(count, left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
        }
    }

    private static void Rows<TVectors>(
        int count, T* left, nint leftRow, nint leftDepth, T* start, T* right, nint rightDepth, T* result, nint resultRow, nint depth, T scale, bool resumes)
        where TVectors : unmanaged
    {
        switch (count)
        {
            case 1:
                ProductTile<TSimd, TVector, T, Constants.N1, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 2:
                ProductTile<TSimd, TVector, T, Constants.N2, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 3:
                ProductTile<TSimd, TVector, T, Constants.N3, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 4:
                ProductTile<TSimd, TVector, T, Constants.N4, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 5:
                ProductTile<TSimd, TVector, T, Constants.N5, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 6:
                ProductTile<TSimd, TVector, T, Constants.N6, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            case 7:
                ProductTile<TSimd, TVector, T, Constants.N7, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
            default:
                ProductTile<TSimd, TVector, T, Constants.N8, TVectors>.Run(left, leftRow, leftDepth, start, right, rightDepth, result, resultRow, depth, scale, resumes);
                break;
        }
    }
}
