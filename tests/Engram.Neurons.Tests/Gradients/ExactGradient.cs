namespace Engram.Neurons.Tests.Gradients;

/// <summary>
/// The exact gradient of Σ_t ½ |y_t − out_t|² of a simulated network with γ = 0 and one lane, by reverse recursion in time
/// (specification 1.12): backpropagation through time, which needs the whole past that the neurons do without.
/// </summary>
/// <remarks>
/// It shares no code with the engine, steps the network forward itself from rest, and takes from it only the description, the parameters
/// and the time constants. Arrays are <c>[layer][neuron]</c>; weights <c>[layer][neuron][presynaptic]</c>.
/// </remarks>
internal sealed class ExactGradient
{
    private readonly Layer[] _layers;
    private readonly double _dt;

    private ExactGradient(Network<double> network)
    {
        _dt = network.Description.TimeStep;
        _layers = [.. network.Layers.Select(static layer => new Layer(layer))];
    }

    /// <summary>Σ_t ½ |y_t − out_t|² over the steps that count.</summary>
    public double Loss { get; private set; }

    /// <summary>out_t of every step: what the network should have returned.</summary>
    public double[][] Outputs { get; private set; } = [];

    public double[][][] Weights => [.. _layers.Select(static layer => layer.WeightGradient)];

    public double[][] Biases => [.. _layers.Select(static layer => layer.BiasGradient)];

    public double[][] MembraneTimes => [.. _layers.Select(static layer => layer.MembraneGradient)];

    public double[][] ProspectiveTimes => [.. _layers.Select(static layer => layer.ProspectiveGradient)];

    /// <summary>Finds the gradient.</summary>
    /// <param name="network">The network; only read.</param>
    /// <param name="inputs"><c>[step][channel]</c>.</param>
    /// <param name="targets"><c>[step][output]</c>.</param>
    /// <param name="from">The first step whose loss counts.</param>
    public static ExactGradient Of(Network<double> network, double[][] inputs, double[][] targets, int from = 0)
    {
        var gradient = new ExactGradient(network);
        gradient.Forward(inputs);
        gradient.Backward(targets, from);
        return gradient;
    }

    private void Forward(double[][] inputs)
    {
        int steps = inputs.Length;
        Outputs = new double[steps][];
        foreach (Layer layer in _layers)
            layer.Begin(steps);
        for (int t = 0; t < steps; t++)
        {
            // All of a step reads the rates of the step before.
            Outputs[t] = _layers[^1].RatesBefore(t);
            for (int index = 0; index < _layers.Length; index++)
                _layers[index].Step(t, index == 0 ? inputs[t] : _layers[index - 1].RatesBefore(t), _dt);
        }
    }

    private void Backward(double[][] targets, int from)
    {
        int steps = targets.Length;
        for (int t = from; t < steps; t++)
            Loss += 0.5 * Outputs[t].Zip(targets[t], static (output, target) => (output - target) * (output - target)).Sum();

        // gs_{t+1} of each layer, needed by the layer below at t.
        double[][] later = [.. _layers.Select(static layer => new double[layer.Count])];
        for (int t = steps - 1; t >= 0; t--)
        {
            var now = new double[_layers.Length][];
            for (int index = 0; index < _layers.Length; index++)
            {
                double[] ofRates;
                if (index < _layers.Length - 1)
                    ofRates = _layers[index + 1].ThroughWeights(later[index + 1]);
                else if (t + 1 < steps && t + 1 >= from)
                    ofRates = [.. Outputs[t + 1].Zip(targets[t + 1], static (output, target) => output - target)];
                else
                    ofRates = new double[_layers[index].Count];
                now[index] = _layers[index].StepBack(t, ofRates, _dt);
            }

            later = now;
        }
    }

    private sealed class Layer
    {
        private readonly DenseLayer<double> _layer;
        private readonly Func<double, (double Rate, double Slope)> _activation;
        private readonly double[] _membrane;
        private readonly double[] _ofMembrane;
        private double[][] _below = [];
        private double[][] _pull = [];
        private double[][] _slope = [];
        private double[][] _rate = [];

        internal Layer(DenseLayer<double> layer)
        {
            _layer = layer;
            _activation = layer.Description.Activation switch
            {
                Activation.Linear => static x => (x, 1),
                Activation.Tanh => static x => (Math.Tanh(x), 1 - (Math.Tanh(x) * Math.Tanh(x))),
                Activation.Softplus => static x => (Math.Log(1 + Math.Exp(x)), 1 / (1 + Math.Exp(-x))),
                Activation.Sigmoid => static x => (1 / (1 + Math.Exp(-x)), Math.Exp(-x) / Math.Pow(1 + Math.Exp(-x), 2)),
                _ => static x => (Math.Max(0, x), x > 0 ? 1 : 0),
            };
            _membrane = new double[Count];
            _ofMembrane = new double[Count];
            WeightGradient = [.. Enumerable.Range(0, Count).Select(_ => new double[layer.PresynapticCount])];
            BiasGradient = new double[Count];
            MembraneGradient = new double[Count];
            ProspectiveGradient = new double[Count];
        }

        internal int Count => _layer.NeuronCount;

        internal double[][] WeightGradient { get; }

        internal double[] BiasGradient { get; }

        internal double[] MembraneGradient { get; }

        internal double[] ProspectiveGradient { get; }

        internal void Begin(int steps)
        {
            _below = new double[steps][];
            _pull = new double[steps][];
            _slope = new double[steps][];
            _rate = new double[steps][];
        }

        internal double[] RatesBefore(int t) => t == 0 ? new double[Count] : _rate[t - 1];

        /// <summary>û = u + τr/τm (s − u), then u ← u + dt/τm (s − u).</summary>
        internal void Step(int t, double[] below, double dt)
        {
            _below[t] = below;
            (_pull[t], _slope[t], _rate[t]) = (new double[Count], new double[Count], new double[Count]);
            for (int i = 0; i < Count; i++)
            {
                double drive = _layer.Bias(i);
                for (int j = 0; j < below.Length; j++)
                    drive += _layer.Weight(i, j) * below[j];
                double pull = drive - _membrane[i];
                (_rate[t][i], _slope[t][i]) = _activation(_membrane[i] + (_layer.Times[1, i] / _layer.Times[0, i] * pull));
                _membrane[i] += dt / _layer.Times[0, i] * pull;
                _pull[t][i] = pull;
            }
        }

        /// <summary>From ∂L/∂r_t to ∂L/∂s_t, adding up the gradients on the way.</summary>
        internal double[] StepBack(int t, double[] ofRates, double dt)
        {
            var ofDrive = new double[Count];
            for (int i = 0; i < Count; i++)
            {
                double membrane = _layer.Times[0, i], prospective = _layer.Times[1, i], pull = _pull[t][i];
                double look = prospective / membrane, leak = dt / membrane;
                double ofProspective = ofRates[i] * _slope[t][i];
                double ofNext = _ofMembrane[i];
                ofDrive[i] = (look * ofProspective) + (leak * ofNext);
                _ofMembrane[i] = ((1 - look) * ofProspective) + ((1 - leak) * ofNext);
                MembraneGradient[i] -= ((look / membrane * ofProspective) + (leak / membrane * ofNext)) * pull;
                ProspectiveGradient[i] += ofProspective * pull / membrane;
                BiasGradient[i] += ofDrive[i];
                for (int j = 0; j < _below[t].Length; j++)
                    WeightGradient[i][j] += ofDrive[i] * _below[t][j];
            }

            return ofDrive;
        }

        internal double[] ThroughWeights(double[] ofDrive) =>
            [.. Enumerable.Range(0, _layer.PresynapticCount).Select(j => Enumerable.Range(0, Count).Sum(i => _layer.Weight(i, j) * ofDrive[i]))];
    }
}
