using Engram.Datasets;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle;

/// <summary>What the MNIST-1D experiments share: data, training by epochs, checkpoints, and what is written at the end.</summary>
internal static class SequenceExperiment
{
    internal const string AccuracyMetric = "test_accuracy";

    internal static DatasetSplit Load(Mnist1DSettings settings)
    {
        if (settings.Path.Length == 0)
        {
            return Mnist1D.Generate(new Mnist1DOptions
            {
                Seed = checked((uint)settings.Seed),
                SampleCount = settings.Samples,
                Steps = settings.Steps,
            });
        }

        try
        {
            return Mnist1D.ReadFrozen(settings.Path, settings.Steps);
        }
        catch (DatasetException problem)
        {
            throw new UsageException(problem.Message, problem);
        }
    }

    internal static void CheckData(Mnist1DSettings data, TrainingSettings training)
    {
        int train = data.Samples * 4 / 5;
        if (data.Path.Length == 0 && data.Samples % 10 != 0)
            throw new UsageException($"data.samples is {data.Samples}, but the ten classes get equally many: it must be a multiple of 10.");
        if (data.Path.Length == 0 && training.Batch > train)
        {
            throw new UsageException(
                $"training.batch is {training.Batch}, but data.samples = {data.Samples} leaves only {train} training samples: take at most {train}.");
        }
    }

    internal static IReadOnlyList<SummaryValue> Run(
        IRunContext context, NetworkDescription description, ISequenceFeeder feeder, DatasetSplit data, TrainingSettings training,
        LearningSettings? learning = null)
    {
        if (training.Batch > data.Train.Count)
        {
            throw new UsageException(
                $"training.batch is {training.Batch}, but there are only {data.Train.Count} training samples: take at most that many.");
        }

        bool isPublishedStart = string.Equals(training.Weights, "published", StringComparison.Ordinal);
        if (isPublishedStart && context.Seed > uint.MaxValue)
        {
            throw new UsageException(
                $"The seed {context.Seed} is too large for the published first weights, whose generator takes seeds up to {uint.MaxValue}. "
                + "Choose a smaller seed, or training.weights=own.");
        }

        using Network<float> network = description.Build<float>(training.Batch);
        if (isPublishedStart)
            Initialization.AsPublished(network, (uint)context.Seed);
        else
            Initialization.Uniform(network, new RandomStreams(context.Seed).Named("weights"));

        using WorkerTeam? team = context.Threads > 1 ? new WorkerTeam(context.Threads) : null;
        using Learner<float> learner = LearnerOf(network, training, learning);
        using var trainer = new SequenceTrainer(learner, feeder, data, new RandomStreams(context.Seed).Named("order"), team);
        return Train(context, trainer, learner, data, training);
    }

    private static Learner<float> LearnerOf(Network<float> network, TrainingSettings training, LearningSettings? learning)
    {
        var optimizer = new Adam(training.LearningRate!.Value);
        return learning is { IsByWindows: true }
            ? new WindowLearner<float>(network, Loss.CrossEntropy, optimizer, learning.Method, learning.Window!.Value, training.Beta)
            : new OnlineLearner<float>(network, Loss.CrossEntropy, optimizer, training.Beta);
    }

    private static SummaryValue[] Train(
        IRunContext context, SequenceTrainer trainer, Learner<float> learner, DatasetSplit data, TrainingSettings training)
    {
        var schedule = new PlateauSchedule(training.Patience, training.Factor);
        StepSchedule? steps = string.Equals(training.Schedule, "step", StringComparison.Ordinal) ? new StepSchedule(1, training.Factor) : null;
        var tested = new TestRecord();
        bool resumed = context.TryRestore(reader =>
        {
            trainer.Load(reader);
            schedule.Load(reader);
            tested.Load(reader);
        });
        if (!resumed)
        {
            (double loss, double accuracy) = trainer.Evaluate();
            tested.Add(0, loss, accuracy);
            Log(context, 0, loss, accuracy, double.NaN, double.NaN, learner.LearningRate);
        }

        double total = (double)training.Epochs * trainer.BatchesPerEpoch;
        while (trainer.Epoch < training.Epochs)
        {
            while (trainer.Batch < trainer.BatchesPerEpoch)
            {
                context.CheckpointIfDue(Save);
                double loss = trainer.TrainBatch();
                StopIfBroken(loss, trainer, learner.Network);
                context.Report(((double)trainer.Epoch * trainer.BatchesPerEpoch) + trainer.Batch, total, tested.Words);
            }

            (double trainLoss, double trainAccuracy) = trainer.EndEpoch();
            (double testLoss, double testAccuracy) = trainer.Evaluate();
            tested.Add(trainer.Epoch, testLoss, testAccuracy);
            Log(context, trainer.Epoch, testLoss, testAccuracy, trainLoss, trainAccuracy, learner.LearningRate);
            learner.LearningRate = steps?.At(training.LearningRate!.Value, trainer.Epoch) ?? schedule.Next(testLoss, learner.LearningRate);
        }

        context.Checkpoint(Save);
        RunArrays.Write(context.Folder, learner.Network, trainer, data);
        return tested.Summarise();

        void Save(StateWriter writer)
        {
            trainer.Save(writer);
            schedule.Save(writer);
            tested.Save(writer);
        }

        static void StopIfBroken(double loss, SequenceTrainer trainer, Network<float> network)
        {
            if (!double.IsFinite(loss))
            {
                throw new LaboratoryException(
                    $"Learning broke down: the loss is {loss} in epoch {trainer.Epoch + 1}, batch {trainer.Batch}; {Divergence.Find(network)?.ToString() ?? "nothing else"} is no number. "
                    + "The last checkpoint is from before. A smaller training.learning-rate or training.beta keeps the network stable.");
            }
        }
    }

    private static void Log(
        IRunContext context, int epoch, double testLoss, double testAccuracy, double trainLoss, double trainAccuracy, double learningRate) =>
        context.Log(
            ("epoch", epoch),
            (AccuracyMetric, testAccuracy),
            ("test_loss", testLoss),
            ("train_accuracy", trainAccuracy),
            ("train_loss", trainLoss),
            ("learning_rate", learningRate));
}
