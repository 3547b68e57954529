using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Neurons.Learning;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// Teaches a network as no neuron could: it lets a window of time pass, keeps what every neuron did in it, goes back through it, and changes
/// parameters once, by the gradient summed over the window. To compare with <see cref="OnlineLearner{T}"/>: the neurons are stepped by the
/// same kernels, and weights, biases and time constants learn by the same products, with λ in the place of e:
/// −⟨λ rᵀ⟩, −⟨λ⟩ and +⟨λ u̇⟩.
/// </summary>
/// <remarks>
/// Memory grows with the window: three tables <c>[neuron, lane]</c> for each step and layer. What lies before the window counts as given.
/// While a window is gone through, <see cref="NeuronVariable.Error"/> is λ; forward steps leave it alone.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class WindowLearner<T> : Learner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CreditKernel<T> _kernel;
    private readonly SynapseKernel<T> _synapses;
    private Presentation<T>? _forward;
    private LayerTrajectory<T>[] _layers = [];
    private LaneMatrix<T>[] _inputs = [];
    private LaneMatrix<T>[] _targets = [];
    private LaneMatrix<T> _outputError;
    private LaneMatrix<T> _loss;
    private AlignedBuffer<T> _scratch;

    /// <summary>Creates a learner of a network.</summary>
    /// <param name="network">The network; stays its owner's.</param>
    /// <param name="loss">What the output is held against.</param>
    /// <param name="optimizer">How gradients change parameters, once a window.</param>
    /// <param name="method">How a window is turned into gradients.</param>
    /// <param name="window">The steps of a window; 1 or more. In one of a single step only outputs from before it are judged.</param>
    /// <param name="beta">β: it scales all gradients.</param>
    /// <param name="keepsCredit">Whether λ of every step is kept for <see cref="Credit"/>.</param>
    /// <exception cref="ArgumentException">Errors move potentials in this network (γ is not 0), so its steps depend on more than inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the learning rate is negative, or the window is below 1.</exception>
    public WindowLearner(Network<T> network, Loss loss, Optimizer optimizer, CreditMethod method, int window, double beta = 1, bool keepsCredit = false)
        : base(network, loss, optimizer, beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (!network.ErrorsAreSilent)
        {
            throw new ArgumentException(
                "A layer has γ ≠ 0: its potentials depend on errors, and there are none while a window passes. Build the network with γ = 0.", nameof(network));
        }

        Method = method;
        Window = window;
        KeepsCredit = keepsCredit;
        _kernel = CreditKernel<T>.For(network.InstructionSet);
        _synapses = SynapseKernel<T>.For(network.InstructionSet);
        (_outputError, _loss, _scratch) = Allocate();
    }

    /// <summary>How a window is turned into gradients.</summary>
    public CreditMethod Method { get; }

    /// <summary>The steps of a window.</summary>
    public int Window { get; }

    /// <summary>Whether λ of every step is kept.</summary>
    public bool KeepsCredit { get; }

    /// <summary>How many steps of the present window have passed.</summary>
    public int Recorded { get; private set; }

    /// <summary>
    /// Adjoint only: whether the first value on the way back is the one of the authors' program, τr/τm φ′ times the first component of what is
    /// above, instead of τr/τm φ′ Wᵀ λ (specification 3.2).
    /// </summary>
    public bool BoundaryAsPublished { get; init; }

    /// <summary>
    /// One Euler step of the neurons with <see cref="Network{T}.Input"/> and <see cref="Learner{T}.Target"/>, which may change from step to
    /// step. The last step of a window is followed by the way back, and by learning if that is on.
    /// </summary>
    public override void Step()
    {
        Fit();
        Record(Network.Input, 0);
        if (Recorded == Window)
            Learn();
    }

    /// <summary>
    /// Steps through a whole input sequence with the same target at every step. Parameters change at the end of every window and of the
    /// sequence, whose last window is shorter if need be.
    /// </summary>
    /// <param name="sequence">Step by step the channels, one row each: <c>[step · channels + channel, lane]</c>.</param>
    public override void Present(LaneMatrix<T> sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        Fit();
        int steps = sequence.Rows / Network.Description.Inputs;
        for (int step = 0; step < steps; step++)
        {
            Record(sequence, step);
            if (Recorded == Window)
                Learn();
        }

        if (Recorded > 0)
            Learn();
    }

    /// <summary>
    /// Ends the window: finds its gradient and, if <see cref="Learner{T}.IsPlastic"/>, changes parameters. Does nothing if no step of it has
    /// passed.
    /// </summary>
    public void Learn()
    {
        if (Recorded == 0)
            return;
        FindGradient();
        Recorded = 0;
        if (IsPlastic)
            Update();
    }

    /// <summary>
    /// Goes back through what has passed of the window and leaves the gradient in <see cref="DenseLayer{T}.Gradient"/> and, where time constants
    /// learn, in <see cref="DenseLayer{T}.TimeGradient"/>: sums over steps of means over lanes. The window stays as it is.
    /// </summary>
    public void FindGradient()
    {
        foreach (LayerTrajectory<T> trajectory in _layers)
        {
            CreditKernel<T>.Prepare(trajectory, Method);
            trajectory.Memory.Clear();
            trajectory.Sent.Clear();
            trajectory.GradientSum.Clear();
            trajectory.Layer.State.Error.Clear();
            trajectory.Layer.TimeGradient.Clear();
        }

        for (int step = Recorded - 1; step >= 0; step--)
        {
            if (Method == CreditMethod.Backpropagation)
                BackThroughSteps(step);
            else
                BackThroughTime(step);
        }

        foreach (LayerTrajectory<T> trajectory in _layers)
            trajectory.Layer.Gradient.CopyFrom(trajectory.GradientSum);
    }

    /// <summary>λ of a layer <c>[neuron, lane]</c> in a step of the window that was gone through last; it stays until the next way back.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="step">The step in the window, from 0.</param>
    /// <exception cref="InvalidOperationException">It was not asked for when the learner was made.</exception>
    public LaneMatrix<T> Credit(int layer, int step) => KeepsCredit
        ? _layers[layer].Credits[step]
        : throw new InvalidOperationException("λ is kept only by a learner that was made with keepsCredit: true.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A window has begun: end it with <see cref="Learn"/> first.</exception>
    public override void Save(StateWriter writer, string name = "learner")
    {
        if (Recorded > 0)
            throw new InvalidOperationException($"{Recorded} steps of a window have passed, and they are not saved: end it with {nameof(Learn)} first.");
        base.Save(writer, name);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Free();
        base.Dispose(disposing);
    }

    private protected override void Refitted()
    {
        Free();
        (_outputError, _loss, _scratch) = Allocate();
        Recorded = 0;
        _forward = null;
    }

    private void Record(LaneMatrix<T> sequence, int step)
    {
        long clock = Network.StepCount;
        if (Recorded == 0)
        {
            foreach (LayerTrajectory<T> trajectory in _layers)
                trajectory.Begin(trajectory.Layer.State.RatesOf(clock));
        }

        int channels = Network.Description.Inputs;
        for (int channel = 0; channel < channels; channel++)
            sequence.Row((step * channels) + channel).CopyTo(_inputs[Recorded].Row(channel));
        _targets[Recorded].CopyFrom(Target);
        Network.PresentStep(sequence, step, _forward ??= Plan(StepMode.Forward));
        foreach (LayerTrajectory<T> trajectory in _layers)
            trajectory.Keep(Recorded, trajectory.Layer.State.RatesOf(clock + 1));
        SummedSteps++;
        Recorded++;
    }

    /// <summary>
    /// Layer by layer upwards, so that each reads what the one above sent at the step after: in the simulation a rate acts on the next layer one
    /// step later, and the rate that a step leaves is what the next step returns.
    /// </summary>
    private void BackThroughSteps(int step)
    {
        if (step + 1 < Recorded)
            LossKernel.Find(_layers[^1].Rates[step + 1], _targets[step + 1], T.CreateChecked(Beta), _outputError, _loss);
        else
            _outputError.Clear();
        for (int index = 0; index < _layers.Length; index++)
        {
            _kernel.StepBack(_layers[index], index + 1 < _layers.Length ? _layers[index + 1].Sent : _outputError, step);
            Finish(index, index == 0 ? _inputs[step] : _layers[index - 1].Rates[step], step);
        }
    }

    /// <summary>Layer by layer downwards: in continuous time nothing delays a signal between layers.</summary>
    private void BackThroughTime(int step)
    {
        LossKernel.Find(_layers[^1].Rates[step], _targets[step], T.CreateChecked(Beta), _outputError, _loss);
        for (int index = _layers.Length - 1; index >= 0; index--)
        {
            bool isTop = index + 1 == _layers.Length;
            _kernel.StepBack(_layers[index], isTop ? _outputError : _layers[index + 1].Sent, step);
            if (BoundaryAsPublished && step == Recorded - 1)
                SetPublishedBoundary(_layers[index], isTop ? _outputError : _layers[index + 1].Layer.State.Error, step);
            Finish(index, index == 0 ? _inputs[step] : _layers[index - 1].Rates[step + 1], step);
        }
    }

    private static void SetPublishedBoundary(LayerTrajectory<T> trajectory, LaneMatrix<T> above, int step)
    {
        LaneMatrix<T> credit = trajectory.Layer.State.Error;
        for (int neuron = 0; neuron < credit.Rows; neuron++)
        {
            for (int lane = 0; lane < credit.Lanes; lane++)
                credit[neuron, lane] = trajectory.Coefficients[0, neuron] * above[0, lane] * trajectory.Slopes[step][neuron, lane];
        }
    }

    private void Finish(int index, LaneMatrix<T> below, int step)
    {
        if (KeepsCredit)
            _layers[index].Credits[step].CopyFrom(_layers[index].Layer.State.Error);
        AddGradient(index, below, step);
        Send(index);
    }

    private unsafe void AddGradient(int index, LaneMatrix<T> below, int step)
    {
        DenseLayer<T> layer = _layers[index].Layer;
        if ((layer.Plasticity & (Plasticity.Weights | Plasticity.Biases)) != Plasticity.None)
        {
            var block = new ParameterBlock(0, layer.NeuronCount, 0, layer.PresynapticCount + 1);
            _synapses.Transpose(layer, LaneView<T>.Of(below), 0, block.Columns, _scratch.Pointer);
            _synapses.FindGradient(layer, block, _scratch.Pointer);
            Network.Accumulator.Add(layer.Gradient, _layers[index].GradientSum);
        }

        if ((layer.Plasticity & Plasticity.TimeConstants) != Plasticity.None)
            _kernel.AddTimeGradient(_layers[index], step, T.CreateChecked(Network.Description.TimeStep));
    }

    private unsafe void Send(int index)
    {
        if (index > 0)
            _synapses.Send(_layers[index].Layer, _layers[index].Sent, 0, _layers[index].Layer.PresynapticCount, _scratch.Pointer);
    }

    private void Update()
    {
        Updater.BeginRun();
        foreach (LayerTrajectory<T> trajectory in _layers)
        {
            DenseLayer<T> layer = trajectory.Layer;
            if ((layer.Plasticity & (Plasticity.Weights | Plasticity.Biases)) != Plasticity.None)
                Updater.Update(layer, new ParameterBlock(0, layer.NeuronCount, 0, layer.PresynapticCount + 1), step: 0);
            if ((layer.Plasticity & Plasticity.TimeConstants) != Plasticity.None)
                Updater.UpdateTimes(layer, step: 0);
        }

        Updater.EndRun(1);
    }

    private (LaneMatrix<T> OutputError, LaneMatrix<T> Loss, AlignedBuffer<T> Scratch) Allocate()
    {
        int lanes = Network.Lanes;
        _layers = [.. Network.Layers.Select(layer => new LayerTrajectory<T>(layer, lanes, Window, KeepsCredit))];
        _inputs = [.. Enumerable.Range(0, Window).Select(_ => new LaneMatrix<T>(Network.Description.Inputs, lanes))];
        _targets = [.. Enumerable.Range(0, Window).Select(_ => new LaneMatrix<T>(Network.Layers[^1].NeuronCount, lanes))];
        int widest = LaneMatrix<T>.PaddedLanes(Network.Layers.Max(layer => layer.PresynapticCount) + 1);
        return (new LaneMatrix<T>(_targets[0].Rows, lanes), new LaneMatrix<T>(1, lanes), new AlignedBuffer<T>((nint)lanes * widest));
    }

    private void Free()
    {
        foreach (LayerTrajectory<T> trajectory in _layers)
            trajectory.Dispose();
        foreach (LaneMatrix<T> table in _inputs.Concat(_targets))
            table.Dispose();
        _outputError.Dispose();
        _loss.Dispose();
        _scratch.Dispose();
    }
}
