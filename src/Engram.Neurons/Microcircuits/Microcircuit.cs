using System.Numerics;
using Engram.Neurons.Microcircuits;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// Built microcircuits, one in each lane, stepped side by side by Euler's method exactly as published: within a step every layer reads what
/// the step before left (specification 3.3). Lanes share the schedule (steps, nudging, plasticity) and nothing else: each has weights,
/// inputs and targets of its own. A step allocates nothing.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Microcircuit<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MicrocircuitKernel<T> _kernel;
    private readonly MicrocircuitHiddenLayer<T>[] _hidden;
    private readonly HiddenMemory<T>[] _hiddenMemory;
    private readonly LaneMatrix<T> _stream;
    private readonly LaneMatrix<T> _targetStream;
    private readonly LaneMatrix<T> _heldTarget;
    private OuterMemory<T> _outerMemory;
    private MicrocircuitLearningRates _learningRates = MicrocircuitLearningRates.None;
    private bool _wasNudged;
    private bool _isDisposed;

    internal Microcircuit(MicrocircuitDescription description, int lanes, InstructionSet set)
    {
        Description = description;
        Lanes = lanes;
        InstructionSet = InstructionSets.ForLength<T>(lanes, set);
        _kernel = MicrocircuitKernel<T>.For(InstructionSet, description.IsProspective);
        IReadOnlyList<int> sizes = description.Sizes;
        _hidden = [.. Enumerable.Range(1, sizes.Count - 2).Select(layer => new MicrocircuitHiddenLayer<T>(sizes[layer - 1], sizes[layer], sizes[layer + 1], lanes))];
        Output = new MicrocircuitPopulation<T>(description.Outputs, lanes);
        OutputWeights = new PathwayWeights<T>(description.Outputs, sizes[^2], lanes);
        Input = new LaneMatrix<T>(description.Inputs, lanes);
        Target = new LaneMatrix<T>(description.Outputs, lanes);
        Readout = new LaneMatrix<T>(description.Outputs, lanes);
        _stream = new LaneMatrix<T>(description.Inputs, lanes);
        _targetStream = new LaneMatrix<T>(description.Outputs, lanes);
        _heldTarget = new LaneMatrix<T>(description.Outputs, lanes);
        _hiddenMemory = [.. _hidden.Select(MemoryOf)];
        _outerMemory = OuterMemoryOf();
        Rest();
    }

    /// <summary>What the circuits were built from.</summary>
    public MicrocircuitDescription Description { get; }

    /// <summary>The vector width that is used.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>How many circuits there are.</summary>
    public int Lanes { get; }

    /// <summary>The hidden layers, from the input up.</summary>
    public IReadOnlyList<MicrocircuitHiddenLayer<T>> Hidden => _hidden;

    /// <summary>The output neurons.</summary>
    public MicrocircuitPopulation<T> Output { get; }

    /// <summary>W_up of the output layer.</summary>
    public PathwayWeights<T> OutputWeights { get; }

    /// <summary>The rates of the pattern to present <c>[input, lane]</c>: written by the user, never changed by a step.</summary>
    public LaneMatrix<T> Input { get; }

    /// <summary>The potentials that the output neurons should have <c>[output, lane]</c>: written by the user, never changed by a step.</summary>
    public LaneMatrix<T> Target { get; }

    /// <summary>
    /// What the output neurons communicated, averaged over the steps of the last presentation after its readout lag <c>[output, lane]</c>.
    /// </summary>
    public LaneMatrix<T> Readout { get; }

    /// <summary>How many steps have been made since the circuits were at rest.</summary>
    public long StepCount { get; private set; }

    /// <summary>How fast each group of weights learns while a presentation is plastic.</summary>
    /// <exception cref="ArgumentException">The lists do not fit the layers, or a rate is negative or not finite.</exception>
    public MicrocircuitLearningRates LearningRates
    {
        get => _learningRates;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Check(_hidden.Length);
            _learningRates = value;
            for (int layer = 0; layer < _hidden.Length; layer++)
            {
                _hiddenMemory[layer].UpRate = PerStep(value.Up, layer);
                _hiddenMemory[layer].ToRate = PerStep(value.ToInterneurons, layer);
                _hiddenMemory[layer].FromRate = PerStep(value.FromInterneurons, layer);
            }

            _outerMemory.UpRate = PerStep(value.Up, _hidden.Length);
        }
    }

    /// <summary>
    /// Presents the patterns in <see cref="Input"/> and <see cref="Target"/>. With Latent Equilibrium target and nudging take effect one step
    /// late (trap T10): the first step is still nudged, or not, as the last presentation was.
    /// </summary>
    /// <exception cref="ArgumentException">The presentation is impossible; the message says why.</exception>
    /// <exception cref="ObjectDisposedException">The circuits were disposed of.</exception>
    public void Present(in MicrocircuitPresentation presentation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        presentation.Check();
        if (StepCount == 0)
            BeginStream(presentation.IsNudged);
        Readout.Clear();

        // Cut where something is switched: at the late nudging, the learning lag, the readout lag.
        int late = Description.IsProspective && _wasNudged != presentation.IsNudged ? 1 : 0;
        for (int step = 0; step < presentation.Steps;)
        {
            int end = Math.Min(Next(late, step, presentation.Steps), Math.Min(Next(presentation.LearningLag, step, presentation.Steps), Next(presentation.ReadoutLag, step, presentation.Steps)));
            var stretch = new MicrocircuitStretch(
                StepCount,
                end - step,
                step < late ? _wasNudged : presentation.IsNudged,
                presentation.IsPlastic && step >= presentation.LearningLag,
                step >= presentation.ReadoutLag ? step - presentation.ReadoutLag : -1);
            _kernel.Run(_hiddenMemory, in _outerMemory, Lanes, Input.Stride, in stretch);
            StepCount += end - step;
            step = end;
        }

        _wasNudged = presentation.IsNudged;

        static int Next(int cut, int step, int steps) => cut > step && cut < steps ? cut : steps;
    }

    /// <summary>The rates of a population after the last step <c>[neuron, lane]</c>.</summary>
    /// <param name="population">One of these circuits' populations.</param>
    public LaneMatrix<T> RatesOf(MicrocircuitPopulation<T> population)
    {
        ArgumentNullException.ThrowIfNull(population);
        return population.RatesOf(StepCount);
    }

    /// <summary>
    /// Puts all somata to rest (u and ŭ zero, rates φ(0)), as at the start of every run; weights stay. The next presentation starts the
    /// streams of input and target at its own patterns.
    /// </summary>
    public void Rest()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        StepCount = 0;
        foreach ((_, LaneMatrix<T> table) in StateTables())
            table.Clear();
        // The softplus of 0.
        T resting = T.CreateChecked(Math.Log(2));
        foreach (MicrocircuitPopulation<T> population in Populations())
        {
            for (int neuron = 0; neuron < population.Count; neuron++)
                population.RatesOf(0).Row(neuron).Fill(resting);
        }
    }

    /// <summary>
    /// Sets the weights of the interneurons so that, without nudging, they do what the layer above does and apical dendrites are silent
    /// (specification 3.4): W_pi = −W_down, and W_ip is W_up of the layer above, scaled for the different conductances.
    /// </summary>
    public void PredictItself()
    {
        Conductances g = Description.Conductances;
        for (int layer = 0; layer < _hidden.Length; layer++)
        {
            MicrocircuitHiddenLayer<T> here = _hidden[layer];
            bool isLast = layer == _hidden.Length - 1;
            PathwayWeights<T> above = isLast ? OutputWeights : _hidden[layer + 1].Up;
            T scale = T.CreateChecked(g.Basal / (g.Leak + (isLast ? 0 : g.Apical) + g.Basal) * (g.Leak + g.Dendritic) / g.Dendritic);
            for (int row = 0; row < here.Down.Table.Rows; row++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                    here.FromInterneurons.Table[row, lane] = -here.Down.Table[row, lane];
            }

            for (int row = 0; row < above.Table.Rows; row++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                    here.ToInterneurons.Table[row, lane] = above.Table[row, lane] * scale;
            }
        }
    }

    /// <summary>Saves everything that changes: weights, somata, streams, and the readout. Learning rates are the program's to set.</summary>
    public void Save(StateWriter writer, string name = "microcircuit")
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add($"{name}/shape", Shape());
        writer.Add($"{name}/step", StepCount);
        writer.Add<byte>($"{name}/was-nudged", _wasNudged ? (byte)1 : (byte)0);
        foreach ((string part, LaneMatrix<T> table) in WeightTables().Concat(StateTables()))
            writer.Add($"{name}/{part}", new ReadOnlySpan<T>(MatrixState.Compact(table)));
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of other circuits; the message says how they differ.</exception>
    public void Load(StateReader reader, string name = "microcircuit")
    {
        ArgumentNullException.ThrowIfNull(reader);
        int[] shape = reader.ReadArray<int>($"{name}/shape");
        if (!shape.AsSpan().SequenceEqual(Shape()))
            throw new StateException($"The saved state is of {Words(shape)}, but these are {Words(Shape())}.");
        foreach ((string part, LaneMatrix<T> table) in WeightTables().Concat(StateTables()))
            MatrixState.Load(reader, $"{name}/{part}", table);
        StepCount = reader.ReadValue<long>($"{name}/step");
        _wasNudged = reader.ReadValue<byte>($"{name}/was-nudged") != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach ((_, LaneMatrix<T> table) in WeightTables().Concat(StateTables()))
            table.Dispose();
        Input.Dispose();
        Target.Dispose();
    }

    /// <summary>All pathways in the order in which the published runs draw them: each hidden layer's up, down, pi, ip, then the output's up.</summary>
    internal IEnumerable<(string Name, PathwayWeights<T> Weights)> Pathways()
    {
        for (int layer = 0; layer < _hidden.Length; layer++)
        {
            foreach ((string name, PathwayWeights<T> weights) in _hidden[layer].Pathways())
                yield return ($"hidden-{layer}/{name}", weights);
        }

        yield return ("output/up", OutputWeights);
    }

    private void BeginStream(bool isNudged)
    {
        Input.Storage().CopyTo(_stream.Storage());
        // The filter starts at the pattern; what holds the first step of Latent Equilibrium is a target of zero all the same.
        Target.Storage().CopyTo(_targetStream.Storage());
        _wasNudged = isNudged;
    }

    private T PerStep(IReadOnlyList<double> rates, int layer) => rates.Count == 0 ? T.Zero : T.CreateChecked(Description.TimeStep * rates[layer]);

    private unsafe HiddenMemory<T> MemoryOf(MicrocircuitHiddenLayer<T> layer)
    {
        Conductances g = Description.Conductances;
        double dt = Description.TimeStep;
        return new HiddenMemory<T>
        {
            Pyramidal = PopulationMemory<T>.Of(layer.Pyramidal, SomaCoefficients<T>.Of(
                g.Basal / g.PyramidalTotal, g.Apical / g.PyramidalTotal, dt * g.PyramidalTotal, g.Basal / g.PyramidalTotal)),
            Interneurons = PopulationMemory<T>.Of(layer.Interneurons, SomaCoefficients<T>.Of(
                g.Dendritic / g.InterneuronTotal, g.Somatic / g.InterneuronTotal, dt * g.InterneuronTotal, g.Dendritic / (g.Leak + g.Dendritic))),
            Apical = layer.Apical.Pointer,
            Up = layer.Up.Table.Pointer,
            Down = layer.Down.Table.Pointer,
            FromInterneurons = layer.FromInterneurons.Table.Pointer,
            ToInterneurons = layer.ToInterneurons.Table.Pointer,
        };
    }

    private unsafe OuterMemory<T> OuterMemoryOf()
    {
        Conductances g = Description.Conductances;
        double step = Description.TimeStep * g.OutputTotal, free = g.Basal / (g.Leak + g.Basal);
        double mix = Description.StreamTimeConstant is { } tau ? Math.Min(1, Description.TimeStep / tau) : 1;
        return new OuterMemory<T>
        {
            Output = PopulationMemory<T>.Of(Output, SomaCoefficients<T>.Of(g.Basal / g.OutputTotal, g.Somatic / g.OutputTotal, step, free)),
            FreeSoma = SomaCoefficients<T>.Of(free, 0, step, free),
            Up = OutputWeights.Table.Pointer,
            Inputs = Description.Inputs,
            Input = Input.Pointer,
            Stream = _stream.Pointer,
            Target = Target.Pointer,
            TargetStream = _targetStream.Pointer,
            HeldTarget = _heldTarget.Pointer,
            Readout = Readout.Pointer,
            StreamMix = T.CreateChecked(mix),
            StreamKeep = T.CreateChecked(1 - mix),
            HiddenBound = T.CreateChecked(Description.HiddenBound),
            OutputBound = T.CreateChecked(Description.OutputBound),
        };
    }

    private IEnumerable<MicrocircuitPopulation<T>> Populations() =>
        [.. _hidden.SelectMany(layer => new[] { layer.Pyramidal, layer.Interneurons }), Output];

    private IEnumerable<(string Name, LaneMatrix<T> Values)> WeightTables() => Pathways().Select(pathway => (pathway.Name, pathway.Weights.Table));

    private IEnumerable<(string Name, LaneMatrix<T> Values)> StateTables() =>
    [
        .. _hidden.SelectMany((layer, index) => layer.Tables().Select(table => ($"hidden-{index}/{table.Name}", table.Values))),
        .. Output.Tables().Select(table => ($"output/{table.Name}", table.Values)),
        ("stream/input", _stream),
        ("stream/target", _targetStream),
        ("stream/held-target", _heldTarget),
        ("readout", Readout),
    ];

    private int[] Shape() => [Lanes, .. Description.Sizes];

    private static string Words(int[] shape) =>
        shape.Length < 2 ? "no circuits" : $"{shape[0]} circuits of {string.Join("-", shape.Skip(1))} neurons";
}
