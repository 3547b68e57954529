using Engram.Neurons;

namespace Engram.Lab.Experiments.Le;

/// <summary>What the convolutional networks of Figs. 2d and 2e share: two convolutions with pooling, a dense layer, an output; by Latent Equilibrium or by backpropagation.</summary>
public abstract class ConvolutionExperiment : ClassifierExperiment<ConvolutionSettings>
{
    /// <inheritdoc/>
    protected override void Resolve(ConvolutionSettings settings)
    {
        settings.Neurons.Check();
        ClassifierNetworks.CheckFactors(
            settings.Factors, settings.Filters.Length + 2, $"{settings.Filters.Length} convolutions, a dense layer and an output");
    }

    /// <inheritdoc/>
    protected sealed override ClassifierTrainingSettings TrainingOf(ConvolutionSettings settings) => settings.Training;

    /// <inheritdoc/>
    protected sealed override string Title(ConvolutionSettings settings) => settings.IsBackpropagation
        ? $"{Name}: an ordinary network of the same sizes"
        : $"{Name}: Latent Equilibrium, {settings.Neurons.Steps} steps of {settings.Neurons.Dt} ms, τ = {settings.Neurons.TauMembrane} ms";

    private protected sealed override IClassifier Build(ConvolutionSettings settings, ClassificationTask task, IRunContext context)
    {
        Activation hidden = settings.IsBackpropagation ? Activation.RectifiedLinear : Activation.HardSigmoid;
        EquilibriumDescription description = ClassifierNetworks.Describe(task, settings.Neurons);
        for (int layer = 0; layer < settings.Filters.Length; layer++)
            description = description.Convolution(settings.Filters[layer], settings.Kernel, hidden, settings.Factors[layer]).Pool(Pooling.Maximum, settings.Pool);
        description = description.Dense([settings.Hidden], hidden, task.Outputs, settings.Factors.AsSpan(settings.Filters.Length).ToArray());
        return settings.IsBackpropagation
            ? ClassifierNetworks.Ordinary(description, Loss.CrossEntropy, settings.Training.Batch, context.Seed, settings.BackpropagationRate)
            : ClassifierNetworks.Equilibrium(description, settings.Neurons, settings.Training.Batch, context.Seed);
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
