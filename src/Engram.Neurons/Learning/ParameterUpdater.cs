using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engram.Numerics;
using Engram.Numerics.Learning;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Learning;

/// <summary>An optimiser with its moments, compiled for one vector width.</summary>
internal abstract class ParameterUpdater<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Optimizer _optimizer;
    private readonly Moments<T>[] _moments;
    // Of the last step made; and of the steps of a run, even and odd, so that one can be made ready while the other is in use.
    private DecayPowers _powers = new(1, 1);
    private readonly DecayPowers[] _ofStep = new DecayPowers[2];

    private protected ParameterUpdater(Optimizer optimizer, IReadOnlyList<DenseLayer<T>> layers)
    {
        _optimizer = optimizer;
        _moments = [.. layers.Select(layer => new Moments<T>(layer))];
        LearningRate = optimizer.LearningRate;
    }

    internal double LearningRate { get; set; }

    private protected Moments<T> MomentsOf(DenseLayer<T> layer) => _moments[layer.Index];

    internal static ParameterUpdater<T> For(InstructionSet set, Optimizer optimizer, IReadOnlyList<DenseLayer<T>> layers) => optimizer switch
    {
        Adam => For<AdamRule>(set, optimizer, layers),
        GradientDescent => For<DescentRule>(set, optimizer, layers),
        _ => throw new ArgumentException($"There is no update rule for {optimizer.GetType().Name}.", nameof(optimizer)),
    };

    /// <summary>Begins a run of steps: makes the bias corrections of its first step.</summary>
    internal void BeginRun() => _ofStep[0] = After(_powers);

    /// <summary>
    /// Makes the bias corrections of the next step of a run. By one thread, at any time in a step: others may be at work with those of this one.
    /// </summary>
    /// <param name="step">The number of this step in the run, from 0.</param>
    internal void PrepareNext(int step) => _ofStep[(step + 1) & 1] = After(_ofStep[step & 1]);

    /// <summary>Ends a run.</summary>
    /// <param name="steps">How many steps it had.</param>
    internal void EndRun(int steps) => _powers = _ofStep[(steps - 1) & 1];

    /// <summary>Changes a block of a layer's parameters by its gradient.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="block">The rows and columns.</param>
    /// <param name="step">The number of the step in the run, from 0.</param>
    internal abstract void Update(DenseLayer<T> layer, in ParameterBlock block, int step);

    /// <summary>Changes a layer's membrane time constants by their gradient.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="step">The number of the step in the run, from 0.</param>
    internal abstract void UpdateTimes(DenseLayer<T> layer, int step);

    public void Dispose()
    {
        foreach (Moments<T> moments in _moments)
            moments.Dispose();
    }

    internal void Save(StateWriter writer, string name)
    {
        writer.Add($"{name}/progress", [LearningRate, _powers.First, _powers.Second]);
        for (int layer = 0; layer < _moments.Length; layer++)
            _moments[layer].Save(writer, $"{name}/layer-{layer}");
    }

    internal void Load(StateReader reader, string name)
    {
        Span<double> progress = stackalloc double[3];
        reader.Read($"{name}/progress", progress);
        LearningRate = progress[0];
        _powers = new DecayPowers(progress[1], progress[2]);
        for (int layer = 0; layer < _moments.Length; layer++)
            _moments[layer].Load(reader, $"{name}/layer-{layer}");
    }

    private protected RuleConstants<T> ConstantsFor(DenseLayer<T> layer, int step)
    {
        DecayPowers powers = _ofStep[step & 1];
        double rate = LearningRate * layer.LearningRateFactor;
        return _optimizer switch
        {
            Adam adam => new RuleConstants<T>(
                T.CreateChecked(rate / (1 - powers.First)),
                T.CreateChecked(1 - adam.FirstDecay),
                T.CreateChecked(adam.SecondDecay),
                T.CreateChecked(1 - adam.SecondDecay),
                T.CreateChecked(1 / Math.Sqrt(1 - powers.Second)),
                T.CreateChecked(adam.Epsilon)),
            GradientDescent descent => new RuleConstants<T>(T.CreateChecked(rate), T.CreateChecked(descent.Momentum), T.Zero, T.Zero, T.Zero, T.Zero),
            _ => throw new InvalidOperationException(),
        };
    }

    private DecayPowers After(DecayPowers powers) =>
        _optimizer is Adam adam ? new DecayPowers(powers.First * adam.FirstDecay, powers.Second * adam.SecondDecay) : powers;

    private static ParameterUpdater<T> For<TRule>(InstructionSet set, Optimizer optimizer, IReadOnlyList<DenseLayer<T>> layers)
        where TRule : struct, IUpdateRule
    {
        var factory = new Factory<TRule> { Optimizer = optimizer, Layers = layers };
        VectorKernel.Run<Factory<TRule>, T>(ref factory, set);
        return factory.Updater;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "It only hands the updater over.")]
    private struct Factory<TRule> : IVectorKernel<T>
        where TRule : struct, IUpdateRule
    {
        internal ParameterUpdater<T> Updater;

        internal Optimizer Optimizer { get; init; }

        internal IReadOnlyList<DenseLayer<T>> Layers { get; init; }

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Updater = new ParameterUpdater<TSimd, TVector, T, TRule>(Optimizer, Layers);
    }
}

/// <inheritdoc/>
internal sealed unsafe class ParameterUpdater<TSimd, TVector, T, TRule>(Optimizer optimizer, IReadOnlyList<DenseLayer<T>> layers)
    : ParameterUpdater<T>(optimizer, layers)
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule
{
    internal override void Update(DenseLayer<T> layer, in ParameterBlock block, int step)
    {
        const Plasticity Both = Plasticity.Weights | Plasticity.Biases;
        Plasticity plasticity = layer.Plasticity & Both;
        if (plasticity == Plasticity.None)
            return;
        Moments<T> moments = MomentsOf(layer);
        RuleConstants<TVector> constants = Constants(layer, step);
        (int first, int count) = (block.FirstColumn, block.Columns);
        int stride = layer.Parameters.Stride;
        // Division and square root take twice as long for twice as many places, so the end of a row that fills half a vector is half a vector.
        int rest = Vector512<T>.Count == TSimd.Count && count % TSimd.Count <= TSimd.Count / 2 ? count % TSimd.Count : 0;
        RuleConstants<Vector256<T>> narrow = rest > 0 ? ParameterUpdater<Simd256<T>, Vector256<T>, T, TRule>.ConstantsOf(ConstantsFor(layer, step)) : default;
        for (int neuron = block.FirstRow; neuron < block.FirstRow + block.Rows; neuron++)
        {
            nint row = (nint)neuron * stride;
            T* parameters = layer.Parameters.Pointer + row;
            T* gradient = layer.Gradient.Pointer + row;
            T* firstMoment = moments.First.Pointer + row;
            T* secondMoment = moments.Second.Pointer + row;
            if (plasticity == Both && rest > 0)
            {
                UpdateRow(parameters, gradient, firstMoment, secondMoment, first, count - rest, constants);
                ParameterUpdater<Simd256<T>, Vector256<T>, T, TRule>.UpdateRow(
                    parameters, gradient, firstMoment, secondMoment, first + count - rest, rest, narrow);
            }
            else if (plasticity == Both)
            {
                UpdateRow(parameters, gradient, firstMoment, secondMoment, first, count, constants);
            }
            else if (plasticity == Plasticity.Weights)
            {
                UpdatePart(parameters, gradient, firstMoment, secondMoment, first, Math.Min(first + count, layer.PresynapticCount), constants);
            }
            else
            {
                UpdatePart(parameters, gradient, firstMoment, secondMoment, Math.Max(first, layer.PresynapticCount), first + count, constants);
            }
        }
    }

    internal override void UpdateTimes(DenseLayer<T> layer, int step)
    {
        Moments<T> moments = MomentsOf(layer);
        UpdateRow(
            layer.Times.Pointer,
            layer.TimeGradient.Pointer,
            moments.FirstOfTimes.Pointer,
            moments.SecondOfTimes.Pointer,
            0,
            layer.NeuronCount,
            Constants(layer, step));
        layer.UpdateCoefficients();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateRow(
        T* parameters, T* gradient, T* firstMoment, T* secondMoment, int start, int count, in RuleConstants<TVector> constants)
    {
        // A local copy stays in registers; a field behind a reference would be read at every turn.
        RuleConstants<TVector> local = constants;
        for (nint column = start; column < start + count; column += TSimd.Count)
        {
            TVector first = TSimd.Load(firstMoment + column);
            TVector second = TSimd.Load(secondMoment + column);
            TVector parameter = TRule.Update<TSimd, TVector, T>(
                TSimd.Load(parameters + column), TSimd.Load(gradient + column), ref first, ref second, local);
            TSimd.Store(parameter, parameters + column);
            TSimd.Store(first, firstMoment + column);
            TSimd.Store(second, secondMoment + column);
        }
    }

    /// <summary>Changes columns that do not fill whole vectors: their neighbours are frozen, so the work is done on copies.</summary>
    private static void UpdatePart(
        T* parameters, T* gradient, T* firstMoment, T* secondMoment, int start, int end, in RuleConstants<TVector> constants)
    {
        int line = AlignedBuffer<T>.Alignment / sizeof(T);
        T* copy = stackalloc T[4 * line];
        var rows = stackalloc T*[4] { parameters, firstMoment, secondMoment, gradient };
        for (int column = start; column < end; column += line)
        {
            int length = Math.Min(line, end - column);
            new Span<T>(copy, 4 * line).Clear();
            for (int part = 0; part < 4; part++)
                new Span<T>(rows[part] + column, length).CopyTo(new Span<T>(copy + (part * line), line));
            UpdateRow(copy, copy + (3 * line), copy + line, copy + (2 * line), 0, length, constants);
            for (int part = 0; part < 3; part++)
                new Span<T>(copy + (part * line), length).CopyTo(new Span<T>(rows[part] + column, length));
        }
    }

    private RuleConstants<TVector> Constants(DenseLayer<T> layer, int step) => ConstantsOf(ConstantsFor(layer, step));

    private static RuleConstants<TVector> ConstantsOf(in RuleConstants<T> constants) => new(
        TSimd.Broadcast(constants.Rate),
        TSimd.Broadcast(constants.FirstMix),
        TSimd.Broadcast(constants.SecondKeep),
        TSimd.Broadcast(constants.SecondMix),
        TSimd.Broadcast(constants.SecondScale),
        TSimd.Broadcast(constants.Epsilon));
}

/// <summary>A stretch of rows and of columns of a layer's parameters; the first column is a multiple of a cache line.</summary>
internal readonly record struct ParameterBlock(int FirstRow, int Rows, int FirstColumn, int Columns);

/// <summary>The decays of the two moments to the power of the steps made: what the bias corrections are found from.</summary>
internal readonly record struct DecayPowers(double First, double Second);
