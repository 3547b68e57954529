using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Neurons.Equilibrium;
using Engram.Neurons.Learning;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons;

/// <summary>
/// An ordinary network that learns by backpropagation and plain gradient descent on batches: what Latent Equilibrium is compared with
/// (specification 2.2). The layers are those of <see cref="EquilibriumDescription"/>, of which only shapes, rate functions and
/// learning-rate factors count; the kernels are the same. A batch is one pass upwards and one downwards.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class BackpropagationNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EquilibriumPopulation<T>[] _layers;
    private readonly EquilibriumStepper<T> _stepper;
    private readonly LossKernel<T> _loss;
    private readonly StepClock _clock = new();
    private readonly int _inputs;

    /// <summary>Builds a network with weights and biases uniform within ±1/√(inputs of the neuron), drawn from the stream <c>weights</c>.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="layers">The layers, the last one linear: the losses take logits.</param>
    /// <param name="loss">What the output is held against.</param>
    /// <param name="lanes">The batch; 1 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="set">The vector width; null for the machine's fastest. No result depends on it.</param>
    /// <exception cref="ArgumentException">The layers do not fit; the message names the layer.</exception>
    public BackpropagationNetwork(SignalShape input, IReadOnlyList<EquilibriumLayer> layers, Loss loss, int lanes, ulong seed, InstructionSet? set = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        // Time does not matter here, but the description checks all that does.
        EquilibriumDescription description = new(input, TimeStep: 1, layers) { Times = new TimeConstants(1, 1) };
        description.Check(lanes);
        InstructionSet width = set ?? InstructionSets.Default;
        IReadOnlyList<SignalShape> shapes = description.Shapes();
        Lanes = lanes;
        _inputs = input.Count;
        _layers = [.. shapes.Select((shape, index) => new EquilibriumPopulation<T>(
            description, index, index == 0 ? input : shapes[index - 1], shape, _clock, lanes, width))];
        _stepper = new EquilibriumStepper<T>(description, _layers, _clock, lanes, seed, width);
        _loss = LossKernel<T>.For(InstructionSets.ForLength<T>(lanes, width), loss);
        Losses = new LaneMatrix<T>(1, lanes);
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.Rest();
        Initialization.Uniform(_layers, new RandomStreams(seed).Named("weights"));
    }

    /// <summary>The batch.</summary>
    public int Lanes { get; }

    /// <summary>The layers, from the first above the input to the output.</summary>
    public IReadOnlyList<EquilibriumPopulation<T>> Layers => _layers;

    /// <summary>The outputs of the last batch <c>[neuron, lane]</c>; valid until the next one.</summary>
    public LaneMatrix<T> Output => _layers[^1].RatesOf(_clock.Step);

    /// <summary>The loss of each lane of the last batch learned <c>[1, lane]</c>, before it was learned.</summary>
    public LaneMatrix<T> Losses { get; }

    /// <summary>η: how far a batch moves parameters along the mean of its gradients.</summary>
    public double LearningRate { get; set; }

    /// <summary>The threads that share a batch; null for the caller's alone. Results do not depend on it.</summary>
    public WorkerTeam? Team
    {
        get => _stepper.Team;
        set => _stepper.Team = value;
    }

    /// <summary>Learns a batch.</summary>
    /// <param name="input">The input <c>[channel, lane]</c>.</param>
    /// <param name="target">What the output should be <c>[neuron, lane]</c>.</param>
    /// <exception cref="ArgumentException">A table has the wrong shape.</exception>
    public void Learn(LaneMatrix<T> input, LaneMatrix<T> target)
    {
        CheckTable(input, _inputs, "input", nameof(input));
        CheckTable(target, Output.Rows, "target", nameof(target));
        _stepper.Run(
            new Presented<T>(input, target, Steps: 1, LearningRate, T.One, T.Zero) { Loss = _loss, Losses = Losses },
            new PlanMode(Learns: true, HoldsInput: false, IsForward: true));
    }

    /// <summary>A pass upwards alone.</summary>
    /// <param name="input">The input <c>[channel, lane]</c>.</param>
    /// <exception cref="ArgumentException">The table has the wrong shape.</exception>
    public void Evaluate(LaneMatrix<T> input)
    {
        CheckTable(input, _inputs, "input", nameof(input));
        _stepper.Run(new Presented<T>(input, null, Steps: 1, 0, T.Zero, T.Zero), new PlanMode(Learns: false, HoldsInput: false, IsForward: true));
    }

    /// <summary>Saves the parameters; there is nothing else that lasts.</summary>
    public void Save(StateWriter writer, string name = "network")
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (EquilibriumPopulation<T> layer in _layers.Where(layer => layer.HasNeurons))
            writer.Add($"{name}/layer-{layer.Index}/parameters", new ReadOnlySpan<T>(MatrixState.Compact(layer.Parameters)));
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of another network.</exception>
    public void Load(StateReader reader, string name = "network")
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (EquilibriumPopulation<T> layer in _layers.Where(layer => layer.HasNeurons))
            MatrixState.Load(reader, $"{name}/layer-{layer.Index}/parameters", layer.Parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stepper.Dispose();
        Losses.Dispose();
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.Dispose();
    }

    private void CheckTable(LaneMatrix<T> table, int rows, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(table, parameter);
        if (table.Rows != rows || table.Lanes != Lanes)
            throw new ArgumentException($"The {what} must be a table of {rows} rows and {Lanes} lanes; it has {table.Rows} and {table.Lanes}.", parameter);
    }
}
