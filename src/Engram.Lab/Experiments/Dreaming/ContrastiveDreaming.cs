using Engram.Dreaming.Conditions;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Predictive, adversarial and contrastive dreaming in combination: the principle of Deperrois et al. 2023, by an algorithm of our own.</summary>
public sealed class ContrastiveDreaming : DreamExperiment<ContrastiveDreamSettings>
{
    /// <inheritdoc/>
    public override string Name => "contrastive-dreaming";

    /// <inheritdoc/>
    public override string Paper => "Deperrois et al. 2023";

    /// <inheritdoc/>
    public override string Summary => "Two dreams of one memory are brought together and those of others pushed apart, beside adversarial dreaming";

    /// <inheritdoc/>
    public override string Description =>
        """
        Every memory is dreamt twice in NREM, with noise on the latents and with the crops, flips, colours and missing tiles of a
        changing view; the encoder learns which two dreams belong together. Conditions combine this (C) with Wake (W), PAD's NREM (N) and
        adversarial REM (R). W+Creal sees real images in place of dreams: an upper reference.

        The paper proposes the principle. The algorithm, its constants and all numbers are a study of our own: nothing is published to compare
        them with, and a result is "consistent with the proposal" or not. W+R and W+N+R are the model of pad-cifar10.

          engram sweep contrastive-dreaming --over condition=W,W+R,W+N+R,W+C,W+C+R --seeds 3 --set training.epochs=10

        A sweep writes hypotheses.csv: sixteen hypotheses with effect sizes and intervals, as far as its conditions allow. Choose temperature and
        latent-noise by held-out images (data.validation=5000), never by the test images.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
        [.. base.DrawSweep(conditions, figureFolder), .. HypothesisReport.Write(conditions, figureFolder)];

    /// <inheritdoc/>
    protected override ContrastiveDreamSettings CreatePreset(string preset)
    {
        var settings = new ContrastiveDreamSettings();
        if (preset == "quick")
            settings.Shrink();
        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(ContrastiveDreamSettings settings)
    {
        base.Resolve(settings);
        settings.Contrast.Resolve();
    }

    /// <inheritdoc/>
    protected override DreamCondition ConditionOf(ContrastiveDreamSettings settings, int cyclesPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return DreamConditions.Contrastive.Find(settings.Condition)
            .WithContrast(phase => settings.Contrast.Apply(phase, settings.Data.AreDigits, cyclesPerEpoch));
    }

    /// <inheritdoc/>
    protected override string TitleOf(ContrastiveDreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return $"{Name}: {settings.Condition}";
    }
}
