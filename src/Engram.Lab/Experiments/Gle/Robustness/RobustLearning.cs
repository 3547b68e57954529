using Engram.Datasets;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Robustness;

/// <summary>A network with one thing wrong, while it is trained.</summary>
internal sealed class RobustLearning : IDisposable
{
    private readonly GleRobustnessSettings _settings;
    private readonly Network<float> _network;
    private readonly OnlineLearner<float> _learner;
    private readonly Disturbance _disturbance;

    internal RobustLearning(GleRobustnessSettings settings, GleRobustness.Trial trial, DatasetSplit data, ulong seed, WorkerTeam? team)
    {
        _settings = settings;
        NetworkDescription description = Describe(settings, trial, data, seed);
        _network = description.Build<float>(settings.Training.Batch, seed);
        _learner = new OnlineLearner<float>(_network, Loss.CrossEntropy, new Adam(settings.Training.LearningRate));
        Trainer = new SequenceTrainer(_learner, new PlainFeeder(data.Train.Channels), data, new RandomStreams(seed).Named("order"), team);
        _disturbance = new Disturbance(_network, trial.Kind, trial.Strength, seed);
    }

    internal SequenceTrainer Trainer { get; }

    /// <summary>Whether all weights are numbers.</summary>
    internal bool IsSound => _network.Layers.All(static layer => MatrixState.Compact(layer.Parameters).All(float.IsFinite));

    internal static NetworkDescription Describe(GleRobustnessSettings settings, GleRobustness.Trial trial, DatasetSplit data, ulong seed)
    {
        var whole = new GleMnist1DSettings { Neurons = settings.Neurons };
        NetworkDescription description = GleMnist1D.Describe(whole, data);
        if (trial.Kind is not (Imperfection.Spread or Imperfection.Mismatch))
            return description;
        RandomStream stream = new RandomStreams(seed).Named("tau");
        double least = description.TimeStep;
        return description.EachLayer(layer => trial.Kind == Imperfection.Spread
            ? layer with { Neurons = Disturbance.Spread(layer.Neurons, trial.Strength, least, stream) }
            : layer with { ErrorNeurons = Disturbance.Mismatched(layer.Neurons, trial.Strength, least, stream) });
    }

    /// <summary>Ends an epoch and tests.</summary>
    /// <returns>The test accuracy, in %.</returns>
    internal double EndEpoch()
    {
        Trainer.EndEpoch();
        _learner.LearningRate *= _settings.Training.Factor;
        return Test();
    }

    internal double Test()
    {
        _disturbance.IsTesting = true;
        double accuracy = Trainer.Evaluate().Accuracy;
        _disturbance.IsTesting = false;
        return accuracy;
    }

    internal void Save(StateWriter writer)
    {
        Trainer.Save(writer);
        _disturbance.Save(writer);
    }

    internal void Load(StateReader reader)
    {
        Trainer.Load(reader);
        _disturbance.Load(reader);
    }

    public void Dispose()
    {
        _disturbance.Dispose();
        Trainer.Dispose();
        _learner.Dispose();
        _network.Dispose();
    }
}
