using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// A dense layer of a built network: weights, time constants and the state of its neurons. The network owns it; the arithmetic is in
/// <see cref="Dynamics.NeuronKernel{T}"/>.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class DenseLayer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _timeStep;
    private readonly Dynamics.StepClock _clock;

    internal DenseLayer(int index, LayerDescription description, int presynaptic, double timeStep, Dynamics.StepClock clock, int lanes, Dynamics.NeuronKernel<T> kernel)
    {
        Index = index;
        Description = description;
        NeuronCount = description.Neurons.Count;
        PresynapticCount = presynaptic;
        Kernel = kernel;
        Gamma = T.CreateChecked(description.Gamma);
        _timeStep = timeStep;
        LeastTime = timeStep;
        _clock = clock;
        Parameters = new LaneMatrix<T>(NeuronCount, presynaptic + 1);
        Gradient = new LaneMatrix<T>(NeuronCount, presynaptic + 1);
        Times = new LaneMatrix<T>(2, NeuronCount);
        TimeGradient = new LaneMatrix<T>(1, NeuronCount);
        Coefficients = new LaneMatrix<T>(4, NeuronCount);
        for (int i = 0; i < NeuronCount; i++)
        {
            Times[0, i] = T.CreateChecked(description.Neurons[i].Membrane);
            Times[1, i] = T.CreateChecked(description.Neurons[i].Prospective);
        }

        State = new LayerState<T>(NeuronCount, presynaptic, lanes, clock);
        UpdateCoefficients();
    }

    /// <summary>The place in the network, from 0 at the input.</summary>
    public int Index { get; }

    /// <summary>What the layer was built from.</summary>
    public LayerDescription Description { get; }

    /// <summary>How many neurons there are.</summary>
    public int NeuronCount { get; }

    /// <summary>How many neurons (or input channels) there are below.</summary>
    public int PresynapticCount { get; }

    /// <summary>Which parameters learn.</summary>
    public Plasticity Plasticity { get; set; } = Plasticity.Weights | Plasticity.Biases;

    /// <summary>A plasticity rule of one's own, which a <see cref="RuleLearner{T}"/> applies; null for none.</summary>
    public SynapticRule<T>? Rule { get; set; }

    /// <summary>
    /// Weights <c>[neuron, presynaptic]</c> with the biases in the last column: a bias is the weight of a partner that always fires at 1.
    /// </summary>
    public LaneMatrix<T> Parameters { get; }

    /// <summary>
    /// What the last learning step found, in the shape of <see cref="Parameters"/>: −⟨e rᵀ⟩ and −⟨e⟩, means over the lanes, to be
    /// subtracted. Section 1.5 of the specification.
    /// </summary>
    public LaneMatrix<T> Gradient { get; }

    /// <summary>+⟨e u̇⟩ for each neuron <c>[1, neuron]</c>; only written while <see cref="Plasticity.TimeConstants"/> is on.</summary>
    public LaneMatrix<T> TimeGradient { get; }

    /// <summary>Row 0: τm, row 1: τr of each neuron. Call <see cref="UpdateCoefficients"/> after changing one.</summary>
    public LaneMatrix<T> Times { get; }

    /// <summary>A factor on the learning rate, for this layer alone.</summary>
    public double LearningRateFactor { get; set; } = 1;

    /// <summary>The least τm and τr that learning may reach, in time units; at least the time step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below the time step.</exception>
    public double LeastTime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, _timeStep);
            field = value;
        }
    }

    /// <summary>Whether û is kept for watching.</summary>
    public bool IsObserved { get; set; }

    internal T Gamma { get; }

    internal Dynamics.NeuronKernel<T> Kernel { get; }

    internal LaneMatrix<T> Coefficients { get; }

    internal LayerState<T> State { get; private set; }

    internal bool IsPlastic => Plasticity != Plasticity.None;

    /// <summary>The weight from a presynaptic neuron to a neuron.</summary>
    public ref T Weight(int neuron, int presynaptic)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)presynaptic, (uint)PresynapticCount);
        return ref Parameters[neuron, presynaptic];
    }

    /// <summary>The bias of a neuron. Setting one where the description says there is none has an effect that learning never changes.</summary>
    public ref T Bias(int neuron) => ref Parameters[neuron, PresynapticCount];

    /// <summary>A variable of all neurons <c>[neuron, lane]</c> as the last step left it.</summary>
    /// <exception cref="InvalidOperationException">û was asked for but the layer is not observed.</exception>
    public LaneMatrix<T> Variable(NeuronVariable variable) => variable switch
    {
        NeuronVariable.Membrane => State.Membrane,
        NeuronVariable.Prospective when IsObserved => State.Prospective,
        NeuronVariable.Prospective => throw new InvalidOperationException(
            $"Layer {Index} keeps its prospective potentials only while it is observed: set {nameof(IsObserved)} before the step."),
        NeuronVariable.Rate => State.RatesOf(_clock.Step),
        NeuronVariable.RateSlope => State.Slope,
        NeuronVariable.ErrorPotential => State.ErrorPotential,
        NeuronVariable.Error => State.Error,
        NeuronVariable.SentError => State.SentError,
        _ => throw new ArgumentOutOfRangeException(nameof(variable)),
    };

    /// <summary>Takes over changed <see cref="Times"/>; each is first raised to <see cref="LeastTime"/>.</summary>
    public void UpdateCoefficients()
    {
        T dt = T.CreateChecked(_timeStep);
        T least = T.CreateChecked(LeastTime);
        for (int i = 0; i < NeuronCount; i++)
        {
            T membrane = Times[0, i] = T.Max(Times[0, i], least);
            T prospective = Times[1, i] = T.Max(Times[1, i], least);
            Coefficients[0, i] = dt / membrane;
            Coefficients[1, i] = prospective / membrane;
            if (Description.ErrorNeurons is { } others)
                (membrane, prospective) = (T.CreateChecked(others[i].Membrane), T.CreateChecked(others[i].Prospective));
            Coefficients[2, i] = Description.ProspectiveErrors ? dt / prospective : T.One;
            Coefficients[3, i] = Description.ProspectiveErrors ? membrane / prospective : T.One;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        Gradient.Dispose();
        Times.Dispose();
        TimeGradient.Dispose();
        Coefficients.Dispose();
        State.Dispose();
    }

    internal void Resize(int lanes)
    {
        LayerState<T> old = State;
        State = new LayerState<T>(NeuronCount, PresynapticCount, lanes, _clock);
        State.TileFrom(old);
        old.Dispose();
    }
}
