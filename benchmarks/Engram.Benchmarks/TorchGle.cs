using Engram.Neurons;
using Engram.Numerics;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// The Euler step of GLE with Adam as one would write it for speed with libtorch: every tensor but the softmax is there beforehand, everything is
/// done in place, the bias is the weight of a row of ones, coefficients lie in full tables so that nothing is broadcast, and Adam goes once over
/// the parameters of all layers, which lie in one tensor. No loss is added up.
/// </summary>
internal sealed class TorchGle : IDisposable
{
    private readonly Layer[] _layers;
    private readonly Tensor[] _inputs, _inputsTransposed;
    private readonly Tensor _target, _outputError, _parameters, _gradient, _first, _second, _spread;
    private readonly Scalar _one = 1f, _minusOne = -1f, _firstKeep, _firstMix, _secondKeep, _secondMix, _epsilon;
    private readonly Adam _adam;
    private readonly float _gradientScale;
    private double _firstPower = 1, _secondPower = 1;
    private long _clock;

    /// <summary>Takes over weights and everything else of a network at rest.</summary>
    internal TorchGle(Network<float> network, LaneMatrix<float> target, LaneMatrix<float> sequence, Adam adam)
    {
        _adam = adam;
        (_firstKeep, _firstMix) = ((float)adam.FirstDecay, (float)(1 - adam.FirstDecay));
        (_secondKeep, _secondMix) = ((float)adam.SecondDecay, (float)(1 - adam.SecondDecay));
        _epsilon = (float)adam.Epsilon;
        _gradientScale = -1f / network.Lanes;
        _target = target.ToTensor();
        _outputError = torch.zeros_like(_target);
        using Tensor values = sequence.ToTensor();
        _inputs = [.. Enumerable.Range(0, sequence.Rows).Select(step => torch.cat([values.narrow(0, step, 1), torch.ones(1, sequence.Lanes)], 0))];
        _inputsTransposed = [.. _inputs.Select(static input => input.t())];

        int count = network.Layers.Sum(static layer => layer.Parameters.Rows * layer.Parameters.Lanes);
        _parameters = torch.zeros(count);
        _gradient = torch.zeros(count);
        _first = torch.zeros(count);
        _second = torch.zeros(count);
        _spread = torch.zeros(count);
        _layers = new Layer[network.Layers.Count];
        int start = 0;
        for (int index = 0; index < _layers.Length; index++)
        {
            DenseLayer<float> layer = network.Layers[index];
            int size = layer.Parameters.Rows * layer.Parameters.Lanes;
            _layers[index] = new Layer(
                layer,
                network,
                _parameters.narrow(0, start, size).reshape(layer.Parameters.Rows, layer.Parameters.Lanes),
                _gradient.narrow(0, start, size).reshape(layer.Parameters.Rows, layer.Parameters.Lanes));
            start += size;
        }
    }

    internal Tensor MembraneOf(int layer) => _layers[layer].Membrane;

    internal Tensor ErrorOf(int layer) => _layers[layer].Error;

    internal Tensor ParametersOf(int layer) => _layers[layer].Parameters;

    internal void Present()
    {
        using IDisposable none = torch.no_grad();
        for (int step = 0; step < _inputs.Length; step++, _clock++)
            Step(step, (int)(_clock & 1), (int)((_clock + 1) & 1));
    }

    public void Dispose()
    {
        foreach (Layer layer in _layers)
            layer.Dispose();
        foreach (Tensor tensor in (Tensor[])[.. _inputs, .. _inputsTransposed, _target, _outputError, _parameters, _gradient, _first, _second, _spread])
            tensor.Dispose();
        foreach (Scalar scalar in (Scalar[])[_one, _minusOne, _firstKeep, _firstMix, _secondKeep, _secondMix, _epsilon])
            scalar.Dispose();
    }

    // Methods that end in _ change the tensor and return it.
    private void Step(int step, int read, int write)
    {
        using (Tensor probabilities = _layers[^1].Rates[read].softmax(0))
            _outputError.copy_(_target).sub_(probabilities);
        // From the input up: what a layer is sent it has used before the layer above sends anew.
        for (int index = 0; index < _layers.Length; index++)
        {
            Layer layer = _layers[index];
            Tensor surprise = index == _layers.Length - 1 ? _outputError : _layers[index + 1].Sent;
            surprise.mul_(layer.Slope).sub_(layer.ErrorPotential);
            layer.Error.copy_(layer.ErrorPotential).addcmul_(layer.LookError, surprise, _one);
            layer.ErrorPotential.addcmul_(layer.StepError, surprise, _one);

            layer.Pull.addmm_(layer.Parameters, index == 0 ? _inputs[step] : _layers[index - 1].RatesAndOne[read], 0, 1).sub_(layer.Membrane);
            Tensor rates = layer.Rates[write].copy_(layer.Membrane).addcmul_(layer.LookMembrane, layer.Pull, _one);
            layer.Membrane.addcmul_(layer.StepMembrane, layer.Pull, _one);
            if (!layer.IsLinear)
                layer.Slope.fill_(_one).addcmul_(rates.tanh_(), rates, _minusOne);
            else if (_clock == 0)
                layer.Slope.fill_(_one);

            if (index > 0)
                layer.Sent.addmm_(layer.WeightsTransposed, layer.Error, 0, 1);
            layer.Gradient.addmm_(layer.Error, index == 0 ? _inputsTransposed[step] : _layers[index - 1].RatesTransposed[read], 0, _gradientScale);
        }

        Adapt();
    }

    private void Adapt()
    {
        _firstPower *= _adam.FirstDecay;
        _secondPower *= _adam.SecondDecay;
        using Scalar rate = (float)(-_adam.LearningRate / (1 - _firstPower));
        using Scalar correction = (float)(1 / Math.Sqrt(1 - _secondPower));
        _first.mul_(_firstKeep).add_(_gradient, _firstMix);
        _second.mul_(_secondKeep).addcmul_(_gradient, _gradient, _secondMix);
        _spread.copy_(_second).sqrt_().mul_(correction).add_(_epsilon);
        _parameters.addcdiv_(_first, _spread, rate);
    }

    private sealed class Layer : IDisposable
    {
        internal Layer(DenseLayer<float> layer, Network<float> network, Tensor parameters, Tensor gradient)
        {
            int neurons = layer.NeuronCount, lanes = network.Lanes;
            IsLinear = layer.Description.Activation == Activation.Linear;
            Parameters = parameters;
            using (Tensor values = layer.Parameters.ToTensor())
                Parameters.copy_(values);
            WeightsTransposed = parameters.narrow(1, 0, layer.PresynapticCount).t();
            Gradient = gradient;
            float dt = (float)network.Description.TimeStep;
            StepMembrane = Coefficients(layer, lanes, (membrane, prospective) => dt / membrane);
            LookMembrane = Coefficients(layer, lanes, static (membrane, prospective) => prospective / membrane);
            StepError = Coefficients(layer, lanes, (membrane, prospective) => dt / prospective);
            LookError = Coefficients(layer, lanes, static (membrane, prospective) => membrane / prospective);
            Membrane = torch.zeros(neurons, lanes);
            ErrorPotential = torch.zeros(neurons, lanes);
            Error = torch.zeros(neurons, lanes);
            Slope = torch.zeros(neurons, lanes);
            Pull = torch.zeros(neurons, lanes);
            Sent = torch.zeros(layer.PresynapticCount, lanes);
            RatesAndOne = [torch.zeros(neurons + 1, lanes), torch.zeros(neurons + 1, lanes)];
            foreach (Tensor table in RatesAndOne)
                table.narrow(0, neurons, 1).fill_(1f);
            Rates = [.. RatesAndOne.Select(table => table.narrow(0, 0, neurons))];
            RatesTransposed = [.. RatesAndOne.Select(static table => table.t())];
        }

        internal bool IsLinear { get; }

        internal Tensor Parameters { get; }

        internal Tensor WeightsTransposed { get; }

        internal Tensor Gradient { get; }

        internal Tensor StepMembrane { get; }

        internal Tensor LookMembrane { get; }

        internal Tensor StepError { get; }

        internal Tensor LookError { get; }

        internal Tensor Membrane { get; }

        internal Tensor ErrorPotential { get; }

        internal Tensor Error { get; }

        internal Tensor Slope { get; }

        internal Tensor Pull { get; }

        internal Tensor Sent { get; }

        internal Tensor[] RatesAndOne { get; }

        internal Tensor[] Rates { get; }

        internal Tensor[] RatesTransposed { get; }

        public void Dispose()
        {
            foreach (Tensor tensor in (Tensor[])
                [
                    Parameters, WeightsTransposed, Gradient, StepMembrane, LookMembrane, StepError, LookError, Membrane, ErrorPotential, Error,
                    Slope, Pull, Sent, .. RatesAndOne, .. Rates, .. RatesTransposed,
                ])
                tensor.Dispose();
        }

        private static Tensor Coefficients(DenseLayer<float> layer, int lanes, Func<float, float, float> find)
        {
            using var table = new LaneMatrix<float>(layer.NeuronCount, lanes);
            for (int neuron = 0; neuron < table.Rows; neuron++)
                table.Row(neuron).Fill(find(layer.Times[0, neuron], layer.Times[1, neuron]));
            return table.ToTensor();
        }
    }
}
