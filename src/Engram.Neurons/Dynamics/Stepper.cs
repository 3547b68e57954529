using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// The time loop. Alone, a thread takes layer after layer through both halves of the step while its state is in cache, from the input up:
/// a layer's second half writes errors that only the layer below reads, and that one is done already. A team does the first half of all
/// layers, meets, does the second half of all, and meets again. The bits are the same.
/// </summary>
internal sealed unsafe class Stepper<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Columns of a gradient worked on at once: as many as keep the transposed rates in the first-level cache at 100 lanes.
    private const int ChunkLines = 4;

    private readonly Network<T> _network;
    private readonly StepClock _clock;
    private readonly DenseLayer<T>[] _layers;
    private readonly SynapseKernel<T> _synapses;
    private AlignedBuffer<T>[] _scratch = [];
    private LaneMatrix<T> _outputError;
    private LaneMatrix<T> _loss;
    private StepPlan? _plan;

    private Presentation<T> _presentation = Presentation<T>.Relaxing;
    private LaneMatrix<T>? _sequence;
    private int _firstStep;
    private int _steps;

    internal Stepper(Network<T> network, DenseLayer<T>[] layers, StepClock clock)
    {
        _network = network;
        _layers = layers;
        _synapses = SynapseKernel<T>.For(network.InstructionSet);
        _clock = clock;
        _outputError = new LaneMatrix<T>(layers[^1].NeuronCount, network.Lanes);
        _loss = new LaneMatrix<T>(1, network.Lanes);
    }

    /// <summary>May change between runs at no cost: a team's plan is kept while the caller works alone.</summary>
    internal WorkerTeam? Team { get; set; }

    private int Members => Team?.Members ?? 1;

    public void Dispose()
    {
        _outputError.Dispose();
        _loss.Dispose();
        foreach (AlignedBuffer<T> scratch in _scratch)
            scratch.Dispose();
        _scratch = [];
    }

    internal void Resized()
    {
        Dispose();
        _outputError = new LaneMatrix<T>(_layers[^1].NeuronCount, _network.Lanes);
        _loss = new LaneMatrix<T>(1, _network.Lanes);
    }

    internal void Run(LaneMatrix<T> sequence, int firstStep, int steps, Presentation<T> presentation)
    {
        if (_scratch.Length < Members || (Members > 1 && _plan?.Members != Members))
            Prepare();
        (_sequence, _firstStep, _steps, _presentation) = (sequence, firstStep, steps, presentation);
        if (presentation.Target is null && presentation.Mode != StepMode.Forward)
            _outputError.Clear();
        if (Members == 1)
            RunAlone();
        else
            Team!.Run(this);
        _clock.Step += steps;
    }

    void ITeamWork.Execute(int member, TeamBarrier barrier)
    {
        for (int index = 0; index < _steps; index++)
        {
            long step = _clock.Step + index;
            foreach (Segment segment in _plan!.Advance[member])
            {
                if (segment.Layer == _layers.Length - 1)
                    BeginStep(step);
                Advance(segment, index, step);
            }

            barrier.Wait(member);
            if (_presentation.Mode == StepMode.Forward)
                continue;
            foreach (Segment segment in _plan.Adapt[member])
                Adapt(segment, index, step, member);
            barrier.Wait(member);
        }
    }

    private void RunAlone()
    {
        for (int index = 0; index < _steps; index++)
        {
            long step = _clock.Step + index;
            BeginStep(step);
            foreach (DenseLayer<T> layer in _layers)
            {
                Advance(new Segment(layer.Index, 0, layer.NeuronCount), index, step);
                if (_presentation.Mode != StepMode.Forward)
                    Adapt(new Segment(layer.Index, 0, layer.PresynapticCount + 1), index, step, member: 0);
            }
        }
    }

    /// <summary>What a step returns and how far that is from the target; one member does it, before it advances the output layer.</summary>
    private void BeginStep(long step)
    {
        LaneMatrix<T> output = _layers[^1].State.RatesOf(step);
        if (_presentation.SummedOutputs is { } outputs)
            _network.Accumulator.Add(output, outputs);
        if (_presentation.Target is { } target)
        {
            _presentation.Loss!.Find(output, target, _presentation.Beta, _outputError, _loss);
            if (_presentation.SummedLoss is { } losses)
                _network.Accumulator.Add(_loss, losses);
        }

        if (_presentation.Mode == StepMode.Learn)
            _presentation.Updater!.BeginStep();
    }

    private void Advance(Segment segment, int index, long step)
    {
        DenseLayer<T> layer = _layers[segment.Layer];
        LaneView<T> below = Below(layer, index, step);
        LaneMatrix<T> rates = layer.State.RatesOf(step + 1);
        if (_presentation.Mode == StepMode.Forward)
        {
            layer.Kernel.AdvanceForward(layer, below, rates, segment.First, segment.Count);
            return;
        }

        bool isOutput = segment.Layer == _layers.Length - 1;
        LaneMatrix<T> above = isOutput ? _outputError : _layers[segment.Layer + 1].State.SentError;
        layer.Kernel.Advance(layer, below, above, rates, segment.First, segment.Count);
    }

    private void Adapt(Segment segment, int index, long step, int member)
    {
        DenseLayer<T> layer = _layers[segment.Layer];
        int end = segment.First + segment.Count;
        int presynapticEnd = Math.Min(end, layer.PresynapticCount);
        if (layer.Index > 0 && presynapticEnd > segment.First)
            _synapses.Send(layer, segment.First, presynapticEnd - segment.First, _scratch[member].Pointer);
        if (_presentation.Mode != StepMode.Learn)
            return;
        if ((layer.Plasticity & (Plasticity.Weights | Plasticity.Biases)) != Plasticity.None)
            AdaptColumns(layer, Below(layer, index, step), segment.First, end, _scratch[member].Pointer);
        if ((layer.Plasticity & Plasticity.TimeConstants) != Plasticity.None && end > layer.PresynapticCount)
            _presentation.Updater!.UpdateTimes(layer);
    }

    private void AdaptColumns(DenseLayer<T> layer, LaneView<T> below, int start, int end, T* scratch)
    {
        int line = LaneMatrix<T>.PaddedLanes(1);
        int lines = (end - start + line - 1) / line;
        int chunks = (lines + ChunkLines - 1) / ChunkLines;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int first = start + (chunk * lines / chunks * line);
            int last = Math.Min(end, start + ((chunk + 1) * lines / chunks * line));
            _synapses.FindGradient(layer, below, first, last - first, scratch);
            _presentation.Updater!.Update(layer, first, last - first);
        }
    }

    private LaneView<T> Below(DenseLayer<T> layer, int index, long step)
    {
        if (layer.Index > 0)
            return LaneView<T>.Of(_layers[layer.Index - 1].State.RatesOf(step));
        nint row = (nint)(_firstStep + index) * _network.Description.Inputs;
        return new LaneView<T>((nint)(_sequence!.Pointer + (row * _sequence.Stride)), _sequence.Stride);
    }

    /// <summary>Not inlined into the step: what the lambda captures would be allocated there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Prepare()
    {
        _plan = StepPlan.For(_layers, Members);
        foreach (AlignedBuffer<T> scratch in _scratch)
            scratch.Dispose();
        nint room = Math.Max(
            (nint)_network.Lanes * ChunkLines * LaneMatrix<T>.PaddedLanes(1),
            LaneMatrix<T>.PaddedLanes(_layers.Max(layer => layer.PresynapticCount)));
        _scratch = [.. Enumerable.Range(0, Members).Select(_ => new AlignedBuffer<T>(room))];
    }
}
