using Engram.Neurons;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// MNIST by Latent Equilibrium, and what becomes of it with ten times slower neurons, with feedback alignment, and without prospective coding
/// (Haider et al. 2021, Fig. 2b; specification 5.3).
/// </summary>
public sealed class LeMnist : ClassifierExperiment<LeMnistSettings>
{
    /// <inheritdoc/>
    public override string Name => "le-mnist";

    /// <inheritdoc/>
    public override string Summary => "Slow neurons that look ahead learn handwritten digits while images change faster than their membranes";

    /// <inheritdoc/>
    public override string Description =>
        """
        Every image is shown for 1 ms, a twentieth of the membrane time constant, and plasticity is never switched off. A network whose
        rates look ahead (τr = τm) learns as if its neurons were instantaneous: condition=slow makes them ten times slower and changes
        nothing but rounding. condition=no-prospective takes the look-ahead away: although each image is then shown for twenty membrane
        time constants (200 steps of 1 ms as in the released job; neurons.steps=100 as in the paper), accuracy stays below 90 %.
        condition=feedback-alignment sends errors through fixed random weights. Images are shown in the order of the file, because the
        released code's shuffling has no effect.

        A full run of 199 epochs takes about an hour on one core; training.epochs=20 comes within half a point.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published =>
        [PublishedEquilibrium.Mnist, PublishedEquilibrium.MnistFeedbackAlignment, PublishedEquilibrium.MnistBackpropagation];

    /// <inheritdoc/>
    protected override LeMnistSettings CreatePreset(string preset)
    {
        var settings = new LeMnistSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "auto";
            (settings.Data.Train, settings.Data.Test) = (6_144, 1_536);
            (settings.Training.Batch, settings.Training.Epochs) = (128, 6);
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(LeMnistSettings settings)
    {
        EquilibriumSettings neurons = settings.Neurons;
        bool isSlow = Is(settings, "slow"), looksAhead = !Is(settings, "no-prospective");
        neurons.TauMembrane ??= !looksAhead ? 10 : isSlow ? 200 : 20;
        neurons.TauProspective ??= looksAhead ? neurons.TauMembrane : 0;
        neurons.Dt ??= looksAhead ? 0.01 : 1;
        neurons.Steps ??= looksAhead ? 100 : 200;
        settings.Training.Shuffle ??= Is(settings, "backpropagation");
        neurons.Check();
        if (settings.Factors.Length != settings.Hidden.Length + 1)
        {
            throw new UsageException(
                $"factors has {settings.Factors.Length} numbers, but hidden = {settings.Hidden.Length} layers and an output need {settings.Hidden.Length + 1}.");
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(LeMnistSettings settings)
    {
        if (!string.Equals(settings.Data.Set, "published", StringComparison.Ordinal))
            return [];
        return settings.Condition switch
        {
            "le" or "slow" => [PublishedEquilibrium.Mnist],
            "feedback-alignment" => [PublishedEquilibrium.MnistFeedbackAlignment],
            "backpropagation" => [PublishedEquilibrium.MnistBackpropagation],
            _ => [],
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LeMnistSettings settings) => PublishedEquilibrium.MnistSeeds;

    /// <inheritdoc/>
    protected override ClassifierTrainingSettings TrainingOf(LeMnistSettings settings) => settings.Training;

    /// <inheritdoc/>
    protected override string Title(LeMnistSettings settings) =>
        $"Digits by Latent Equilibrium ({settings.Condition}): {settings.Neurons.Steps} steps of {settings.Neurons.Dt} ms, τ = {settings.Neurons.TauMembrane} ms";

    private protected override ClassificationTask Load(LeMnistSettings settings, IRunContext context) =>
        ClassifierSources.Digits(settings.Data, context.DataFolder);

    private protected override IClassifier Build(LeMnistSettings settings, ClassificationTask task, IRunContext context) =>
        Is(settings, "backpropagation") ? Ordinary(settings, task, context) : Equilibrium(settings, task, context);

    private static EquilibriumClassifier Equilibrium(LeMnistSettings settings, ClassificationTask task, IRunContext context)
    {
        EquilibriumSettings neurons = settings.Neurons;
        EquilibriumDescription description = EquilibriumDescription.Of(task.Shape, neurons.Dt!.Value, neurons.TauMembrane!.Value) with
        {
            Times = new TimeConstants(neurons.TauMembrane.Value, neurons.TauProspective!.Value),
            Beta = neurons.Beta,
            HasRandomFeedback = Is(settings, "feedback-alignment"),
            ErrorSource = Is(settings, "no-prospective") ? ErrorSource.ProspectivePotential : ErrorSource.MatchedPotential,
        };
        for (int layer = 0; layer < settings.Hidden.Length; layer++)
            description = description.Dense(settings.Hidden[layer], factor: settings.Factors[layer]);
        description = description.Dense(task.Outputs, Activation.Linear, settings.Factors[^1]);
        EquilibriumNetwork<float> network = Fitting(() => description.Build<float>(settings.Training.Batch, context.Seed));
        network.LearningRate = EquilibriumDescription.LearningRatePerStep(neurons.Multiplier, neurons.Steps!.Value);
        network.Shortcuts = neurons.Shortcuts ? EquilibriumShortcuts.All : EquilibriumShortcuts.None;
        return new EquilibriumClassifier(network, neurons.Steps.Value);
    }

    private static BackpropagationClassifier Ordinary(LeMnistSettings settings, ClassificationTask task, IRunContext context)
    {
        EquilibriumLayer[] layers =
        [
            .. settings.Hidden.Select(neurons => new EquilibriumDense(neurons) { Activation = Activation.RectifiedLinear }),
            new EquilibriumDense(task.Outputs) { Activation = Activation.Linear },
        ];
        BackpropagationNetwork<float> network = Fitting(
            () => new BackpropagationNetwork<float>(task.Shape, layers, Loss.CrossEntropy, settings.Training.Batch, context.Seed));
        network.LearningRate = settings.BackpropagationRate;
        return new BackpropagationClassifier(network, threshold: 0);
    }

    private static bool Is(LeMnistSettings settings, string condition) => string.Equals(settings.Condition, condition, StringComparison.Ordinal);
}
