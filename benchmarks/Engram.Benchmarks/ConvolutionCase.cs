using Engram.Numerics;
using Engram.Numerics.Connections;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// Drive, transport and gradient of a convolution against the forward pass of <c>conv2d</c> and its backward pass for the image alone and for
/// weights and biases alone. Each library has its tables in the order that it wants; libtorch in both that it knows.
/// </summary>
internal sealed class ConvolutionCase : IBenchmarkCase
{
    private const double Tolerance = 1e-5;

    private readonly string _name;
    private readonly ConvolutionConnection<float> _connection;
    private readonly LaneMatrix<float> _rates, _errors, _drive, _sent, _gradient;
    private readonly AlignedBuffer<float> _scratch;
    private readonly TorchConvolution[] _torch;

    internal ConvolutionCase(string name, SignalShape below, int filters, int kernel, int stride, int padding, int lanes)
    {
        _name = name;
        _connection = new ConvolutionConnection<float>(below, filters, kernel, stride, padding);
        RandomStream random = new RandomStreams(1).Named("benchmark");
        Tables.Fill(_connection.Parameters, random);
        _rates = Tables.Random(below.Count, lanes, random);
        _errors = Tables.Random(_connection.Above.Count, lanes, random);
        _drive = new LaneMatrix<float>(_connection.Above.Count, lanes);
        _sent = new LaneMatrix<float>(below.Count, lanes);
        _gradient = new LaneMatrix<float>(_connection.Parameters.Rows, _connection.Parameters.Lanes);
        _scratch = new AlignedBuffer<float>(_connection.ScratchLength(lanes));
        _torch =
        [
            new TorchConvolution(_connection, _rates, _errors, isChannelsLast: false),
            new TorchConvolution(_connection, _rates, _errors, isChannelsLast: true),
        ];
    }

    public IEnumerable<Comparison> Comparisons()
    {
        yield return Compare("drive", Drive, static theirs => theirs.Drive().Dispose(), DriveDifference);
        yield return Compare("transport", Transport, static theirs => theirs.Transport().Dispose(), TransportDifference);
        yield return Compare("gradient", Gradient, FreeGradient, GradientDifference);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _scratch.Dispose();
        foreach (LaneMatrix<float> table in new[] { _rates, _errors, _drive, _sent, _gradient })
            table.Dispose();
        foreach (TorchConvolution convolution in _torch)
            convolution.Dispose();
    }

    private static void FreeGradient(TorchConvolution convolution)
    {
        (Tensor weights, Tensor biases) = convolution.Gradient();
        weights.Dispose();
        biases.Dispose();
    }

    private Comparison Compare(string product, Action ours, Action<TorchConvolution> theirs, Func<TorchConvolution, double> difference)
    {
        ours();
        using DisposeScope scope = torch.NewDisposeScope();
        return new Comparison(
            $"{_name}, {product}",
            Units: 1,
            [new Contender("", ours, 0)],
            [.. _torch.Select(convolution => new Contender(convolution.Layout, () => theirs(convolution), difference(convolution)))],
            Tolerance);
    }

    private void Drive() => _connection.Drive(_rates, _drive, 0, _connection.DriveUnits, _scratch);

    private void Transport() => _connection.Transport(_errors, _sent, 0, _connection.TransportUnits, _scratch);

    private void Gradient() => _connection.Gradient(_errors, _rates, 1, _gradient, 0, _connection.GradientUnits, _scratch);

    private double DriveDifference(TorchConvolution theirs) => Tables.Difference(_drive.ToImages(_connection.Above), theirs.Drive());

    private double TransportDifference(TorchConvolution theirs) => Tables.Difference(_sent.ToImages(_connection.Below), theirs.Transport());

    private double GradientDifference(TorchConvolution theirs)
    {
        (Tensor weights, Tensor biases) = theirs.Gradient();
        return Tables.Difference(_gradient.ToTensor(), torch.cat([weights.reshape(_gradient.Rows, -1), biases.reshape(-1, 1)], 1));
    }
}
