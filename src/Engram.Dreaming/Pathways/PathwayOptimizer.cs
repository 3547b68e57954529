using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Learning;
using Engram.Numerics.Simd;

namespace Engram.Dreaming.Pathways;

/// <summary>What an optimiser does with parameters that got no gradient in a phase (PAD specification 4.5).</summary>
public enum ZeroGradients
{
    /// <summary>They got a gradient of zero: the step counts, and the first moment carries them on. As in the published runs.</summary>
    Fill,

    /// <summary>They are left alone, and the step does not count for them.</summary>
    Skip,
}

/// <summary>The constants of Adam.</summary>
/// <param name="LearningRate">η; 0 or more.</param>
/// <param name="FirstDecay">β₁, 0 to 1.</param>
/// <param name="SecondDecay">β₂, 0 to 1.</param>
/// <param name="Epsilon">ε; above 0.</param>
public readonly record struct AdamConstants(double LearningRate, double FirstDecay, double SecondDecay, double Epsilon = 1e-8);

/// <summary>Adam over the areas of one or more pathways, each area with moments and a counter of its own.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class PathwayOptimizer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Memory[] _memories;
    private readonly ZeroGradients _mode;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="constants">The constants.</param>
    /// <param name="mode">What happens without a gradient.</param>
    /// <param name="set">The vector width; null for the machine's own.</param>
    /// <param name="pathways">Whose areas it changes.</param>
    public PathwayOptimizer(AdamConstants constants, ZeroGradients mode, InstructionSet? set, params IReadOnlyList<Pathway<T>> pathways)
    {
        Constants = constants;
        _mode = mode;
        _memories = [.. pathways.SelectMany(pathway => pathway.Stages).Select(stage => new Memory(stage, set ?? InstructionSets.Default))];
    }

    /// <summary>The constants; a schedule may change them between steps.</summary>
    public AdamConstants Constants { get; set; }

    /// <summary>One step: every area descends its gradient, or coasts, or is left alone.</summary>
    public void Step(Crew<T> crew)
    {
        ArgumentNullException.ThrowIfNull(crew);
        foreach (Memory memory in _memories)
        {
            bool hasGradient = memory.Stage.HasGradient;
            memory.WasUsed |= hasGradient;
            // A gradient that never was is not a gradient of zero: such an area is not stepped in either mode.
            if (!memory.WasUsed || (!hasGradient && _mode == ZeroGradients.Skip))
                continue;
            if (!hasGradient)
                memory.Stage.Gradient.Clear();
            memory.Prepare(Constants);
            crew.Run(memory);
        }
    }

    /// <summary>How many steps an area has made.</summary>
    /// <exception cref="ArgumentException">The optimiser does not change that area.</exception>
    public int StepsOf(Stage<T> stage) =>
        (Array.Find(_memories, memory => memory.Stage == stage) ?? throw new ArgumentException("The optimiser does not change that area.", nameof(stage))).Steps;

    /// <summary>Saves the moments and counters.</summary>
    public void Save(StateWriter writer, string name)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (Memory memory in _memories)
        {
            writer.Add<int>($"{name}/{memory.Stage.Name}/steps", [memory.Steps, memory.WasUsed ? 1 : 0]);
            writer.Add<T>($"{name}/{memory.Stage.Name}/first", MatrixState.Compact(memory.First));
            writer.Add<T>($"{name}/{memory.Stage.Name}/second", MatrixState.Compact(memory.Second));
        }
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of something else.</exception>
    public void Load(StateReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Span<int> counters = stackalloc int[2];
        foreach (Memory memory in _memories)
        {
            reader.Read($"{name}/{memory.Stage.Name}/steps", counters);
            (memory.Steps, memory.WasUsed) = (counters[0], counters[1] != 0);
            MatrixState.Load(reader, $"{name}/{memory.Stage.Name}/first", memory.First);
            MatrixState.Load(reader, $"{name}/{memory.Stage.Name}/second", memory.Second);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Memory memory in _memories)
        {
            memory.First.Dispose();
            memory.Second.Dispose();
        }
    }

    private sealed class Memory(Stage<T> stage, InstructionSet set) : IUnits<T>
    {
        private RuleConstants<T> _constants;

        internal Stage<T> Stage { get; } = stage;

        internal LaneMatrix<T> First { get; } = new(stage.Gradient.Rows, stage.Gradient.Lanes);

        internal LaneMatrix<T> Second { get; } = new(stage.Gradient.Rows, stage.Gradient.Lanes);

        internal int Steps { get; set; }

        internal bool WasUsed { get; set; }

        public int Units => First.Rows;

        public unsafe void Work(int first, int count, AlignedBuffer<T> scratch)
        {
            nint start = (nint)first * First.Stride;
            var kernel = new Kernel(
                Stage.Connection.Parameters.Pointer + start, Stage.Gradient.Pointer + start, First.Pointer + start, Second.Pointer + start,
                (nint)count * First.Stride, _constants);
            VectorKernel.Run<Kernel, T>(ref kernel, set);
        }

        internal void Prepare(AdamConstants adam)
        {
            Steps++;
            _constants = new RuleConstants<T>(
                T.CreateChecked(adam.LearningRate / (1 - Math.Pow(adam.FirstDecay, Steps))),
                T.CreateChecked(1 - adam.FirstDecay),
                T.CreateChecked(adam.SecondDecay),
                T.CreateChecked(1 - adam.SecondDecay),
                T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(adam.SecondDecay, Steps))),
                T.CreateChecked(adam.Epsilon));
        }
    }

    private readonly unsafe struct Kernel(T* parameters, T* gradient, T* first, T* second, nint length, RuleConstants<T> constants) : IVectorKernel<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            var wide = new RuleConstants<TVector>(
                TSimd.Broadcast(constants.Rate),
                TSimd.Broadcast(constants.FirstMix),
                TSimd.Broadcast(constants.SecondKeep),
                TSimd.Broadcast(constants.SecondMix),
                TSimd.Broadcast(constants.SecondScale),
                TSimd.Broadcast(constants.Epsilon));
            T* p = parameters, g = gradient, m = first, v = second;
            for (nint i = 0; i < length; i += TSimd.Count)
            {
                TVector one = TSimd.Load(m + i), two = TSimd.Load(v + i);
                TVector parameter = AdamRule.Update<TSimd, TVector, T>(TSimd.Load(p + i), TSimd.Load(g + i), ref one, ref two, wide);
                TSimd.Store(parameter, p + i);
                TSimd.Store(one, m + i);
                TSimd.Store(two, v + i);
            }
        }
    }
}
