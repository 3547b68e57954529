using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// A training step of the MNIST network of Latent Equilibrium, 784-300-100-10 with a batch of 512 and presentations of 100 steps: the plain
/// algorithm and that with exact shortcuts, both against the plain one in libtorch.
/// </summary>
internal sealed class EquilibriumCase : IBenchmarkCase
{
    private const int Steps = 100;
    private const int Lanes = 512;

    // After a hundred steps of plasticity, of the changes of weights: they are rounded as weights at every step, and rounding decides on which side of
    // a corner of the hard sigmoid a potential lies. Engram in single precision differs as much from itself in double precision: 7e-4 (measured).
    private const double Tolerance = 1e-3;

    private readonly EquilibriumNetwork<float> _plain, _short;
    private readonly LaneMatrix<float> _input, _target;
    private readonly TorchEquilibrium _torch;

    internal EquilibriumCase()
    {
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(784), timeStep: 0.01, tau: 20)
            .Dense(300)
            .Dense(100, factor: 0.2)
            .Dense(10, Activation.Linear, factor: 0.1);
        _plain = description.Build<float>(Lanes, seed: 1);
        _short = description.Build<float>(Lanes, seed: 1);
        _plain.Shortcuts = EquilibriumShortcuts.None;
        _plain.LearningRate = _short.LearningRate = EquilibriumDescription.LearningRatePerStep(multiplier: 128, Steps);
        _input = new LaneMatrix<float>(description.Input.Count, Lanes);
        _target = new LaneMatrix<float>(10, Lanes);
        RandomStream random = new RandomStreams(1).Named("benchmark");
        for (int row = 0; row < _input.Rows; row++)
            random.Fill(_input.Row(row));
        for (int lane = 0; lane < Lanes; lane++)
            _target[lane % _target.Rows, lane] = 1;
        _torch = new TorchEquilibrium(_plain, _input, _target);
    }

    public IEnumerable<Comparison> Comparisons()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] first = [.. _plain.Layers.Select(static layer => layer.Parameters.ToTensor())];
        _plain.Learn(_input, _target, Steps);
        _short.Learn(_input, _target, Steps);
        _torch.Learn(Steps);
        yield return new Comparison(
            "Latent Equilibrium step, 784-300-100-10, 512 lanes",
            Steps,
            [
                new Contender("plain", () => _plain.Learn(_input, _target, Steps), Difference(_plain, first)),
                new Contender("with shortcuts (libtorch: plain)", () => _short.Learn(_input, _target, Steps), Difference(_short, first)),
            ],
            [new Contender("", () => _torch.Learn(Steps), 0)],
            Tolerance);
    }

    public void Dispose()
    {
        _plain.Dispose();
        _short.Dispose();
        _input.Dispose();
        _target.Dispose();
        _torch.Dispose();
    }

    /// <summary>Over the output and what each layer has learned: the changes of weights, which are small beside the weights.</summary>
    private double Difference(EquilibriumNetwork<float> network, Tensor[] first)
    {
        double worst = Tables.Difference(network.Output.ToTensor(), _torch.Output);
        for (int layer = 0; layer < first.Length; layer++)
        {
            Tensor learned = network.Layers[layer].Parameters.ToTensor() - first[layer];
            worst = Math.Max(worst, Tables.Difference(learned, _torch.Parameters[layer] - first[layer]));
        }

        return worst;
    }
}
