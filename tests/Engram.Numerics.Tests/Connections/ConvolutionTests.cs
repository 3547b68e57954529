using System.Numerics;
using CsCheck;
using Engram.Numerics.Connections;

namespace Engram.Numerics.Tests;

/// <summary>A convolution can be stated as plain loops; nothing about tiles, borders, widths, units or padding lanes may show.</summary>
public class ConvolutionTests
{
    private const int Iterations = 40;

    private static readonly Gen<Case> GenCase =
        from kernel in Gen.Int[1, 6]
        from stride in Gen.Int[1, 3]
        from padding in Gen.Int[0, kernel - 1]
        from height in Gen.Int[Math.Max(1, kernel - (2 * padding)), 9]
        from width in Gen.Int[Math.Max(1, kernel - (2 * padding)), 9]
        from channels in Gen.Int[1, 4]
        from filters in Gen.Int[1, 14]
        from lanes in Gen.OneOf(Gen.Int[1, 40], Gen.Const(1), Gen.Const(64), Gen.Const(100))
        from seed in Gen.ULong
        select new Case(new SignalShape(channels, height, width), filters, kernel, stride, padding, lanes, seed);

    [Fact]
    public void A_convolution_is_its_plain_loops_to_the_last_bit_at_every_width() =>
        GenCase.Sample(
            static sample =>
            {
                CheckAtEveryWidth<float>(sample, isTransposed: false);
                CheckAtEveryWidth<double>(sample, isTransposed: false);
            },
            iter: Iterations);

    [Fact]
    public void A_transposed_convolution_is_its_plain_loops_to_the_last_bit_at_every_width() =>
        GenCase.Where(IsSomethingLeft).Sample(
            static sample =>
            {
                CheckAtEveryWidth<float>(sample, isTransposed: true);
                CheckAtEveryWidth<double>(sample, isTransposed: true);
            },
            iter: Iterations);

    [Theory]
    [InlineData(2, 163, 3, 1, 0)]
    [InlineData(2, 163, 4, 2, 1)]
    [InlineData(163, 2, 3, 1, 1)]
    [InlineData(163, 2, 4, 2, 1)]
    public void Many_rows_whose_columns_are_packed_first_change_no_bit(int channels, int filters, int kernel, int stride, int padding)
    {
        var sample = new Case(new SignalShape(channels, 4, 5), filters, kernel, stride, padding, Lanes: 33, Seed: 5);
        CheckAtEveryWidth<float>(sample, isTransposed: false);
        CheckAtEveryWidth<float>(sample, isTransposed: true);
    }

    [Fact]
    public void Large_maps_whose_gradients_are_found_block_by_block_change_no_bit()
    {
        CheckAtEveryWidth<float>(new Case(new SignalShape(1, 9, 30), 2, 3, 1, 0, Lanes: 256, Seed: 8), isTransposed: false);
        CheckAtEveryWidth<float>(new Case(new SignalShape(1, 9, 30), 2, 3, 1, 1, Lanes: 256, Seed: 8), isTransposed: false);
    }

    [Fact]
    public void The_transport_is_the_adjoint_of_the_drive_without_bias() =>
        GenCase.Where(IsSomethingLeft).Sample(
            static sample =>
            {
                CheckAdjoint(sample, isTransposed: false);
                CheckAdjoint(sample, isTransposed: true);
            },
            iter: Iterations);

    [Fact]
    public void The_gradient_is_the_change_of_the_drive_with_each_parameter() =>
        GenCase.Where(IsSomethingLeft).Sample(
            static sample =>
            {
                CheckGradient(sample, isTransposed: false);
                CheckGradient(sample, isTransposed: true);
            },
            iter: 10);

    [Fact]
    public void A_transposed_convolution_drives_as_a_convolution_transports()
    {
        var below = new SignalShape(3, 4, 5);
        using var up = new TransposedConvolutionConnection<float>(below, 2, kernel: 4, stride: 2, padding: 1);
        using var down = new ConvolutionConnection<float>(up.Above, below.Channels, kernel: 4, stride: 2, padding: 1);
        Assert.Equal(new SignalShape(2, 8, 10), up.Above);
        Assert.Equal(below, down.Above);
        for (int f = 0; f < 3; f++)
        {
            for (int c = 0; c < 2; c++)
            {
                for (int tap = 0; tap < 16; tap++)
                    up.Parameters[c, (f * 16) + tap] = down.Parameters[f, (c * 16) + tap] = MathF.Sin(tap + (20 * c) + (50 * f));
            }
        }

        using LaneMatrix<float> rates = ConnectionRun<float>.Random(below.Count, 7, 1, "rates");
        using var driven = new LaneMatrix<float>(up.Above.Count, 7);
        using var sent = new LaneMatrix<float>(up.Above.Count, 7);
        using var scratch = new AlignedBuffer<float>(nint.Max(up.ScratchLength(7), down.ScratchLength(7)));
        up.Drive(rates, driven, 0, up.DriveUnits, scratch);
        down.Transport(rates, sent, 0, down.TransportUnits, scratch);
        for (int row = 0; row < sent.Rows; row++)
            Assert.Equal(sent.Row(row), driven.Row(row));
    }

    private static bool IsSomethingLeft(Case sample) =>
        ((Math.Min(sample.Below.Height, sample.Below.Width) - 1) * sample.Stride) + sample.Kernel > 2 * sample.Padding;

    private static void CheckAtEveryWidth<T>(Case sample, bool isTransposed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Connection<T> reference = sample.Connect<T>(isTransposed, InstructionSet.Scalar);
        using var expected = new ConnectionRun<T>(reference, sample.Lanes, sample.Seed);
        Naive(sample, isTransposed, reference, expected);
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using Connection<T> connection = sample.Connect<T>(isTransposed, set);
            using var actual = new ConnectionRun<T>(connection, sample.Lanes, sample.Seed);
            actual.RunSplit(sample.Seed);
            actual.AssertSame(expected, $"{(isTransposed ? "transposed, " : "")}{typeof(T).Name}, {set}, {sample}");
        }
    }

    private static void Naive<T>(Case sample, bool isTransposed, Connection<T> connection, ConnectionRun<T> run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LaneMatrix<T> parameters = connection.Parameters;
        SignalShape image = isTransposed ? connection.Above : connection.Below;
        SignalShape map = isTransposed ? connection.Below : connection.Above;
        var naive = new NaiveConvolution<T>(image, map, sample.Kernel, sample.Stride, sample.Padding);
        int bias = parameters.Lanes - 1;
        int Column(int channel, int i, int j) => (((channel * sample.Kernel) + i) * sample.Kernel) + j;
        T Weight(int f, int c, int i, int j) => isTransposed ? parameters[c, Column(f, i, j)] : parameters[f, Column(c, i, j)];
        if (isTransposed)
        {
            naive.Spread(Weight, channel => parameters[channel, bias], run.Rates, run.Drive);
            naive.Gather(Weight, null, run.Errors, run.Sent);
        }
        else
        {
            naive.Gather(Weight, filter => parameters[filter, bias], run.Rates, run.Drive);
            naive.Spread(Weight, null, run.Errors, run.Sent);
        }

        for (int f = 0; f < map.Channels; f++)
        {
            for (int c = 0; c < image.Channels; c++)
            {
                for (int i = 0; i < sample.Kernel; i++)
                {
                    for (int j = 0; j < sample.Kernel; j++)
                    {
                        T gradient = isTransposed
                            ? naive.Gradient(f, c, i, j, run.Rates, run.Errors, run.Scale)
                            : naive.Gradient(f, c, i, j, run.Errors, run.Rates, run.Scale);
                        if (isTransposed)
                            run.Gradient[c, Column(f, i, j)] = gradient;
                        else
                            run.Gradient[f, Column(c, i, j)] = gradient;
                    }
                }
            }
        }

        for (int above = 0; above < connection.Above.Channels; above++)
            run.Gradient[above, bias] = NaiveConvolution<T>.Sum(run.Errors, connection.Above.Positions, above, run.Scale);
    }

    private static void CheckAdjoint(Case sample, bool isTransposed)
    {
        using Connection<double> connection = sample.Connect<double>(isTransposed, null);
        using var run = new ConnectionRun<double>(connection, sample.Lanes, sample.Seed);
        for (int row = 0; row < connection.Parameters.Rows; row++)
            connection.Parameters[row, connection.Parameters.Lanes - 1] = 0;
        run.RunSplit(sample.Seed);
        double above = 0, below = 0, size = 0;
        for (int row = 0; row < run.Drive.Rows; row++)
        {
            for (int lane = 0; lane < sample.Lanes; lane++)
            {
                above += run.Drive[row, lane] * run.Errors[row, lane];
                size += Math.Abs(run.Drive[row, lane] * run.Errors[row, lane]);
            }
        }

        for (int row = 0; row < run.Sent.Rows; row++)
        {
            for (int lane = 0; lane < sample.Lanes; lane++)
                below += run.Sent[row, lane] * run.Rates[row, lane];
        }

        Assert.True(Math.Abs(above - below) <= 1e-12 * (1 + size), $"<drive, e> = {above:R}, <r, transport> = {below:R} for {sample}");
    }

    /// <summary>The drive is linear in the parameters, so a difference of any size is exact but for rounding.</summary>
    private static void CheckGradient(Case sample, bool isTransposed)
    {
        using Connection<double> connection = sample.Connect<double>(isTransposed, null);
        using var run = new ConnectionRun<double>(connection, sample.Lanes, sample.Seed);
        run.RunSplit(sample.Seed);
        double before = Nudge(run);
        var random = new Random((int)(sample.Seed & 0xffff));
        for (int trial = 0; trial < 5; trial++)
        {
            int row = random.Next(connection.Parameters.Rows), column = random.Next(connection.Parameters.Lanes);
            if (trial == 0)
                column = connection.Parameters.Lanes - 1;
            double expected = run.Gradient[row, column];
            connection.Parameters[row, column] += 1;
            connection.Drive(run.Rates, run.Drive, 0, connection.DriveUnits, run.Scratch);
            Assert.Equal(expected, run.Scale * (Nudge(run) - before), 1e-10 * (1 + Math.Abs(before)));
            connection.Parameters[row, column] -= 1;
        }
    }

    private static double Nudge(ConnectionRun<double> run)
    {
        double sum = 0;
        for (int row = 0; row < run.Drive.Rows; row++)
        {
            for (int lane = 0; lane < run.Drive.Lanes; lane++)
                sum += run.Drive[row, lane] * run.Errors[row, lane];
        }

        return sum;
    }

    private sealed record Case(SignalShape Below, int Filters, int Kernel, int Stride, int Padding, int Lanes, ulong Seed)
    {
        internal Connection<T> Connect<T>(bool isTransposed, InstructionSet? set)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Connection<T> connection = isTransposed
                ? new TransposedConvolutionConnection<T>(Below, Filters, Kernel, Stride, Padding, set)
                : new ConvolutionConnection<T>(Below, Filters, Kernel, Stride, Padding, set);
            ConnectionRun<T>.FillRandom(connection.Parameters, Seed, "weights");
            return connection;
        }
    }
}
