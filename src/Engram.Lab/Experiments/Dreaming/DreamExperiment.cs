using Engram.Dreaming.Conditions;
using Engram.Dreaming.Evaluation;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>What the experiments on dreams share: images, a cortex, cycles of Wake and sleep, readouts, pictures.</summary>
/// <typeparam name="TSettings">The settings.</typeparam>
public abstract class DreamExperiment<TSettings> : Experiment<TSettings>, IDreamExperiment
    where TSettings : DreamSettings, new()
{
    /// <summary>The batch of a readout (PAD specification 6.1), and the fewest images that anything can be said of.</summary>
    private const int FewestTrain = 64, FewestTest = 10;

    /// <inheritdoc/>
    public override string HeadlineMetric => DreamTraining.AccuracyMetric;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
    [
        .. base.DrawSweep(conditions, figureFolder),
        .. DreamFigures.OfConditions($"{Name}: learning", conditions).Save(Path.Combine(figureFolder, "learning")),
    ];

    /// <inheritdoc/>
    DreamSubject IDreamExperiment.Open(object settings, string dataFolder, ulong seed) => Open((TSettings)settings, dataFolder, seed).Subject;

    /// <inheritdoc/>
    protected override void Resolve(TSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SummaryValue> Run(TSettings settings, IRunContext context)
    {
        (DreamSubject subject, string note) = Open(settings, context.DataFolder, context.Seed);
        var recipe = new DreamRecipe(
            Name,
            TitleOf(settings),
            subject,
            note,
            ConditionOf(settings, subject.Train.Count / subject.Lanes),
            settings.Learning,
            settings.Training.Epochs,
            settings.Evaluation.Epochs,
            settings.Evaluation.Measures == "none" ? [] : DreamEvaluator.Parse(settings.Evaluation.Measures),
            new DreamEvaluationPlan { Readout = new ReadoutTraining { Epochs = settings.Evaluation.ReadoutEpochs } },
            settings.Evaluation.Pictures);
        IReadOnlyList<SummaryValue> summary;
        using (var training = new DreamTraining(context, recipe))
            summary = training.Run();
        DreamFigures.Draw(recipe.Title, [context.Folder], ComparableTo(settings), Path.Combine(context.Folder, "figures"));
        return summary;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(TSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        DreamFigures.Draw(TitleOf(settings), runFolders, ComparableTo(settings), figureFolder);

    /// <summary>The condition that the settings name, with what they change of it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="cyclesPerEpoch">How many cycles an epoch has.</param>
    protected abstract DreamCondition ConditionOf(TSettings settings, int cyclesPerEpoch);

    /// <summary>What figures are called.</summary>
    protected abstract string TitleOf(TSettings settings);

    private static (DreamSubject Subject, string Note) Open(TSettings settings, string dataFolder, ulong seed)
    {
        DreamImages images = DreamSources.Load(settings.Data, dataFolder, seed);
        if (images.Train.Count < Math.Max(FewestTrain, settings.Training.Batch) || images.Test.Count < FewestTest)
        {
            throw new UsageException(
                $"There are {images.Train.Count} training and {images.Test.Count} test images of {images.Name}. Expected at least {Math.Max(FewestTrain, settings.Training.Batch)} (training.batch is {settings.Training.Batch}) and {FewestTest}.");
        }

        var subject = new DreamSubject(
            settings.Describe(images.Train.Shape.Channels, images.Train.Shape.Height), settings.Training.Batch, images.Train, images.Test, images.Name);
        return (subject, images.Note);
    }
}
