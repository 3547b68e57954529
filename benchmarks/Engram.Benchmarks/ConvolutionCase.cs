using Engram.Numerics;
using Engram.Numerics.Connections;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// Drive, transport and gradient of a convolution against the forward pass of <c>conv2d</c> and its backward pass for the image alone and for
/// weights and biases alone. Each library has its tables in the order that it wants. A graph of libtorch is built once and kept.
/// </summary>
internal sealed class ConvolutionCase : IBenchmarkCase
{
    private const double Tolerance = 3e-5;

    private readonly string _name;
    private readonly long[] _strides, _padding;
    private readonly ConvolutionConnection<float> _connection;
    private readonly LaneMatrix<float> _rates, _errors, _drive, _sent, _gradient;
    private readonly AlignedBuffer<float> _scratch;
    private readonly Tensor _images, _sentImages, _errorImages, _weights, _biases, _learnedWeights, _learnedBiases, _drivenByImages, _drivenByWeights;

    internal ConvolutionCase(string name, SignalShape below, int filters, int kernel, int stride, int padding, int lanes)
    {
        _name = name;
        _strides = [stride, stride];
        _padding = [padding, padding];
        _connection = new ConvolutionConnection<float>(below, filters, kernel, stride, padding);
        RandomStream random = new RandomStreams(1).Named("benchmark");
        Tables.Fill(_connection.Parameters, random);
        _rates = Tables.Random(below.Count, lanes, random);
        _errors = Tables.Random(_connection.Above.Count, lanes, random);
        _drive = new LaneMatrix<float>(_connection.Above.Count, lanes);
        _sent = new LaneMatrix<float>(below.Count, lanes);
        _gradient = new LaneMatrix<float>(_connection.Parameters.Rows, _connection.Parameters.Lanes);
        _scratch = new AlignedBuffer<float>(_connection.ScratchLength(lanes));

        _images = _rates.ToImages(below);
        _errorImages = _errors.ToImages(_connection.Above);
        using (Tensor parameters = _connection.Parameters.ToTensor())
        {
            _weights = parameters.narrow(1, 0, parameters.shape[1] - 1).contiguous().reshape(filters, below.Channels, kernel, kernel);
            _biases = parameters.narrow(1, parameters.shape[1] - 1, 1).contiguous().reshape(filters);
        }

        _sentImages = _images.clone().requires_grad_(true);
        _learnedWeights = _weights.clone().requires_grad_(true);
        _learnedBiases = _biases.clone().requires_grad_(true);
        _drivenByImages = torch.nn.functional.conv2d(_sentImages, _weights, _biases, _strides, _padding);
        _drivenByWeights = torch.nn.functional.conv2d(_images, _learnedWeights, _learnedBiases, _strides, _padding);
    }

    public IEnumerable<Comparison> Comparisons()
    {
        yield return Compare("drive", Drive, ForwardPass, DriveDifference());
        yield return Compare("transport", Transport, () => Free(BackwardToImages()), TransportDifference());
        yield return Compare("gradient", Gradient, () => Free(BackwardToWeights()), GradientDifference());
    }

    public void Dispose()
    {
        _connection.Dispose();
        _scratch.Dispose();
        foreach (LaneMatrix<float> table in new[] { _rates, _errors, _drive, _sent, _gradient })
            table.Dispose();
        Free([_images, _sentImages, _errorImages, _weights, _biases, _learnedWeights, _learnedBiases, _drivenByImages, _drivenByWeights]);
    }

    private static void Free(IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
            tensor.Dispose();
    }

    private Comparison Compare(string product, Action ours, Action theirs, double difference) =>
        new($"{_name}, {product}", Units: 1, [new Contender("", ours, difference)], theirs, Tolerance);

    private void Drive() => _connection.Drive(_rates, _drive, 0, _connection.DriveUnits, _scratch);

    private void Transport() => _connection.Transport(_errors, _sent, 0, _connection.TransportUnits, _scratch);

    private void Gradient() => _connection.Gradient(_errors, _rates, 1, _gradient, 0, _connection.GradientUnits, _scratch);

    private void ForwardPass()
    {
        using IDisposable none = torch.no_grad();
        using Tensor driven = torch.nn.functional.conv2d(_images, _weights, _biases, _strides, _padding);
    }

    private IList<Tensor> BackwardToImages() => torch.autograd.grad([_drivenByImages], [_sentImages], [_errorImages], retain_graph: true);

    private IList<Tensor> BackwardToWeights() =>
        torch.autograd.grad([_drivenByWeights], [_learnedWeights, _learnedBiases], [_errorImages], retain_graph: true);

    private double DriveDifference()
    {
        Drive();
        using IDisposable none = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        return Tables.Difference(_drive.ToImages(_connection.Above), torch.nn.functional.conv2d(_images, _weights, _biases, _strides, _padding));
    }

    private double TransportDifference()
    {
        Transport();
        using DisposeScope scope = torch.NewDisposeScope();
        return Tables.Difference(_sent.ToImages(_connection.Below), BackwardToImages()[0]);
    }

    private double GradientDifference()
    {
        Gradient();
        using DisposeScope scope = torch.NewDisposeScope();
        IList<Tensor> theirs = BackwardToWeights();
        Tensor joined = torch.cat([theirs[0].reshape(_gradient.Rows, -1), theirs[1].reshape(-1, 1)], 1);
        return Tables.Difference(_gradient.ToTensor(), joined);
    }
}
