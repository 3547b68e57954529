using Engram.Dreaming.Losses;
using Engram.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>Which memories are replayed in NREM.</summary>
public enum NremSource
{
    /// <summary>One at a time, as published.</summary>
    SingleMemories,

    /// <summary>Mixed with older ones and noise, as in REM (Appendix 1, figure 6).</summary>
    MixedMemories,
}

/// <summary>
/// NREM, perturbed dreaming: a memory is replayed, tiles of the image that it evokes are blanked, and the encoder alone learns to give the
/// memory back. PAD specification 4.2.
/// </summary>
/// <param name="Weight">N, the weight of L_NREM; at 0 the loss is only watched.</param>
/// <param name="Source">What is replayed.</param>
/// <param name="StepsWithoutWeight">
/// Whether the optimiser makes its step also at weight 0, with gradients of zero, as the authors' code does in the condition without NREM (4.5).
/// </param>
public sealed record Nrem(double Weight = 1, NremSource Source = NremSource.SingleMemories, bool StepsWithoutWeight = true) : Phase
{
    /// <inheritdoc/>
    public override void Live<T>(Dreamer<T> dreamer)
    {
        ArgumentNullException.ThrowIfNull(dreamer);
        Cortex<T> cortex = dreamer.Cortex;
        dreamer.ClearGradients();
        LaneMatrix<T> memory = cortex.Hippocampus.Recent;
        if (Source == NremSource.MixedMemories)
        {
            memory = dreamer.Mixed;
            dreamer.Chance.FillNoise("nrem-noise", dreamer.Cycle, dreamer.Noise);
            Rem.MixMemories(dreamer, RemSource.MemoriesAndNoise, memory);
        }

        LaneMatrix<T> dream = cortex.Generator.Forward(cortex.Crew, memory, dreamer.GeneratorActivity);
        dreamer.Occlude(dream);
        LaneMatrix<T> high = cortex.Trunk.Forward(cortex.Crew, dream, dreamer.TrunkActivity);
        LaneMatrix<T> latents = cortex.LatentHead.Forward(cortex.Crew, high, dreamer.LatentActivity);
        double loss = dreamer.Finite(this, "L_NREM", SquaredDifference.Find(latents, memory, Weight, dreamer.LatentActivity.OutputError, cortex.InstructionSet));
        if (Weight > 0)
        {
            cortex.LatentHead.Backward(cortex.Crew, dreamer.LatentActivity, dreamer.TrunkActivity.OutputError, withGradient: true);
            cortex.Trunk.Backward(cortex.Crew, dreamer.TrunkActivity, null, withGradient: true);
        }

        if (Weight > 0 || StepsWithoutWeight)
            dreamer.EncoderOptimizer.Step(cortex.Crew);
        dreamer.Report(new CycleReport { Replay = loss });
    }
}
