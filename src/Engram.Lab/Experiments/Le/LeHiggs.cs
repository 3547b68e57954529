using Engram.Neurons;

namespace Engram.Lab.Experiments.Le;

/// <summary>HIGGS by Latent Equilibrium (Haider et al. 2021, Figs. 2c to 2e; specification 5.4).</summary>
public sealed class LeHiggs : ClassifierExperiment<LeHiggsSettings>
{
    /// <inheritdoc/>
    public override string Name => "le-higgs";

    /// <inheritdoc/>
    public override string Summary => "Slow neurons learn to tell collisions that made a Higgs boson from those that did not, beside backpropagation";

    /// <inheritdoc/>
    public override string Description =>
        """
        28 features of a simulated collision go in, one number comes out; at least ½ means signal. Each batch is shown for 20 steps, of which
        errors need eight to reach the first layer. The first 400,000 rows of the table are used as published; with fewer rows in the data
        folder the summary says how many were learned from. The quick preset learns collisions that Engram invents.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => [PublishedEquilibrium.Higgs, PublishedEquilibrium.HiggsBackpropagation];

    /// <inheritdoc/>
    protected override LeHiggsSettings CreatePreset(string preset)
    {
        var settings = new LeHiggsSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "built-in";
            settings.Data.Train = 20_000;
            settings.Hidden = [100, 100, 100];
            settings.Training.Epochs = 10;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(LeHiggsSettings settings)
    {
        var published = new LeHiggsSettings();
        settings.Data.RefuseFashion(Name);
        settings.Neurons.Resolve(published.Neurons);
        settings.Training.Resolve(published.Training, settings.Data);
        ClassifierNetworks.CheckFactors(settings.Factors, settings.Hidden.Length + 1, "each hidden layer and one for the output");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(LeHiggsSettings settings) => !settings.Data.IsPublished ? []
        : settings.IsBackpropagation ? [PublishedEquilibrium.HiggsBackpropagation] : [PublishedEquilibrium.Higgs];

    /// <inheritdoc/>
    protected override ClassifierTrainingSettings TrainingOf(LeHiggsSettings settings) => settings.Training;

    /// <inheritdoc/>
    protected override string Title(LeHiggsSettings settings) => settings.IsBackpropagation
        ? "Collisions by an ordinary network of the same sizes"
        : $"Collisions by Latent Equilibrium: {settings.Neurons.Steps} steps of {settings.Neurons.Dt} ms, τ = {settings.Neurons.TauMembrane} ms";

    private protected override ClassificationTask Load(LeHiggsSettings settings, IRunContext context) =>
        ClassifierSources.Collisions(settings.Data, context.DataFolder, context.Seed);

    private protected override IClassifier Build(LeHiggsSettings settings, ClassificationTask task, IRunContext context)
    {
        EquilibriumDescription description = ClassifierNetworks.Describe(task.Shape, settings.Neurons);
        return settings.IsBackpropagation
            ? ClassifierNetworks.Ordinary(
                description.Dense(settings.Hidden, Activation.Tanh, task.Outputs, settings.Factors),
                Loss.BinaryCrossEntropy,
                settings.Training.Batch!.Value,
                context.Seed,
                settings.BackpropagationRate)
            : ClassifierNetworks.Equilibrium(
                description.Dense(settings.Hidden, Activation.HardSigmoid, task.Outputs, settings.Factors), settings.Neurons, settings.Training.Batch!.Value, context.Seed);
    }
}
