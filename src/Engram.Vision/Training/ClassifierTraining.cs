using System.Runtime.InteropServices;
using Engram.Lab;
using Engram.Numerics;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Training;

/// <summary>
/// Epochs over pictures (specification 2.3): a pass with updates, a pass over the training pictures for their accuracy, a pass over those for validation.
/// It can be cut between any two batches, and goes on from its saved state as if it had not been.
/// </summary>
internal sealed class ClassifierTraining : IDisposable
{
    private const int Learning = 0;
    private const int Judging = 1;
    private const int Validating = 2;

    private readonly VisionNetwork _network;
    private readonly Optimizer _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly PictureSet _pictures;
    private readonly int[] _train, _validation;
    private readonly TrainingPlan _plan;
    private readonly ulong _seed;
    private readonly PictureBatch _batch;
    private readonly Augmentation _augmentation;
    private readonly Dictionary<string, byte[]> _best = new(StringComparer.Ordinal);
    private readonly int[] _order;
    private int _orderIsOf = -1;
    private int _orderPhase = -1;
    private bool? _isTraining;

    // All that a checkpoint holds beside network and optimiser.
    private int _phase;
    private int _position;
    private double _lossSum;
    private long _right;
    private double _loss, _trainingError, _bestError = double.PositiveInfinity;

    /// <summary>Begins a training.</summary>
    /// <param name="network">Learns; on <paramref name="device"/>.</param>
    /// <param name="optimizer">Changes it.</param>
    /// <param name="schedule">The rate of each step.</param>
    /// <param name="pictures">All pictures.</param>
    /// <param name="train">Those learned from.</param>
    /// <param name="validation">Those watched; may be empty.</param>
    /// <param name="plan">How.</param>
    /// <param name="seed">Of the orders and of augmentation.</param>
    /// <param name="device">Where.</param>
    /// <exception cref="UsageException">A batch of one picture would be learned where batch norm sees one number of each channel.</exception>
    public ClassifierTraining(
        VisionNetwork network, Optimizer optimizer, LearningRateSchedule schedule, PictureSet pictures, IReadOnlyList<int> train, IReadOnlyList<int> validation,
        TrainingPlan plan, ulong seed, Device device)
    {
        (_network, _optimizer, _schedule, _pictures, _plan, _seed) = (network, optimizer, schedule, pictures, plan, seed);
        (_train, _validation) = ([.. train], [.. validation]);
        if (_train.Length == 0)
            throw new UsageException("There is no training picture: give more pictures, or another split.");
        if (TrainingPlan.LastBatch(_train.Length, plan.Batch) == 1 && pictures.Side <= 32)
        {
            throw new UsageException(
                $"training.batch is {plan.Batch}, which leaves one of {_train.Length} training pictures for the last batch, and batch norm cannot work with one picture of {pictures.Side} pixels: take another batch.");
        }

        _batch = new PictureBatch(plan.Batch, pictures.Side, device, plan.Threads);
        _augmentation = new Augmentation(plan.Augment, pictures.Side, seed);
        _order = new int[Math.Max(_train.Length, _validation.Length)];
    }

    /// <summary>Epochs that are done.</summary>
    public int Epoch { get; private set; }

    /// <summary>The epoch whose weights <see cref="KeepBest"/> puts back, from 1; 0 before any.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Told after each batch of any pass: all the work done, and all there is, in batches.</summary>
    public Action<double, double, string>? Progressed { get; init; }

    private int PassesOfEpoch => _plan.SecondPass ? 3 : 2;

    private string Words => Epoch == 0 ? "" : $"training error {_trainingError:F1} %  loss {_loss:F3}";

    /// <summary>Trains to the end.</summary>
    /// <param name="between">Called between any two batches: the place for checkpoints.</param>
    /// <param name="ended">Told what each epoch came to, before the next begins.</param>
    /// <exception cref="LaboratoryException">The loss is no number any more.</exception>
    public void Run(Action between, Action<EpochRecord> ended)
    {
        while (Epoch < _plan.Epochs)
        {
            int[] set = _phase == Validating ? _validation : _train;
            int batches = TrainingPlan.Batches(set.Length, _plan.Batch);
            PutInOrder(set);
            while (_position < batches)
            {
                between();
                ReadOnlyMemory<int> indices = _order.AsMemory(_position * _plan.Batch, Math.Min(_plan.Batch, set.Length - (_position * _plan.Batch)));
                if (_phase == Learning)
                    Learn(indices);
                else
                    Judge(indices);
                _position++;
                Tell();
            }

            EndPass(set.Length, ended);
        }
    }

    /// <summary>Puts the weights of the best epoch into the network, where they were to be kept.</summary>
    public void KeepBest()
    {
        if (!_plan.SelectsBest || BestEpoch == 0)
            return;
        using IDisposable still = no_grad();
        foreach ((string name, Tensor tensor) in TensorState.All(_network))
        {
            using Tensor here = TensorState.Here(tensor);
            _best[name].CopyTo(here.bytes);
            if (tensor.device_type != DeviceType.CPU)
                tensor.copy_(here);
        }
    }

    /// <summary>Writes everything that the next batch reads.</summary>
    public void Save(StateWriter writer)
    {
        TensorState.Save(writer, _network);
        _optimizer.Save(writer);
        writer.Add<int>("training/place", [Epoch, _phase, _position, BestEpoch]);
        writer.Add<double>("training/sums", [_lossSum, _right, _loss, _trainingError, _bestError]);
        foreach ((string name, byte[] bytes) in _best.OrderBy(static each => each.Key, StringComparer.Ordinal))
            writer.Add<byte>($"best/{name}", bytes);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader reader)
    {
        TensorState.Load(reader, _network);
        _optimizer.Load(reader);
        Span<int> place = stackalloc int[4];
        reader.Read("training/place", place);
        (Epoch, _phase, _position, BestEpoch) = (place[0], place[1], place[2], place[3]);
        Span<double> sums = stackalloc double[5];
        reader.Read("training/sums", sums);
        (_lossSum, _right, _loss, _trainingError, _bestError) = (sums[0], (long)sums[1], sums[2], sums[3], sums[4]);
        _best.Clear();
        if (BestEpoch > 0 && _plan.SelectsBest)
        {
            foreach ((string name, _) in TensorState.All(_network))
                _best[name] = reader.ReadArray<byte>($"best/{name}");
        }

        (_orderIsOf, _isTraining) = (-1, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();

    /// <summary>How many answers of a batch are right, by the greatest logit, the first of equal ones.</summary>
    internal static int Right(Tensor logits, Tensor labels)
    {
        using Tensor here = logits.detach().cpu().contiguous();
        using Tensor truth = labels.cpu().contiguous();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(here.bytes);
        ReadOnlySpan<long> wanted = MemoryMarshal.Cast<byte, long>(truth.bytes);
        int outputs = values.Length / wanted.Length, right = 0;
        for (int i = 0; i < wanted.Length; i++)
            right += Logits.Greatest(values.Slice(i * outputs, outputs)) == wanted[i] ? 1 : 0;
        return right;
    }

    /// <summary>Learns a batch: forward, backward, an update.</summary>
    internal void Learn(ReadOnlyMemory<int> indices)
    {
        SetMode(training: true);
        using DisposeScope scope = NewDisposeScope();
        (Tensor pictures, Tensor labels) = _batch.Fill(_pictures, indices, _augmentation.IsNone ? null : (image, index) => _augmentation.Apply(image, index, Epoch));
        Tensor logits = _network.call(pictures);
        Tensor loss = nn.functional.cross_entropy(logits, labels, label_smoothing: _plan.LabelSmoothing);
        loss.backward();
        _optimizer.LearningRate = _schedule.At(_optimizer.Steps);
        _optimizer.Step();
        Count(loss, logits, labels, indices.Length);
    }

    private void Judge(ReadOnlyMemory<int> indices)
    {
        SetMode(training: !_plan.RunningStatistics);
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor pictures, Tensor labels) = _batch.Fill(_pictures, indices);
        Tensor logits = _network.call(pictures);
        Count(nn.functional.cross_entropy(logits, labels), logits, labels, indices.Length);
    }

    private void Count(Tensor loss, Tensor logits, Tensor labels, int pictures)
    {
        float value = loss.cpu().item<float>();
        if (!float.IsFinite(value))
            throw new LaboratoryException($"The network diverged: the loss is {value} in epoch {Epoch + 1}. A smaller training.learning-rate or a warm-up keeps it from that.");
        _lossSum += value * (double)pictures;
        _right += Right(logits, labels);
    }

    private void EndPass(int pictures, Action<EpochRecord> ended)
    {
        double error = pictures == 0 ? double.NaN : 100 - (100.0 * _right / pictures), loss = _lossSum / pictures;
        (_lossSum, _right, _position) = (0, 0, 0);
        switch (_phase)
        {
            case Learning:
                (_loss, _trainingError) = (loss, error);
                _phase = _plan.SecondPass ? Judging : Validating;
                return;
            case Judging:
                _trainingError = error;
                _phase = Validating;
                return;
            default:
                _phase = Learning;
                Epoch++;
                if (_plan.SelectsBest && (error < _bestError || BestEpoch == 0))
                    Remember(error);
                ended(new EpochRecord(Epoch, _loss, _trainingError, error, loss, _schedule.At(_optimizer.Steps - 1)));
                return;
        }
    }

    private void Remember(double error)
    {
        (_bestError, BestEpoch) = (error, Epoch);
        foreach ((string name, Tensor tensor) in TensorState.All(_network))
        {
            using Tensor here = TensorState.Here(tensor);
            _best[name] = here.bytes.ToArray();
        }
    }

    /// <summary>The order of the pass: all three are shuffled, as the authors' loaders are; each epoch and pass has a stream of its own.</summary>
    private void PutInOrder(int[] set)
    {
        if (_orderIsOf == Epoch && _orderPhase == _phase)
            return;
        (_orderIsOf, _orderPhase) = (Epoch, _phase);
        set.CopyTo(_order, 0);
        // Where a picture's answer does not depend on its neighbours, the order of judging does not matter.
        if (_phase == Learning || !_plan.RunningStatistics)
            new RandomStreams(_seed).Named(_phase switch { Learning => "order", Judging => "order/training-accuracy", _ => "order/validation" }, Epoch).Shuffle(_order.AsSpan(0, set.Length));
    }

    private void SetMode(bool training)
    {
        if (_isTraining == training)
            return;
        _network.train(training);
        _isTraining = training;
    }

    private void Tell()
    {
        if (Progressed is null)
            return;
        int learning = TrainingPlan.Batches(_train.Length, _plan.Batch), validating = TrainingPlan.Batches(_validation.Length, _plan.Batch);
        double whole = ((PassesOfEpoch - 1.0) * learning) + validating;
        double done = (Epoch * whole) + _position + _phase switch { Learning => 0, Judging => learning, _ => whole - validating };
        Progressed(done, _plan.Epochs * whole, $"epoch {Epoch + 1}  {Words}");
    }
}
