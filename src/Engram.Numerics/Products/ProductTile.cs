using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Products;

/// <summary>A number known to the compiler: the size in bytes of an empty struct, because <c>sizeof</c> folds before inlining starts.</summary>
internal static class Constants
{
    [StructLayout(LayoutKind.Sequential, Size = 1)]
    internal readonly struct N1;

    [StructLayout(LayoutKind.Sequential, Size = 2)]
    internal readonly struct N2;

    [StructLayout(LayoutKind.Sequential, Size = 3)]
    internal readonly struct N3;

    [StructLayout(LayoutKind.Sequential, Size = 4)]
    internal readonly struct N4;

    [StructLayout(LayoutKind.Sequential, Size = 5)]
    internal readonly struct N5;

    [StructLayout(LayoutKind.Sequential, Size = 6)]
    internal readonly struct N6;

    [StructLayout(LayoutKind.Sequential, Size = 7)]
    internal readonly struct N7;

    [StructLayout(LayoutKind.Sequential, Size = 8)]
    internal readonly struct N8;
}

/// <summary>
/// The inner kernel of every product: a tile of <c>sizeof(TRows)</c> rows and <c>sizeof(TVectors)</c> vectors that stays in registers.
/// One method is all of the family: the comparisons below are decided when the runtime compiles it for a tile, and each tile keeps only
/// its own accumulators.
/// </summary>
/// <remarks>
/// Each element is one chain of fused multiply-adds over the depth, in order. So neither tile nor vector width nor thread changes a bit.
/// </remarks>
internal static unsafe class ProductTile<TSimd, TVector, T, TRows, TVectors>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
    where TRows : unmanaged
    where TVectors : unmanaged
{
    /// <summary>result[i, n] = scale · (start[i] + Σ_k left[i, k] · right[k, n]) for the rows and vectors of the tile.</summary>
    /// <param name="left">The first element of the tile's first row; element [i, k] lies at <c>i * leftRow + k * leftDepth</c>.</param>
    /// <param name="leftRow">The distance between rows of <paramref name="left"/>.</param>
    /// <param name="leftDepth">The distance between neighbours in depth of <paramref name="left"/>.</param>
    /// <param name="start">Where the chains start: an element for each row, <paramref name="leftRow"/> apart; null for zero.</param>
    /// <param name="right">The first vector of the tile; depth k lies at <c>k * rightDepth</c>.</param>
    /// <param name="rightDepth">The distance between neighbours in depth of <paramref name="right"/>.</param>
    /// <param name="result">The first element of the tile's result.</param>
    /// <param name="resultRow">The distance between rows of <paramref name="result"/>.</param>
    /// <param name="depth">The length of the chains.</param>
    /// <param name="scale">A factor for the finished sums; 1 changes nothing.</param>
    /// <param name="resumes">Whether the chains go on from the sums in <paramref name="result"/>, and not from <paramref name="start"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        T* left, nint leftRow, nint leftDepth, T* start, T* right, nint rightDepth, T* result, nint resultRow, nint depth, T scale, bool resumes)
    {
        TVector s00, s01, s02, s03;
        TVector s10, s11, s12, s13;
        TVector s20, s21, s22, s23;
        TVector s30, s31, s32, s33;
        TVector s40, s41, s42, s43;
        TVector s50, s51, s52, s53;
        TVector s60, s61, s62, s63;
        TVector s70, s71, s72, s73;
        if (resumes)
        {
            LoadRow(out s00, out s01, out s02, out s03, result);
            if (sizeof(TRows) > 1) LoadRow(out s10, out s11, out s12, out s13, result + (1 * resultRow));
            else s10 = s11 = s12 = s13 = default;
            if (sizeof(TRows) > 2) LoadRow(out s20, out s21, out s22, out s23, result + (2 * resultRow));
            else s20 = s21 = s22 = s23 = default;
            if (sizeof(TRows) > 3) LoadRow(out s30, out s31, out s32, out s33, result + (3 * resultRow));
            else s30 = s31 = s32 = s33 = default;
            if (sizeof(TRows) > 4) LoadRow(out s40, out s41, out s42, out s43, result + (4 * resultRow));
            else s40 = s41 = s42 = s43 = default;
            if (sizeof(TRows) > 5) LoadRow(out s50, out s51, out s52, out s53, result + (5 * resultRow));
            else s50 = s51 = s52 = s53 = default;
            if (sizeof(TRows) > 6) LoadRow(out s60, out s61, out s62, out s63, result + (6 * resultRow));
            else s60 = s61 = s62 = s63 = default;
            if (sizeof(TRows) > 7) LoadRow(out s70, out s71, out s72, out s73, result + (7 * resultRow));
            else s70 = s71 = s72 = s73 = default;
        }
        else
        {
            s00 = s01 = s02 = s03 = start is null ? default : TSimd.Broadcast(*start);
            s10 = s11 = s12 = s13 = sizeof(TRows) > 1 ? start is null ? default : TSimd.Broadcast(start[1 * leftRow]) : default;
            s20 = s21 = s22 = s23 = sizeof(TRows) > 2 ? start is null ? default : TSimd.Broadcast(start[2 * leftRow]) : default;
            s30 = s31 = s32 = s33 = sizeof(TRows) > 3 ? start is null ? default : TSimd.Broadcast(start[3 * leftRow]) : default;
            s40 = s41 = s42 = s43 = sizeof(TRows) > 4 ? start is null ? default : TSimd.Broadcast(start[4 * leftRow]) : default;
            s50 = s51 = s52 = s53 = sizeof(TRows) > 5 ? start is null ? default : TSimd.Broadcast(start[5 * leftRow]) : default;
            s60 = s61 = s62 = s63 = sizeof(TRows) > 6 ? start is null ? default : TSimd.Broadcast(start[6 * leftRow]) : default;
            s70 = s71 = s72 = s73 = sizeof(TRows) > 7 ? start is null ? default : TSimd.Broadcast(start[7 * leftRow]) : default;
        }

        // A base for every third row keeps the addressing within what one instruction can say.
        T* left3 = left + (3 * leftRow);
        T* left6 = left + (6 * leftRow);
        for (nint k = 0; k < depth; k++)
        {
            TVector right0 = TSimd.Load(right);
            TVector right1 = sizeof(TVectors) > 1 ? TSimd.Load(right + TSimd.Count) : default;
            TVector right2 = sizeof(TVectors) > 2 ? TSimd.Load(right + (2 * TSimd.Count)) : default;
            TVector right3 = sizeof(TVectors) > 3 ? TSimd.Load(right + (3 * TSimd.Count)) : default;
            TVector weight;
            weight = TSimd.Broadcast(*left);
            s00 = TSimd.MultiplyAdd(weight, right0, s00);
            if (sizeof(TVectors) > 1) s01 = TSimd.MultiplyAdd(weight, right1, s01);
            if (sizeof(TVectors) > 2) s02 = TSimd.MultiplyAdd(weight, right2, s02);
            if (sizeof(TVectors) > 3) s03 = TSimd.MultiplyAdd(weight, right3, s03);
            if (sizeof(TRows) > 1)
            {
                weight = TSimd.Broadcast(left[leftRow]);
                s10 = TSimd.MultiplyAdd(weight, right0, s10);
                if (sizeof(TVectors) > 1) s11 = TSimd.MultiplyAdd(weight, right1, s11);
                if (sizeof(TVectors) > 2) s12 = TSimd.MultiplyAdd(weight, right2, s12);
                if (sizeof(TVectors) > 3) s13 = TSimd.MultiplyAdd(weight, right3, s13);
            }
            if (sizeof(TRows) > 2)
            {
                weight = TSimd.Broadcast(left[2 * leftRow]);
                s20 = TSimd.MultiplyAdd(weight, right0, s20);
                if (sizeof(TVectors) > 1) s21 = TSimd.MultiplyAdd(weight, right1, s21);
                if (sizeof(TVectors) > 2) s22 = TSimd.MultiplyAdd(weight, right2, s22);
                if (sizeof(TVectors) > 3) s23 = TSimd.MultiplyAdd(weight, right3, s23);
            }
            if (sizeof(TRows) > 3)
            {
                weight = TSimd.Broadcast(*left3);
                s30 = TSimd.MultiplyAdd(weight, right0, s30);
                if (sizeof(TVectors) > 1) s31 = TSimd.MultiplyAdd(weight, right1, s31);
                if (sizeof(TVectors) > 2) s32 = TSimd.MultiplyAdd(weight, right2, s32);
                if (sizeof(TVectors) > 3) s33 = TSimd.MultiplyAdd(weight, right3, s33);
            }
            if (sizeof(TRows) > 4)
            {
                weight = TSimd.Broadcast(left3[leftRow]);
                s40 = TSimd.MultiplyAdd(weight, right0, s40);
                if (sizeof(TVectors) > 1) s41 = TSimd.MultiplyAdd(weight, right1, s41);
                if (sizeof(TVectors) > 2) s42 = TSimd.MultiplyAdd(weight, right2, s42);
                if (sizeof(TVectors) > 3) s43 = TSimd.MultiplyAdd(weight, right3, s43);
            }
            if (sizeof(TRows) > 5)
            {
                weight = TSimd.Broadcast(left3[2 * leftRow]);
                s50 = TSimd.MultiplyAdd(weight, right0, s50);
                if (sizeof(TVectors) > 1) s51 = TSimd.MultiplyAdd(weight, right1, s51);
                if (sizeof(TVectors) > 2) s52 = TSimd.MultiplyAdd(weight, right2, s52);
                if (sizeof(TVectors) > 3) s53 = TSimd.MultiplyAdd(weight, right3, s53);
            }
            if (sizeof(TRows) > 6)
            {
                weight = TSimd.Broadcast(*left6);
                s60 = TSimd.MultiplyAdd(weight, right0, s60);
                if (sizeof(TVectors) > 1) s61 = TSimd.MultiplyAdd(weight, right1, s61);
                if (sizeof(TVectors) > 2) s62 = TSimd.MultiplyAdd(weight, right2, s62);
                if (sizeof(TVectors) > 3) s63 = TSimd.MultiplyAdd(weight, right3, s63);
            }
            if (sizeof(TRows) > 7)
            {
                weight = TSimd.Broadcast(left6[leftRow]);
                s70 = TSimd.MultiplyAdd(weight, right0, s70);
                if (sizeof(TVectors) > 1) s71 = TSimd.MultiplyAdd(weight, right1, s71);
                if (sizeof(TVectors) > 2) s72 = TSimd.MultiplyAdd(weight, right2, s72);
                if (sizeof(TVectors) > 3) s73 = TSimd.MultiplyAdd(weight, right3, s73);
            }
            left += leftDepth;
            left3 += leftDepth;
            left6 += leftDepth;
            right += rightDepth;
        }

        TVector factor = TSimd.Broadcast(scale);
        StoreRow(s00, s01, s02, s03, factor, result);
        if (sizeof(TRows) > 1) StoreRow(s10, s11, s12, s13, factor, result + (1 * resultRow));
        if (sizeof(TRows) > 2) StoreRow(s20, s21, s22, s23, factor, result + (2 * resultRow));
        if (sizeof(TRows) > 3) StoreRow(s30, s31, s32, s33, factor, result + (3 * resultRow));
        if (sizeof(TRows) > 4) StoreRow(s40, s41, s42, s43, factor, result + (4 * resultRow));
        if (sizeof(TRows) > 5) StoreRow(s50, s51, s52, s53, factor, result + (5 * resultRow));
        if (sizeof(TRows) > 6) StoreRow(s60, s61, s62, s63, factor, result + (6 * resultRow));
        if (sizeof(TRows) > 7) StoreRow(s70, s71, s72, s73, factor, result + (7 * resultRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadRow(out TVector s0, out TVector s1, out TVector s2, out TVector s3, T* row)
    {
        s0 = TSimd.Load(row);
        s1 = sizeof(TVectors) > 1 ? TSimd.Load(row + TSimd.Count) : default;
        s2 = sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * TSimd.Count)) : default;
        s3 = sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * TSimd.Count)) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(TVector s0, TVector s1, TVector s2, TVector s3, TVector factor, T* row)
    {
        TSimd.Store(TSimd.Multiply(s0, factor), row);
        if (sizeof(TVectors) > 1) TSimd.Store(TSimd.Multiply(s1, factor), row + TSimd.Count);
        if (sizeof(TVectors) > 2) TSimd.Store(TSimd.Multiply(s2, factor), row + (2 * TSimd.Count));
        if (sizeof(TVectors) > 3) TSimd.Store(TSimd.Multiply(s3, factor), row + (3 * TSimd.Count));
    }
}
