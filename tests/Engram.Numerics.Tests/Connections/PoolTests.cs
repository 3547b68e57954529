using System.Numerics;
using CsCheck;
using Engram.Numerics.Connections;

namespace Engram.Numerics.Tests;

/// <summary>Pools against plain loops, at every width, with NaN in all padding.</summary>
public class PoolTests
{
    private const int Iterations = 40;

    private static readonly Gen<Case> GenCase =
        from size in Gen.Int[1, 4]
        from height in Gen.Int[1, 4]
        from width in Gen.Int[1, 4]
        from channels in Gen.Int[1, 3]
        from lanes in Gen.Int[1, 40]
        from seed in Gen.ULong
        select new Case(new SignalShape(channels, height * size, width * size), size, lanes, seed);

    [Fact]
    public void The_greatest_rate_passes_with_the_slope_of_its_place_and_the_error_returns_there() =>
        GenCase.Sample(
            static sample =>
            {
                CheckMax<float>(sample);
                CheckMax<double>(sample);
            },
            iter: Iterations);

    [Fact]
    public void Slopes_as_bits_pass_where_slopes_as_numbers_do() =>
        GenCase.Sample(
            static sample =>
            {
                CheckBits<float>(sample);
                CheckBits<double>(sample);
            },
            iter: Iterations);

    [Fact]
    public void The_mean_passes_and_the_error_returns_in_equal_shares() =>
        GenCase.Sample(
            static sample =>
            {
                CheckAverage<float>(sample);
                CheckAverage<double>(sample);
            },
            iter: Iterations);

    [Fact]
    public void Of_equal_rates_the_first_in_row_major_order_wins()
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using var pool = new MaxPool<float>(new SignalShape(1, 2, 4), 2, lanes: 1, set);
            using LaneMatrix<float> rates = Column(1, 3, 0, 0, 3, 3, 0, -0f);
            using LaneMatrix<float> slopes = Column(10, 11, 12, 13, 14, 15, 16, 17);
            using LaneMatrix<float> pooled = Column(0, 0), pooledSlopes = Column(0, 0), sent = Column(9, 9, 9, 9, 9, 9, 9, 9);
            pool.Forward(rates, slopes, pooled, pooledSlopes, 0, pool.Units);
            Assert.Equal([3, 0], pooled.Storage().ToArray().Where((_, at) => at % pooled.Stride == 0));
            Assert.Equal([11, 12], pooledSlopes.Storage().ToArray().Where((_, at) => at % pooled.Stride == 0));
            pool.Backward(pooledSlopes, sent, 0, pool.Units);
            Assert.Equal([0, 11, 12, 0, 0, 0, 0, 0], sent.Storage().ToArray().Where((_, at) => at % sent.Stride == 0));
        }
    }

    [Fact]
    public void Both_pools_send_errors_by_their_adjoint() =>
        GenCase.Sample(
            static sample =>
            {
                using var tables = new Tables<double>(sample);
                using var max = new MaxPool<double>(sample.Below, sample.Size, sample.Lanes);
                max.Forward(tables.Rates, tables.Slopes, tables.Pooled, tables.PooledSlopes, 0, max.Units);
                max.Backward(tables.Errors, tables.Sent, 0, max.Units);
                AssertAdjoint(tables);
                var average = new AveragePool<double>(sample.Below, sample.Size);
                average.Forward(tables.Rates, tables.Pooled, 0, average.Units);
                average.Backward(tables.Errors, tables.Sent, 0, average.Units);
                AssertAdjoint(tables);
            },
            iter: Iterations);

    private static void AssertAdjoint(Tables<double> tables)
    {
        double above = 0, below = 0;
        for (int lane = 0; lane < tables.Rates.Lanes; lane++)
        {
            for (int row = 0; row < tables.Pooled.Rows; row++)
                above += tables.Pooled[row, lane] * tables.Errors[row, lane];
            for (int row = 0; row < tables.Rates.Rows; row++)
                below += tables.Rates[row, lane] * tables.Sent[row, lane];
        }

        Assert.Equal(above, below, 1e-12 * (1 + tables.Rates.Rows));
    }

    private static void CheckMax<T>(Case sample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using var tables = new Tables<T>(sample);
            using var pool = new MaxPool<T>(sample.Below, sample.Size, sample.Lanes, set);
            Split(pool.Units, sample.Seed, (first, count) =>
                pool.Forward(tables.Rates, tables.Slopes, tables.Pooled, tables.PooledSlopes, first, count));
            Split(pool.Units, sample.Seed, (first, count) => pool.Backward(tables.Errors, tables.Sent, first, count));
            ForEachWindow(sample, (unit, places, lane) =>
            {
                int winner = places.OrderByDescending(place => tables.Rates[place, lane]).First();
                Assert.Equal(tables.Rates[winner, lane], tables.Pooled[unit, lane]);
                Assert.Equal(tables.Slopes[winner, lane], tables.PooledSlopes[unit, lane]);
                Assert.Equal(T.CreateChecked(Array.IndexOf(places, winner)), pool.Winners[unit, lane]);
                foreach (int place in places)
                    Assert.Equal(place == winner ? tables.Errors[unit, lane] : T.Zero, tables.Sent[place, lane]);
            });
        }
    }

    private static void CheckBits<T>(Case sample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using var tables = new Tables<T>(sample);
            foreach (ref T slope in tables.Slopes.Storage())
                slope = slope > T.Zero ? T.One : T.Zero;
            using var pool = new MaxPool<T>(sample.Below, sample.Size, sample.Lanes, set);
            using var bits = new LaneBits<T>(tables.Slopes.Rows, sample.Lanes, set);
            using var pooledBits = new LaneBits<T>(tables.Pooled.Rows, sample.Lanes, set);
            using var pooled = new LaneMatrix<T>(tables.Pooled.Rows, sample.Lanes);
            using var pooledSlopes = new LaneMatrix<T>(tables.Pooled.Rows, sample.Lanes);
            bits.Take(tables.Slopes);
            Split(pool.Units, sample.Seed, (first, count) =>
                pool.Forward(tables.Rates, tables.Slopes, tables.Pooled, tables.PooledSlopes, first, count));
            T[] winners = MatrixState.Compact(pool.Winners);
            pool.Winners.Clear();
            Split(pool.Units, sample.Seed, (first, count) => pool.Forward(tables.Rates, bits, pooled, pooledBits, first, count));
            pooledBits.Give(pooledSlopes);
            Assert.Equal(MatrixState.Compact(tables.Pooled), MatrixState.Compact(pooled));
            Assert.Equal(MatrixState.Compact(tables.PooledSlopes), MatrixState.Compact(pooledSlopes));
            Assert.Equal(winners, MatrixState.Compact(pool.Winners));
        }
    }

    private static void CheckAverage<T>(Case sample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using var tables = new Tables<T>(sample);
            var pool = new AveragePool<T>(sample.Below, sample.Size, set);
            Split(pool.Units, sample.Seed, (first, count) => pool.Forward(tables.Rates, tables.Pooled, first, count));
            Split(pool.Units, sample.Seed, (first, count) => pool.Backward(tables.Errors, tables.Sent, first, count));
            ForEachWindow(sample, (unit, places, lane) =>
            {
                T sum = T.Zero, count = T.CreateChecked(places.Length);
                foreach (int place in places)
                    sum += tables.Rates[place, lane];
                Assert.Equal(sum / count, tables.Pooled[unit, lane]);
                foreach (int place in places)
                    Assert.Equal(tables.Errors[unit, lane] / count, tables.Sent[place, lane]);
            });
        }
    }

    private static void ForEachWindow(Case sample, Action<int, int[], int> visit)
    {
        (int channels, int height, int width) = sample.Below;
        int unit = 0;
        for (int row = 0; row < channels * height; row += sample.Size)
        {
            for (int x = 0; x < width; x += sample.Size, unit++)
            {
                int[] places =
                    [.. Enumerable.Range(0, sample.Size * sample.Size).Select(at => ((row + (at / sample.Size)) * width) + x + (at % sample.Size))];
                for (int lane = 0; lane < sample.Lanes; lane++)
                    visit(unit, places, lane);
            }
        }
    }

    private static void Split(int units, ulong seed, Action<int, int> run)
    {
        var random = new Random((int)(seed & 0xffffff));
        for (int end = units; end > 0;)
        {
            int count = Math.Min(end, random.Next(1, 5));
            end -= count;
            run(end, count);
        }
    }

    private static LaneMatrix<float> Column(params ReadOnlySpan<float> values)
    {
        var table = new LaneMatrix<float>(values.Length, 1);
        table.Fill(values);
        return table;
    }

    private sealed record Case(SignalShape Below, int Size, int Lanes, ulong Seed);

    private sealed class Tables<T> : IDisposable
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal Tables(Case sample)
        {
            int above = sample.Below.Count / (sample.Size * sample.Size);
            Rates = ConnectionRun<T>.Random(sample.Below.Count, sample.Lanes, sample.Seed, "rates");
            Slopes = ConnectionRun<T>.Random(sample.Below.Count, sample.Lanes, sample.Seed, "slopes");
            Errors = ConnectionRun<T>.Random(above, sample.Lanes, sample.Seed, "errors");
            Pooled = ConnectionRun<T>.Random(above, sample.Lanes, sample.Seed, "untouched");
            PooledSlopes = ConnectionRun<T>.Random(above, sample.Lanes, sample.Seed, "untouched");
            Sent = ConnectionRun<T>.Random(sample.Below.Count, sample.Lanes, sample.Seed, "untouched");
        }

        internal LaneMatrix<T> Rates { get; }

        internal LaneMatrix<T> Slopes { get; }

        internal LaneMatrix<T> Errors { get; }

        internal LaneMatrix<T> Pooled { get; }

        internal LaneMatrix<T> PooledSlopes { get; }

        internal LaneMatrix<T> Sent { get; }

        public void Dispose()
        {
            foreach (LaneMatrix<T> table in new[] { Rates, Slopes, Errors, Pooled, PooledSlopes, Sent })
                table.Dispose();
        }
    }
}
