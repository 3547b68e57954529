using System.Numerics;
using CsCheck;

namespace Engram.Numerics.Tests;

public unsafe class LaneBitsTests
{
    [Fact]
    public void What_is_taken_is_given_back_as_zeros_and_ones_at_every_width() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[1, 70], Gen.ULong).Sample(
            static (rows, lanes, seed) =>
            {
                Check<float>(rows, lanes, seed);
                Check<double>(rows, lanes, seed);
            },
            iter: 60);

    [Fact]
    public void Tables_of_another_shape_are_refused()
    {
        using var bits = new LaneBits<float>(3, 20);
        using var table = new LaneMatrix<float>(3, 21);
        Assert.Contains("3 rows and 21 lanes", Assert.Throws<ArgumentException>(() => bits.Take(table)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => bits.Give(table));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaneBits<float>(1, 0));
    }

    private static void Check<T>(int rows, int lanes, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LaneMatrix<T> values = ConnectionRun<T>.Random(rows, lanes, seed, "values");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using var bits = new LaneBits<T>(rows, lanes, set);
            using var given = new LaneMatrix<T>(rows, lanes);
            bits.Take(values);
            bits.Give(given);
            for (int row = 0; row < rows; row++)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    bool isSet = (bits.Pointer[(row * bits.Stride) + (lane / bits.VectorLength)] >> (lane % bits.VectorLength) & 1) == 1;
                    Assert.Equal(values[row, lane] > T.Zero, isSet);
                    Assert.Equal(isSet ? T.One : T.Zero, given[row, lane]);
                }
            }

            bits.Clear();
            bits.Give(given);
            Assert.DoesNotContain(MatrixState.Compact(given), value => value != T.Zero);
        }
    }
}
