using Engram.Dreaming.Losses;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Views;
using Engram.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>What contrastive dreaming looks at twice.</summary>
public enum ContrastSource
{
    /// <summary>Dreams of single memories of the last batch.</summary>
    SingleMemories,

    /// <summary>Dreams of the mixtures that REM dreams of in the same cycle, with the same noise: C in the place of REM, before it.</summary>
    MixedMemories,

    /// <summary>Dreams of noise alone.</summary>
    Noise,

    /// <summary>What was seen awake: no dreams, but the upper reference that needs raw images.</summary>
    RealImages,
}

/// <summary>
/// NREM, contrastive dreaming: every memory is dreamt twice, with noise on the latents and low-level changes of the images, and the encoder learns
/// to tell which two belong together. Encoder and projection head learn, the generator and the discriminator neurons do not. A design in
/// the spirit of Deperrois et al. 2023, who give the principle and no algorithm; contrastive specification 3.
/// </summary>
public sealed record ContrastiveNrem : Phase
{
    /// <summary>τ; above 0.</summary>
    public double Temperature { get; init; } = 0.5;

    /// <summary>σ_z: the standard deviation of noise on memories, independent for the two views. Not used with real images.</summary>
    public double LatentNoise { get; init; } = 0.2;

    /// <summary>The low-level changes of images.</summary>
    public DreamTransforms Transforms { get; init; } = DreamTransforms.All;

    /// <summary>Which halves of the loss count.</summary>
    public ContrastiveParts Parts { get; init; }

    /// <summary>What is looked at.</summary>
    public ContrastSource Source { get; init; }

    /// <summary>
    /// Whether the encoder learns through the optimiser that it shares with the other phases, and not one of its own. Then
    /// <see cref="Weight"/> counts, and where gradients of zero are filled in, discriminator neurons coast (trap 11).
    /// </summary>
    public bool SharesAdam { get; init; }

    /// <summary>λ_C: the weight of the loss with <see cref="SharesAdam"/>. An optimiser of one's own does not mind a factor.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Over how many cycles steps grow linearly to their size; 0 for no warm-up. For τ of 0.2 and less an epoch is advised (3.8).</summary>
    public long WarmUp { get; init; }

    /// <summary>The cycle in which the phase is lived for the first time; before, it is passed over. 0 for from the start.</summary>
    public long FirstCycle { get; init; }

    /// <inheritdoc/>
    internal override bool NeedsTwins => true;

    /// <inheritdoc/>
    public override void Live<T>(Dreamer<T> dreamer)
    {
        ArgumentNullException.ThrowIfNull(dreamer);
        if (dreamer.Cycle < FirstCycle)
            return;
        Cortex<T> cortex = dreamer.Cortex;
        TwinDreams<T> twins = dreamer.Twins;
        dreamer.ClearGradients();
        for (int view = 0; view < TwinDreams<T>.Views; view++)
        {
            LaneMatrix<T> images = Source == ContrastSource.RealImages ? dreamer.Images : Dream(dreamer, twins, view);
            twins.Painting.Paint(cortex.Crew, images, twins.Images, Transforms, dreamer.Chance, dreamer.Cycle, view);
        }

        LaneMatrix<T> high = cortex.Trunk.Forward(cortex.Crew, twins.Images, twins.TrunkActivity);
        LaneMatrix<T> latents = cortex.LatentHead.Forward(cortex.Crew, high, twins.LatentActivity);
        Activity<T> last = twins.ProjectionActivity ?? twins.LatentActivity;
        LaneMatrix<T> projections = twins.ProjectionActivity is { } activity ? cortex.Projection!.Forward(cortex.Crew, latents, activity) : latents;
        double loss = dreamer.Finite(this, "L_C", twins.Loss.Find(projections, Temperature, Parts, last.OutputError));

        double growth = WarmUp > 0 ? Math.Min(1, (dreamer.Cycle - FirstCycle + 1.0) / WarmUp) : 1;
        if (SharesAdam)
            Scale(last.OutputError, T.CreateChecked(Weight * growth));
        if (twins.ProjectionActivity is not null)
            cortex.Projection!.Backward(cortex.Crew, twins.ProjectionActivity, twins.LatentActivity.OutputError, withGradient: true);
        cortex.LatentHead.Backward(cortex.Crew, twins.LatentActivity, twins.TrunkActivity.OutputError, withGradient: true);
        cortex.Trunk.Backward(cortex.Crew, twins.TrunkActivity, null, withGradient: true);
        Step(dreamer, twins, growth);
        dreamer.Report(new CycleReport { Contrast = loss, PartnerCosine = twins.Loss.PartnerCosine, OtherCosine = twins.Loss.OtherCosine });
    }

    /// <summary>The generator as it is after Wake, never differentiated: else the cheapest way to make two dreams alike were to make all alike.</summary>
    private LaneMatrix<T> Dream<T>(Dreamer<T> dreamer, TwinDreams<T> twins, int view)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        LaneMatrix<T> memories = dreamer.Cortex.Hippocampus.Recent;
        if (Source != ContrastSource.SingleMemories)
        {
            // The same noise as in the REM phase of this cycle, which finds it by its name.
            dreamer.Chance.FillNoise(Rem.NoisePurpose, dreamer.Cycle, dreamer.Noise);
            memories = dreamer.Mixed;
            Rem.MixMemories(dreamer, Source == ContrastSource.Noise ? RemSource.Noise : RemSource.MemoriesAndNoise, memories);
        }

        if (LatentNoise > 0)
        {
            dreamer.Chance.FillNoise(view == 0 ? "contrast-noise-1" : "contrast-noise-2", dreamer.Cycle, dreamer.Noise);
            LatentMixing.Mix(dreamer.Cortex.InstructionSet, twins.Memories, (T.One, memories), (T.CreateChecked(LatentNoise), dreamer.Noise));
            memories = twins.Memories;
        }

        return dreamer.Cortex.Generator.Forward(dreamer.Cortex.Crew, memories, dreamer.GeneratorActivity);
    }

    private void Step<T>(Dreamer<T> dreamer, TwinDreams<T> twins, double growth)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Crew<T> crew = dreamer.Cortex.Crew;
        if (SharesAdam)
        {
            dreamer.EncoderOptimizer.Step(crew);
        }
        else
        {
            twins.EncoderOptimizer.Constants = twins.EncoderConstants with { LearningRate = growth * twins.EncoderConstants.LearningRate };
            twins.EncoderOptimizer.Step(crew);
        }

        if (twins.ProjectionOptimizer is { } head)
        {
            head.Constants = twins.ProjectionConstants with { LearningRate = growth * twins.ProjectionConstants.LearningRate };
            head.Step(crew);
        }
    }

    private static void Scale<T>(LaneMatrix<T> errors, T factor)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T error in errors.Storage())
            error *= factor;
    }
}
