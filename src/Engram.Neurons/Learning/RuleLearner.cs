using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// Steps a network and changes the weights of those layers that have a plasticity rule of their own (<see cref="DenseLayer{T}.Rule"/>):
/// w ← w + η ⟨f⟩, the mean over the lanes, after every step. Biases stay as they are. A step allocates nothing of its own.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class RuleLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _presynaptic;
    private readonly T[] _changes;
    private readonly T[] _sums;

    /// <summary>Creates a learner of a network.</summary>
    /// <param name="network">The network; stays its owner's.</param>
    /// <param name="learningRate">η.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not a finite number of at least 0.</exception>
    public RuleLearner(Network<T> network, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        LearningRate = learningRate;
        int most = network.Layers.Max(layer => layer.PresynapticCount);
        _presynaptic = new T[most];
        _changes = new T[most];
        _sums = new T[network.Layers.Max(layer => layer.NeuronCount * layer.PresynapticCount)];
    }

    /// <summary>The network that learns.</summary>
    public Network<T> Network { get; }

    /// <summary>η; it may change between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number of at least 0.</exception>
    public double LearningRate
    {
        get;
        set
        {
            if (!(value >= 0) || !double.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be a finite number of at least 0.");
            field = value;
        }
    }

    /// <summary>One Euler step of neurons and errors with <see cref="Network{T}.Input"/>, then one change of the weights.</summary>
    public void Step()
    {
        Network.Step();
        for (int index = 0; index < Network.Layers.Count; index++)
        {
            DenseLayer<T> layer = Network.Layers[index];
            if (layer.Rule is not { } rule)
                continue;
            // What the layer read in this step: the rates that the layer below had before it.
            LaneMatrix<T> below = index == 0 ? Network.Input : Network.Layers[index - 1].State.RatesOf(Network.StepCount - 1);
            Learn(layer, rule, below);
        }
    }

    /// <summary>One Euler step and one change of the weights, as a control loop calls it.</summary>
    /// <param name="input">Channel by channel the lanes: <c>channels · lanes</c> numbers.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void Step(ReadOnlySpan<T> input)
    {
        Network.Input.Fill(input);
        Step();
    }

    private void Learn(DenseLayer<T> layer, SynapticRule<T> rule, LaneMatrix<T> below)
    {
        int count = layer.PresynapticCount;
        Span<T> presynaptic = _presynaptic.AsSpan(0, count);
        Span<T> changes = _changes.AsSpan(0, count);
        Span<T> sums = _sums.AsSpan(0, layer.NeuronCount * count);
        sums.Clear();
        LaneMatrix<T> rates = layer.State.RatesOf(Network.StepCount), errors = layer.State.Error;
        for (int lane = 0; lane < Network.Lanes; lane++)
        {
            for (int j = 0; j < count; j++)
                presynaptic[j] = below[j, lane];
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                rule.FindChanges(presynaptic, rates[neuron, lane], errors[neuron, lane], layer.Parameters.Row(neuron)[..count], changes);
                for (int j = 0; j < count; j++)
                    sums[(neuron * count) + j] += changes[j];
            }
        }

        T rate = T.CreateChecked(LearningRate) / T.CreateChecked(Network.Lanes);
        for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
        {
            Span<T> weights = layer.Parameters.Row(neuron);
            for (int j = 0; j < count; j++)
                weights[j] = T.FusedMultiplyAdd(rate, sums[(neuron * count) + j], weights[j]);
        }
    }
}
