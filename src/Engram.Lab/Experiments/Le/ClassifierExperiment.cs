using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Le;

/// <summary>What the classifiers of Haider et al. 2021 share: a task, a network, epochs, and the figure of the errors over them.</summary>
/// <typeparam name="TSettings">The settings.</typeparam>
public abstract class ClassifierExperiment<TSettings> : Experiment<TSettings>
    where TSettings : class, new()
{
    /// <inheritdoc/>
    public override string Paper => PublishedEquilibrium.Paper;

    /// <inheritdoc/>
    public override string HeadlineMetric => ClassifierTraining.ErrorMetric;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
    [
        .. base.DrawSweep(conditions, figureFolder),
        .. SweepFigures.LearningCurves(
            $"{Name}: learning", new FigureAxis("epoch"), "epoch", new FigureAxis("validation error", "%") { IsLogarithmic = true }, "validation_error", conditions)
            .Save(Path.Combine(figureFolder, "learning")),
    ];

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SummaryValue> Run(TSettings settings, IRunContext context)
    {
        ClassificationTask task = Load(settings, context);
        task.CheckBatch(TrainingOf(settings).Batch!.Value);
        IReadOnlyList<SummaryValue> summary;
        using (IClassifier classifier = Build(settings, task, context))
        {
            using var training = new ClassifierTraining(context, classifier, task, TrainingOf(settings));
            summary = training.Run();
        }

        Draw(settings, [context.Folder], Path.Combine(context.Folder, "figures"));
        return summary;
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<string> DrawGroup(TSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        Draw(settings, runFolders, figureFolder);

    /// <summary>The published seeds of Figs. 2c to 2e, unless an experiment has others.</summary>
    protected override IReadOnlyList<ulong> PublishedSeeds(TSettings settings) => PublishedEquilibrium.ComparisonSeeds;

    private protected abstract ClassificationTask Load(TSettings settings, IRunContext context);

    private protected abstract IClassifier Build(TSettings settings, ClassificationTask task, IRunContext context);

    /// <summary>How it is trained.</summary>
    protected abstract ClassifierTrainingSettings TrainingOf(TSettings settings);

    /// <summary>The title of the figure.</summary>
    protected abstract string Title(TSettings settings);

    private IReadOnlyList<string> Draw(TSettings settings, IReadOnlyList<string> runFolders, string figureFolder)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        IReadOnlyList<double> epochs = runs.Select(run => run.Column("epoch")).MaxBy(epochs => epochs.Count) ?? [];
        string label = runs.Length == 1 ? "Engram" : $"Engram, mean ± sd of {runs.Length} seeds";
        ReferenceLine[] references =
        [
            .. ComparableTo(settings)
                .Where(published => string.Equals(published.Metric, ClassifierTraining.ErrorMetric, StringComparison.Ordinal))
                .Select(published => new ReferenceLine($"published test error, {published.Name}", published.Mean, published.StandardDeviation)),
        ];
        return new LineFigure
        {
            Title = Title(settings),
            X = new FigureAxis("epoch"),
            Y = new FigureAxis("validation error", "%") { IsLogarithmic = true },
            Curves = Curve.OverSeeds(label, epochs, [.. runs.Select(run => run.Column("validation_error"))], FigureColor.Blue),
            References = references,
        }.Save(Path.Combine(figureFolder, "error"));
    }
}
