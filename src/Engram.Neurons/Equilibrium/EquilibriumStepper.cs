using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Neurons.Dynamics;
using Engram.Neurons.Learning;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Equilibrium;

/// <summary>What is presented. Decided before; the time loop only follows it.</summary>
/// <param name="Input">The input.</param>
/// <param name="Target">The target, or null: then the output is not nudged.</param>
/// <param name="Steps">How many steps.</param>
/// <param name="LearningRate">c of specification 1.4, for a factor of 1.</param>
/// <param name="Beta">β.</param>
/// <param name="AdaptationRate">κ of specification 4.2, or 0.</param>
internal readonly record struct Presented<T>(LaneMatrix<T> Input, LaneMatrix<T>? Target, int Steps, double LearningRate, T Beta, T AdaptationRate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the output is held against in passes instead of steps, or null: the squared error of a step.</summary>
    internal LossKernel<T>? Loss { get; init; }

    /// <summary>Written with <see cref="Loss"/>: the loss of each lane <c>[1, lane]</c>.</summary>
    internal LaneMatrix<T>? Losses { get; init; }
}

/// <summary>
/// The time loop of specification 1.4. A step is a list of phases; within one, layers and their units are independent, because all of them
/// read what the step before left. Alone, a thread takes the phases in order; a team meets after each. The bits are the same.
/// </summary>
internal sealed unsafe class EquilibriumStepper<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Neurons whose drive is found before they are advanced: as many as keep the drive in the second-level cache at some hundred lanes.
    private const int DriveRows = 64;

    // Of what a convolution drives or sends, so much at once before it is worked on, a place at least: it is still in the second-level cache.
    private const int PlacesBytes = 256 * 1024;

    // Lines of presynaptic columns that errors are sent to before they are multiplied by the slopes, as above.
    private const int SendLines = 4;

    private readonly EquilibriumDescription _description;
    private readonly EquilibriumPopulation<T>[] _layers;
    private readonly Dictionary<(PlanMode Mode, int Members), EquilibriumPlan> _plans = [];
    private readonly TableKernel<T> _tables;
    private readonly LaneMatrix<T> _silence;
    private readonly LaneMatrix<T> _ones;
    private readonly StepClock _clock;
    private readonly int _lanes;
    private readonly ulong _seed;
    private LaneMatrix<T>? _gram, _heldDrive, _summedErrors, _previousSum;
    private AlignedBuffer<T>[] _scratch = [];
    private AlignedBuffer<T>[] _noise = [];
    private RandomStream[][] _noises = [];

    private PlanMode _mode;
    private EquilibriumPlan _plan = null!;
    private Presented<T> _presented;

    internal EquilibriumStepper(EquilibriumDescription description, EquilibriumPopulation<T>[] layers, StepClock clock, int lanes, ulong seed, InstructionSet set)
    {
        _description = description;
        _layers = layers;
        _clock = clock;
        _lanes = lanes;
        _seed = seed;
        _tables = TableKernel<T>.For(InstructionSets.ForLength<T>(lanes, set));
        _silence = new LaneMatrix<T>(1, lanes);
        _ones = new LaneMatrix<T>(1, lanes);
        _ones.Storage().Fill(T.One);
        FilteredTarget = new LaneMatrix<T>(layers[^1].Shape.Count, lanes);
    }

    internal WorkerTeam? Team { get; set; }

    /// <summary>The low-passed target; zero at rest.</summary>
    internal LaneMatrix<T> FilteredTarget { get; }

    private int Members => Team?.Members ?? 1;

    public void Dispose()
    {
        foreach (LaneMatrix<T>? table in (LaneMatrix<T>?[])[_silence, _ones, FilteredTarget, _gram, _heldDrive, _summedErrors, _previousSum])
            table?.Dispose();
        foreach (AlignedBuffer<T> buffer in (AlignedBuffer<T>[])[.. _scratch, .. _noise])
            buffer.Dispose();
        _scratch = _noise = [];
    }

    /// <summary>Layers keep something else than before: plans are made anew.</summary>
    internal void Forget() => _plans.Clear();

    /// <summary>What the last run did.</summary>
    internal PlanMode LastMode => _mode;

    internal void Run(Presented<T> presented, PlanMode mode)
    {
        (_presented, _mode) = (presented, mode);
        if (_scratch.Length < Members)
            Prepare();
        if (!_plans.TryGetValue((mode, Members), out EquilibriumPlan? plan))
            plan = MakePlan(mode);
        _plan = plan;
        if (mode is { HoldsInput: true, Learns: true })
            _summedErrors!.Clear();
        if (Members == 1)
            RunAlone();
        else
            Team!.Run(this);
        _clock.Step += presented.Steps;
    }

    void ITeamWork.Execute(int member, TeamBarrier barrier)
    {
        long begin = _clock.Step;
        Do(_plan.Before, member, barrier, begin, begin + 1);
        if (_mode.IsForward)
        {
            Do(_plan.Step, member, barrier, begin + _presented.Steps, begin + _presented.Steps);
            return;
        }

        for (long step = begin; step < begin + _presented.Steps; step++)
            Do(_plan.Step, member, barrier, step, step + 1);
        Do(_plan.After, member, barrier, begin + _presented.Steps, begin + _presented.Steps);
    }

    private void Do(Work[][][] phases, int member, TeamBarrier barrier, long read, long write)
    {
        foreach (Work[][] phase in phases)
        {
            foreach (Work work in phase[member])
                Do(work, member, read, write);
            barrier.Wait(member);
        }
    }

    private void RunAlone()
    {
        long begin = _clock.Step, end = begin + _presented.Steps;
        Do(_plan.Before, begin, begin + 1);
        for (long step = _mode.IsForward ? end : begin; step < end || (_mode.IsForward && step == end); step++)
            Do(_plan.Step, step, _mode.IsForward ? step : step + 1);
        Do(_plan.After, end, end);
    }

    private void Do(Work[][][] phases, long read, long write)
    {
        foreach (Work[][] phase in phases)
        {
            foreach (Work work in phase[0])
                Do(work, member: 0, read, write);
        }
    }

    /// <summary>A piece of the step that reads the tables of one step and writes those of the next; in a forward pass, of the same.</summary>
    private void Do(Work work, int member, long read, long write)
    {
        EquilibriumPopulation<T> layer = _layers[work.Layer];
        switch (work.Kind)
        {
            case WorkKind.Nudge:
                Nudge(layer, read, write);
                break;
            case WorkKind.Drive:
                Drive(layer, work.First, work.Count, member, read, write);
                break;
            case WorkKind.Pool:
                Pool(layer, work.First, work.Count, read, write);
                break;
            case WorkKind.Send:
                Send(layer, work.First, work.Count, member, read, write);
                break;
            case WorkKind.Receive:
                _tables.Scale(layer.ErrorsOf(write), layer.SlopesOf(read), null, null, work.First, work.Count);
                break;
            case WorkKind.Unpool:
                Unpool(layer, work.First, work.Count, write);
                break;
            case WorkKind.Learn:
                Learn(layer, _description.ErrorTiming == ErrorTiming.SameStep ? layer.ErrorsOf(read) : layer.ErrorsOf(write), Below(layer, read), work, member);
                break;
            case WorkKind.Gram:
                _tables.Gram(_presented.Input, _ones, _gram!, work.First, work.Count);
                break;
            case WorkKind.HeldDrive:
                layer.Connection!.Drive(_presented.Input, _heldDrive!, work.First, work.Count, _scratch[member]);
                break;
            default:
                Learn(layer, SumOf(write), _presented.Input, work, member);
                break;
        }
    }

    /// <summary>Line 2: the error at the output, from the output of the step before and the present target; line 14 puts it in its place.</summary>
    private void Nudge(EquilibriumPopulation<T> output, long read, long write)
    {
        LaneMatrix<T> errors = output.ErrorsOf(_description.ErrorTiming == ErrorTiming.SameStep ? read : write);
        if (_presented.Target is not { } target)
        {
            errors.Clear();
            return;
        }

        if (_presented.Loss is { } loss)
        {
            loss.Find(output.RatesOf(read), target, T.One, errors, _presented.Losses!);
            _tables.Scale(errors, output.SlopesOf(read), null, null, 0, errors.Rows);
            return;
        }

        if (_description.SynapticTime > 0 && _description.FiltersTarget)
        {
            int depth = 0;
            foreach (EquilibriumPopulation<T> layer in _layers)
                depth += layer.HasNeurons ? 1 : 0;
            _tables.Filter(target, T.CreateChecked(_description.TimeStep / (depth * _description.SynapticTime)), FilteredTarget);
            target = FilteredTarget;
        }

        _tables.Nudge(output.RatesOf(read), output.SlopesOf(read).Table!, target, _presented.Beta, errors);
    }

    /// <summary>Line 4, and lines 5 to 10 while the drive is in cache.</summary>
    private void Drive(EquilibriumPopulation<T> layer, int first, int count, int member, long read, long write)
    {
        // The drive goes where the rates will be.
        LaneMatrix<T> drive = layer.RatesOf(write);
        if (!layer.IsDense)
        {
            DrivePlaces(layer, drive, first, count, member, read, write);
            return;
        }

        bool isHeld = IsHeld(layer);
        for (int done = 0; done < count; done += DriveRows)
        {
            int rows = Math.Min(DriveRows, count - done);
            if (!isHeld)
                layer.Connection!.Drive(Below(layer, read), drive, first + done, rows, _scratch[member]);
            else if (_mode.Learns)
                _tables.GramDrive(SumOf(read), _gram!, RateOf(layer), drive, first + done, rows);
            Advance(layer, first + done, rows, member, read, write);
        }
    }

    /// <summary>The units of a convolution are places: in each, the neurons of all filters.</summary>
    private void DrivePlaces(EquilibriumPopulation<T> layer, LaneMatrix<T> drive, int first, int count, int member, long read, long write)
    {
        (int filters, int positions) = (layer.Shape.Channels, layer.Shape.Positions);
        int most = PlacesAtOnce(layer.Shape, drive);
        for (int done = 0; done < count; done += most)
        {
            int places = Math.Min(most, count - done);
            layer.Connection!.Drive(Below(layer, read), drive, first + done, places, _scratch[member]);
            for (int filter = 0; filter < filters; filter++)
                Advance(layer, (filter * positions) + first + done, places, member, read, write);
        }
    }

    private static int PlacesAtOnce(SignalShape shape, LaneMatrix<T> table) => Math.Max(1, PlacesBytes / (shape.Channels * table.Stride * sizeof(T)));

    /// <summary>Lines 5 to 10 for some neurons.</summary>
    private void Advance(EquilibriumPopulation<T> layer, int first, int count, int member, long read, long write)
    {
        LaneMatrix<T> rates = layer.RatesOf(write);
        Slopes<T> slopes = layer.SlopesOf(write);
        var silence = new LaneView<T>((nint)_silence.Pointer, 0);
        bool isHeld = IsHeld(layer);
        LaneView<T> drive = isHeld && !_mode.Learns ? silence : LaneView<T>.Of(rates);
        LaneView<T> start = isHeld ? LaneView<T>.Of(_heldDrive!) : silence;
        LaneView<T> errors = _mode.IsForward ? silence : LaneView<T>.Of(layer.ErrorsOf(read));
        if (layer.IsObserved)
            layer.Kernel!.Keep(layer, drive, start, errors, first, count);
        if (layer.Membrane is null)
        {
            layer.Kernel!.AdvanceMatched(layer, drive, start, errors, rates, slopes, first, count);
        }
        else if (_presented.AdaptationRate != T.Zero && layer.AdaptsTimes)
        {
            for (int neuron = first; neuron < first + count; neuron++)
            {
                T mismatch = layer.Kernel!.MeanMismatch(layer, drive, start, errors, neuron);
                layer.Kernel.Advance(layer, drive, start, errors, rates, slopes, neuron, 1);
                layer.ChangeTime(neuron, _presented.AdaptationRate * mismatch);
            }
        }
        else
        {
            layer.Kernel!.Advance(layer, drive, start, errors, rates, slopes, first, count);
        }

        if (_description.RateNoise > 0 || _description.SynapticTime > 0)
            Refine(layer, first, count, member, read, write);
    }

    /// <summary>Line 10: noise, whose numbers depend on step, neuron and lane alone, and the synaptic filter.</summary>
    private void Refine(EquilibriumPopulation<T> layer, int first, int count, int member, long read, long write)
    {
        const ulong WordsOfGaussian = 2;
        LaneMatrix<T> old = layer.RatesOf(read), rates = layer.RatesOf(write);
        T keep = _description.SynapticTime > 0 ? T.CreateChecked(_description.TimeStep / _description.SynapticTime) : T.One;
        T* noise = _silence.Pointer;
        for (int neuron = first; neuron < first + count; neuron++)
        {
            if (_description.RateNoise > 0)
            {
                RandomStream stream = _noises[member][layer.Index];
                ulong place = (((ulong)read * (ulong)rates.Rows) + (ulong)neuron) * (ulong)_lanes * WordsOfGaussian;
                stream.Skip(unchecked(place - stream.State.Position));
                noise = _noise[member].Pointer;
                for (int lane = 0; lane < _lanes; lane++)
                    noise[lane] = T.CreateChecked(_description.RateNoise * stream.NextGaussian());
            }

            nint row = (nint)neuron * rates.Stride;
            layer.Kernel!.Refine(rates.Pointer + row, noise, (keep == T.One ? _silence.Pointer : old.Pointer + row), keep, _lanes);
        }
    }

    private void Pool(EquilibriumPopulation<T> layer, int first, int count, long read, long write)
    {
        LaneMatrix<T> below = Below(layer, read);
        Slopes<T> slopes = layer.SlopesOf(write);
        if (layer.AveragePool is { } mean)
            mean.Forward(below, layer.RatesOf(write), first, count);
        else if (slopes.Bits is { } bits)
            layer.MaxPool!.Forward(below, _layers[layer.Index - 1].SlopesOf(read).Bits!, layer.RatesOf(write), bits, first, count);
        else
            layer.MaxPool!.Forward(below, layer.Index == 0 ? below : _layers[layer.Index - 1].SlopesOf(read).Table!, layer.RatesOf(write), slopes.Table!, first, count);
    }

    private void Unpool(EquilibriumPopulation<T> layer, int first, int count, long write)
    {
        LaneMatrix<T> errors = layer.ErrorsOf(write), sent = _layers[layer.Index - 1].ErrorsOf(write);
        if (layer.AveragePool is { } mean)
            mean.Backward(errors, sent, first, count);
        else
            layer.MaxPool!.Backward(errors, sent, first, count);
    }

    /// <summary>Lines 11 and 12: what a layer tells the one below, times the slopes there.</summary>
    private void Send(EquilibriumPopulation<T> layer, int first, int count, int member, long read, long write)
    {
        bool isProspective = _description.ErrorSource == ErrorSource.ProspectivePotential && layer.Mismatch is not null;
        LaneMatrix<T> told = isProspective ? layer.Mismatch! : layer.ErrorsOf(read);
        Connection<T> connection = layer.Feedback ?? layer.Connection!;
        EquilibriumPopulation<T> below = _layers[layer.Index - 1];
        LaneMatrix<T> sent = below.ErrorsOf(write);
        if (!layer.IsDense)
        {
            int most = PlacesAtOnce(below.Shape, sent);
            for (int done = first; done < first + count; done += most)
            {
                int places = Math.Min(most, first + count - done);
                connection.Transport(told, sent, done, places, _scratch[member]);
                for (int channel = 0; channel < below.Shape.Channels; channel++)
                    _tables.Scale(sent, below.SlopesOf(read), null, null, (channel * below.Shape.Positions) + done, places);
            }

            return;
        }

        bool isSummed = IsHeld(below) && _mode.Learns;
        int line = LaneMatrix<T>.PaddedLanes(1);
        for (int done = first; done < first + count; done += SendLines)
        {
            int lines = Math.Min(SendLines, first + count - done);
            connection.Transport(told, sent, done, lines, _scratch[member]);
            int row = done * line, rows = Math.Min(lines * line, sent.Rows - row);
            _tables.Scale(sent, below.SlopesOf(read), isSummed ? SumOf(read) : null, isSummed ? SumOf(write) : null, row, rows);
        }
    }

    /// <summary>Lines 16 and 17. In steps the bias of a shared filter learns from the mean over places, its weights from the sum (trap T7).</summary>
    private void Learn(EquilibriumPopulation<T> layer, LaneMatrix<T> errors, LaneMatrix<T> rates, Work work, int member)
    {
        Connection<T> connection = layer.Connection!;
        connection.Gradient(errors, rates, RateOf(layer), layer.Gradient!, work.First, work.Count, _scratch[member]);
        T limit = layer.Neurons!.ParameterLimit is { } value ? T.CreateChecked(value) : T.PositiveInfinity;
        T biasFactor = _mode.IsForward ? T.One : T.One / T.CreateChecked(layer.Shape.Positions);
        _tables.Change(connection.Parameters, layer.Gradient!, connection.GradientBlock(work.First, work.Count), biasFactor, limit);
    }

    /// <summary>c / B: the learning rate of a layer for the sum over lanes.</summary>
    private T RateOf(EquilibriumPopulation<T> layer) => T.CreateChecked(_presented.LearningRate * layer.Neurons!.LearningRateFactor / _lanes);

    private bool IsHeld(EquilibriumPopulation<T> layer) => _mode.HoldsInput && layer.Index == 0;

    /// <summary>The errors of the first layer, summed up to a step of the presentation.</summary>
    private LaneMatrix<T> SumOf(long step) => (step & 1) == (_clock.Step & 1) ? _summedErrors! : _previousSum!;

    private LaneMatrix<T> Below(EquilibriumPopulation<T> layer, long read) => layer.Index == 0 ? _presented.Input : _layers[layer.Index - 1].RatesOf(read);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private EquilibriumPlan MakePlan(PlanMode mode)
    {
        EquilibriumPlan plan = EquilibriumPlan.For(_layers, _description, mode, _lanes, Members);
        _plans.Add((mode, Members), plan);
        if (mode.HoldsInput)
            _heldDrive ??= new LaneMatrix<T>(_layers[0].Shape.Count, _lanes);
        if (mode is { HoldsInput: true, Learns: true })
        {
            // A line wider than it needs to be: rows that are a power of two apart would share few places of the cache.
            _gram ??= new LaneMatrix<T>(_lanes, _lanes + LaneMatrix<T>.PaddedLanes(1));
            _summedErrors ??= new LaneMatrix<T>(_layers[0].Shape.Count, _lanes);
            _previousSum ??= new LaneMatrix<T>(_layers[0].Shape.Count, _lanes);
        }

        return plan;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Prepare()
    {
        foreach (AlignedBuffer<T> buffer in (AlignedBuffer<T>[])[.. _scratch, .. _noise])
            buffer.Dispose();
        nint room = _layers.Max(layer => layer.Connection?.ScratchLength(_lanes) ?? 0);
        _scratch = [.. Enumerable.Range(0, Members).Select(_ => new AlignedBuffer<T>(room))];
        _noise = [.. Enumerable.Range(0, Members).Select(_ => new AlignedBuffer<T>(_silence.Stride))];
        _noises = [.. Enumerable.Range(0, Members).Select(_ => _layers.Select(layer => new RandomStreams(_seed).Named("noise", layer.Index)).ToArray())];
    }
}
