using Engram.Datasets;
using Engram.Lab.Figures;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>What the experiments on spoken words share: the network of specification 3.6, its training, checkpoints, figures.</summary>
/// <typeparam name="TSettings">Their settings.</typeparam>
public abstract class SpokenExperiment<TSettings> : Experiment<TSettings>
    where TSettings : SpokenSettings, new()
{
    internal const string ValidationMetric = "validation_accuracy";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    protected override void Resolve(TSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SpokenSettings.NeuronSettings neurons = settings.Neurons;
        int groups = neurons.TauMembrane.Length;
        if (groups == 0 || neurons.TauProspective.Length != groups)
        {
            throw new UsageException(
                $"neurons.tau-membrane has {groups} time constants and neurons.tau-prospective {neurons.TauProspective.Length}: each group needs one of both.");
        }

        if (neurons.Hidden.Length == 0)
            throw new UsageException("neurons.hidden is empty: give the size of at least one hidden layer.");
        foreach (int size in neurons.Hidden)
        {
            if (size % groups != 0)
                throw new UsageException($"neurons.hidden has a layer of {size} neurons, which {groups} groups of time constants cannot share equally.");
        }

        double shortest = Math.Min(neurons.TauMembrane.Min(), neurons.TauProspective.Min());
        if (neurons.Dt > shortest)
        {
            throw new UsageException(
                $"neurons.steps-per-frame is {neurons.StepsPerFrame}, an Euler step of {neurons.Dt:0.####} frames, but it may not be longer than the shortest time "
                + $"constant, here {shortest}: take more steps.");
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(TSettings settings, IRunContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        SpokenWords words = Guard(() => Load(settings, context));
        SpokenTrainingSettings training = settings.Training;
        using ISpokenLearner learner = Build(settings, words, context);
        var trainer = new SpokenTrainer(words, learner, training.Augment, context.Seed);
        var schedule = new PlateauSchedule(training.Patience, training.Factor);
        var validated = new TestRecord();
        bool resumed = context.TryRestore(reader =>
        {
            trainer.Load(reader);
            schedule.Load(reader);
            validated.Load(reader);
        });
        if (!resumed)
        {
            (double loss, double accuracy) = trainer.Test(words.Validation);
            validated.Add(0, loss, accuracy);
            Log(0, loss, accuracy, double.NaN, double.NaN);
        }

        double total = (double)training.Epochs * trainer.BatchesPerEpoch;
        while (trainer.Epoch < training.Epochs)
        {
            while (trainer.Batch < trainer.BatchesPerEpoch)
            {
                context.CheckpointIfDue(Save);
                double loss = trainer.TrainBatch();
                if (!double.IsFinite(loss))
                {
                    throw new LaboratoryException(
                        $"Learning broke down: the loss is {loss} in epoch {trainer.Epoch + 1}, batch {trainer.Batch}; {learner.Broken ?? "nothing else"} is no number. "
                        + "The last checkpoint is from before. A smaller training.learning-rate or neurons.beta keeps the network stable.");
                }

                context.Report(((double)trainer.Epoch * trainer.BatchesPerEpoch) + trainer.Batch, total, validated.Words);
            }

            (double trainLoss, double trainAccuracy) = trainer.EndEpoch();
            (double validationLoss, double validationAccuracy) = trainer.Test(words.Validation);
            validated.Add(trainer.Epoch, validationLoss, validationAccuracy);
            Log(trainer.Epoch, validationLoss, validationAccuracy, trainLoss, trainAccuracy);
            learner.LearningRate = schedule.Next(validationLoss, learner.LearningRate);
        }

        context.Checkpoint(Save);
        (double testLoss, double testAccuracy) = trainer.Test(words.Test);
        NpyWriter.Write(Path.Combine(context.Folder, "arrays", "test-decisions.npy"), trainer.TestDecisions, words.Test.Count);
        NpyWriter.Write(Path.Combine(context.Folder, "arrays", "test-labels.npy"), words.Test.Labels, words.Test.Count);
        if (learner is GleSpokenLearner listener)
            ListenerFile.Write(Path.Combine(context.Folder, "arrays", ListenerFile.Name), listener.Network, words, settings.Neurons.StepsPerFrame);
        string figures = Path.Combine(context.Folder, "figures");
        SpokenFigures.DrawCurves([context.Folder], Title(settings, words.Name), words.Classes.Count, ComparableCurve(settings), figures);
        SpokenFigures.DrawConfusions(words.Classes, words.Test.Labels, trainer.TestDecisions, $"{words.Name}: what test sounds were taken for", figures);
        return
        [
            new(SequenceExperiment.AccuracyMetric, testAccuracy, "%", "test accuracy"),
            new(ValidationMetric, validated.Accuracy, "%", "validation accuracy after the last epoch"),
            new("best_validation_accuracy", validated.BestAccuracy, "%", "best validation accuracy of any epoch"),
            new("test_loss", testLoss, "", "test loss"),
            new("parameters", learner.ParameterCount, "", "numbers that are learned"),
            new("train_sounds", words.Train.Count, "", "training sounds"),
            new("test_sounds", words.Test.Count, "", "test sounds"),
        ];

        void Save(StateWriter writer)
        {
            trainer.Save(writer);
            schedule.Save(writer);
            validated.Save(writer);
        }

        void Log(int epoch, double loss, double accuracy, double trainLoss, double trainAccuracy) => context.Log(
            ("epoch", epoch),
            (ValidationMetric, accuracy),
            ("validation_loss", loss),
            ("train_accuracy", trainAccuracy),
            ("train_loss", trainLoss),
            ("learning_rate", learner.LearningRate));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(TSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        SpokenFigures.DrawCurves(runFolders, Title(settings, ""), Classes, ComparableCurve(settings), figureFolder);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
    [
        .. base.DrawSweep(conditions, figureFolder),
        .. SweepFigures.LearningCurves(
            $"{Name}: how each condition learns",
            new FigureAxis("epoch"),
            "epoch",
            new FigureAxis("validation accuracy", "%") { Minimum = 0, Maximum = 100 },
            ValidationMetric,
            conditions,
            [new ReferenceLine("chance", 100.0 / Classes)]).Save(Path.Combine(figureFolder, "accuracy")),
    ];

    /// <summary>How many classes the published task has.</summary>
    private protected abstract int Classes { get; }

    private protected abstract SpokenWords Load(TSettings settings, IRunContext context);

    private protected virtual (double[] Epochs, double[] Mean, double[] Deviation)? ComparableCurve(TSettings settings) => null;

    private string Title(TSettings settings, string data) =>
        $"{(data.Length > 0 ? data : Name)}, {settings.Condition}: {string.Join("-", settings.Neurons.Hidden)} neurons";

    /// <summary>The network of the settings.</summary>
    internal static NetworkDescription Describe(SpokenSettings settings, int channels, int classes)
    {
        SpokenSettings.NeuronSettings neurons = settings.Neurons;
        bool allFast = string.Equals(settings.Condition, "no-slow", StringComparison.Ordinal);
        NetworkDescription description = Engram.Neurons.Network.Describe(channels, neurons.Dt);
        foreach ((int index, int size) in neurons.Hidden.Index())
        {
            description = description.Dense(
                index == 0 ? Activation.Linear : Activation.Tanh,
                [.. neurons.TauMembrane.Zip(neurons.TauProspective, (membrane, prospective) => new NeuronGroup(
                    size / neurons.TauMembrane.Length, new TimeConstants(membrane, allFast ? membrane : prospective)))]);
        }

        bool looksAhead = !string.Equals(settings.Condition, "instantaneous", StringComparison.Ordinal);
        return description
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(classes, neurons.TauMembrane.Max()))
            .EachLayer(layer => layer with { ProspectiveErrors = looksAhead });
    }

    private static ISpokenLearner Build(TSettings settings, SpokenWords words, IRunContext context)
    {
        int channels = words.Features.Channels;
        if (string.Equals(settings.Condition, "mlp", StringComparison.Ordinal))
            return new MlpSpokenLearner(words.Frames * channels, settings.Neurons.Hidden, words.Classes.Count, settings.Training, context.Seed, context.Threads);
        return new GleSpokenLearner(
            Describe(settings, channels, words.Classes.Count),
            words.Frames,
            settings.Neurons.StepsPerFrame,
            settings.Training,
            settings.Neurons.Beta,
            context.Seed,
            context.Threads);
    }

    private static SpokenWords Guard(Func<SpokenWords> load)
    {
        try
        {
            return load();
        }
        catch (DatasetException problem)
        {
            throw new UsageException($"{problem.Message} (Or take sounds that Engram invents: --set data.set=built-in.)", problem);
        }
    }
}
