using Engram.Lab.Figures;
using Engram.Neurons;

namespace Engram.Lab.Experiments.Le;

/// <summary>Neurons learn their membrane time constants to match what they look ahead by (Haider et al. 2021, Fig. 4b; specification 4.2).</summary>
public sealed class LeTimeConstants : Experiment<LeTimeConstantsSettings>
{
    /// <inheritdoc/>
    public override string Name => "le-time-constants";

    /// <inheritdoc/>
    public override string Paper => PublishedEquilibrium.Paper;

    /// <inheritdoc/>
    public override string Summary => "Neurons that see nothing but images learn to match their two time constants";

    /// <inheritdoc/>
    public override string Description =>
        """
        Both time constants of every neuron are drawn around 20 ms. While images are shown without targets, each neuron moves its membrane
        time constant by the product of its mismatch and the speed of its potential, which it can measure itself: the two then meet, neuron
        by neuron. With errors from prospective rates the lower layers can settle only after the layers above have. The paper's own numbers
        for this panel could not be recovered.
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "mismatch";

    /// <inheritdoc/>
    protected override LeTimeConstantsSettings CreatePreset(string preset)
    {
        var settings = new LeTimeConstantsSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "auto";
            (settings.Data.Train, settings.Data.Test) = (1_024, 1_024);
            // All layers at their size: the fewer inputs a neuron has, the less its potential moves and the longer it takes.
            settings.Batch = 32;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(LeTimeConstantsSettings settings)
    {
        settings.ResolveNetwork(new LeTimeConstantsSettings());
        settings.Data.CheckHeldOut("batch", settings.Batch);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LeTimeConstantsSettings settings) => PublishedEquilibrium.MnistSeeds;

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(LeTimeConstantsSettings settings, IRunContext context)
    {
        ClassificationTask task = ClassifierSources.Digits(settings.Data, context.DataFolder);
        if (task.Validation.Count < settings.Batch)
            throw new UsageException($"batch is {settings.Batch}, but there are only {task.Validation.Count} validation images: take a smaller batch.");
        EquilibriumDescription description = ClassifierNetworks.Describe(task.Shape, settings.Neurons)
            .Dense(settings.Hidden, Activation.HardSigmoid, task.Outputs, settings.Factors) with
        {
            Heterogeneity = settings.Spread,
            ErrorSource = settings.ProspectiveErrors ? ErrorSource.ProspectivePotential : ErrorSource.MatchedPotential,
        };
        using EquilibriumClassifier classifier = ClassifierNetworks.Equilibrium(description, settings.Neurons, settings.Batch, context.Seed);
        using var adaptation = new TimeConstantAdaptation(classifier.Network, task, settings.AdaptationSteps, settings.AdaptationRate);
        if (!context.TryRestore(adaptation.Load))
            Log();
        while (!adaptation.IsDone && adaptation.Passes < settings.Passes)
        {
            context.CheckpointIfDue(adaptation.Save);
            adaptation.Pass();
            Log();
            context.Report(adaptation.Passes, settings.Passes, $"mean |τm − τr| {adaptation.Mismatch().Average():E1} ms");
        }

        context.Checkpoint(adaptation.Save);
        Draw(context.Folder, settings);
        double[] last = adaptation.Mismatch();
        return
        [
            new("mismatch", last.Max(), "ms", "greatest mean |τm − τr| of a layer"),
            new("passes", adaptation.Passes, "", "passes through the validation images"),
        ];

        void Log()
        {
            double[] mismatch = adaptation.Mismatch();
            context.Log([("pass", adaptation.Passes), .. mismatch.Select((value, layer) => ($"layer_{layer + 1}", value))]);
        }
    }

    private static void Draw(string folder, LeTimeConstantsSettings settings)
    {
        RunMetrics metrics = RunMetrics.Read(folder);
        new LineFigure
        {
            Title = $"Time constants that learn to match: spread {100 * settings.Spread} % at first",
            X = new FigureAxis("passes through the validation images"),
            Y = new FigureAxis("mean |τm − τr|", "ms") { IsLogarithmic = true },
            Curves =
            [
                .. metrics.Columns.Skip(1).Select(column => new Curve(column.Replace('_', ' '), metrics.Column("pass"), metrics.Column(column))),
            ],
        }.Save(Path.Combine(folder, "figures", "time-constants"));
    }
}
