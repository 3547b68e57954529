using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// A built network of neurons in continuous time, stepped by Euler's method exactly as published: within a step every layer reads what
/// the step before left, so a layer delays signals by one step upwards and errors by one step downwards (specification 1.9). All
/// neurons of all lanes are stepped at once; a step allocates nothing.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Network<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DenseLayer<T>[] _layers;
    private readonly List<IStepObserver<T>> _observers = [];
    private readonly StepClock _clock = new();
    private readonly Stepper<T> _stepper;

    internal Network(NetworkDescription description, int lanes, InstructionSet set)
    {
        Description = description;
        InstructionSet = set;
        Accumulator = Accumulator<T>.For(set);
        Lanes = lanes;
        Input = new LaneMatrix<T>(description.Inputs, lanes);
        _layers = new DenseLayer<T>[description.Layers.Count];
        int below = description.Inputs;
        for (int index = 0; index < _layers.Length; index++)
        {
            LayerDescription layer = description.Layers[index];
            _layers[index] = new DenseLayer<T>(
                index, layer, below, description.TimeStep, _clock, lanes, NeuronKernels.For<T>(InstructionSets.ForLength<T>(lanes, set), layer.Activation));
            below = layer.Neurons.Count;
        }

        _stepper = new Stepper<T>(this, _layers, _clock);
    }

    /// <summary>What the network was built from.</summary>
    public NetworkDescription Description { get; }

    /// <summary>The vector width it was built for.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>How many samples are simulated side by side.</summary>
    public int Lanes { get; private set; }

    /// <summary>The layers, from input to output.</summary>
    public IReadOnlyList<DenseLayer<T>> Layers => _layers;

    /// <summary>The input of the next step <c>[channel, lane]</c>: written by the user, never changed by a step.</summary>
    public LaneMatrix<T> Input { get; private set; }

    /// <summary>
    /// What the last step returned <c>[neuron, lane]</c>: the output rates as they were <em>before</em> it (trap 1 of the specification).
    /// Valid until the next step.
    /// </summary>
    public LaneMatrix<T> Output => _layers[^1].State.RatesOf(_clock.Step - 1);

    /// <summary>How many steps have been made.</summary>
    public long StepCount => _clock.Step;

    /// <summary>The threads that share a step; null for the caller's alone. Results do not depend on it.</summary>
    public WorkerTeam? Team
    {
        get => _stepper.Team;
        set => _stepper.Team = value;
    }

    /// <summary>Whether no layer's errors move its potentials (γ = 0 everywhere), so that evaluation may leave errors out.</summary>
    public bool ErrorsAreSilent => _layers.All(layer => layer.Gamma == T.Zero);

    internal Accumulator<T> Accumulator { get; }

    internal bool IsObserved => _observers.Count > 0;

    /// <summary>One Euler step of neurons and errors with no target and no learning.</summary>
    public void Step() => Present(Input, Presentation<T>.Relaxing);

    /// <summary>One Euler step of neurons and errors with no target and no learning, as a control loop calls it.</summary>
    /// <param name="input">Channel by channel the lanes: <c>channels · lanes</c> numbers. What the step returned is in <see cref="Output"/>.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void Step(ReadOnlySpan<T> input)
    {
        Input.Fill(input);
        Step();
    }

    /// <summary>One Euler step of the neurons alone. Errors are not computed and not changed.</summary>
    /// <exception cref="InvalidOperationException">Errors move potentials in this network (γ is not 0): use <see cref="Step()"/>.</exception>
    public void StepForward() => PresentForward(Input);

    /// <summary>Steps through a whole input sequence, neurons alone; errors are not computed and not changed.</summary>
    /// <param name="sequence">Step by step the channels, one row each: <c>[step · channels + channel, lane]</c>.</param>
    /// <param name="outputs">Added to: the sum of the returned outputs over the steps <c>[neuron, lane]</c>; null if not wanted.</param>
    /// <exception cref="InvalidOperationException">Errors move potentials in this network (γ is not 0).</exception>
    public void PresentForward(LaneMatrix<T> sequence, LaneMatrix<T>? outputs = null)
    {
        if (!ErrorsAreSilent)
            throw new InvalidOperationException("A layer has γ ≠ 0: its potentials depend on errors, so neurons cannot be stepped without them.");
        Present(sequence, new Presentation<T> { Mode = StepMode.Forward, SummedOutputs = outputs });
    }

    /// <summary>Puts every neuron and error to rest (all zero); weights stay.</summary>
    public void Rest()
    {
        foreach (DenseLayer<T> layer in _layers)
            layer.State.Clear();
    }

    /// <summary>Puts the errors to rest; the neurons stay as they are.</summary>
    public void RestErrors()
    {
        foreach (DenseLayer<T> layer in _layers)
            layer.State.ClearErrors();
    }

    /// <summary>
    /// Changes the number of lanes. Growing repeats the states cyclically, shrinking keeps the first ones: what a sample that follows in a
    /// lane finds is what one before it left.
    /// </summary>
    /// <param name="lanes">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lanes"/> is below 1.</exception>
    public void Resize(int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        if (lanes == Lanes)
            return;
        Lanes = lanes;
        Input.Dispose();
        Input = new LaneMatrix<T>(Description.Inputs, lanes);
        foreach (DenseLayer<T> layer in _layers)
            layer.Resize(lanes);
        _stepper.Resized();
    }

    /// <summary>Copies the state of all neurons and errors, to be put back by <see cref="RestoreState"/>.</summary>
    public NetworkState<T> CaptureState()
    {
        var state = new NetworkState<T>(_layers, Lanes);
        state.CopyFrom(_layers, _clock.Step);
        return state;
    }

    /// <summary>Puts a captured state back.</summary>
    /// <exception cref="ArgumentException">It is of another network, or was captured with another number of lanes.</exception>
    public void RestoreState(NetworkState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _clock.Step = state.CopyTo(_layers);
    }

    /// <summary>Has an observer called after every step.</summary>
    public void Attach(IStepObserver<T> observer) => _observers.Add(observer);

    /// <summary>Stops calling an observer.</summary>
    public void Detach(IStepObserver<T> observer) => _observers.Remove(observer);

    /// <summary>Saves everything that changes: parameters, time constants, states.</summary>
    public void Save(StateWriter writer, string name = "network")
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add($"{name}/shape", Shape());
        writer.Add($"{name}/step", _clock.Step);
        foreach (DenseLayer<T> layer in _layers)
        {
            string part = $"{name}/layer-{layer.Index}";
            writer.Add($"{part}/parameters", new ReadOnlySpan<T>(MatrixState.Compact(layer.Parameters)));
            writer.Add($"{part}/times", new ReadOnlySpan<T>(MatrixState.Compact(layer.Times)));
            layer.State.Save(writer, part);
        }
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of another network; the message says how they differ.</exception>
    public void Load(StateReader reader, string name = "network")
    {
        ArgumentNullException.ThrowIfNull(reader);
        int[] shape = reader.ReadArray<int>($"{name}/shape");
        if (!shape.AsSpan().SequenceEqual(Shape()))
            throw new StateException($"The saved state is of a network with {Words(shape)}, but this one has {Words(Shape())}.");
        _clock.Step = reader.ReadValue<long>($"{name}/step");
        foreach (DenseLayer<T> layer in _layers)
        {
            string part = $"{name}/layer-{layer.Index}";
            MatrixState.Load(reader, $"{part}/parameters", layer.Parameters);
            MatrixState.Load(reader, $"{part}/times", layer.Times);
            layer.UpdateCoefficients();
            layer.State.Load(reader, part);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        _stepper.Dispose();
        foreach (DenseLayer<T> layer in _layers)
            layer.Dispose();
    }

    internal void Present(LaneMatrix<T> sequence, Presentation<T> presentation)
    {
        if (sequence.Lanes != Lanes)
            throw new ArgumentException($"The input has {sequence.Lanes} lanes, the network {Lanes}.", nameof(sequence));
        if (sequence.Rows == 0 || sequence.Rows % Description.Inputs != 0)
        {
            throw new ArgumentException(
                $"The input has {sequence.Rows} rows, but must have {Description.Inputs} for every step, and at least one step.", nameof(sequence));
        }

        int steps = sequence.Rows / Description.Inputs;
        if (!IsObserved)
        {
            _stepper.Run(sequence, 0, steps, presentation);
            return;
        }

        for (int step = 0; step < steps; step++)
        {
            _stepper.Run(sequence, step, 1, presentation);
            foreach (IStepObserver<T> observer in _observers)
                observer.Stepped(this);
        }
    }

    /// <summary>One step of a longer sequence.</summary>
    internal void PresentStep(LaneMatrix<T> sequence, int step, Presentation<T> presentation)
    {
        if (sequence.Lanes != Lanes)
            throw new ArgumentException($"The input has {sequence.Lanes} lanes, the network {Lanes}.", nameof(sequence));
        _stepper.Run(sequence, step, 1, presentation);
        foreach (IStepObserver<T> observer in _observers)
            observer.Stepped(this);
    }

    private int[] Shape() => [Lanes, Description.Inputs, .. _layers.Select(layer => layer.NeuronCount)];

    private static string Words(int[] shape) =>
        shape.Length < 2 ? "no shape" : $"{shape[0]} lanes and {string.Join("-", shape.Skip(1))} neurons";
}

/// <summary>Is told when a network has made a step.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IStepObserver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A step has been made; the network's variables are those it left.</summary>
    void Stepped(Network<T> network);
}
