using Engram.Neurons;

namespace Engram.Lab.Experiments.Le;

/// <summary>MNIST on neurons whose time constants differ and do not match (Haider et al. 2021, Fig. 4a; specification 4.1 and 4.2).</summary>
public sealed class LeHeterogeneity : ClassifierExperiment<LeHeterogeneitySettings>
{
    private const int AdaptationSteps = 10;
    private const int MostPasses = 200;

    /// <inheritdoc/>
    public override string Name => "le-heterogeneity";

    /// <inheritdoc/>
    public override string Summary => "Learning digits with neurons whose membrane and prospective time constants differ and do not match";

    /// <inheritdoc/>
    public override string Description =>
        """
        No two neurons of a substrate are alike: here both time constants of each are drawn around 20 ms. A neuron whose two time constants
        differ over- or undershoots whenever its input changes, the more the shorter a presentation is. neurons.dt sets how long it is, at
        100 steps: sweep it from 0.002 to 2 ms to draw the published figure. With condition=learned the membrane time constants are first
        learned to match, by a local rule. The paper's own numbers could not be recovered; it reports that performance degrades gracefully
        and that learning the time constants restores it.

        engram sweep le-heterogeneity --over condition=homogeneous,moderate,strong,learned --over neurons.dt=0.01,0.1,1 --seeds 4
        """;

    /// <inheritdoc/>
    protected override LeHeterogeneitySettings CreatePreset(string preset)
    {
        var settings = new LeHeterogeneitySettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "auto";
            (settings.Data.Train, settings.Data.Test) = (4_096, 1_024);
            settings.Hidden = [100, 50];
            settings.Neurons.Steps = 40;
            (settings.Training.Batch, settings.Training.Epochs) = (128, 8);
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(LeHeterogeneitySettings settings)
    {
        var published = new LeHeterogeneitySettings();
        settings.ResolveNetwork(published);
        settings.Training.Resolve(published.Training, settings.Data);
        settings.Spread ??= settings.Condition switch
        {
            "homogeneous" => 0,
            "strong" => 0.3,
            "prospective-errors" => 0.01,
            _ => 0.2,
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LeHeterogeneitySettings settings) => PublishedEquilibrium.MnistSeeds;

    /// <inheritdoc/>
    protected override ClassifierTrainingSettings TrainingOf(LeHeterogeneitySettings settings) => settings.Training;

    /// <inheritdoc/>
    protected override string Title(LeHeterogeneitySettings settings) =>
        $"Digits on mismatched neurons ({settings.Condition}): spread {100 * settings.Spread} %, {settings.Neurons.Steps} steps of {settings.Neurons.Dt} ms";

    private protected override ClassificationTask Load(LeHeterogeneitySettings settings, IRunContext context) =>
        ClassifierSources.Digits(settings.Data, context.DataFolder);

    private protected override IClassifier Build(LeHeterogeneitySettings settings, ClassificationTask task, IRunContext context)
    {
        EquilibriumDescription description = ClassifierNetworks.Describe(task.Shape, settings.Neurons)
            .Dense(settings.Hidden, Activation.HardSigmoid, task.Outputs, settings.Factors) with
        {
            Heterogeneity = settings.Spread!.Value,
            ErrorSource = settings.HasProspectiveErrors ? ErrorSource.ProspectivePotential : ErrorSource.MatchedPotential,
        };
        EquilibriumClassifier classifier = ClassifierNetworks.Equilibrium(description, settings.Neurons, settings.Training.Batch!.Value, context.Seed);
        if (settings.Learns)
        {
            // Before the first row is logged and in every resumed run alike: the checkpoint then puts the state in its place.
            using var adaptation = new TimeConstantAdaptation(classifier.Network, task, AdaptationSteps, settings.AdaptationRate);
            while (!adaptation.IsDone && adaptation.Passes < MostPasses)
            {
                context.Stop.ThrowIfCancellationRequested();
                adaptation.Pass();
                context.Report(0, 1, $"learning time constants, pass {adaptation.Passes}");
            }
        }

        return classifier;
    }
}
