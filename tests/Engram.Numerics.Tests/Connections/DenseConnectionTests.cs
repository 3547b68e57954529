using System.Numerics;
using CsCheck;
using Engram.Numerics.Connections;

namespace Engram.Numerics.Tests;

/// <summary>A dense connection is three plain loops, each output one chain; see <see cref="ProductTests"/> for the tiles below it.</summary>
public class DenseConnectionTests
{
    private static readonly Gen<Case> GenCase =
        Gen.Select(Gen.Int[1, 80], Gen.Int[1, 40], Gen.Int[1, 40], Gen.ULong, static (below, above, lanes, seed) => new Case(below, above, lanes, seed));

    [Fact]
    public void Drive_transport_and_gradient_are_single_chains_to_the_last_bit_at_every_width() =>
        GenCase.Sample(
            static sample =>
            {
                Check<float>(sample);
                Check<double>(sample);
            },
            iter: 40);

    [Fact]
    public void One_lane_and_many_presynaptic_neurons_are_single_chains_too()
    {
        Check<float>(new Case(Below: 200, Above: 9, Lanes: 1, Seed: 3));
        Check<double>(new Case(Below: 200, Above: 9, Lanes: 1, Seed: 3));
        Check<float>(new Case(Below: 16, Above: 3, Lanes: 5, Seed: 4));
    }

    [Fact]
    public void An_image_is_read_with_channels_slowest()
    {
        using var connection = new DenseConnection<float>(new SignalShape(2, 3, 4), 5);
        Assert.Equal(24 + 1, connection.Parameters.Lanes);
        Assert.Equal(new SignalShape(5), connection.Above);
        using var rates = new LaneMatrix<float>(24, 1);
        using var drive = new LaneMatrix<float>(5, 1);
        using var scratch = new AlignedBuffer<float>(connection.ScratchLength(1));
        rates[(1 * 12) + (2 * 4) + 3, 0] = 2;
        connection.Parameters[4, (((1 * 3) + 2) * 4) + 3] = 7;
        connection.Drive(rates, drive, 0, 5, scratch);
        Assert.Equal(14, drive[4, 0]);
    }

    private static void Check<T>(Case sample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int below, int above, int lanes, ulong seed) = sample;
        using DenseConnection<T> reference = Connect<T>(sample, InstructionSet.Scalar);
        using var expected = new ConnectionRun<T>(reference, lanes, seed);
        LaneMatrix<T> weights = reference.Parameters;
        for (int lane = 0; lane < lanes; lane++)
        {
            for (int i = 0; i < above; i++)
            {
                T sum = weights[i, below];
                for (int j = 0; j < below; j++)
                    sum = T.FusedMultiplyAdd(weights[i, j], expected.Rates[j, lane], sum);
                expected.Drive[i, lane] = sum;
            }

            for (int j = 0; j < below; j++)
            {
                T sum = T.Zero;
                for (int i = 0; i < above; i++)
                    sum = T.FusedMultiplyAdd(weights[i, j], expected.Errors[i, lane], sum);
                expected.Sent[j, lane] = sum;
            }
        }

        for (int i = 0; i < above; i++)
        {
            for (int j = 0; j <= below; j++)
            {
                T sum = T.Zero;
                for (int lane = 0; lane < lanes; lane++)
                    sum = T.FusedMultiplyAdd(expected.Errors[i, lane], j == below ? T.One : expected.Rates[j, lane], sum);
                expected.Gradient[i, j] = expected.Scale * sum;
            }
        }

        foreach (InstructionSet set in InstructionSets.Available)
        {
            using DenseConnection<T> connection = Connect<T>(sample, set);
            using var actual = new ConnectionRun<T>(connection, lanes, seed);
            actual.RunSplit(seed);
            actual.AssertSame(expected, $"{typeof(T).Name}, {set}, {sample}");
        }
    }

    private static DenseConnection<T> Connect<T>(Case sample, InstructionSet set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var connection = new DenseConnection<T>(new SignalShape(sample.Below), sample.Above, set);
        ConnectionRun<T>.FillRandom(connection.Parameters, sample.Seed, "weights");
        return connection;
    }

    private sealed record Case(int Below, int Above, int Lanes, ulong Seed);
}
