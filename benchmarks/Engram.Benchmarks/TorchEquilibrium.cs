using Engram.Neurons;
using Engram.Numerics;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// The plain algorithm of Latent Equilibrium as one would write it for speed with libtorch: every tensor is there beforehand, everything is done
/// in place, the bias is the weight of a row of ones, plasticity is part of its product, and numbers that neurons share are scalars.
/// </summary>
internal sealed class TorchEquilibrium : IDisposable
{
    private readonly Layer[] _layers;
    private readonly Tensor _input, _inputTransposed, _target;
    private readonly Scalar _look, _step, _beta, _zero = 0f, _one = 1f;
    private long _clock;

    /// <summary>Takes over weights and everything else of a network at rest.</summary>
    internal TorchEquilibrium(EquilibriumNetwork<float> network, LaneMatrix<float> input, LaneMatrix<float> target)
    {
        EquilibriumDescription description = network.Description;
        _input = WithOnes(input.Rows, input.Lanes);
        using (Tensor values = input.ToTensor())
            _input.narrow(0, 0, input.Rows).copy_(values);
        _inputTransposed = _input.t();
        _target = target.ToTensor();
        _look = (float)(description.Times.Prospective / description.Times.Membrane);
        _step = (float)(description.TimeStep / description.Times.Membrane);
        _beta = (float)network.Beta;
        _layers = [.. network.Layers.Select(layer => new Layer(layer, network.LearningRate, network.Lanes))];
    }

    internal Tensor Output => _layers[^1].Rates[_clock & 1];

    internal IReadOnlyList<Tensor> Parameters => [.. _layers.Select(static layer => layer.Parameters)];

    internal void Learn(int steps)
    {
        using IDisposable none = torch.no_grad();
        for (int step = 0; step < steps; step++, _clock++)
            Step((int)(_clock & 1), (int)((_clock + 1) & 1));
    }

    public void Dispose()
    {
        foreach (Layer layer in _layers)
            layer.Dispose();
        foreach (IDisposable part in new IDisposable[] { _input, _inputTransposed, _target, _look, _step, _beta, _zero, _one })
            part.Dispose();
    }

    // Methods that end in _ change the tensor and return it.
    private void Step(int read, int write)
    {
        Layer output = _layers[^1];
        output.Errors[write].copy_(_target).sub_(output.Rates[read]).mul_(output.Slopes[read]).mul_(_beta);
        for (int index = 0; index < _layers.Length; index++)
        {
            Layer layer = _layers[index];
            // The drive, then τm u̇ = a + e − u.
            layer.Pull.addmm_(layer.Parameters, index == 0 ? _input : _layers[index - 1].RatesAndOne[read], 0, 1).add_(layer.Errors[read]).sub_(layer.Membrane);
            Tensor rates = layer.Rates[write], slopes = layer.Slopes[write];
            if (layer.IsLinear)
            {
                rates.copy_(layer.Membrane).add_(layer.Pull, _look);
                slopes.fill_(_one);
            }
            else
            {
                // Where the clamp leaves û as it is, the slope is 1.
                slopes.copy_(layer.Membrane).add_(layer.Pull, _look);
                rates.copy_(slopes).clamp_(_zero, _one);
                slopes.eq_(rates);
            }

            layer.Membrane.add_(layer.Pull, _step);
            if (index > 0)
                _layers[index - 1].Errors[write].addmm_(layer.WeightsTransposed, layer.Errors[read], 0, 1).mul_(_layers[index - 1].Slopes[read]);
        }

        for (int index = 0; index < _layers.Length; index++)
        {
            Layer layer = _layers[index];
            layer.Parameters.addmm_(layer.Errors[write], index == 0 ? _inputTransposed : _layers[index - 1].RatesTransposed[read], 1, layer.LearningRate);
        }
    }

    private static Tensor WithOnes(int rows, int lanes)
    {
        Tensor table = torch.zeros(rows + 1, lanes);
        table.narrow(0, rows, 1).fill_(1f);
        return table;
    }

    private sealed class Layer : IDisposable
    {
        internal Layer(EquilibriumPopulation<float> layer, double learningRate, int lanes)
        {
            int neurons = layer.Shape.Count;
            var description = (EquilibriumNeurons)layer.Description;
            IsLinear = description.Activation == Activation.Linear;
            LearningRate = (float)(learningRate * description.LearningRateFactor / lanes);
            Parameters = layer.Parameters.ToTensor();
            WeightsTransposed = Parameters.narrow(1, 0, Parameters.shape[1] - 1).t();
            Membrane = torch.zeros(neurons, lanes);
            Pull = torch.zeros(neurons, lanes);
            RatesAndOne = [WithOnes(neurons, lanes), WithOnes(neurons, lanes)];
            Rates = [.. RatesAndOne.Select(table => table.narrow(0, 0, neurons))];
            RatesTransposed = [.. RatesAndOne.Select(static table => table.t())];
            Slopes = [torch.zeros(neurons, lanes), torch.zeros(neurons, lanes)];
            Errors = [torch.zeros(neurons, lanes), torch.zeros(neurons, lanes)];
        }

        internal bool IsLinear { get; }

        internal float LearningRate { get; }

        internal Tensor Parameters { get; }

        internal Tensor WeightsTransposed { get; }

        internal Tensor Membrane { get; }

        internal Tensor Pull { get; }

        internal Tensor[] RatesAndOne { get; }

        internal Tensor[] Rates { get; }

        internal Tensor[] RatesTransposed { get; }

        internal Tensor[] Slopes { get; }

        internal Tensor[] Errors { get; }

        public void Dispose()
        {
            foreach (Tensor tensor in (Tensor[])[Parameters, WeightsTransposed, Membrane, Pull, .. RatesAndOne, .. Rates, .. RatesTransposed, .. Slopes, .. Errors])
                tensor.Dispose();
        }
    }
}
