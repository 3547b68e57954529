using System.Numerics;
using Engram.Dreaming.Losses;
using Engram.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>What a REM dream is made from.</summary>
public enum RemSource
{
    /// <summary>¼ Z + ¼ Z_old + ½ ε; in the first batch of an epoch ½ Z + ½ ε. As published.</summary>
    MemoriesAndNoise,

    /// <summary>Z alone: the condition without memory mix.</summary>
    SingleMemories,

    /// <summary>ε alone (Appendix 1, figure 4).</summary>
    Noise,

    /// <summary>½ Z + ½ Z_old; in the first batch of an epoch Z (Appendix 1, figure 4).</summary>
    Memories,
}

/// <summary>
/// REM, adversarial dreaming: a dream is made from mixed memories; discriminator neurons learn to say "internal", and the generator gets the
/// same gradient with its sign inverted. PAD specification 4.3.
/// </summary>
/// <param name="Source">What the dream is made from.</param>
/// <param name="IsLearned">Whether anything is learned; without, the loss is only watched.</param>
public sealed record Rem(RemSource Source = RemSource.MemoriesAndNoise, bool IsLearned = true) : Phase
{
    internal const string NoisePurpose = "rem-noise";

    /// <inheritdoc/>
    public override void Live<T>(Dreamer<T> dreamer)
    {
        ArgumentNullException.ThrowIfNull(dreamer);
        Cortex<T> cortex = dreamer.Cortex;
        dreamer.ClearGradients();
        dreamer.Chance.FillNoise(NoisePurpose, dreamer.Cycle, dreamer.Noise);
        MixMemories(dreamer, Source, dreamer.Mixed);
        LaneMatrix<T> dream = cortex.Generator.Forward(cortex.Crew, dreamer.Mixed, dreamer.GeneratorActivity);
        LaneMatrix<T> high = cortex.Trunk.Forward(cortex.Crew, dream, dreamer.TrunkActivity);
        LaneMatrix<T> logits = cortex.JudgementHead.Forward(cortex.Crew, high, dreamer.JudgementActivity);
        (double loss, double judged) = Judgement.Find(logits, isExternal: false, dreamer.JudgementActivity.OutputError);
        dreamer.Finite(this, "L_REM", loss);
        if (IsLearned)
        {
            cortex.JudgementHead.Backward(cortex.Crew, dreamer.JudgementActivity, dreamer.TrunkActivity.OutputError, withGradient: true);
            cortex.Trunk.Backward(cortex.Crew, dreamer.TrunkActivity, dreamer.GeneratorActivity.OutputError, withGradient: true);
            // The sign switch of plasticity: identity on the way up, inversion on the way back.
            LatentMixing.Negate(dreamer.GeneratorActivity.OutputError, cortex.InstructionSet);
            cortex.Generator.Backward(cortex.Crew, dreamer.GeneratorActivity, null, withGradient: true);
            dreamer.EncoderOptimizer.Step(cortex.Crew);
            dreamer.GeneratorOptimizer.Step(cortex.Crew);
        }

        cortex.Hippocampus.Age();
        dreamer.Report(new CycleReport { Internal = loss, JudgementDreaming = judged });
    }

    internal static void MixMemories<T>(Dreamer<T> dreamer, RemSource source, LaneMatrix<T> mixed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateChecked(0.5), quarter = T.CreateChecked(0.25);
        LaneMatrix<T> recent = dreamer.Cortex.Hippocampus.Recent, older = dreamer.Cortex.Hippocampus.Older;
        switch (source, dreamer.IsFirstOfEpoch)
        {
            case (RemSource.MemoriesAndNoise, true):
                LatentMixing.Mix(dreamer.Cortex.InstructionSet, mixed, (half, recent), (half, dreamer.Noise));
                break;
            case (RemSource.MemoriesAndNoise, false):
                LatentMixing.Mix(dreamer.Cortex.InstructionSet, mixed, (quarter, recent), (quarter, older), (half, dreamer.Noise));
                break;
            case (RemSource.Noise, _):
                mixed.CopyFrom(dreamer.Noise);
                break;
            case (RemSource.Memories, false):
                LatentMixing.Mix(dreamer.Cortex.InstructionSet, mixed, (half, recent), (half, older));
                break;
            default:
                mixed.CopyFrom(recent);
                break;
        }
    }
}
