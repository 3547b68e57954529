using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Neurons.Equilibrium;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons;

/// <summary>
/// A built Latent Equilibrium network (Haider et al. 2021): slow neurons that answer at once because their rates look ahead, and synapses that
/// learn at every step. Stepped exactly as section 1.4 of the specification says; every layer reads what the step before left. Nothing is reset
/// between presentations: a lane goes on with what its last sample left. A step allocates nothing.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class EquilibriumNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LeastDrawnTime = 1, GreatestDrawnTime = 1000;

    private readonly EquilibriumPopulation<T>[] _layers;
    private readonly EquilibriumStepper<T> _stepper;
    private readonly StepClock _clock = new();
    private readonly ulong _seed;

    internal EquilibriumNetwork(EquilibriumDescription description, int lanes, ulong seed, InstructionSet set)
    {
        Description = description;
        Lanes = lanes;
        InstructionSet = set;
        _seed = seed;
        Beta = description.Beta;
        IReadOnlyList<SignalShape> shapes = description.Shapes();
        _layers = [.. shapes.Select((shape, index) => new EquilibriumPopulation<T>(
            description, index, index == 0 ? description.Input : shapes[index - 1], shape, _clock, lanes, set))];
        _stepper = new EquilibriumStepper<T>(description, _layers, _clock, lanes, seed, set);
        Draw(new RandomStreams(seed));
        UpdateTimes();
        UpdateSlopes();
        Rest();
    }

    /// <summary>What the network was built from.</summary>
    public EquilibriumDescription Description { get; }

    /// <summary>How many samples are simulated side by side.</summary>
    public int Lanes { get; }

    /// <summary>The vector width it was built for.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>The layers, from the first above the input to the output.</summary>
    public IReadOnlyList<EquilibriumPopulation<T>> Layers => _layers;

    /// <summary>The rates of the output after the last step <c>[neuron, lane]</c>; valid until the next step.</summary>
    public LaneMatrix<T> Output => _layers[^1].RatesOf(_clock.Step);

    /// <summary>How many steps have been made, or left out by a shortcut.</summary>
    public long StepCount => _clock.Step;

    /// <summary>c of specification 1.4 for a layer whose factor is 1; see <see cref="EquilibriumDescription.LearningRatePerStep"/>.</summary>
    public double LearningRate { get; set; }

    /// <summary>β, the nudging strength; at first the description's.</summary>
    public double Beta { get; set; }

    /// <summary>Whether parameters change at all. Off, the output is still nudged by <see cref="Learn"/>.</summary>
    public bool IsPlastic { get; set; } = true;

    /// <summary>What may be left out. The results are the same but for rounding.</summary>
    public EquilibriumShortcuts Shortcuts
    {
        get;
        set
        {
            field = value;
            UpdateMembranes();
            UpdateSlopes();
        }
    } = EquilibriumShortcuts.All;

    /// <summary>The threads that share a step; null for the caller's alone. Results do not depend on it.</summary>
    public WorkerTeam? Team
    {
        get => _stepper.Team;
        set => _stepper.Team = value;
    }

    internal PlanMode LastMode => _stepper.LastMode;

    /// <summary>Presents a sample in each lane, nudges the output towards the target, and learns at every step.</summary>
    /// <param name="input">The input <c>[channel, lane]</c>, held for all steps.</param>
    /// <param name="target">What the output should be <c>[neuron, lane]</c>.</param>
    /// <param name="steps">How many Euler steps; 1 or more.</param>
    /// <exception cref="ArgumentException">A table has the wrong shape, or there is no step.</exception>
    public void Learn(LaneMatrix<T> input, LaneMatrix<T> target, int steps)
    {
        CheckTable(input, Description.Input.Count, "input", nameof(input));
        CheckTable(target, Output.Rows, "target", nameof(target));
        CheckSteps(steps);
        bool learns = IsPlastic;
        _stepper.Run(
            new Presented<T>(input, target, steps, LearningRate, T.CreateChecked(Beta), T.Zero),
            new PlanMode(learns, learns ? LearnsThroughGram(steps) : HoldsInput(steps), IsForward: false));
    }

    /// <summary>Presents a sample in each lane without a target and without learning; what it says is in <see cref="Output"/>.</summary>
    /// <param name="input">The input <c>[channel, lane]</c>, held for all steps.</param>
    /// <param name="steps">How many Euler steps; 1 or more.</param>
    /// <exception cref="ArgumentException">The table has the wrong shape, or there is no step.</exception>
    public void Evaluate(LaneMatrix<T> input, int steps)
    {
        CheckTable(input, Description.Input.Count, "input", nameof(input));
        CheckSteps(steps);
        bool isForward = IsFeedForwardAfter(steps);
        _stepper.Run(
            new Presented<T>(input, null, steps, 0, T.Zero, T.Zero),
            new PlanMode(Learns: false, !isForward && HoldsInput(steps), isForward));
        if (!isForward)
            return;
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.ErrorsOf(_clock.Step).Clear();
    }

    /// <summary>
    /// Evaluates, and after every step moves the membrane time constants of the layers that adapt by κ ⟨(û − a) u̇⟩, the mean over lanes: so
    /// that τm → τr (specification 4.2).
    /// </summary>
    /// <param name="input">The input <c>[channel, lane]</c>, held for all steps.</param>
    /// <param name="steps">How many Euler steps; 1 or more.</param>
    /// <param name="rate">κ; 160 as published.</param>
    /// <exception cref="ArgumentException">The table has the wrong shape, or there is no step.</exception>
    public void AdaptTimes(LaneMatrix<T> input, int steps, double rate)
    {
        CheckTable(input, Description.Input.Count, "input", nameof(input));
        CheckSteps(steps);
        _stepper.Run(
            new Presented<T>(input, null, steps, 0, T.Zero, T.CreateChecked(rate)),
            new PlanMode(Learns: false, HoldsInput(steps), IsForward: false));
    }

    /// <summary>Whether the way through the Gram matrix is allowed, and shorter: <see cref="EquilibriumShortcuts.HeldInput"/>.</summary>
    /// <param name="steps">The steps of a presentation.</param>
    public bool LearnsThroughGram(int steps)
    {
        if (!CanHoldInput || _layers[0].Neurons!.ParameterLimit is not null || Description.ErrorTiming != ErrorTiming.NextStep)
            return false;
        // Whoever sends to the first layer adds up the errors there.
        if (_layers.Length == 1 || !_layers[1].IsDense)
            return false;
        double lanes = Lanes, inputs = Description.Input.Count, neurons = _layers[0].Shape.Count;
        double plain = 2 * inputs * neurons * lanes * steps;
        double held = (lanes * lanes * neurons * steps) + (lanes * lanes * inputs) + (2 * lanes * inputs * neurons);
        return held < plain;
    }

    /// <summary>Puts every neuron and error to rest, and forgets the filtered target; weights and time constants stay.</summary>
    public void Rest()
    {
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.Rest();
        _stepper.FilteredTarget.Clear();
    }

    /// <summary>Takes over changed <see cref="EquilibriumPopulation{T}.Times"/>.</summary>
    public void UpdateTimes()
    {
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.UpdateCoefficients();
        UpdateMembranes();
    }

    /// <summary>Saves everything that changes: parameters, time constants, states, where the noise is.</summary>
    public void Save(StateWriter writer, string name = "network")
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add($"{name}/shape", Shape());
        writer.Add($"{name}/seed", _seed);
        writer.Add($"{name}/step", _clock.Step);
        writer.Add($"{name}/filtered-target", new ReadOnlySpan<T>(MatrixState.Compact(_stepper.FilteredTarget)));
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.Save(writer, $"{name}/layer-{layer.Index}");
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of another network; the message says how they differ.</exception>
    public void Load(StateReader reader, string name = "network")
    {
        ArgumentNullException.ThrowIfNull(reader);
        int[] shape = reader.ReadArray<int>($"{name}/shape");
        if (!shape.AsSpan().SequenceEqual(Shape()))
            throw new StateException($"The saved state is of a network with {Words(shape)}, but this one has {Words(Shape())}.");
        ulong seed = reader.ReadValue<ulong>($"{name}/seed");
        if (seed != _seed)
            throw new StateException($"The saved state is of a network built with seed {seed}, but this one was built with {_seed}: its noise would not go on.");
        _clock.Step = reader.ReadValue<long>($"{name}/step");
        MatrixState.Load(reader, $"{name}/filtered-target", _stepper.FilteredTarget);
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.Load(reader, $"{name}/layer-{layer.Index}");
        UpdateTimes();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stepper.Dispose();
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.Dispose();
    }

    private static string Words(int[] shape) =>
        shape.Length < 2 ? "no shape" : $"{shape[0]} lanes and {string.Join("-", shape.Skip(1))} neurons";

    private static void CheckSteps(int steps)
    {
        if (steps < 1)
            throw new ArgumentException($"A presentation has at least one step; {steps} were asked for.", nameof(steps));
    }

    private void CheckTable(LaneMatrix<T> table, int rows, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(table, parameter);
        if (table.Rows != rows || table.Lanes != Lanes)
            throw new ArgumentException($"The {what} must be a table of {rows} rows and {Lanes} lanes; it has {table.Rows} and {table.Lanes}.", parameter);
    }

    private bool CanHoldInput => Takes(EquilibriumShortcuts.HeldInput) && _layers[0].IsDense;

    private bool HoldsInput(int steps) => CanHoldInput && steps > 1;

    /// <summary>Whether all that is left after so many steps of evaluation is the feed-forward pass (specification 1.4).</summary>
    private bool IsFeedForwardAfter(int steps)
    {
        if (!Takes(EquilibriumShortcuts.ForwardEvaluation) || steps < 2 * _layers.Length || Description.RateNoise > 0 || Description.SynapticTime > 0)
            return false;
        foreach (EquilibriumPopulation<T> layer in _layers)
        {
            if (layer.Membrane is not null)
                return false;
        }

        return true;
    }

    // Not by HasFlag, which allocates until it is compiled in its final form.
    private bool Takes(EquilibriumShortcuts shortcut) => (Shortcuts & shortcut) == shortcut;

    private void UpdateMembranes()
    {
        foreach (EquilibriumPopulation<T> layer in _layers)
            layer.KeepMembrane(!(layer.IsMatched && Takes(EquilibriumShortcuts.NoMembrane)));
        _stepper.Forget();
    }

    /// <summary>Bits where a slope is zero or one, and in the maximum pools above. The output's is used once for each error: it stays a number.</summary>
    private void UpdateSlopes()
    {
        foreach (EquilibriumPopulation<T> layer in _layers.AsSpan(0, _layers.Length - 1))
        {
            bool isBinary = layer.HasNeurons
                ? layer.Neurons!.Activation is Activation.HardSigmoid or Activation.RectifiedLinear
                : layer.MaxPool is not null && layer.Index > 0 && _layers[layer.Index - 1].KeepsSlopeBits;
            layer.KeepSlopes(isBinary && Takes(EquilibriumShortcuts.SlopeBits));
        }
    }

    private int[] Shape() => [Lanes, Description.Input.Count, .. _layers.Select(layer => layer.Shape.Count)];

    private void Draw(RandomStreams streams)
    {
        foreach (EquilibriumPopulation<T> layer in _layers)
        {
            if (!layer.HasNeurons)
                continue;
            DrawParameters(layer.Parameters, streams.Named("weights", layer.Index), streams.Named("biases", layer.Index));
            if (layer.Feedback is not null)
                DrawParameters(layer.FeedbackParameters, streams.Named("feedback", layer.Index), null);
            DrawTimes(layer, streams.Named("tau", layer.Index));
        }
    }

    private void DrawParameters(LaneMatrix<T> parameters, RandomStream weights, RandomStream? biases)
    {
        for (int row = 0; row < parameters.Rows; row++)
        {
            Span<T> values = parameters.Row(row);
            foreach (ref T value in values[..^1])
                value = T.CreateChecked(Description.InitialDeviation * weights.NextGaussian());
            values[^1] = biases is null ? T.Zero : T.CreateChecked(Description.InitialDeviation * biases.NextGaussian());
        }
    }

    /// <summary>First all prospective, then all membrane time constants, as the released code draws them.</summary>
    private void DrawTimes(EquilibriumPopulation<T> layer, RandomStream stream)
    {
        IReadOnlyList<TimeConstants> times = layer.Neurons!.Times is { Count: > 0 } own ? own : [Description.Times];
        for (int row = 1; row >= 0; row--)
        {
            for (int neuron = 0; neuron < layer.Shape.Count; neuron++)
            {
                TimeConstants pair = times[times.Count == 1 ? 0 : neuron];
                double tau = row == 0 ? pair.Membrane : pair.Prospective;
                if (Description.Heterogeneity > 0)
                    tau = Math.Clamp(tau * (1 + (Description.Heterogeneity * stream.NextGaussian())), LeastDrawnTime, GreatestDrawnTime);
                layer.Times[row, neuron] = T.CreateChecked(tau);
            }
        }
    }
}
