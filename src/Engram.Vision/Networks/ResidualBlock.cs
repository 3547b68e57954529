using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Networks;

/// <summary>
/// A block of a <see cref="ResNet"/>: convolutions with batch norm and rectifiers between them, added to a shortcut, and a last rectifier. The
/// shortcut is the input itself, or a 1 x 1 convolution with batch norm where the shape changes.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    /// <summary>How much wider than its inner convolutions a bottleneck's output is.</summary>
    public const int Expansion = 4;

    private readonly Conv2d[] _convolutions;
    private readonly BatchNorm2d[] _norms;
    private readonly Sequential? _shortcut;

    /// <summary>Builds it.</summary>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="width">Channels of the inner convolutions.</param>
    /// <param name="stride">Step of the 3 x 3 convolution that carries it (in a plain block the first).</param>
    /// <param name="isBottleneck">1 x 1, 3 x 3, 1 x 1 with <see cref="Expansion"/>; otherwise 3 x 3 twice.</param>
    public ResidualBlock(int inputs, int width, int stride, bool isBottleneck)
        : base("block")
    {
        int outputs = isBottleneck ? width * Expansion : width;
        _convolutions = isBottleneck
            ? [Convolution(inputs, width, 1, 1), Convolution(width, width, 3, stride), Convolution(width, outputs, 1, 1)]
            : [Convolution(inputs, width, 3, stride), Convolution(width, width, 3, 1)];
        _norms = [.. _convolutions.Select(static convolution => nn.BatchNorm2d(convolution.out_channels))];
        for (int i = 0; i < _convolutions.Length; i++)
        {
            register_module($"conv{i + 1}", _convolutions[i]);
            register_module($"bn{i + 1}", _norms[i]);
        }

        if (stride == 1 && inputs == outputs)
            return;
        _shortcut = nn.Sequential(("0", Convolution(inputs, outputs, 1, stride)), ("1", nn.BatchNorm2d(outputs)));
        register_module("downsample", _shortcut);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor signal = input.alias();
        for (int i = 0; i < _convolutions.Length; i++)
        {
            using Tensor before = signal;
            using Tensor drive = _convolutions[i].call(before);
            signal = _norms[i].call(drive);
            if (i < _convolutions.Length - 1)
                signal.relu_();
        }

        using Tensor shortcut = _shortcut is null ? input.alias() : _shortcut.call(input);
        signal.add_(shortcut);
        signal.relu_();
        return signal;
    }

    private static Conv2d Convolution(int inputs, int outputs, int kernel, int stride) =>
        nn.Conv2d(inputs, outputs, (long)kernel, stride: (long)stride, padding: (long)(kernel / 2), bias: false);
}
