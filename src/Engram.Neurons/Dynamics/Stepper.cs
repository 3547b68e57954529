using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Neurons.Learning;
using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// The time loop. A thread takes layer after layer through both halves of the step while its state is in cache: a step reads only rates and
/// errors that the step before left, so layers are independent of each other within it. A team does the same with the layers that
/// <see cref="StepPlan"/> gives to a member whole. What members share they advance first, and adapt last: by then the others have done their
/// part, and the one real meeting is at the end of the step. The bits are the same,
/// whatever the plan.
/// </summary>
internal sealed unsafe class Stepper<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of a gradient, worked on at once: so many columns that their transposed rates take up a quarter of a second-level cache of 1 MiB, and so
    // many rows (a multiple of the usual tiles) that their gradients are still near when the optimiser wants them. Rows are the inner loop:
    // weights and moments are then read along their rows, as caches foresee.
    private const int ChunkBytes = 256 * 1024;
    private const int BlockRows = 24;

    private readonly Network<T> _network;
    private readonly StepClock _clock;
    private readonly DenseLayer<T>[] _layers;
    private readonly SynapseKernel<T> _synapses;
    private AlignedBuffer<T>[] _scratch = [];
    private LaneMatrix<T> _outputError;
    private LaneMatrix<T> _loss;
    private StepPlan[] _plans = [];
    private FasterWay[] _fasterPlan = [];
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
        if (_scratch.Length < Members || (Members > 1 && (_plans.Length == 0 || _plans[0].Members.Length != Members)))
            Prepare();
        (_sequence, _firstStep, _steps, _presentation) = (sequence, firstStep, steps, presentation);
        if (presentation.Target is null && presentation.Mode != StepMode.Forward)
            _outputError.Clear();
        if (presentation.Mode == StepMode.Learn)
            presentation.Updater!.BeginRun();
        if (Members == 1)
            RunAlone();
        else
            RunTogether(Team!);
        _clock.Step += steps;
        if (presentation.Mode != StepMode.Forward)
            _clock.ErrorStep += steps;
        if (presentation.Mode == StepMode.Learn)
            presentation.Updater!.EndRun(steps);
    }

    void ITeamWork.Execute(int member, TeamBarrier barrier)
    {
        MemberPlan plan = _plan!.Members[member];
        bool meetsInside = _plan.HasSharedLayers && _presentation.Mode != StepMode.Forward;
        for (int index = 0; index < _steps; index++)
        {
            foreach (Segment segment in plan.SharedNeurons)
                Advance(segment, index);
            int phase = meetsInside ? barrier.Arrive(member) : 0;
            foreach (int layer in plan.Layers)
                StepWhole(_layers[layer], index, member);
            if (meetsInside)
            {
                barrier.Await(member, phase);
                foreach (Segment segment in plan.SharedColumns)
                    Adapt(segment, index, member);
            }

            barrier.Wait(member);
        }
    }

    private void RunTogether(WorkerTeam team)
    {
        FasterWay faster = _fasterPlan[(int)_presentation.Mode];
        _plan = _plans[faster.Begin()];
        team.Run(this);
        faster.End(_steps);
    }

    private void RunAlone()
    {
        for (int index = 0; index < _steps; index++)
        {
            foreach (DenseLayer<T> layer in _layers)
                StepWhole(layer, index, member: 0);
        }
    }

    private void StepWhole(DenseLayer<T> layer, int index, int member)
    {
        Advance(new Segment(layer.Index, 0, layer.NeuronCount), index);
        if (_presentation.Mode != StepMode.Forward)
            Adapt(new Segment(layer.Index, 0, layer.PresynapticCount + 1), index, member);
    }

    /// <summary>What a step returns and how far that is from the target; the member that advances the output layer does it before.</summary>
    private void BeginStep(int index)
    {
        LaneMatrix<T> output = _layers[^1].State.RatesOf(_clock.Step + index);
        if (_presentation.SummedOutputs is { } outputs)
            _network.Accumulator.Add(output, outputs);
        if (_presentation.Target is { } target)
        {
            _presentation.Loss!.Find(output, target, _presentation.Beta, _outputError, _loss);
            if (_presentation.SummedLoss is { } losses)
                _network.Accumulator.Add(_loss, losses);
        }

        if (_presentation.Mode == StepMode.Learn)
            _presentation.Updater!.PrepareNext(index);
    }

    private void Advance(Segment segment, int index)
    {
        bool isOutput = segment.Layer == _layers.Length - 1;
        if (isOutput)
            BeginStep(index);
        DenseLayer<T> layer = _layers[segment.Layer];
        LaneView<T> below = Below(layer, index);
        LaneMatrix<T> rates = layer.State.RatesOf(_clock.Step + index + 1);
        if (_presentation.Mode == StepMode.Forward)
        {
            layer.Kernel.AdvanceForward(layer, below, rates, segment.First, segment.Count);
            return;
        }

        LaneMatrix<T> above = isOutput ? _outputError : _layers[segment.Layer + 1].State.SentErrorOf(_clock.ErrorStep + index);
        layer.Kernel.Advance(layer, below, above, rates, segment.First, segment.Count);
    }

    private void Adapt(Segment segment, int index, int member)
    {
        DenseLayer<T> layer = _layers[segment.Layer];
        int end = segment.First + segment.Count;
        int presynapticEnd = Math.Min(end, layer.PresynapticCount);
        if (layer.Index > 0 && presynapticEnd > segment.First)
        {
            LaneMatrix<T> sent = layer.State.SentErrorOf(_clock.ErrorStep + index + 1);
            _synapses.Send(layer, sent, segment.First, presynapticEnd - segment.First, _scratch[member].Pointer);
        }

        if (_presentation.Mode != StepMode.Learn)
            return;
        if ((layer.Plasticity & (Plasticity.Weights | Plasticity.Biases)) != Plasticity.None)
            AdaptColumns(layer, Below(layer, index), segment.First, end, index, _scratch[member].Pointer);
        if ((layer.Plasticity & Plasticity.TimeConstants) != Plasticity.None && end > layer.PresynapticCount)
            _presentation.Updater!.UpdateTimes(layer, index);
    }

    private void AdaptColumns(DenseLayer<T> layer, LaneView<T> below, int start, int end, int index, T* scratch)
    {
        int line = LaneMatrix<T>.PaddedLanes(1);
        int lines = (end - start + line - 1) / line;
        int chunkLines = ChunkLines(_network.Lanes);
        int chunks = (lines + chunkLines - 1) / chunkLines;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int first = start + (chunk * lines / chunks * line);
            int last = Math.Min(end, start + ((chunk + 1) * lines / chunks * line));
            _synapses.Transpose(layer, below, first, last - first, scratch);
            for (int row = 0; row < layer.NeuronCount; row += BlockRows)
            {
                var block = new ParameterBlock(row, Math.Min(BlockRows, layer.NeuronCount - row), first, last - first);
                _synapses.FindGradient(layer, block, scratch);
                _presentation.Updater!.Update(layer, block, index);
            }
        }
    }

    private static int ChunkLines(int lanes) => Math.Max(4, ChunkBytes / (lanes * AlignedBuffer<T>.Alignment));

    private LaneView<T> Below(DenseLayer<T> layer, int index)
    {
        if (layer.Index > 0)
            return LaneView<T>.Of(_layers[layer.Index - 1].State.RatesOf(_clock.Step + index));
        nint row = (nint)(_firstStep + index) * _network.Description.Inputs;
        return new LaneView<T>((nint)(_sequence!.Pointer + (row * _sequence.Stride)), _sequence.Stride);
    }

    /// <summary>Not inlined into the step: what the lambdas capture would be allocated there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Prepare()
    {
        _plans = StepPlan.For(_layers, Members, _network.Lanes);
        _fasterPlan = [.. Enum.GetValues<StepMode>().Select(_ => new FasterWay(_plans.Length))];
        foreach (AlignedBuffer<T> scratch in _scratch)
            scratch.Dispose();
        int widest = LaneMatrix<T>.PaddedLanes(_layers.Max(layer => layer.PresynapticCount) + 1);
        nint room = Math.Max(
            (nint)_network.Lanes * Math.Min(ChunkLines(_network.Lanes) * LaneMatrix<T>.PaddedLanes(1), widest),
            widest);
        _scratch = [.. Enumerable.Range(0, Members).Select(_ => new AlignedBuffer<T>(room))];
    }
}
