using System.Numerics;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons;

/// <summary>What a neuron takes for its error when it tells the layer below (specification 1.4, line 11).</summary>
public enum ErrorSource
{
    /// <summary>m = u + τm u̇ − a, which is the error that acts on the soma, whatever the time constants.</summary>
    MatchedPotential,

    /// <summary>m = u + τr u̇ − a: the mismatch of the very potential that sets the rate. Unequal time constants then look like errors.</summary>
    ProspectivePotential,
}

/// <summary>When an error acts on the soma.</summary>
public enum ErrorTiming
{
    /// <summary>A step after plasticity has used it (paths P1 and P2 of the specification).</summary>
    NextStep,

    /// <summary>In the step in which plasticity uses it (path P3, on-line Fourier synthesis). Rates and slopes start at φ(0) and φ′(0).</summary>
    SameStep,
}

/// <summary>
/// A Latent Equilibrium network (Haider et al. 2021) as plain data. <see cref="Build{T}"/> checks it, lays it out in memory and makes it run.
/// </summary>
/// <param name="Input">The shape of the input.</param>
/// <param name="TimeStep">dt, the Euler step, ms.</param>
/// <param name="Layers">The layers from input to output.</param>
public sealed record EquilibriumDescription(SignalShape Input, double TimeStep, IReadOnlyList<EquilibriumLayer> Layers)
{
    /// <summary>τm and τr, ms, of all neurons whose layer does not say otherwise.</summary>
    public TimeConstants Times { get; init; } = new(10, 10);

    /// <summary>β, the nudging strength.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>What is told to the layer below.</summary>
    public ErrorSource ErrorSource { get; init; } = ErrorSource.MatchedPotential;

    /// <summary>When errors act on the soma.</summary>
    public ErrorTiming ErrorTiming { get; init; } = ErrorTiming.NextStep;

    /// <summary>
    /// How strongly an error moves the soma: 1 as in the paper's equations 3 and 4; −1 is the anti-nudging of the released Fourier code
    /// (trap T1). What is told below does not depend on it.
    /// </summary>
    public double SomaticGain { get; init; } = 1;

    /// <summary>Whether errors travel down through fixed random weights instead of the transposed ones (feedback alignment).</summary>
    public bool HasRandomFeedback { get; init; }

    /// <summary>Standard deviation of the noise on every rate in every step; 0 for none (specification 4.3).</summary>
    public double RateNoise { get; init; }

    /// <summary>τs, ms: rates pass a low-pass before anyone reads them; 0 for none (specification 4.3).</summary>
    public double SynapticTime { get; init; }

    /// <summary>Whether, with <see cref="SynapticTime"/>, the target passes a low-pass of layers · τs.</summary>
    public bool FiltersTarget { get; init; } = true;

    /// <summary>
    /// Relative standard deviation of both time constants, drawn for each neuron when the network is built and held within 1 and
    /// 1000 ms; 0 for none (specification 4.1).
    /// </summary>
    public double Heterogeneity { get; init; }

    /// <summary>Standard deviation of the first weights, biases and feedback weights, as published.</summary>
    public double InitialDeviation { get; init; } = 0.05;

    /// <summary>Starts a description.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="timeStep">dt, ms.</param>
    /// <param name="tau">τm and τr of all neurons, ms.</param>
    public static EquilibriumDescription Of(SignalShape input, double timeStep, double tau) =>
        new(input, timeStep, []) { Times = new TimeConstants(tau, tau) };

    /// <summary>Adds a layer on top.</summary>
    public EquilibriumDescription With(EquilibriumLayer layer) => this with { Layers = [.. Layers, layer] };

    /// <summary>Adds a dense layer on top.</summary>
    /// <param name="neurons">How many.</param>
    /// <param name="activation">The rate function.</param>
    /// <param name="factor">f, the learning-rate factor.</param>
    public EquilibriumDescription Dense(int neurons, Activation activation = Activation.HardSigmoid, double factor = 1) =>
        With(new EquilibriumDense(neurons) { Activation = activation, LearningRateFactor = factor });

    /// <summary>Adds a convolution on top.</summary>
    /// <param name="filters">How many filters.</param>
    /// <param name="kernel">The side of the kernel.</param>
    /// <param name="activation">The rate function.</param>
    /// <param name="factor">f, the learning-rate factor.</param>
    public EquilibriumDescription Convolution(int filters, int kernel, Activation activation = Activation.HardSigmoid, double factor = 1) =>
        With(new EquilibriumConvolution(filters, kernel) { Activation = activation, LearningRateFactor = factor });

    /// <summary>Adds a pooling layer on top.</summary>
    /// <param name="kind">How a square becomes one place.</param>
    /// <param name="size">The side of the squares.</param>
    public EquilibriumDescription Pool(Pooling kind = Pooling.Maximum, int size = 2) => With(new EquilibriumPooling(kind, size));

    /// <summary>Changes every layer that has neurons.</summary>
    public EquilibriumDescription EachNeurons(Func<EquilibriumNeurons, EquilibriumNeurons> change) =>
        this with { Layers = [.. Layers.Select(layer => layer is EquilibriumNeurons neurons ? change(neurons) : layer)] };

    /// <summary>The shapes of the layers, from the first to the output.</summary>
    /// <exception cref="ArgumentException">A layer does not fit on the one below; the message names it.</exception>
    public IReadOnlyList<SignalShape> Shapes()
    {
        var shapes = new SignalShape[Layers.Count];
        for (int index = 0; index < shapes.Length; index++)
            shapes[index] = Layers[index].ShapeOn(index == 0 ? Input : shapes[index - 1], Place(index));
        return shapes;
    }

    /// <summary>
    /// Builds a network at rest. Weights, biases and feedback weights are drawn from N(0, <see cref="InitialDeviation"/>²), from the streams
    /// <c>weights</c>, <c>biases</c>, <c>feedback</c>, each indexed by the layer; time constants from <c>tau</c>, rate noise from <c>noise</c>.
    /// </summary>
    /// <param name="lanes">How many samples are simulated side by side (the batch); 1 or more.</param>
    /// <param name="seed">The seed of all streams.</param>
    /// <param name="set">The vector width; null for the machine's fastest. No result depends on it.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The description is impossible; the message names the layer.</exception>
    public EquilibriumNetwork<T> Build<T>(int lanes, ulong seed, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(lanes);
        return new EquilibriumNetwork<T>(this, lanes, seed, set ?? InstructionSets.Default);
    }

    /// <summary>
    /// The learning rate of a step such that a presentation's does not depend on how many steps it has: 0.125 M / steps (specification 1.4).
    /// </summary>
    /// <param name="multiplier">M, the "batch learning multiplier".</param>
    /// <param name="steps">The steps of a presentation.</param>
    public static double LearningRatePerStep(double multiplier, int steps) => 0.125 * multiplier / steps;

    private static void CheckNumber(string what, double value, bool mayBeNegative = false)
    {
        if (!double.IsFinite(value) || (value < 0 && !mayBeNegative))
            throw new ArgumentException($"{what} must be a finite number{(mayBeNegative ? "" : " of at least 0")}; it is {value}.");
    }

    internal void Check(int lanes)
    {
        if (lanes < 1)
            throw new ArgumentException($"A network needs at least one lane; {lanes} were asked for.", nameof(lanes));
        if (Input.Channels < 1 || Input.Height < 1 || Input.Width < 1)
            throw new ArgumentException($"The input must have at least one channel, row and column; it is {Input.Channels}x{Input.Height}x{Input.Width}.");
        if (!(TimeStep > 0) || !double.IsFinite(TimeStep))
            throw new ArgumentException($"The time step dt must be a positive number; the description has {TimeStep}.");
        CheckNumber("The nudging strength beta", Beta);
        CheckNumber("The somatic gain", SomaticGain, mayBeNegative: true);
        CheckNumber("The deviation of the rate noise", RateNoise);
        CheckNumber("The synaptic time constant", SynapticTime);
        CheckNumber("The heterogeneity of time constants", Heterogeneity);
        CheckNumber("The deviation of the first weights", InitialDeviation);
        if (SynapticTime > 0 && SynapticTime < TimeStep * (1 - 1e-9))
            throw new ArgumentException($"The synaptic time constant is {SynapticTime}, below the time step dt = {TimeStep}: the filter would ring.");
        if (SomaticGain != 1 && ErrorSource == ErrorSource.ProspectivePotential)
            throw new ArgumentException($"With errors from prospective potentials the somatic gain must be 1, for it would act on what is told below; it is {SomaticGain}.");
        if (Layers.Count == 0)
            throw new ArgumentException("A network needs at least one layer; the description has none.");
        if (Layers[^1] is not EquilibriumNeurons)
            throw new ArgumentException($"{Place(Layers.Count - 1)}: the last layer must have neurons, for they are nudged towards the target.");
        IReadOnlyList<SignalShape> shapes = Shapes();
        for (int index = 0; index < Layers.Count; index++)
        {
            if (Layers[index] is EquilibriumNeurons layer)
                CheckNeurons(layer, shapes[index].Count, Place(index));
        }
    }

    private void CheckNeurons(EquilibriumNeurons layer, int count, string place)
    {
        CheckNumber($"{place}: the learning-rate factor", layer.LearningRateFactor);
        if (layer.ParameterLimit is { } limit && !(limit > 0))
            throw new ArgumentException($"{place}: the limit of the parameters must be above 0; it is {limit}.");
        if (layer.Times.Count > 1 && layer.Times.Count != count)
            throw new ArgumentException($"{place}: {layer.Times.Count} pairs of time constants are given for {count} neurons; give one pair for all, or one for each.");
        IReadOnlyList<TimeConstants> times = layer.Times.Count == 0 ? [Times] : layer.Times;
        for (int neuron = 0; neuron < times.Count; neuron++)
        {
            (double membrane, double prospective) = times[neuron];
            string which = times.Count == 1 ? place : $"{place}, neuron {neuron}";
            // Below dt the Euler pole 1 − dt/τm turns negative and potentials ring; the margin admits τm = dt in any rounding.
            if (!(membrane >= TimeStep * (1 - 1e-9)) || !double.IsFinite(membrane))
                throw new ArgumentException($"{which}: the membrane time constant is {membrane}, but it must be a finite number of at least the time step dt = {TimeStep}.");
            CheckNumber($"{which}: the prospective time constant", prospective);
        }
    }

    private string Place(int index) => $"Layer {index} ({Layers[index] switch
    {
        EquilibriumDense => "dense",
        EquilibriumConvolution => "convolution",
        EquilibriumPooling { Kind: Pooling.Maximum } => "max pool",
        EquilibriumPooling => "average pool",
        _ => Layers[index].GetType().Name,
    }})";
}
