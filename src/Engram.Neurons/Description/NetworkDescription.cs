using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>A network as plain data. <c>Build</c> checks it, lays it out in memory and makes it run.</summary>
/// <param name="Inputs">How many input channels.</param>
/// <param name="TimeStep">dt, the Euler step, in time units.</param>
/// <param name="Layers">The layers from input to output.</param>
public sealed record NetworkDescription(int Inputs, double TimeStep, IReadOnlyList<LayerDescription> Layers)
{
    /// <summary>Adds a dense layer of neuron groups on top.</summary>
    /// <param name="activation">The rate function.</param>
    /// <param name="groups">The neurons.</param>
    public NetworkDescription Dense(Activation activation, params IReadOnlyList<NeuronGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var neurons = new List<TimeConstants>();
        foreach (NeuronGroup group in groups)
            neurons.AddRange(Enumerable.Repeat(group.Times, group.Count));
        return Dense(new LayerDescription { Neurons = neurons, Activation = activation });
    }

    /// <summary>Adds a layer on top.</summary>
    public NetworkDescription Dense(LayerDescription layer) => this with { Layers = [.. Layers, layer] };

    /// <summary>Changes every layer: <c>EachLayer(layer => layer with { ProspectiveErrors = false })</c>.</summary>
    public NetworkDescription EachLayer(Func<LayerDescription, LayerDescription> change) => this with { Layers = [.. Layers.Select(change)] };

    /// <summary>How many weights and biases there are.</summary>
    public int ParameterCount
    {
        get
        {
            int count = 0;
            int below = Inputs;
            foreach (LayerDescription layer in Layers)
            {
                count += layer.Neurons.Count * (below + (layer.HasBias ? 1 : 0));
                below = layer.Neurons.Count;
            }

            return count;
        }
    }

    /// <summary>Builds a network at rest: all states zero, weights and biases zero until they are initialised.</summary>
    /// <param name="lanes">How many samples are simulated side by side; 1 or more.</param>
    /// <param name="set">The vector width; null for the machine's widest. No result depends on it.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The description is impossible; the message names the layer and the neuron.</exception>
    public Network<T> Build<T>(int lanes, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(lanes);
        return new Network<T>(this, lanes, set ?? InstructionSets.Default);
    }

    /// <summary>Builds a network with weights and biases drawn uniformly from ±1/√(inputs of the neuron).</summary>
    /// <param name="lanes">How many samples are simulated side by side; 1 or more.</param>
    /// <param name="seed">The seed; the stream is named <c>weights</c>.</param>
    /// <param name="set">The vector width; null for the machine's widest. No result depends on it.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The description is impossible; the message names the layer and the neuron.</exception>
    public Network<T> Build<T>(int lanes, ulong seed, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> network = Build<T>(lanes, set);
        Initialization.Uniform(network, new RandomStreams(seed).Named("weights"));
        return network;
    }

    private void Check(int lanes)
    {
        if (lanes < 1)
            throw new ArgumentException($"A network needs at least one lane; {lanes} were asked for.", nameof(lanes));
        if (Inputs < 1)
            throw new ArgumentException($"A network needs at least one input channel; the description has {Inputs}.");
        if (!(TimeStep > 0) || !double.IsFinite(TimeStep))
            throw new ArgumentException($"The time step dt must be a positive number; the description has {TimeStep}.");
        if (Layers.Count == 0)
            throw new ArgumentException("A network needs at least one layer; the description has none.");
        for (int layer = 0; layer < Layers.Count; layer++)
            CheckLayer(layer);
    }

    private void CheckLayer(int index)
    {
        LayerDescription layer = Layers[index];
        if (layer.Neurons.Count == 0)
            throw new ArgumentException($"Layer {index} has no neurons.");
        if (!double.IsFinite(layer.Gamma))
            throw new ArgumentException($"Layer {index}: gamma must be a finite number; it is {layer.Gamma}.");
        for (int neuron = 0; neuron < layer.Neurons.Count; neuron++)
        {
            TimeConstants times = layer.Neurons[neuron];
            CheckTime(index, neuron, "membrane", times.Membrane);
            CheckTime(index, neuron, "prospective", times.Prospective);
        }

        if (layer.ErrorNeurons is not { } others)
            return;
        if (others.Count != layer.Neurons.Count)
            throw new ArgumentException($"Layer {index} has {layer.Neurons.Count} neurons, but time constants of {others.Count} error neurons.");
        for (int neuron = 0; neuron < others.Count; neuron++)
        {
            CheckTime(index, neuron, "error neuron's membrane", others[neuron].Membrane);
            CheckTime(index, neuron, "error neuron's prospective", others[neuron].Prospective);
        }
    }

    // Below dt the Euler pole 1 - dt/τ turns negative and the filters ring (specification 1.11). The margin admits τ = dt in any rounding.
    private void CheckTime(int layer, int neuron, string name, double tau)
    {
        if (!(tau >= TimeStep * (1 - 1e-9)) || !double.IsFinite(tau))
        {
            throw new ArgumentException(
                $"Layer {layer}, neuron {neuron}: the {name} time constant is {tau}, but it must be a finite number of at least the time step dt = {TimeStep}.");
        }
    }
}

/// <summary>Where a description starts.</summary>
public static class Network
{
    /// <summary>Starts the description of a network.</summary>
    /// <param name="inputs">How many input channels.</param>
    /// <param name="timeStep">dt, the Euler step, in time units.</param>
    public static NetworkDescription Describe(int inputs, double timeStep) => new(inputs, timeStep, []);
}
