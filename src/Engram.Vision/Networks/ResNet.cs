using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Networks;

/// <summary>
/// Residual networks (He et al. 2016, in the variant with the stride on the 3 x 3 convolution; specification 2.2). Modules are named as in
/// torchvision (<c>layer1.0.conv1.weight</c>), so that weights from there fit.
/// </summary>
internal sealed class ResNet : VisionNetwork
{
    private static readonly Dictionary<int, (int[] Blocks, bool IsBottleneck)> Plans = new()
    {
        [18] = ([2, 2, 2, 2], false),
        [34] = ([3, 4, 6, 3], false),
        [50] = ([3, 4, 6, 3], true),
        [101] = ([3, 4, 23, 3], true),
        [152] = ([3, 8, 36, 3], true),
    };

    private static readonly int[] StageWidths = [64, 128, 256, 512];

    private readonly Conv2d _stem;
    private readonly BatchNorm2d _norm;
    private readonly ResidualBlock[][] _stages;

    /// <summary>Builds it; weights are whatever libtorch draws until <see cref="VisionNetwork.Draw"/>.</summary>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="outputs">Logits.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that depth.</exception>
    public ResNet(int depth, int outputs)
        : base($"resnet{depth}", FeaturesOf(depth), outputs)
    {
        (int[] blocks, bool isBottleneck) = Plans[depth];
        _stem = nn.Conv2d(3, StageWidths[0], 7L, stride: 2L, padding: 3L, bias: false);
        _norm = nn.BatchNorm2d(StageWidths[0]);
        register_module("conv1", _stem);
        register_module("bn1", _norm);
        _stages = new ResidualBlock[StageWidths.Length][];
        int channels = StageWidths[0];
        for (int stage = 0; stage < _stages.Length; stage++)
        {
            _stages[stage] = new ResidualBlock[blocks[stage]];
            for (int block = 0; block < blocks[stage]; block++)
            {
                _stages[stage][block] = new ResidualBlock(channels, StageWidths[stage], stage > 0 && block == 0 ? 2 : 1, isBottleneck);
                channels = StageWidths[stage] * (isBottleneck ? ResidualBlock.Expansion : 1);
            }

            register_module($"layer{stage + 1}", nn.Sequential(_stages[stage].Select(static (block, i) => ($"{i}", (nn.Module<Tensor, Tensor>)block))));
        }

        register_module("fc", Head);
    }

    /// <summary>The depths there are.</summary>
    public static IReadOnlyCollection<int> Depths => Plans.Keys;

    /// <inheritdoc/>
    public override Tensor Features(Tensor pictures)
    {
        Tensor signal = Stem(pictures);
        for (int stage = 0; stage < _stages.Length; stage++)
            signal = Through(stage, signal);
        using Tensor last = signal;
        return last.mean([2, 3]);
    }

    /// <summary>The heights of what the first convolution, the pool and the later stages give, as a check of the layout.</summary>
    /// <param name="pictures"><c>[picture, 3, y, x]</c>.</param>
    public IReadOnlyList<long> Heights(Tensor pictures)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor signal = Stem(pictures);
        List<long> heights = [signal.shape[2]];
        for (int stage = 0; stage < _stages.Length; stage++)
        {
            signal = Through(stage, signal);
            heights.Add(signal.shape[2]);
        }

        return heights;
    }

    private static int FeaturesOf(int depth) => Plans.TryGetValue(depth, out var plan)
        ? StageWidths[^1] * (plan.IsBottleneck ? ResidualBlock.Expansion : 1)
        : throw new ArgumentOutOfRangeException(nameof(depth), depth, $"There is no residual network of {depth} layers; there are those of {string.Join(", ", Depths)}.");

    private Tensor Stem(Tensor pictures)
    {
        using Tensor drive = _stem.call(pictures);
        using Tensor normed = _norm.call(drive);
        normed.relu_();
        return nn.functional.max_pool2d(normed, 3, stride: 2, padding: 1);
    }

    private Tensor Through(int stage, Tensor signal)
    {
        foreach (ResidualBlock block in _stages[stage])
        {
            using Tensor before = signal;
            signal = block.call(before);
        }

        return signal;
    }
}
