using Engram.Numerics.Connections;

namespace Engram.Numerics.Tests;

/// <summary>What holds for every connection: units are disjoint parts of the whole, nothing is allocated, and what does not fit is refused in words.</summary>
public class ConnectionContractTests
{
    public static TheoryData<string> Kinds => [.. new[] { "dense", "convolution", "padded", "transposed" }];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_units_of_a_gradient_are_rectangles_that_cover_the_parameters_once(string kind)
    {
        using Connection<float> connection = Connect(kind);
        int[,] covered = new int[connection.Parameters.Rows, connection.Parameters.Lanes];
        for (int unit = 0; unit < connection.GradientUnits; unit++)
        {
            ParameterBlock block = connection.GradientBlock(unit, 1);
            for (int row = block.FirstRow; row < block.FirstRow + block.Rows; row++)
            {
                for (int column = block.FirstColumn; column < block.FirstColumn + block.Columns; column++)
                    covered[row, column]++;
            }
        }

        Assert.All(covered.Cast<int>(), static times => Assert.Equal(1, times));
        ParameterBlock whole = connection.GradientBlock(0, connection.GradientUnits);
        Assert.Equal(new ParameterBlock(0, connection.Parameters.Rows, 0, connection.Parameters.Lanes), whole);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_unit_writes_its_block_of_the_gradient_and_nothing_else(string kind)
    {
        using Connection<float> connection = Connect(kind);
        using var run = new ConnectionRun<float>(connection, lanes: 5, seed: 1);
        for (int unit = 0; unit < connection.GradientUnits; unit++)
        {
            run.Gradient.Storage().Fill(float.NaN);
            connection.Gradient(run.Errors, run.Rates, run.Scale, run.Gradient, unit, 1, run.Scratch);
            ParameterBlock block = connection.GradientBlock(unit, 1);
            for (int row = 0; row < run.Gradient.Rows; row++)
            {
                for (int column = 0; column < run.Gradient.Lanes; column++)
                {
                    bool isInside = row >= block.FirstRow && row < block.FirstRow + block.Rows
                        && column >= block.FirstColumn && column < block.FirstColumn + block.Columns;
                    Assert.Equal(isInside, !float.IsNaN(run.Gradient[row, column]));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_allocated_after_construction(string kind)
    {
        using Connection<float> connection = Connect(kind);
        using var run = new ConnectionRun<float>(connection, lanes: 20, seed: 1);
        using var pool = new MaxPool<float>(new SignalShape(3, 8, 8), 2, lanes: 20);
        var average = new AveragePool<float>(new SignalShape(3, 8, 8), 2);
        using LaneMatrix<float> pooled = new(pool.Above.Count, 20), pooledSlopes = new(pool.Above.Count, 20), image = new(pool.Below.Count, 20);
        All();
        long before = GC.GetAllocatedBytesForCurrentThread();
        All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void All()
        {
            connection.Drive(run.Rates, run.Drive, 0, connection.DriveUnits, run.Scratch);
            connection.Transport(run.Errors, run.Sent, 0, connection.TransportUnits, run.Scratch);
            connection.Gradient(run.Errors, run.Rates, run.Scale, run.Gradient, 0, connection.GradientUnits, run.Scratch);
            pool.Forward(image, image, pooled, pooledSlopes, 0, pool.Units);
            pool.Backward(pooled, image, 0, pool.Units);
            average.Forward(image, pooled, 0, average.Units);
            average.Backward(pooled, image, 0, average.Units);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_by_name()
    {
        var image = new SignalShape(20, 8, 8);
        AssertRefused("kernel of 11x11 is larger than an image of 20x8x8 with 1", () => new ConvolutionConnection<float>(image, 5, 11, padding: 1));
        AssertRefused("at least one filter, not 0", () => new ConvolutionConnection<float>(image, 0, 3));
        AssertRefused("side of at least 1, not 0", () => new ConvolutionConnection<float>(image, 5, 0));
        AssertRefused("stride over 20x8x8 must be at least 1, not 0", () => new ConvolutionConnection<float>(image, 5, 3, stride: 0));
        AssertRefused("padding around 20x8x8 must be between 0 and 2", () => new ConvolutionConnection<float>(image, 5, 3, padding: 3));
        AssertRefused("padding around 20x8x8 must be between 0 and 2", () => new ConvolutionConnection<float>(image, 5, 3, padding: -1));
        AssertRefused("20x0x8 is empty", () => new ConvolutionConnection<float>(new SignalShape(20, 0, 8), 5, 3));
        AssertRefused("more than 2147483647 rows", () => new ConvolutionConnection<float>(new SignalShape(1 << 20, 1 << 6, 1 << 6), 5, 3));
        AssertRefused("nothing is left of an image made from 20", () => new TransposedConvolutionConnection<float>(new SignalShape(20), 5, 3, padding: 2));
        AssertRefused("0x1x1 is empty", () => new DenseConnection<float>(new SignalShape(0), 5));
        AssertRefused("0x1x1 is empty", () => new DenseConnection<float>(image, 0));
        AssertRefused("Windows of 3x3 do not tile 20x8x8", () => new MaxPool<float>(image, 3, lanes: 1));
        AssertRefused("side of at least 1, not 0", () => new AveragePool<float>(image, 0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tables_and_units_that_do_not_fit_are_refused(string kind)
    {
        using Connection<float> connection = Connect(kind);
        using var run = new ConnectionRun<float>(connection, lanes: 5, seed: 1);
        using LaneMatrix<float> few = new(connection.Below.Count - 1, 5), narrow = new(connection.Below.Count, 4);
        using var small = new AlignedBuffer<float>(1);
        AssertRefused($"{few.Rows} rows was given for", () => connection.Drive(few, run.Drive, 0, 1, run.Scratch));
        AssertRefused("5 lanes where another has 4", () => connection.Drive(narrow, run.Drive, 0, 1, run.Scratch));
        AssertRefused("scratch holds 1", () => connection.Transport(run.Errors, run.Sent, 0, 1, small));
        AssertRefused("does not fit into", () => connection.Gradient(run.Errors, run.Rates, 1, run.Drive, 0, 1, run.Scratch));
        AssertRefused("units 0 to", () => connection.Drive(run.Rates, run.Drive, connection.DriveUnits, 1, run.Scratch));
        AssertRefused("units 0 to", () => connection.Transport(run.Errors, run.Sent, -1, 1, run.Scratch));
    }

    private static Connection<float> Connect(string kind)
    {
        Connection<float> connection = kind switch
        {
            "dense" => new DenseConnection<float>(new SignalShape(2, 5, 4), 11),
            "convolution" => new ConvolutionConnection<float>(new SignalShape(2, 9, 8), 13, 5),
            "padded" => new ConvolutionConnection<float>(new SignalShape(3, 8, 8), 13, 4, 2, 1),
            _ => new TransposedConvolutionConnection<float>(new SignalShape(13, 3, 4), 2, 4, 2, 1),
        };
        ConnectionRun<float>.FillRandom(connection.Parameters, 7, "weights");
        return connection;
    }

    private static void AssertRefused(string words, Func<object> refused) => AssertRefused(words, () => { refused(); });

    private static void AssertRefused(string words, Action refused)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(refused);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }
}
