using Engram.Neurons;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>What the convolutional networks of Figs. 2d and 2e share: two convolutions with pooling, a dense layer, an output; by Latent Equilibrium or by backpropagation.</summary>
public abstract class ConvolutionExperiment : ClassifierExperiment<ConvolutionSettings>
{
    /// <inheritdoc/>
    protected override void Resolve(ConvolutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ConvolutionSettings published = CreatePreset("paper");
        settings.Neurons.Resolve(published.Neurons);
        settings.Training.Resolve(published.Training, settings.Data);
        ClassifierNetworks.CheckFactors(
            settings.Factors, settings.Filters.Length + 2, "each convolution, one for the dense layer and one for the output");
        // Kernels and pools that do not fit on the images are refused before any are read.
        ClassifierNetworks.Fitting(() => Describe(settings, Image, outputs: 1).Shapes());
    }

    /// <inheritdoc/>
    protected sealed override ClassifierTrainingSettings TrainingOf(ConvolutionSettings settings) => settings.Training;

    /// <inheritdoc/>
    protected sealed override string Title(ConvolutionSettings settings) => settings.IsBackpropagation
        ? $"{Name}: an ordinary network of the same sizes"
        : $"{Name}: Latent Equilibrium, {settings.Neurons.Steps} steps of {settings.Neurons.Dt} ms, τ = {settings.Neurons.TauMembrane} ms";

    /// <summary>The shape of the images.</summary>
    private protected abstract SignalShape Image { get; }

    private protected sealed override IClassifier Build(ConvolutionSettings settings, ClassificationTask task, IRunContext context)
    {
        EquilibriumDescription description = Describe(settings, task.Shape, task.Outputs);
        int batch = settings.Training.Batch!.Value;
        return settings.IsBackpropagation
            ? ClassifierNetworks.Ordinary(description, Loss.CrossEntropy, batch, context.Seed, settings.BackpropagationRate)
            : ClassifierNetworks.Equilibrium(description, settings.Neurons, batch, context.Seed);
    }

    private static EquilibriumDescription Describe(ConvolutionSettings settings, SignalShape image, int outputs)
    {
        Activation hidden = settings.IsBackpropagation ? Activation.RectifiedLinear : Activation.HardSigmoid;
        EquilibriumDescription description = ClassifierNetworks.Describe(image, settings.Neurons);
        for (int layer = 0; layer < settings.Filters.Length; layer++)
            description = description.Convolution(settings.Filters[layer], settings.Kernel, hidden, settings.Factors[layer]).Pool(Pooling.Maximum, settings.Pool);
        return description.Dense([settings.Hidden], hidden, outputs, settings.Factors[settings.Filters.Length..]);
    }

    /// <summary>A network small enough to learn something in half a minute.</summary>
    private protected static void Shrink(ConvolutionSettings settings)
    {
        settings.Data.Set = "auto";
        (settings.Filters, settings.Hidden) = ([8, 16], 64);
        settings.Neurons.Steps = 30;
        (settings.Training.Batch, settings.Training.Epochs) = (64, 3);
        (settings.Data.Train, settings.Data.Test) = (4_096, 1_024);
    }
}
