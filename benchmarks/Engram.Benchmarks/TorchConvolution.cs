using Engram.Numerics;
using Engram.Numerics.Connections;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// A convolution in libtorch, with images and weights in one of its two layouts: channel by channel as usual, or with the channels of a place next
/// to each other. The graphs of the backward passes are built once and kept.
/// </summary>
internal sealed class TorchConvolution : IDisposable
{
    private readonly long[] _strides, _padding;
    private readonly bool _isChannelsLast;
    private readonly Tensor _images, _sent, _errors, _weights, _biases, _learnedWeights, _learnedBiases, _drivenByImages, _drivenByWeights;

    internal TorchConvolution(ConvolutionConnection<float> connection, LaneMatrix<float> rates, LaneMatrix<float> errors, bool isChannelsLast)
    {
        _isChannelsLast = isChannelsLast;
        _strides = [connection.Stride, connection.Stride];
        _padding = [connection.Padding, connection.Padding];
        SignalShape below = connection.Below;
        using DisposeScope scope = torch.NewDisposeScope();
        _images = Ordered(rates.ToImages(below));
        _errors = Ordered(errors.ToImages(connection.Above));
        Tensor parameters = connection.Parameters.ToTensor();
        long taps = parameters.shape[1] - 1;
        _weights = Ordered(parameters.narrow(1, 0, taps).contiguous().reshape(parameters.shape[0], below.Channels, connection.Kernel, connection.Kernel));
        _biases = parameters.narrow(1, taps, 1).contiguous().reshape(parameters.shape[0]);
        _sent = _images.clone().requires_grad_(true);
        _learnedWeights = _weights.clone().requires_grad_(true);
        _learnedBiases = _biases.clone().requires_grad_(true);
        _drivenByImages = torch.nn.functional.conv2d(_sent, _weights, _biases, _strides, _padding);
        _drivenByWeights = torch.nn.functional.conv2d(_images, _learnedWeights, _learnedBiases, _strides, _padding);
        foreach (Tensor tensor in Tensors())
            tensor.MoveToOuterDisposeScope();
    }

    internal string Layout => _isChannelsLast ? "channels last" : "channel by channel";

    /// <summary>The drive <c>[lane, filter, y, x]</c>; the caller frees it.</summary>
    internal Tensor Drive()
    {
        using IDisposable none = torch.no_grad();
        return torch.nn.functional.conv2d(_images, _weights, _biases, _strides, _padding);
    }

    /// <summary>What the errors send down <c>[lane, channel, y, x]</c>; the caller frees it.</summary>
    internal Tensor Transport() => torch.autograd.grad([_drivenByImages], [_sent], [_errors], retain_graph: true)[0];

    /// <summary>The gradients of weights and biases; the caller frees them.</summary>
    internal (Tensor Weights, Tensor Biases) Gradient()
    {
        IList<Tensor> gradients = torch.autograd.grad([_drivenByWeights], [_learnedWeights, _learnedBiases], [_errors], retain_graph: true);
        return (gradients[0], gradients[1]);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Tensors())
            tensor.Dispose();
    }

    private Tensor Ordered(Tensor images) => _isChannelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    private Tensor[] Tensors() =>
        [_images, _sent, _errors, _weights, _biases, _learnedWeights, _learnedBiases, _drivenByImages, _drivenByWeights];
}
