using System.Numerics;
using CsCheck;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Tests;

/// <summary>
/// A product is, for each element, one chain of fused multiply-adds in order: so it can be stated as three loops, and nothing about tiles,
/// widths or padding may show.
/// </summary>
public unsafe class ProductTests
{
    private const int Iterations = 60;

    private static readonly Gen<Shape> GenShape =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 100], Gen.Int[0, 60], Gen.Int[0, 20], Gen.ULong, static (rows, columns, depth, offset, seed) =>
            new Shape(rows, columns, depth, offset, seed));

    [Fact]
    public void The_drive_is_the_bias_and_then_one_chain_over_the_presynaptic_neurons_to_the_last_bit() =>
        GenShape.Sample(
            static shape =>
            {
                CheckDrive<float>(shape);
                CheckDrive<double>(shape);
            },
            iter: Iterations);

    [Fact]
    public void The_transport_reads_the_weights_by_columns_and_is_one_chain_over_the_neurons_above_to_the_last_bit() =>
        GenShape.Sample(
            static shape =>
            {
                CheckTransport<float>(shape);
                CheckTransport<double>(shape);
            },
            iter: Iterations);

    [Fact]
    public void The_gradient_is_one_chain_over_the_lanes_and_then_the_factor_to_the_last_bit() =>
        GenShape.Sample(
            static shape =>
            {
                CheckGradient<float>(shape);
                CheckGradient<double>(shape);
            },
            iter: Iterations);

    [Fact]
    public void Each_size_of_tile_at_the_seams_is_right_to_the_last_bit()
    {
        // Every count of rows and of vectors around the largest tile of any width, where a random size would seldom fall.
        int vector = 64 / sizeof(float);
        for (int rows = 1; rows <= 17; rows++)
        {
            for (int vectors = 1; vectors <= 9; vectors++)
                CheckDrive<float>(new Shape(rows, (vectors * vector) - (rows % 3), 5, 1, (ulong)((rows * 10) + vectors)));
        }
    }

    [Theory]
    [InlineData(63, 37, 1030)]
    [InlineData(64, 1, 1024)]
    [InlineData(64, 37, 1025)]
    [InlineData(67, 100, 1500)]
    [InlineData(65, 50, 2049)]
    [InlineData(71, 17, 3001)]
    public void A_right_matrix_spread_too_wide_is_packed_and_its_depth_is_cut_and_each_element_is_still_one_chain_to_the_last_bit(int rows, int columns, int depth)
    {
        // Rows of more than 2 KiB of which only the first columns are wanted: large for the kernel, and quickly checked.
        var shape = new Shape(rows, columns, depth, Offset: 3, (ulong)(rows + depth), Gap: 512);
        CheckDrive<float>(shape);
        CheckTransport<float>(shape);
        CheckGradient<float>(shape);
        CheckDrive<double>(shape);
        CheckTransport<double>(shape with { Gap = 256 });
    }

    [Fact]
    public void The_drive_of_a_single_lane_is_the_same_chain_to_the_last_bit_and_writes_nothing_else() =>
        GenShape.Where(static shape => SingleLaneDrive.IsOfUse(shape.Rows)).Sample(CheckSingleLane, iter: Iterations);

    [Fact]
    public void Products_of_any_size_allocate_nothing_once_the_thread_has_made_one()
    {
        const int Rows = 70, Lanes = 512, Depth = 1100;
        using LaneMatrix<float> weights = Random<float>(Rows, Depth, 1, "weights"), rates = Random<float>(Depth, Lanes, 1, "rates");
        using var drive = new LaneMatrix<float>(Rows, Lanes);
        var product = new Product<float>
        {
            Kind = Kind.Drive,
            Shape = new Shape(Rows, Lanes, Depth, 0, 1),
            Left = weights.Pointer,
            LeftStride = weights.Stride,
            Right = rates.Pointer,
            RightStride = rates.Stride,
            Result = drive.Pointer,
            ResultStride = drive.Stride,
        };
        VectorKernel.Run<Product<float>, float>(ref product, InstructionSets.Widest);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int turn = 0; turn < 3; turn++)
            VectorKernel.Run<Product<float>, float>(ref product, InstructionSets.Widest);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void CheckDrive<T>(Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LaneMatrix<T> weights = Random<T>(shape.Rows, shape.Depth + 1 + shape.Offset, shape.Seed, "weights");
        using LaneMatrix<T> rates = Random<T>(shape.Depth, shape.Columns + shape.Gap, shape.Seed, "rates");
        for (int bias = 0; bias < 2; bias++)
        {
            T[,] expected = Chains<T>(
                shape, (i, k) => weights[i, k], (k, n) => rates[k, n], bias == 1 ? i => weights[i, shape.Depth] : null, T.One);
            CheckAtEveryWidth(shape, expected, new Product<T>
            {
                Kind = Kind.Drive,
                Shape = shape,
                Left = weights.Pointer,
                LeftStride = weights.Stride,
                Start = bias == 1 ? weights.Pointer + shape.Depth : null,
                Right = rates.Pointer,
                RightStride = rates.Stride,
            });
        }
    }

    private static void CheckSingleLane(Shape shape)
    {
        using LaneMatrix<float> weights = Random<float>(shape.Rows, shape.Depth + 1 + shape.Offset, shape.Seed, "weights");
        using LaneMatrix<float> rates = Random<float>(Math.Max(1, shape.Depth), 1, shape.Seed, "rates");
        using var drive = new LaneMatrix<float>(shape.Rows + 2, 1);
        const float Untouched = 12345;
        drive.Storage().Fill(Untouched);
        float[,] expected = Chains<float>(
            shape with { Columns = 1 }, (i, k) => weights[i, k], (k, _) => rates[k, 0], i => weights[i, shape.Depth], scale: 1);
        SingleLaneDrive.Run(
            weights.Pointer, weights.Stride, weights.Pointer + shape.Depth, rates.Pointer, rates.Stride, drive.Pointer + drive.Stride, drive.Stride, shape.Rows, shape.Depth);
        for (int row = 0; row < shape.Rows; row++)
            Assert.True(Same(expected[row, 0], drive[row + 1, 0]), $"{shape}: [{row}] is {drive[row + 1, 0]:R} instead of {expected[row, 0]:R}");
        Assert.Equal(shape.Rows, drive.Storage().ToArray().Count(static value => value != Untouched));
    }

    private static void CheckTransport<T>(Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LaneMatrix<T> weights = Random<T>(shape.Depth, shape.Offset + shape.Rows + 1, shape.Seed, "weights");
        using LaneMatrix<T> errors = Random<T>(shape.Depth, shape.Columns + shape.Gap, shape.Seed, "errors");
        T[,] expected = Chains<T>(shape, (j, i) => weights[i, shape.Offset + j], (i, lane) => errors[i, lane], start: null, T.One);
        CheckAtEveryWidth(shape, expected, new Product<T>
        {
            Kind = Kind.Transport,
            Shape = shape,
            Left = weights.Pointer + shape.Offset,
            LeftStride = weights.Stride,
            Right = errors.Pointer,
            RightStride = errors.Stride,
        });
    }

    private static void CheckGradient<T>(Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The depth of a gradient is the lanes, and there is always one.
        shape = shape with { Depth = shape.Depth + 1 };
        using LaneMatrix<T> errors = Random<T>(shape.Rows, shape.Depth, shape.Seed, "errors");
        using LaneMatrix<T> rates = Random<T>(shape.Depth, shape.Columns + shape.Gap, shape.Seed, "rates");
        T scale = -T.One / T.CreateChecked(shape.Depth);
        T[,] expected = Chains<T>(shape, (i, lane) => errors[i, lane], (lane, j) => rates[lane, j], start: null, scale);
        CheckAtEveryWidth(shape, expected, new Product<T>
        {
            Kind = Kind.Gradient,
            Shape = shape,
            Left = errors.Pointer,
            LeftStride = errors.Stride,
            Right = rates.Pointer,
            RightStride = rates.Stride,
            Scale = scale,
        });
    }

    /// <summary>The definition: start[i], then left[i, k] · right[k, n] added in the order of k, each rounded once, then the factor.</summary>
    private static T[,] Chains<T>(Shape shape, Func<int, int, T> left, Func<int, int, T> right, Func<int, T>? start, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[shape.Rows, shape.Columns];
        for (int i = 0; i < shape.Rows; i++)
        {
            for (int n = 0; n < shape.Columns; n++)
            {
                T sum = start is null ? T.Zero : start(i);
                for (int k = 0; k < shape.Depth; k++)
                    sum = T.FusedMultiplyAdd(left(i, k), right(k, n), sum);
                result[i, n] = scale * sum;
            }
        }

        return result;
    }

    private static void CheckAtEveryWidth<T>(Shape shape, T[,] expected, Product<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            // Untouched memory all around: a row before, a row after, and a cache line behind the padding of every row.
            T untouched = T.CreateChecked(12345);
            int stride = LaneMatrix<T>.PaddedLanes(shape.Columns) + LaneMatrix<T>.PaddedLanes(1);
            using var result = new LaneMatrix<T>(shape.Rows + 2, stride);
            result.Storage().Fill(untouched);
            product.Result = result.Pointer + stride;
            product.ResultStride = stride;
            VectorKernel.Run<Product<T>, T>(ref product, set);

            int written = (shape.Columns + product.Width - 1) / product.Width * product.Width;
            for (int row = 0; row < shape.Rows + 2; row++)
            {
                for (int column = 0; column < stride; column++)
                {
                    bool isInside = row > 0 && row <= shape.Rows;
                    if (isInside && column < shape.Columns)
                        Assert.True(Same(expected[row - 1, column], result[row, column]), $"{product.Kind}, {typeof(T).Name}, {set}, {shape}: [{row - 1}, {column}] is {result[row, column]:R} instead of {expected[row - 1, column]:R}");
                    else if (!isInside || column >= written)
                        Assert.True(untouched == result[row, column], $"{product.Kind}, {typeof(T).Name}, {set}, {shape}: [{row - 1}, {column}] was written");
                }
            }
        }
    }

    private static bool Same<T>(T a, T b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new ReadOnlySpan<byte>(&a, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&b, sizeof(T)));

    private static LaneMatrix<T> Random<T>(int rows, int columns, ulong seed, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RandomStream stream = new RandomStreams(seed).Named(name);
        var matrix = new LaneMatrix<T>(rows, columns);
        foreach (ref T value in matrix.Storage())
            value = T.CreateChecked(stream.NextUniform(-1, 1));
        return matrix;
    }

    private enum Kind
    {
        Drive,
        Transport,
        Gradient,
    }

    /// <param name="Gap">Columns of the right matrix that are not wanted.</param>
    private readonly record struct Shape(int Rows, int Columns, int Depth, int Offset, ulong Seed, int Gap = 0);

    private struct Product<T> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Kind Kind { get; init; }

        public Shape Shape { get; init; }

        public T* Left { get; init; }

        public nint LeftStride { get; init; }

        public T* Start { get; init; }

        public T* Right { get; init; }

        public nint RightStride { get; init; }

        public T Scale { get; init; }

        public T* Result { get; set; }

        public nint ResultStride { get; set; }

        public int Width { get; private set; }

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            Width = TSimd.Count;
            switch (Kind)
            {
                case Kind.Drive:
                    DenseProducts<TSimd, TVector, T>.Drive(
                        Left, LeftStride, Start, Right, RightStride, Result, ResultStride, Shape.Rows, Shape.Columns, Shape.Depth);
                    break;
                case Kind.Transport:
                    DenseProducts<TSimd, TVector, T>.Transport(
                        Left, LeftStride, Right, RightStride, Result, ResultStride, Shape.Rows, Shape.Columns, Shape.Depth);
                    break;
                default:
                    DenseProducts<TSimd, TVector, T>.Gradient(
                        Left, LeftStride, Right, RightStride, Result, ResultStride, Shape.Rows, Shape.Columns, Shape.Depth, Scale);
                    break;
            }
        }
    }
}
