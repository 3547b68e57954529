using Engram.Dreaming.Losses;
using Engram.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>
/// Wake: encoder and generator learn to reconstruct what is seen, latents are regularised, discriminator neurons learn to say "external", and
/// the latents are remembered as they were before learning. PAD specification 4.1.
/// </summary>
/// <param name="Reconstruction">W, the weight of L_img; 1 as published.</param>
/// <param name="LatentNoise">ε_w, the standard deviation of noise on latents before they are reconstructed: 0, or 0.5 in conditions without REM.</param>
/// <param name="JudgesExternal">Whether L_real is learned: exactly when there is a REM phase.</param>
public sealed record Wake(double Reconstruction = 1, double LatentNoise = 0, bool JudgesExternal = true) : Phase
{
    /// <inheritdoc/>
    public override void Live<T>(Dreamer<T> dreamer)
    {
        ArgumentNullException.ThrowIfNull(dreamer);
        Cortex<T> cortex = dreamer.Cortex;
        dreamer.ClearGradients();
        LaneMatrix<T> high = cortex.Trunk.Forward(cortex.Crew, dreamer.Images, dreamer.TrunkActivity);
        LaneMatrix<T> latents = cortex.LatentHead.Forward(cortex.Crew, high, dreamer.LatentActivity);
        LaneMatrix<T> logits = cortex.JudgementHead.Forward(cortex.Crew, high, dreamer.JudgementActivity);
        LaneMatrix<T> seed = latents;
        if (LatentNoise > 0)
        {
            seed = dreamer.Mixed;
            dreamer.Chance.FillNoise("wake-noise", dreamer.Cycle, dreamer.Noise);
            LatentMixing.Mix(cortex.InstructionSet, seed, (T.One, latents), (T.CreateChecked(LatentNoise), dreamer.Noise));
        }

        LaneMatrix<T> image = cortex.Generator.Forward(cortex.Crew, seed, dreamer.GeneratorActivity);

        (double real, double judged) = Judgement.Find(logits, isExternal: true, JudgesExternal ? dreamer.JudgementActivity.OutputError : null);
        double reconstruction = SquaredDifference.Find(image, dreamer.Images, Reconstruction, dreamer.GeneratorActivity.OutputError, cortex.InstructionSet);
        dreamer.Finite(this, "L_real", real);
        dreamer.Finite(this, "L_img", reconstruction);
        LaneMatrix<T> latentError = dreamer.LatentActivity.OutputError;
        if (Reconstruction > 0)
            cortex.Generator.Backward(cortex.Crew, dreamer.GeneratorActivity, latentError, withGradient: true);
        else
            latentError.Clear();
        // The regularisation acts on the clean latents; noise passes the error of the reconstruction unchanged.
        double regularization = dreamer.Finite(this, "L_KL", LatentRegularization.Find(latents, latentError));

        LaneMatrix<T> highError = dreamer.TrunkActivity.OutputError;
        cortex.LatentHead.Backward(cortex.Crew, dreamer.LatentActivity, highError, withGradient: true);
        if (JudgesExternal)
        {
            cortex.JudgementHead.Backward(cortex.Crew, dreamer.JudgementActivity, dreamer.HighError, withGradient: true);
            LatentMixing.Add(highError, dreamer.HighError, cortex.InstructionSet);
        }

        cortex.Trunk.Backward(cortex.Crew, dreamer.TrunkActivity, null, withGradient: true);
        // As computed before the step, without the noise.
        cortex.Hippocampus.Store(latents);
        dreamer.EncoderOptimizer.Step(cortex.Crew);
        dreamer.GeneratorOptimizer.Step(cortex.Crew);
        dreamer.Report(new CycleReport
        {
            Reconstruction = reconstruction,
            Regularization = regularization,
            External = real,
            JudgementAwake = judged,
            LatentLength = LatentMixing.MeanLength(cortex.Hippocampus.Recent),
        });
    }
}
