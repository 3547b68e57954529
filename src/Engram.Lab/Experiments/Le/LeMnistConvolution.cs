using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>MNIST by a convolutional network of Latent Equilibrium (Haider et al. 2021, Figs. 2c to 2e; specification 5.4).</summary>
public sealed class LeMnistConvolution : ConvolutionExperiment
{
    /// <inheritdoc/>
    public override string Name => "le-mnist-conv";

    /// <inheritdoc/>
    public override string Summary => "A convolutional network of slow neurons learns handwritten digits, beside backpropagation";

    /// <inheritdoc/>
    public override string Description =>
        """
        Two convolutions with max pooling, a dense layer and an output, all of neurons with τ = 10 ms, shown each batch for 10 ms. As in the
        released code the bias of a filter learns with the mean over its places while its kernel learns with the sum, and the data are all
        70,000 images divided at random by the seed. The backpropagation reference uses the official test set instead: keep that in mind
        when comparing.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => [PublishedEquilibrium.MnistConvolution, PublishedEquilibrium.MnistConvolutionBackpropagation];

    /// <inheritdoc/>
    protected override ConvolutionSettings CreatePreset(string preset)
    {
        var settings = new ConvolutionSettings();
        settings.Neurons.Steps = 100;
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
            Shrink(settings);
        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(ConvolutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Training.Batch ??= settings.IsBackpropagation ? 128 : 512;
        // The first of the hundred epochs of the released loop is not trained in (trap T12).
        settings.Training.Epochs ??= settings.IsBackpropagation ? 100 : 99;
        base.Resolve(settings);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(ConvolutionSettings settings) => !settings.Data.IsPublished ? []
        : settings.IsBackpropagation ? [PublishedEquilibrium.MnistConvolutionBackpropagation] : [PublishedEquilibrium.MnistConvolution];

    private protected override SignalShape Image => new(1, 28, 28);

    private protected override ClassificationTask Load(ConvolutionSettings settings, IRunContext context) => settings.IsBackpropagation
        ? ClassifierSources.OfficialDigits(settings.Data, context.DataFolder, context.Seed)
        : ClassifierSources.MergedDigits(settings.Data, context.DataFolder, context.Seed);
}
