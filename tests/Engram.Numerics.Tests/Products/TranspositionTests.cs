using CsCheck;
using Engram.Numerics.Products;

namespace Engram.Numerics.Tests;

public class TranspositionTests
{
    private static readonly Gen<(int Rows, int Lanes, int Gap)> GenShape = Gen.Select(Gen.Int[0, 40], Gen.Int[1, 100], Gen.Int[0, 9]);

    [Fact]
    public void Rows_become_lanes_and_nothing_else_is_written_in_single_precision() =>
        GenShape.Sample(static shape => Check<float>(shape.Rows, shape.Lanes, shape.Gap));

    [Fact]
    public void Rows_become_lanes_and_nothing_else_is_written_in_double_precision() =>
        GenShape.Sample(static shape => Check<double>(shape.Rows, shape.Lanes, shape.Gap));

    private static unsafe void Check<T>(int rows, int lanes, int gap)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var source = new LaneMatrix<T>(rows, lanes);
        for (int row = 0; row < rows; row++)
        {
            for (int lane = 0; lane < lanes; lane++)
                source[row, lane] = T.CreateChecked(1 + (row * 1000) + lane);
        }

        T untouched = T.CreateChecked(-1);
        int stride = rows + gap;
        using var destination = new AlignedBuffer<T>(((nint)lanes + 2) * stride);
        destination.Span.Fill(untouched);
        Transposition.Run(source.Pointer, source.Stride, rows, lanes, destination.Pointer + stride, stride);
        for (int lane = -1; lane <= lanes; lane++)
        {
            for (int row = 0; row < stride; row++)
            {
                bool isInside = lane >= 0 && lane < lanes && row < rows;
                T expected = isInside ? source[row, lane] : untouched;
                Assert.Equal(expected, destination.Span[((lane + 1) * stride) + row]);
            }
        }
    }
}
