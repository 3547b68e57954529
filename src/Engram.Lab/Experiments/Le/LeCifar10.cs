using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>CIFAR-10 by a convolutional network of Latent Equilibrium (Haider et al. 2021, Figs. 2c to 2e; specification 5.4).</summary>
public class LeCifar10 : ConvolutionExperiment
{
    /// <inheritdoc/>
    public override string Name => "le-cifar10";

    /// <inheritdoc/>
    public override string Summary => "A convolutional network of slow neurons learns small photographs, beside backpropagation";

    /// <inheritdoc/>
    public override string Description =>
        """
        Two convolutions with max pooling, a dense layer and an output, all of neurons with τ = 10 ms, shown each batch of photographs for
        5 ms. No augmentation and no normalisation, as published. A full run is a hundred epochs of 312 batches of 50 steps; on one core an
        epoch takes minutes, so begin with --set training.epochs=3. Without data the quick preset learns coloured shapes that Engram draws.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => [PublishedEquilibrium.Cifar10, PublishedEquilibrium.Cifar10Backpropagation];

    /// <inheritdoc/>
    protected override ConvolutionSettings CreatePreset(string preset)
    {
        var settings = new ConvolutionSettings { Factors = [1, 0.2, 0.2, 0.1] };
        settings.Neurons.Steps = 50;
        settings.Neurons.Multiplier = 64;
        (settings.Training.Batch, settings.Training.Epochs) = (128, 100);
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            Shrink(settings);
            // Shapes are harder than digits: more epochs, of presentations just long enough for errors to reach the first layer.
            settings.Neurons.Steps = 20;
            settings.Training.Epochs = 7;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(ConvolutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Data.RefuseFashion(Name);
        base.Resolve(settings);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(ConvolutionSettings settings) => !settings.Data.IsPublished ? []
        : settings.IsBackpropagation ? [PublishedEquilibrium.Cifar10Backpropagation] : [PublishedEquilibrium.Cifar10];

    private protected override SignalShape Image => new(3, 32, 32);

    private protected override ClassificationTask Load(ConvolutionSettings settings, IRunContext context) =>
        ClassifierSources.Photographs(settings.Data, context.DataFolder, context.Seed);
}
