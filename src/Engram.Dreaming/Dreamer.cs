using System.Numerics;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Dreaming.Views;
using Engram.Numerics;

namespace Engram.Dreaming;

/// <summary>The constants of learning (PAD specification 4).</summary>
public sealed record DreamLearning
{
    /// <summary>Adam of the encoder and of the generator.</summary>
    public AdamConstants Adam { get; init; } = new(LearningRate: 2e-4, FirstDecay: 0.5, SecondDecay: 0.999);

    /// <summary>What happens to parameters without a gradient.</summary>
    public ZeroGradients ZeroGradients { get; init; } = ZeroGradients.Fill;

    /// <summary>The encoder's own Adam in contrastive dreaming (contrastive specification 3.7).</summary>
    public AdamConstants ContrastAdam { get; init; } = new(LearningRate: 2e-4, FirstDecay: 0.5, SecondDecay: 0.999);

    /// <summary>Adam of the projection head.</summary>
    public AdamConstants ProjectionAdam { get; init; } = new(LearningRate: 1e-3, FirstDecay: 0.9, SecondDecay: 0.999);
}

/// <summary>
/// A cortex that learns awake and asleep: it sees a batch of images, then lives through the phases of a condition. It owns the activity and
/// the optimisers, the cortex stays its owner's.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Dreamer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Arrays: to go through a list by its interface allocates.
    private readonly Phase[] _phases;
    private readonly Pathway<T>[] _pathways;
    private readonly bool[] _isBlank;
    private readonly TwinDreams<T>? _twins;

    /// <summary>Creates a dreamer.</summary>
    /// <param name="cortex">The cortex.</param>
    /// <param name="phases">What a cycle consists of, in order.</param>
    /// <param name="chance">Where noise and masks come from.</param>
    /// <param name="learning">The constants of learning; the published ones if null.</param>
    public Dreamer(Cortex<T> cortex, IReadOnlyList<Phase> phases, IDreamChance<T> chance, DreamLearning? learning = null)
    {
        ArgumentNullException.ThrowIfNull(cortex);
        ArgumentNullException.ThrowIfNull(phases);
        learning ??= new DreamLearning();
        (Cortex, Chance) = (cortex, chance);
        (_phases, _pathways) = ([.. phases], [.. cortex.Pathways()]);
        int lanes = cortex.Lanes;
        Images = new LaneMatrix<T>(cortex.Image.Count, lanes);
        TrunkActivity = cortex.Trunk.NewActivity(lanes);
        LatentActivity = cortex.LatentHead.NewActivity(lanes);
        JudgementActivity = cortex.JudgementHead.NewActivity(lanes);
        GeneratorActivity = cortex.Generator.NewActivity(lanes);
        HighError = new LaneMatrix<T>(cortex.Trunk.Output.Count, lanes);
        Noise = new LaneMatrix<T>(cortex.Description.Latents, lanes);
        Mixed = new LaneMatrix<T>(cortex.Description.Latents, lanes);
        EncoderOptimizer = new PathwayOptimizer<T>(
            learning.Adam, learning.ZeroGradients, cortex.InstructionSet, cortex.Trunk, cortex.LatentHead, cortex.JudgementHead);
        GeneratorOptimizer = new PathwayOptimizer<T>(learning.Adam, learning.ZeroGradients, cortex.InstructionSet, cortex.Generator);
        if (phases.Any(phase => phase.NeedsTwins))
            _twins = new TwinDreams<T>(cortex, learning);
        _isBlank = new bool[cortex.Image.Positions];
    }

    /// <summary>The cortex that learns.</summary>
    public Cortex<T> Cortex { get; }

    /// <summary>What is seen in this cycle <c>[channel · place, lane]</c>, each number in [−1, 1]: written by the user.</summary>
    public LaneMatrix<T> Images { get; }

    /// <summary>How many cycles there have been.</summary>
    public long Cycle { get; private set; }

    /// <summary>Whether this is the first batch of an epoch, when older memories are not mixed in (trap 10 of the PAD specification).</summary>
    public bool IsFirstOfEpoch { get; private set; }

    /// <summary>Adam of the whole encoder, shared by the phases.</summary>
    public PathwayOptimizer<T> EncoderOptimizer { get; }

    /// <summary>Adam of the generator, shared by the phases.</summary>
    public PathwayOptimizer<T> GeneratorOptimizer { get; }

    /// <summary>What the phases of the last cycle measured.</summary>
    public CycleReport LastReport { get; private set; }

    /// <summary>Adam of c1 to c3 and the z-head in contrastive dreaming; null in a dreamer without it.</summary>
    public PathwayOptimizer<T>? ContrastOptimizer => _twins?.EncoderOptimizer;

    /// <summary>Adam of the projection head; null in a dreamer without contrastive dreaming, or where the cortex has no head.</summary>
    public PathwayOptimizer<T>? ProjectionOptimizer => _twins?.ProjectionOptimizer;

    internal IDreamChance<T> Chance { get; }

    internal TwinDreams<T> Twins => _twins ?? throw new InvalidOperationException("The dreamer was made for phases none of which dreams twice.");

    internal Activity<T> TrunkActivity { get; }

    internal Activity<T> LatentActivity { get; }

    internal Activity<T> JudgementActivity { get; }

    internal Activity<T> GeneratorActivity { get; }

    internal LaneMatrix<T> HighError { get; }

    internal LaneMatrix<T> Noise { get; }

    internal LaneMatrix<T> Mixed { get; }

    /// <summary>Lives through one cycle with <see cref="Images"/>.</summary>
    /// <param name="isFirstOfEpoch">Whether an epoch begins with this batch.</param>
    /// <returns>What the phases measured.</returns>
    /// <exception cref="DivergenceException">A loss is not finite; what it would have taught is not learned, and the cycle does not count.</exception>
    public CycleReport Live(bool isFirstOfEpoch)
    {
        IsFirstOfEpoch = isFirstOfEpoch;
        LastReport = new CycleReport();
        foreach (Phase phase in _phases)
            phase.Live(this);
        Cycle++;
        return LastReport;
    }

    /// <summary>Saves the optimisers and the number of the cycle; the cortex saves itself.</summary>
    public void Save(StateWriter writer, string name = "dreamer")
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add($"{name}/cycle", Cycle);
        EncoderOptimizer.Save(writer, $"{name}/encoder");
        GeneratorOptimizer.Save(writer, $"{name}/generator");
        _twins?.Save(writer, $"{name}/contrast");
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of something else.</exception>
    public void Load(StateReader reader, string name = "dreamer")
    {
        ArgumentNullException.ThrowIfNull(reader);
        Cycle = reader.ReadValue<long>($"{name}/cycle");
        EncoderOptimizer.Load(reader, $"{name}/encoder");
        GeneratorOptimizer.Load(reader, $"{name}/generator");
        _twins?.Load(reader, $"{name}/contrast");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LaneMatrix<T> table in new[] { Images, HighError, Noise, Mixed })
            table.Dispose();
        foreach (Activity<T> activity in new[] { TrunkActivity, LatentActivity, JudgementActivity, GeneratorActivity })
            activity.Dispose();
        EncoderOptimizer.Dispose();
        GeneratorOptimizer.Dispose();
        _twins?.Dispose();
    }

    internal void ClearGradients()
    {
        foreach (Pathway<T> pathway in _pathways)
            pathway.ClearGradients();
    }

    internal void Report(CycleReport report) => LastReport = LastReport.With(report);

    /// <summary>A loss, if it is a number that can be learned from.</summary>
    internal double Finite(Phase phase, string loss, double value) =>
        double.IsFinite(value) ? value : throw new DivergenceException(Cycle, phase.GetType().Name, loss, value);

    /// <summary>Blanks the same tiles in all images: 0 is the middle of the range, grey.</summary>
    internal void Occlude(LaneMatrix<T> images)
    {
        Chance.DrawMask(Cycle, Cortex.Description.ImageSize, _isBlank);
        for (int row = 0; row < images.Rows; row++)
        {
            if (_isBlank[row % _isBlank.Length])
                images.Row(row).Clear();
        }
    }
}
