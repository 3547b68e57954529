using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>
/// What one would compare with: an ordinary network with the same hidden layers that sees all frames of a sound at once, and learns by
/// backpropagation and gradient descent on the same kernels.
/// </summary>
internal sealed class MlpSpokenLearner : ISpokenLearner
{
    private readonly BackpropagationNetwork<float> _network;
    private readonly LaneMatrix<float> _target;
    private readonly WorkerTeam? _team;

    internal MlpSpokenLearner(int inputs, IReadOnlyList<int> hidden, int classes, SpokenTrainingSettings training, ulong seed, int threads)
    {
        _network = new BackpropagationNetwork<float>(
            new SignalShape(inputs),
            [
                .. hidden.Select(static neurons => new EquilibriumDense(neurons) { Activation = Activation.RectifiedLinear }),
                new EquilibriumDense(classes) { Activation = Activation.Linear },
            ],
            Loss.CrossEntropy,
            training.Batch,
            seed)
        {
            LearningRate = training.MlpRate,
        };
        _team = threads > 1 ? new WorkerTeam(threads) : null;
        _network.Team = _team;
        Frames = new LaneMatrix<float>(inputs, training.Batch);
        _target = new LaneMatrix<float>(classes, training.Batch);
    }

    public int Lanes => _network.Lanes;

    public int ParameterCount => _network.Layers.Sum(static layer => layer.Parameters.Rows * layer.Parameters.Lanes);

    public double LearningRate
    {
        get => _network.LearningRate;
        set => _network.LearningRate = value;
    }

    public LaneMatrix<float> Frames { get; }

    public string? Broken => _network.Layers.FirstOrDefault(static layer => MatrixState.Compact(layer.Parameters).Any(static value => !float.IsFinite(value))) is { } layer
        ? $"a weight in layer {layer.Index}"
        : null;

    public double Learn(ReadOnlySpan<int> labels, Span<int> decisions)
    {
        _target.Clear();
        for (int lane = 0; lane < Lanes; lane++)
            _target[labels[lane], lane] = 1;
        _network.Learn(Frames, _target);
        Decide(decisions);
        double loss = 0;
        for (int lane = 0; lane < Lanes; lane++)
            loss += _network.Losses[0, lane];
        return loss / Lanes;
    }

    public void BeginTest()
    {
    }

    public void Test(ReadOnlySpan<int> labels, Span<int> decisions, Span<double> losses)
    {
        _network.Evaluate(Frames);
        Decide(decisions);
        LaneMatrix<float> output = _network.Output;
        for (int lane = 0; lane < Lanes; lane++)
        {
            double greatest = output[decisions[lane], lane], sum = 0;
            for (int row = 0; row < output.Rows; row++)
                sum += Math.Exp(output[row, lane] - greatest);
            losses[lane] = Math.Log(sum) + greatest - output[labels[lane], lane];
        }
    }

    public void EndTest()
    {
    }

    public void Save(StateWriter writer)
    {
        _network.Save(writer);
        writer.Add("learner/rate", LearningRate);
    }

    public void Load(StateReader reader)
    {
        _network.Load(reader);
        LearningRate = reader.ReadValue<double>("learner/rate");
    }

    public void Dispose()
    {
        _network.Dispose();
        _team?.Dispose();
        Frames.Dispose();
        _target.Dispose();
    }

    private void Decide(Span<int> decisions)
    {
        LaneMatrix<float> output = _network.Output;
        for (int lane = 0; lane < decisions.Length; lane++)
        {
            int best = 0;
            for (int row = 1; row < output.Rows; row++)
                best = output[row, lane] > output[best, lane] ? row : best;
            decisions[lane] = best;
        }
    }
}
