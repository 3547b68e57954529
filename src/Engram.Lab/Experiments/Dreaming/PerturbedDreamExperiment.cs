using Engram.Dreaming.Conditions;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Perturbed and adversarial dreaming (Deperrois et al. 2022).</summary>
public abstract class PerturbedDreamExperiment : DreamExperiment<PerturbedDreamSettings>
{
    /// <inheritdoc/>
    public override string Paper => PublishedDreams.Paper;

    /// <inheritdoc/>
    protected sealed override DreamCondition ConditionOf(PerturbedDreamSettings settings, int cyclesPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return DreamConditions.Perturbed.Find(settings.Condition);
    }

    /// <inheritdoc/>
    protected sealed override string TitleOf(PerturbedDreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return $"{Name}: {settings.Condition}";
    }

    /// <inheritdoc/>
    protected sealed override PerturbedDreamSettings CreatePreset(string preset)
    {
        var settings = new PerturbedDreamSettings();
        settings.Data.Set = Images;
        if (preset == "quick")
            settings.Shrink();
        return settings;
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<PublishedResult> ComparableTo(PerturbedDreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return PublishedDreams.ComparableTo(settings, settings.Condition);
    }

    /// <summary>The name of the images that the paper preset learns.</summary>
    private protected abstract string Images { get; }
}

/// <summary>Perturbed and adversarial dreaming on small photographs (Deperrois et al. 2022, Figs. 3 to 6).</summary>
public sealed class PadCifar10 : PerturbedDreamExperiment
{
    /// <inheritdoc/>
    public override string Name => "pad-cifar10";

    /// <inheritdoc/>
    public override string Summary => "A cortex learns small photographs awake, in NREM and in REM, without labels; a readout says what it knows";

    /// <inheritdoc/>
    public override string Description =>
        """
        Awake, an encoder and a generator learn to reconstruct images; in NREM the encoder learns to recover a memory from its replay with
        tiles blanked; in REM dreams from mixed memories teach discriminator neurons to tell inside from outside, and the generator to fool
        them. Readouts after some epochs say how well categories can be told from the latents. Look for the readout that rises, and for the
        pictures dreams-epoch-*, dream-film and latent-map.

        A full run is 50 epochs of 781 cycles of 37 GFLOP: hours on a few cores. Begin with --set training.epochs=5. The quick preset learns coloured
        shapes that Engram draws, with a quarter of the filters.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => PublishedDreams.Cifar10;

    private protected override string Images => "cifar10";

    /// <inheritdoc/>
    protected override void Resolve(PerturbedDreamSettings settings)
    {
        base.Resolve(settings);
        if (settings.Data.Set == "svhn")
            throw new UsageException("data.set is svhn, but pad-cifar10 learns photographs: run pad-svhn, or pad-conditions for either.");
    }
}

/// <summary>Perturbed and adversarial dreaming on house numbers (Deperrois et al. 2022, Figs. 3 to 6).</summary>
public sealed class PadSvhn : PerturbedDreamExperiment
{
    /// <inheritdoc/>
    public override string Name => "pad-svhn";

    /// <inheritdoc/>
    public override string Summary => "A cortex learns photographs of house numbers awake, in NREM and in REM, without labels; a readout says what it knows";

    /// <inheritdoc/>
    public override string Description =>
        """
        The model of pad-cifar10 on cropped digits of SVHN, where REM makes the greatest difference. A classifier that always says the
        commonest digit is right for 19.6 % of the test images (the paper quotes 18.9 %, the share in the training images). A full run is 50 epochs of
        1144 cycles of 37 GFLOP. The quick preset learns coloured shapes that Engram draws, with a quarter of the filters.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => PublishedDreams.Svhn;

    private protected override string Images => "svhn";

    /// <inheritdoc/>
    protected override void Resolve(PerturbedDreamSettings settings)
    {
        base.Resolve(settings);
        if (settings.Data.Set == "cifar10")
            throw new UsageException("data.set is cifar10, but pad-svhn learns house numbers: run pad-cifar10, or pad-conditions for either.");
    }
}

/// <summary>The table of conditions (Deperrois et al. 2022, Appendix 1, table 1), as a sweep.</summary>
public sealed class PadConditions : PerturbedDreamExperiment
{
    /// <inheritdoc/>
    public override string Name => "pad-conditions";

    /// <inheritdoc/>
    public override string Summary => "What is lost without REM, without NREM, without mixed memories: one condition a run, the published table as a sweep";

    /// <inheritdoc/>
    public override string Description =>
        $"""
        The model of pad-cifar10 on images of your choice. A sweep over its condition is the published table: table.csv and figures beside
        what was published.

          engram sweep pad-conditions --over condition={string.Join(',', PublishedDreams.Conditions)} --seeds 4
          engram sweep pad-conditions --over condition=pad,without-rem --over data.set=cifar10,svhn --set training.epochs=10

        Expected are PAD and "without NREM" ahead on clean images, "without NREM" far behind on occluded ones, and "without REM" far behind everywhere.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => [.. PublishedDreams.Cifar10, .. PublishedDreams.Svhn];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
        [.. base.DrawSweep(conditions, figureFolder), ConditionTable.Write(this, conditions, Path.Combine(figureFolder, "table.csv"))];

    private protected override string Images => "cifar10";
}
