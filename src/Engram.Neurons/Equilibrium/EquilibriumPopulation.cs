using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Neurons.Equilibrium;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons;

/// <summary>
/// A layer of a built Latent Equilibrium network: its neurons with their weights, or a pool. The network owns it. All states are
/// <c>[row, lane]</c> with the rows of <see cref="Shape"/>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class EquilibriumPopulation<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EquilibriumDescription _network;
    private readonly StepClock _clock;
    private readonly LaneMatrix<T>[] _rates, _errors;
    private readonly Slopes<T>[] _slopes;
    private LaneMatrix<T>? _shownSlopes;

    internal EquilibriumPopulation(
        EquilibriumDescription network, int index, SignalShape below, SignalShape shape, StepClock clock, int lanes, InstructionSet set)
    {
        _network = network;
        _clock = clock;
        Index = index;
        Shape = shape;
        Description = network.Layers[index];
        Neurons = Description as EquilibriumNeurons;
        SomaticGain = T.CreateChecked(network.SomaticGain);
        _rates = Pair(lanes);
        _errors = Pair(lanes);
        Times = new LaneMatrix<T>(2, shape.Count);
        Coefficients = new LaneMatrix<T>(2, shape.Count);
        InstructionSet tables = InstructionSets.ForLength<T>(lanes, set);
        _slopes = [new(shape.Count, lanes, tables), new(shape.Count, lanes, tables)];
        switch (Description)
        {
            case EquilibriumPooling { Kind: Pooling.Maximum } pooling:
                MaxPool = new MaxPool<T>(below, pooling.Size, lanes, tables);
                break;
            case EquilibriumPooling pooling:
                AveragePool = new AveragePool<T>(below, pooling.Size, tables);
                break;
            default:
                Connection = Connect(below, set);
                Feedback = network.HasRandomFeedback ? Connect(below, set) : null;
                Gradient = new LaneMatrix<T>(Connection.Parameters.Rows, Connection.Parameters.Lanes);
                Kernel = EquilibriumKernels.For<T>(tables, Neurons!.Activation);
                break;
        }
    }

    /// <summary>The place in the network, from 0 above the input.</summary>
    public int Index { get; }

    /// <summary>What the layer was built from.</summary>
    public EquilibriumLayer Description { get; }

    /// <summary>How its rows are arranged.</summary>
    public SignalShape Shape { get; }

    /// <summary>Whether it has neurons and weights; a pool has none.</summary>
    public bool HasNeurons => Neurons is not null;

    /// <summary>
    /// Weights with the biases in the last column: a row for each neuron, or for each filter with the columns
    /// <c>(channel · kernel + i) · kernel + j</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The layer is a pool.</exception>
    public LaneMatrix<T> Parameters => Connected(Connection).Parameters;

    /// <summary>The fixed weights through which errors travel down with <see cref="EquilibriumDescription.HasRandomFeedback"/>, in the shape of <see cref="Parameters"/>.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public LaneMatrix<T> FeedbackParameters => Connected(Feedback).Parameters;

    /// <summary>Row 0: τm, row 1: τr of each neuron, ms. Call <see cref="EquilibriumNetwork{T}.UpdateTimes"/> after changing one.</summary>
    public LaneMatrix<T> Times { get; }

    /// <summary>Whether <see cref="EquilibriumNetwork{T}.AdaptTimes"/> changes its τm.</summary>
    public bool AdaptsTimes { get; set; } = true;

    /// <summary>Whether û is kept for watching.</summary>
    public bool IsObserved
    {
        get;
        set
        {
            field = value;
            if (value)
                Prospective ??= Table();
        }
    }

    internal EquilibriumNeurons? Neurons { get; }

    internal Connection<T>? Connection { get; }

    internal Connection<T>? Feedback { get; }

    internal MaxPool<T>? MaxPool { get; }

    internal AveragePool<T>? AveragePool { get; }

    internal EquilibriumKernel<T>? Kernel { get; }

    internal LaneMatrix<T>? Gradient { get; }

    internal LaneMatrix<T> Coefficients { get; }

    internal LaneMatrix<T>? Membrane { get; private set; }

    internal LaneMatrix<T>? Mismatch { get; private set; }

    internal LaneMatrix<T>? Prospective { get; private set; }

    internal T SomaticGain { get; }

    /// <summary>Whether τr = τm for every neuron.</summary>
    internal bool IsMatched { get; private set; }

    /// <summary>Whether rows of the drive are units of the connection, and rows of what is sent down stretches of them.</summary>
    internal bool IsDense => Connection is DenseConnection<T>;

    /// <summary>A variable of all neurons <c>[row, lane]</c> as the last step left it.</summary>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public LaneMatrix<T> Variable(EquilibriumVariable variable) => variable switch
    {
        EquilibriumVariable.Membrane => Membrane ?? throw new InvalidOperationException(
            $"Layer {Index} keeps no membrane potentials: it is a pool, or {nameof(EquilibriumShortcuts)}.{nameof(EquilibriumShortcuts.NoMembrane)} applies."),
        EquilibriumVariable.Prospective when IsObserved => Prospective!,
        EquilibriumVariable.Prospective => throw new InvalidOperationException(
            $"Layer {Index} keeps its prospective potentials only while it is observed: set {nameof(IsObserved)} before the step."),
        EquilibriumVariable.Rate => RatesOf(_clock.Step),
        EquilibriumVariable.RateSlope => ShownSlopes(),
        EquilibriumVariable.Error => ErrorsOf(_clock.Step),
        _ => throw new ArgumentOutOfRangeException(nameof(variable)),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LaneMatrix<T>? table in (LaneMatrix<T>?[])[.. _rates, .. _errors, Times, Coefficients, Gradient, Membrane, Mismatch, Prospective, _shownSlopes])
            table?.Dispose();
        foreach (Slopes<T> slopes in _slopes)
            slopes.Dispose();
        Connection?.Dispose();
        Feedback?.Dispose();
        MaxPool?.Dispose();
    }

    /// <summary>Of the two tables the one that step t reads; it writes that of t + 1. So no layer sees what another does in the same step.</summary>
    internal LaneMatrix<T> RatesOf(long step) => _rates[step & 1];

    internal Slopes<T> SlopesOf(long step) => _slopes[step & 1];

    internal LaneMatrix<T> ErrorsOf(long step) => _errors[step & 1];

    internal void Rest()
    {
        foreach (LaneMatrix<T>? table in (LaneMatrix<T>?[])[.. _rates, .. _errors, Membrane, Prospective])
            table?.Clear();
        foreach (Slopes<T> slopes in _slopes)
        {
            slopes.Clear();
            if (AveragePool is not null)
                slopes.Table!.Storage().Fill(T.One);
        }

        if (_network.ErrorTiming != ErrorTiming.SameStep || Kernel is null)
            return;
        using LaneMatrix<T> resting = Table();
        for (int copy = 0; copy < 2; copy++)
        {
            Kernel.Rest(_rates[copy], resting);
            _slopes[copy].Take(resting);
        }
    }

    /// <summary>Whether φ′ is kept as a bit for each neuron and lane, or as a number.</summary>
    internal bool KeepsSlopeBits => _slopes[0].Bits is not null;

    internal void KeepSlopes(bool asBits)
    {
        foreach (Slopes<T> slopes in _slopes)
            slopes.Keep(asBits);
    }

    internal void KeepMembrane(bool isKept)
    {
        if (isKept && HasNeurons)
        {
            Membrane ??= Table();
            Mismatch ??= Table();
        }
        else
        {
            Membrane?.Dispose();
            Mismatch?.Dispose();
            Membrane = Mismatch = null;
        }
    }

    internal void UpdateCoefficients()
    {
        T dt = T.CreateChecked(_network.TimeStep);
        IsMatched = true;
        for (int neuron = 0; neuron < Shape.Count && HasNeurons; neuron++)
        {
            T membrane = Times[0, neuron], prospective = Times[1, neuron];
            Coefficients[0, neuron] = dt / membrane;
            Coefficients[1, neuron] = prospective / membrane;
            IsMatched &= membrane == prospective;
        }
    }

    /// <summary>τm += change for one neuron, and what follows from it.</summary>
    internal void ChangeTime(int neuron, T change)
    {
        Times[0, neuron] += change;
        Coefficients[0, neuron] = T.CreateChecked(_network.TimeStep) / Times[0, neuron];
        Coefficients[1, neuron] = Times[1, neuron] / Times[0, neuron];
    }

    internal void Save(StateWriter writer, string name)
    {
        using LaneMatrix<T> slopes = SlopesOf(_clock.Step).Numbers();
        foreach ((string part, LaneMatrix<T> table) in Parts(slopes))
            writer.Add($"{name}/{part}", new ReadOnlySpan<T>(MatrixState.Compact(table)));
    }

    internal void Load(StateReader reader, string name)
    {
        using LaneMatrix<T> slopes = Table();
        foreach ((string part, LaneMatrix<T> table) in Parts(slopes))
        {
            // What one network keeps and another leaves out has no influence on either.
            if (part != "membrane" || reader.Contains($"{name}/{part}"))
                MatrixState.Load(reader, $"{name}/{part}", table);
        }

        SlopesOf(_clock.Step).Take(slopes);
    }

    private IEnumerable<(string Name, LaneMatrix<T> Table)> Parts(LaneMatrix<T> slopes)
    {
        yield return ("rates", RatesOf(_clock.Step));
        yield return ("slopes", slopes);
        yield return ("errors", ErrorsOf(_clock.Step));
        if (Membrane is not null)
            yield return ("membrane", Membrane);
        if (Connection is null)
            yield break;
        yield return ("times", Times);
        yield return ("parameters", Connection.Parameters);
        if (Feedback is not null)
            yield return ("feedback", Feedback.Parameters);
    }

    private Connection<T> Connect(SignalShape below, InstructionSet set) => Description is EquilibriumConvolution convolution
        ? new ConvolutionConnection<T>(below, convolution.Filters, convolution.Kernel, set: set)
        : new DenseConnection<T>(below, Shape.Count, set);

    private LaneMatrix<T> ShownSlopes()
    {
        Slopes<T> slopes = SlopesOf(_clock.Step);
        if (slopes.Table is { } table)
            return table;
        _shownSlopes ??= Table();
        slopes.Bits!.Give(_shownSlopes);
        return _shownSlopes;
    }

    private Connection<T> Connected(Connection<T>? connection) =>
        connection ?? throw new InvalidOperationException($"Layer {Index} has no such weights.");

    private LaneMatrix<T>[] Pair(int lanes) => [new(Shape.Count, lanes), new(Shape.Count, lanes)];

    private LaneMatrix<T> Table() => new(Shape.Count, _rates[0].Lanes);
}
