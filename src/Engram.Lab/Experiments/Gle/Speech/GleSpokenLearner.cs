using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>A network of Generalized Latent Equilibrium that hears sounds step by step and learns at every one (specification 3.6).</summary>
internal sealed class GleSpokenLearner : ISpokenLearner
{
    private readonly Network<float> _network;
    private readonly OnlineLearner<float> _learner;
    private readonly TeamGovernor _governor;
    private readonly WorkerTeam? _team;
    private readonly LaneMatrix<float> _sequence;
    private readonly int _channels, _factor;
    private NetworkState<float>? _before, _kept;

    internal GleSpokenLearner(NetworkDescription description, int frames, int factor, SpokenTrainingSettings training, double beta, ulong seed, int threads)
    {
        (_channels, _factor) = (description.Inputs, factor);
        _network = description.Build<float>(training.Batch);
        Initialization.Uniform(_network, new RandomStreams(seed).Named("weights"));
        _learner = new OnlineLearner<float>(_network, Loss.CrossEntropy, new Adam(training.LearningRate), beta);
        _team = threads > 1 ? new WorkerTeam(threads) : null;
        _governor = new TeamGovernor(_team);
        Frames = new LaneMatrix<float>(frames * _channels, training.Batch);
        _sequence = new LaneMatrix<float>(frames * factor * _channels, training.Batch);
    }

    public int Lanes => _network.Lanes;

    public int ParameterCount => _network.Description.ParameterCount;

    public double LearningRate
    {
        get => _learner.LearningRate;
        set => _learner.LearningRate = value;
    }

    public LaneMatrix<float> Frames { get; }

    public string? Broken => Divergence.Find(_network)?.ToString();

    internal Network<float> Network => _network;

    public double Learn(ReadOnlySpan<int> labels, Span<int> decisions)
    {
        Hear(labels);
        _network.Team = _governor.Begin();
        _learner.Present(_sequence);
        _governor.End();
        _learner.Decide(decisions);
        double loss = 0;
        for (int lane = 0; lane < Lanes; lane++)
            loss += _learner.SummedLoss[0, lane];
        return loss / ((double)Lanes * _learner.SummedSteps);
    }

    public void BeginTest() => _before = _network.CaptureState();

    public void Test(ReadOnlySpan<int> labels, Span<int> decisions, Span<double> losses)
    {
        _network.RestoreState(_before!);
        Hear(labels);
        _learner.Evaluate(_sequence);
        _learner.Decide(decisions);
        for (int lane = 0; lane < Lanes; lane++)
            losses[lane] = _learner.SummedLoss[0, lane] / _learner.SummedSteps;
        _kept ??= _network.CaptureState();
    }

    public void EndTest()
    {
        if (_kept is not null)
            _network.RestoreState(_kept);
        _before?.Dispose();
        _kept?.Dispose();
        _before = _kept = null;
    }

    public void Save(StateWriter writer)
    {
        _network.Save(writer);
        _learner.Save(writer);
    }

    public void Load(StateReader reader)
    {
        _network.Load(reader);
        _learner.Load(reader);
    }

    public void Dispose()
    {
        EndTest();
        _learner.Dispose();
        _network.Dispose();
        _team?.Dispose();
        Frames.Dispose();
        _sequence.Dispose();
    }

    private void Hear(ReadOnlySpan<int> labels)
    {
        _learner.SetLabels(labels);
        _learner.ClearSums();
        Stretch(Frames, _channels, _factor, _sequence);
    }

    /// <summary>
    /// Frames become steps by linear interpolation, as <see cref="Datasets.TimeStretch"/> does it for one sound: step j lies at frame (j + ½) / factor − ½,
    /// held within the first and the last.
    /// </summary>
    internal static void Stretch(LaneMatrix<float> frames, int channels, int factor, LaneMatrix<float> sequence)
    {
        int last = (frames.Rows / channels) - 1;
        for (int step = 0; step < sequence.Rows / channels; step++)
        {
            int place = Math.Max(0, (2 * step) + 1 - factor), frame = Math.Min(place / (2 * factor), last);
            float share = (place - (2 * factor * frame)) / (2f * factor);
            int next = Math.Min(frame + 1, last);
            for (int channel = 0; channel < channels; channel++)
            {
                ReadOnlySpan<float> before = frames.Row((frame * channels) + channel), after = frames.Row((next * channels) + channel);
                Span<float> row = sequence.Row((step * channels) + channel);
                for (int lane = 0; lane < row.Length; lane++)
                    row[lane] = before[lane] + ((after[lane] - before[lane]) * share);
            }
        }
    }
}
