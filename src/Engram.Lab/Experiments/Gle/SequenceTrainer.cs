using Engram.Datasets;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle;

/// <summary>
/// The published protocol for classifying sequences while they arrive: batches of samples side by side, a fresh order every epoch, a
/// parameter change at every time step, and states that run on from sample to sample and through evaluation (specification 1.13, traps 8
/// to 11).
/// </summary>
internal sealed class SequenceTrainer : IDisposable
{
    private readonly Network<float> _network;
    private readonly Learner<float> _learner;
    private readonly ISequenceFeeder _feeder;
    private readonly TeamGovernor _governor;
    private readonly DatasetSplit _data;
    private RandomStream _order;
    private readonly LaneMatrix<float> _sequence;
    private readonly int[] _samples;
    private readonly int[] _labels;
    private readonly int[] _decisions;
    private readonly int[] _permutation;
    private readonly int[] _testDecisions;
    private double _epochLoss;
    private int _epochCorrect;

    internal SequenceTrainer(Learner<float> learner, ISequenceFeeder feeder, DatasetSplit data, RandomStream order, WorkerTeam? team = null)
    {
        _learner = learner;
        _network = learner.Network;
        _feeder = feeder;
        _governor = new TeamGovernor(team);
        _data = data;
        _order = order;
        _sequence = new LaneMatrix<float>(data.Train.Steps * feeder.Channels, _network.Lanes);
        _samples = new int[_network.Lanes];
        _labels = new int[_network.Lanes];
        _decisions = new int[_network.Lanes];
        _testDecisions = new int[data.Test.Count];
        _permutation = [.. Enumerable.Range(0, data.Train.Count)];
    }

    /// <summary>Batches in an epoch; samples that do not fill one sit the epoch out.</summary>
    internal int BatchesPerEpoch => _data.Train.Count / _network.Lanes;

    /// <summary>The class decided for each test sample in the last evaluation.</summary>
    internal ReadOnlySpan<int> TestDecisions => _testDecisions;

    /// <summary>The epoch that is under way, from 0.</summary>
    internal int Epoch { get; private set; }

    /// <summary>How many of its batches are done.</summary>
    internal int Batch { get; private set; }

    /// <summary>Learns from one batch.</summary>
    /// <returns>The batch's mean loss over samples and steps.</returns>
    internal double TrainBatch()
    {
        if (Batch == 0)
        {
            _order.Shuffle(_permutation.AsSpan());
            (_epochLoss, _epochCorrect) = (0, 0);
        }

        double loss = TrainOn(_permutation.AsSpan(Batch * _network.Lanes, _network.Lanes));
        Batch++;
        return loss;
    }

    /// <summary>Learns from the samples given, one a lane.</summary>
    /// <returns>The mean loss over samples and steps.</returns>
    internal double TrainOn(ReadOnlySpan<int> samples)
    {
        _feeder.Feed(_data.Train, samples, _sequence);
        for (int lane = 0; lane < samples.Length; lane++)
            _labels[lane] = _data.Train.Labels[samples[lane]];
        _learner.SetLabels(_labels);
        _learner.ClearSums();
        _network.Team = _governor.Begin();
        _learner.Present(_sequence);
        _governor.End();
        _learner.Decide(_decisions);
        double loss = 0;
        for (int lane = 0; lane < samples.Length; lane++)
        {
            loss += _learner.SummedLoss[0, lane];
            _epochCorrect += _decisions[lane] == _labels[lane] ? 1 : 0;
        }

        loss /= (double)samples.Length * _data.Train.Steps;
        _epochLoss += loss;
        return loss;
    }

    /// <summary>Ends the epoch.</summary>
    /// <returns>The mean loss, and the percentage of correct decisions while learning.</returns>
    internal (double Loss, double Accuracy) EndEpoch()
    {
        (double, double) result = (_epochLoss / Batch, 100.0 * _epochCorrect / (Batch * _network.Lanes));
        Epoch++;
        Batch = 0;
        return result;
    }

    /// <summary>
    /// Tests without learning. The published evaluation shows all test samples at once, in lanes that repeat the states which training
    /// left, and training goes on from the first of them: so every chunk here starts from those states, and those that the first one
    /// leaves are kept.
    /// </summary>
    /// <returns>The mean loss over samples and steps, and the percentage of correct decisions.</returns>
    internal (double Loss, double Accuracy) Evaluate()
    {
        SequenceSet test = _data.Test;
        using NetworkState<float> before = _network.CaptureState();
        NetworkState<float>? kept = null;
        double loss = 0;
        int correct = 0;
        for (int first = 0; first < test.Count; first += _network.Lanes)
        {
            int used = Math.Min(_network.Lanes, test.Count - first);
            _network.RestoreState(before);
            for (int lane = 0; lane < _network.Lanes; lane++)
            {
                // Lanes beyond the last sample show it again and are not counted.
                _samples[lane] = first + Math.Min(lane, used - 1);
                _labels[lane] = test.Labels[_samples[lane]];
            }

            _feeder.Feed(test, _samples, _sequence);
            _learner.SetLabels(_labels);
            _learner.ClearSums();
            _learner.Evaluate(_sequence);
            _learner.Decide(_decisions);
            for (int lane = 0; lane < used; lane++)
            {
                loss += _learner.SummedLoss[0, lane];
                correct += _decisions[lane] == _labels[lane] ? 1 : 0;
            }

            _decisions.AsSpan(0, used).CopyTo(_testDecisions.AsSpan(first));
            kept ??= _network.CaptureState();
        }

        if (kept is not null)
            _network.RestoreState(kept);
        kept?.Dispose();
        return (loss / ((double)test.Count * test.Steps), 100.0 * correct / test.Count);
    }

    internal void Save(StateWriter writer)
    {
        _network.Save(writer);
        _learner.Save(writer);
        Span<byte> order = stackalloc byte[RandomStreamState.Size];
        _order.State.Write(order);
        writer.Add<byte>("trainer/order", order);
        writer.Add<int>("trainer/permutation", _permutation);
        writer.Add<int>("trainer/test-decisions", _testDecisions);
        writer.Add<int>("trainer/progress", [Epoch, Batch, _epochCorrect]);
        writer.Add("trainer/epoch-loss", _epochLoss);
    }

    internal void Load(StateReader reader)
    {
        _network.Load(reader);
        _learner.Load(reader);
        Span<byte> order = stackalloc byte[RandomStreamState.Size];
        reader.Read("trainer/order", order);
        _order = new RandomStream(RandomStreamState.Read(order));
        reader.Read<int>("trainer/permutation", _permutation);
        reader.Read<int>("trainer/test-decisions", _testDecisions);
        Span<int> progress = stackalloc int[3];
        reader.Read("trainer/progress", progress);
        (Epoch, Batch, _epochCorrect) = (progress[0], progress[1], progress[2]);
        _epochLoss = reader.ReadValue<double>("trainer/epoch-loss");
    }

    public void Dispose()
    {
        _sequence.Dispose();
        _feeder.Dispose();
    }
}
