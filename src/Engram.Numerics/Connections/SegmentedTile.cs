using System.Runtime.CompilerServices;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <summary>
/// The inner kernel of every convolution: a tile of <c>sizeof(TRows)</c> rows and <c>sizeof(TVectors)</c> vectors that stays in registers
/// while the depth is walked in segments. As with <see cref="ProductTile{TSimd, TVector, T, TRows, TVectors}"/>, the comparisons of
/// <c>sizeof</c> are decided when the runtime compiles the method for a tile, and each tile keeps only its own accumulators.
/// </summary>
/// <remarks>
/// <c>sizeof(TLeft)</c> says how the left side is read: 1, a number for all lanes (a weight); 2, a vector of lanes (a rate or an error),
/// and the chains go on from what the result holds; 3, the same, where in the last step of an inner loop only some lanes of the right side
/// count and the others are taken for 0.
/// </remarks>
internal static unsafe class SegmentedTile<TSimd, TVector, T, TLeft, TRows, TVectors>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    where TLeft : unmanaged
    where TRows : unmanaged
    where TVectors : unmanaged
{
    /// <summary>Walks the depth of <paramref name="product"/> for one tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(SegmentedProduct<T>* product)
    {
        TVector s00, s01, s02, s03, s04;
        TVector s10, s11, s12, s13, s14;
        TVector s20, s21, s22, s23, s24;
        TVector s30, s31, s32, s33, s34;
        TVector s40, s41, s42, s43, s44;
        TVector s50, s51, s52, s53, s54;
        TVector s60, s61, s62, s63, s64;
        TVector s70, s71, s72, s73, s74;
        if (sizeof(TLeft) == 1)
        {
            T* start = product->Start;
            nint startRow = product->StartRow;
            s00 = s01 = s02 = s03 = s04 = start is null ? default : TSimd.Broadcast(*start);
            s10 = s11 = s12 = s13 = s14 = sizeof(TRows) > 1 ? start is null ? default : TSimd.Broadcast(start[1 * startRow]) : default;
            s20 = s21 = s22 = s23 = s24 = sizeof(TRows) > 2 ? start is null ? default : TSimd.Broadcast(start[2 * startRow]) : default;
            s30 = s31 = s32 = s33 = s34 = sizeof(TRows) > 3 ? start is null ? default : TSimd.Broadcast(start[3 * startRow]) : default;
            s40 = s41 = s42 = s43 = s44 = sizeof(TRows) > 4 ? start is null ? default : TSimd.Broadcast(start[4 * startRow]) : default;
            s50 = s51 = s52 = s53 = s54 = sizeof(TRows) > 5 ? start is null ? default : TSimd.Broadcast(start[5 * startRow]) : default;
            s60 = s61 = s62 = s63 = s64 = sizeof(TRows) > 6 ? start is null ? default : TSimd.Broadcast(start[6 * startRow]) : default;
            s70 = s71 = s72 = s73 = s74 = sizeof(TRows) > 7 ? start is null ? default : TSimd.Broadcast(start[7 * startRow]) : default;
        }
        else
        {
            T* row = product->Result;
            nint column = product->ResultColumn;
            s00 = TSimd.Load(row);
            s01 = sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s02 = sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s03 = sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s04 = sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s10 = sizeof(TRows) > 1 ? TSimd.Load(row) : default;
            s11 = sizeof(TRows) > 1 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s12 = sizeof(TRows) > 1 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s13 = sizeof(TRows) > 1 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s14 = sizeof(TRows) > 1 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s20 = sizeof(TRows) > 2 ? TSimd.Load(row) : default;
            s21 = sizeof(TRows) > 2 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s22 = sizeof(TRows) > 2 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s23 = sizeof(TRows) > 2 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s24 = sizeof(TRows) > 2 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s30 = sizeof(TRows) > 3 ? TSimd.Load(row) : default;
            s31 = sizeof(TRows) > 3 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s32 = sizeof(TRows) > 3 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s33 = sizeof(TRows) > 3 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s34 = sizeof(TRows) > 3 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s40 = sizeof(TRows) > 4 ? TSimd.Load(row) : default;
            s41 = sizeof(TRows) > 4 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s42 = sizeof(TRows) > 4 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s43 = sizeof(TRows) > 4 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s44 = sizeof(TRows) > 4 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s50 = sizeof(TRows) > 5 ? TSimd.Load(row) : default;
            s51 = sizeof(TRows) > 5 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s52 = sizeof(TRows) > 5 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s53 = sizeof(TRows) > 5 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s54 = sizeof(TRows) > 5 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s60 = sizeof(TRows) > 6 ? TSimd.Load(row) : default;
            s61 = sizeof(TRows) > 6 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s62 = sizeof(TRows) > 6 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s63 = sizeof(TRows) > 6 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s64 = sizeof(TRows) > 6 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
            row += product->ResultRow;
            s70 = sizeof(TRows) > 7 ? TSimd.Load(row) : default;
            s71 = sizeof(TRows) > 7 && sizeof(TVectors) > 1 ? TSimd.Load(row + column) : default;
            s72 = sizeof(TRows) > 7 && sizeof(TVectors) > 2 ? TSimd.Load(row + (2 * column)) : default;
            s73 = sizeof(TRows) > 7 && sizeof(TVectors) > 3 ? TSimd.Load(row + (3 * column)) : default;
            s74 = sizeof(TRows) > 7 && sizeof(TVectors) > 4 ? TSimd.Load(row + (4 * column)) : default;
        }

        // The lanes that count in the last step: those whose number is less than the limit.
        TVector lane = default, limit = default;
        if (sizeof(TLeft) == 3)
        {
            T* numbers = stackalloc T[TSimd.Count];
            for (int i = 0; i < TSimd.Count; i++)
                numbers[i] = T.CreateTruncating(i);
            lane = TSimd.Load(numbers);
            limit = TSimd.Broadcast(T.CreateTruncating(product->LastLanes));
        }

        nint leftRow = product->LeftRow;
        nint leftStep = product->InnerLeft;
        nint rightColumn = product->RightColumn;
        nint rightStep = product->InnerRight;
        T* outerLeft = product->Left;
        T* outerRight = product->Right;
        for (nint outer = product->Outer; outer > 0; outer--)
        {
            T* middleLeft = outerLeft;
            T* middleRight = outerRight;
            for (nint middle = product->Middle; middle > 0; middle--)
            {
                // A base for every third row keeps the addressing within what one instruction can say.
                T* left = middleLeft;
                T* left3 = sizeof(TRows) > 3 ? left + (3 * leftRow) : null;
                T* left6 = sizeof(TRows) > 6 ? left + (6 * leftRow) : null;
                T* right = middleRight;
                T* right3 = sizeof(TVectors) > 3 ? right + (3 * rightColumn) : null;
                for (nint inner = product->Inner; inner > 0; inner--)
                {
                    TVector column0 = TSimd.Load(right);
                    TVector column1 = sizeof(TVectors) > 1 ? TSimd.Load(right + rightColumn) : default;
                    TVector column2 = sizeof(TVectors) > 2 ? TSimd.Load(right + (2 * rightColumn)) : default;
                    TVector column3 = sizeof(TVectors) > 3 ? TSimd.Load(right3) : default;
                    TVector column4 = sizeof(TVectors) > 4 ? TSimd.Load(right3 + rightColumn) : default;
                    if (sizeof(TLeft) == 3 && inner == 1)
                    {
                        column0 = TSimd.SelectLess(lane, limit, column0, default);
                        if (sizeof(TVectors) > 1) column1 = TSimd.SelectLess(lane, limit, column1, default);
                        if (sizeof(TVectors) > 2) column2 = TSimd.SelectLess(lane, limit, column2, default);
                        if (sizeof(TVectors) > 3) column3 = TSimd.SelectLess(lane, limit, column3, default);
                        if (sizeof(TVectors) > 4) column4 = TSimd.SelectLess(lane, limit, column4, default);
                    }

                    TVector value;
                    value = sizeof(TLeft) == 1 ? TSimd.Broadcast(*left) : TSimd.Load(left);
                    s00 = TSimd.MultiplyAdd(value, column0, s00);
                    if (sizeof(TVectors) > 1) s01 = TSimd.MultiplyAdd(value, column1, s01);
                    if (sizeof(TVectors) > 2) s02 = TSimd.MultiplyAdd(value, column2, s02);
                    if (sizeof(TVectors) > 3) s03 = TSimd.MultiplyAdd(value, column3, s03);
                    if (sizeof(TVectors) > 4) s04 = TSimd.MultiplyAdd(value, column4, s04);
                    if (sizeof(TRows) > 1)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(left[leftRow]) : TSimd.Load(left + leftRow);
                        s10 = TSimd.MultiplyAdd(value, column0, s10);
                        if (sizeof(TVectors) > 1) s11 = TSimd.MultiplyAdd(value, column1, s11);
                        if (sizeof(TVectors) > 2) s12 = TSimd.MultiplyAdd(value, column2, s12);
                        if (sizeof(TVectors) > 3) s13 = TSimd.MultiplyAdd(value, column3, s13);
                        if (sizeof(TVectors) > 4) s14 = TSimd.MultiplyAdd(value, column4, s14);
                    }

                    if (sizeof(TRows) > 2)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(left[2 * leftRow]) : TSimd.Load(left + (2 * leftRow));
                        s20 = TSimd.MultiplyAdd(value, column0, s20);
                        if (sizeof(TVectors) > 1) s21 = TSimd.MultiplyAdd(value, column1, s21);
                        if (sizeof(TVectors) > 2) s22 = TSimd.MultiplyAdd(value, column2, s22);
                        if (sizeof(TVectors) > 3) s23 = TSimd.MultiplyAdd(value, column3, s23);
                        if (sizeof(TVectors) > 4) s24 = TSimd.MultiplyAdd(value, column4, s24);
                    }

                    if (sizeof(TRows) > 3)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(*left3) : TSimd.Load(left3);
                        s30 = TSimd.MultiplyAdd(value, column0, s30);
                        if (sizeof(TVectors) > 1) s31 = TSimd.MultiplyAdd(value, column1, s31);
                        if (sizeof(TVectors) > 2) s32 = TSimd.MultiplyAdd(value, column2, s32);
                        if (sizeof(TVectors) > 3) s33 = TSimd.MultiplyAdd(value, column3, s33);
                        if (sizeof(TVectors) > 4) s34 = TSimd.MultiplyAdd(value, column4, s34);
                    }

                    if (sizeof(TRows) > 4)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(left3[leftRow]) : TSimd.Load(left3 + leftRow);
                        s40 = TSimd.MultiplyAdd(value, column0, s40);
                        if (sizeof(TVectors) > 1) s41 = TSimd.MultiplyAdd(value, column1, s41);
                        if (sizeof(TVectors) > 2) s42 = TSimd.MultiplyAdd(value, column2, s42);
                        if (sizeof(TVectors) > 3) s43 = TSimd.MultiplyAdd(value, column3, s43);
                        if (sizeof(TVectors) > 4) s44 = TSimd.MultiplyAdd(value, column4, s44);
                    }

                    if (sizeof(TRows) > 5)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(left3[2 * leftRow]) : TSimd.Load(left3 + (2 * leftRow));
                        s50 = TSimd.MultiplyAdd(value, column0, s50);
                        if (sizeof(TVectors) > 1) s51 = TSimd.MultiplyAdd(value, column1, s51);
                        if (sizeof(TVectors) > 2) s52 = TSimd.MultiplyAdd(value, column2, s52);
                        if (sizeof(TVectors) > 3) s53 = TSimd.MultiplyAdd(value, column3, s53);
                        if (sizeof(TVectors) > 4) s54 = TSimd.MultiplyAdd(value, column4, s54);
                    }

                    if (sizeof(TRows) > 6)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(*left6) : TSimd.Load(left6);
                        s60 = TSimd.MultiplyAdd(value, column0, s60);
                        if (sizeof(TVectors) > 1) s61 = TSimd.MultiplyAdd(value, column1, s61);
                        if (sizeof(TVectors) > 2) s62 = TSimd.MultiplyAdd(value, column2, s62);
                        if (sizeof(TVectors) > 3) s63 = TSimd.MultiplyAdd(value, column3, s63);
                        if (sizeof(TVectors) > 4) s64 = TSimd.MultiplyAdd(value, column4, s64);
                    }

                    if (sizeof(TRows) > 7)
                    {
                        value = sizeof(TLeft) == 1 ? TSimd.Broadcast(left6[leftRow]) : TSimd.Load(left6 + leftRow);
                        s70 = TSimd.MultiplyAdd(value, column0, s70);
                        if (sizeof(TVectors) > 1) s71 = TSimd.MultiplyAdd(value, column1, s71);
                        if (sizeof(TVectors) > 2) s72 = TSimd.MultiplyAdd(value, column2, s72);
                        if (sizeof(TVectors) > 3) s73 = TSimd.MultiplyAdd(value, column3, s73);
                        if (sizeof(TVectors) > 4) s74 = TSimd.MultiplyAdd(value, column4, s74);
                    }

                    left += leftStep;
                    if (sizeof(TRows) > 3) left3 += leftStep;
                    if (sizeof(TRows) > 6) left6 += leftStep;
                    right += rightStep;
                    if (sizeof(TVectors) > 3) right3 += rightStep;
                }

                middleLeft += product->MiddleLeft;
                middleRight += product->MiddleRight;
            }

            outerLeft += product->OuterLeft;
            outerRight += product->OuterRight;
        }

        T* target = product->Result;
        nint targetRow = product->ResultRow;
        nint targetColumn = product->ResultColumn;
        StoreRow(s00, s01, s02, s03, s04, target, targetColumn);
        if (sizeof(TRows) > 1) StoreRow(s10, s11, s12, s13, s14, target + (1 * targetRow), targetColumn);
        if (sizeof(TRows) > 2) StoreRow(s20, s21, s22, s23, s24, target + (2 * targetRow), targetColumn);
        if (sizeof(TRows) > 3) StoreRow(s30, s31, s32, s33, s34, target + (3 * targetRow), targetColumn);
        if (sizeof(TRows) > 4) StoreRow(s40, s41, s42, s43, s44, target + (4 * targetRow), targetColumn);
        if (sizeof(TRows) > 5) StoreRow(s50, s51, s52, s53, s54, target + (5 * targetRow), targetColumn);
        if (sizeof(TRows) > 6) StoreRow(s60, s61, s62, s63, s64, target + (6 * targetRow), targetColumn);
        if (sizeof(TRows) > 7) StoreRow(s70, s71, s72, s73, s74, target + (7 * targetRow), targetColumn);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, T* row, nint column)
    {
        TSimd.Store(s0, row);
        if (sizeof(TVectors) > 1) TSimd.Store(s1, row + column);
        if (sizeof(TVectors) > 2) TSimd.Store(s2, row + (2 * column));
        if (sizeof(TVectors) > 3) TSimd.Store(s3, row + (3 * column));
        if (sizeof(TVectors) > 4) TSimd.Store(s4, row + (4 * column));
    }
}
