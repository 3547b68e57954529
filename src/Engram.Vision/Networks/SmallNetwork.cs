using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Networks;

/// <summary>
/// A network for a processor (specification 2.9): four times a 3 x 3 convolution, batch norm, rectifier and the greatest of each 2 x 2, then the mean
/// over places and one linear layer.
/// </summary>
internal sealed class SmallNetwork : VisionNetwork
{
    /// <summary>Channels of the four convolutions.</summary>
    public static readonly IReadOnlyList<int> Widths = [32, 64, 128, 256];

    private readonly Conv2d[] _convolutions;
    private readonly BatchNorm2d[] _norms;

    /// <summary>Builds it; weights are whatever libtorch draws until <see cref="VisionNetwork.Draw"/>.</summary>
    /// <param name="outputs">Logits.</param>
    /// <param name="widths">Channels of the convolutions; null for <see cref="Widths"/>.</param>
    public SmallNetwork(int outputs, IReadOnlyList<int>? widths = null)
        : base("small", (widths ?? Widths)[^1], outputs)
    {
        widths ??= Widths;
        _convolutions = new Conv2d[widths.Count];
        _norms = new BatchNorm2d[widths.Count];
        for (int block = 0; block < widths.Count; block++)
        {
            _convolutions[block] = nn.Conv2d(block == 0 ? 3 : widths[block - 1], widths[block], 3L, padding: 1L, bias: false);
            _norms[block] = nn.BatchNorm2d(widths[block]);
            register_module($"conv{block + 1}", _convolutions[block]);
            register_module($"bn{block + 1}", _norms[block]);
        }

        register_module("fc", Head);
    }

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        Tensor signal = pictures.alias();
        for (int block = 0; block < _convolutions.Length; block++)
        {
            using Tensor before = signal;
            using Tensor drive = _convolutions[block].call(before);
            using Tensor normed = _norms[block].call(drive);
            normed.relu_();
            signal = nn.functional.max_pool2d(normed, 2);
        }

        using Tensor last = signal;
        return last.mean([2, 3]);
    }
}
