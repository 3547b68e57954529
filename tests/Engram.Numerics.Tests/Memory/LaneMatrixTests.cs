using CsCheck;

namespace Engram.Numerics.Tests;

public class LaneMatrixTests
{
    private static readonly Gen<(int Rows, int Lanes)> GenShape = Gen.Select(Gen.Int[0, 20], Gen.Int[1, 200]);

    [Fact]
    public void Every_row_starts_on_a_cache_line_and_is_padded_to_whole_ones_and_no_more() =>
        GenShape.Sample(static shape =>
        {
            CheckLayout<float>(shape.Rows, shape.Lanes);
            CheckLayout<double>(shape.Rows, shape.Lanes);
        });

    [Fact]
    public void Rows_do_not_overlap_and_index_row_and_storage_are_the_same_memory() =>
        GenShape.Sample(static shape =>
        {
            using var matrix = new LaneMatrix<float>(shape.Rows, shape.Lanes);
            for (int row = 0; row < shape.Rows; row++)
            {
                for (int lane = 0; lane < shape.Lanes; lane++)
                    matrix[row, lane] = 1 + (row * 1000) + lane;
            }

            Span<float> storage = matrix.Storage();
            Assert.Equal(shape.Rows * matrix.Stride, storage.Length);
            for (int row = 0; row < shape.Rows; row++)
            {
                Assert.Equal(shape.Lanes, matrix.Row(row).Length);
                for (int lane = 0; lane < matrix.Stride; lane++)
                {
                    float expected = lane < shape.Lanes ? 1 + (row * 1000) + lane : 0;
                    Assert.Equal(expected, storage[(row * matrix.Stride) + lane]);
                    if (lane < shape.Lanes)
                        Assert.Equal(expected, matrix.Row(row)[lane]);
                }
            }
        });

    [Fact]
    public void Clearing_reaches_the_padding_and_copying_takes_all()
    {
        using var matrix = new LaneMatrix<double>(3, 5);
        using var copy = new LaneMatrix<double>(3, 5);
        matrix.Storage().Fill(7);
        copy.CopyFrom(matrix);
        Assert.True(copy.Storage().IndexOfAnyExcept(7.0) < 0);
        matrix.Clear();
        Assert.True(matrix.Storage().IndexOfAnyExcept(0.0) < 0);
        Assert.True(copy.Storage().IndexOfAnyExcept(7.0) < 0);
    }

    [Fact]
    public void A_table_of_another_shape_is_not_copied_even_when_its_padded_rows_are_as_long()
    {
        using var matrix = new LaneMatrix<float>(3, 5);
        using var wider = new LaneMatrix<float>(3, 6);
        using var taller = new LaneMatrix<float>(4, 5);
        Assert.Contains("3 x 6", Assert.Throws<ArgumentException>(() => matrix.CopyFrom(wider)).Message, StringComparison.Ordinal);
        Assert.Contains("4 x 5", Assert.Throws<ArgumentException>(() => matrix.CopyFrom(taller)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 5)]
    public void What_lies_outside_is_refused_padding_included(int row, int lane)
    {
        using var matrix = new LaneMatrix<float>(3, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[row, lane]);
        if (lane == 0)
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Row(row).Length);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -3)]
    public void An_impossible_shape_is_refused(int rows, int lanes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaneMatrix<float>(rows, lanes));

    [Fact]
    public void After_disposal_there_is_an_exception_instead_of_memory()
    {
        var matrix = new LaneMatrix<float>(2, 2);
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix[1, 1]);
        Assert.Throws<ObjectDisposedException>(() => matrix.Row(0).Length);
        Assert.Throws<ObjectDisposedException>(matrix.Clear);
    }

    private static unsafe void CheckLayout<T>(int rows, int lanes)
        where T : unmanaged
    {
        using var matrix = new LaneMatrix<T>(rows, lanes);
        int line = AlignedBuffer<T>.Alignment / sizeof(T);
        Assert.Equal(0, matrix.Stride % line);
        Assert.InRange(matrix.Stride, lanes, lanes + line - 1);
        Assert.Equal(matrix.Stride, LaneMatrix<T>.PaddedLanes(lanes));
        for (int row = 0; row < rows; row++)
        {
            fixed (T* start = matrix.Row(row))
                Assert.Equal(0, (nint)start % AlignedBuffer<T>.Alignment);
        }
    }
}
