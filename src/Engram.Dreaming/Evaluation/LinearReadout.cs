using Engram.Numerics;
using Engram.Numerics.Connections;
using Engram.Numerics.Products;

namespace Engram.Dreaming.Evaluation;

/// <summary>How a readout is trained (PAD specification 6.1): plain stochastic gradient descent.</summary>
public sealed record ReadoutTraining
{
    /// <summary>The learning rate.</summary>
    public double LearningRate { get; init; } = 0.2;

    /// <summary>Latents in a batch; what is left over at the end of an epoch is not used.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>How often all latents are gone through, each time in another order.</summary>
    public int Epochs { get; init; } = 20;
}

/// <summary>How well a readout does.</summary>
/// <param name="TestAccuracy">The share of test items whose class it says, 0 to 1, over all of them.</param>
/// <param name="TestAccuracyOfBatches">The same over whole batches of 64 alone, as the authors' code counts.</param>
/// <param name="TrainAccuracy">The share of training items whose class it says, 0 to 1.</param>
/// <param name="TrainLoss">Its mean cross-entropy on the training items, in nats.</param>
/// <param name="TestCount">How many test items there were.</param>
public sealed record ReadoutResult(double TestAccuracy, double TestAccuracyOfBatches, double TrainAccuracy, double TrainLoss, int TestCount)
{
    /// <summary>Between which accuracies the true one lies with 95 % confidence, as far as the choice of test items goes.</summary>
    public BinomialInterval TestInterval => BinomialInterval.Wilson((long)Math.Round(TestAccuracy * TestCount), TestCount);
}

/// <summary>
/// One layer of weights from latents to classes, with softmax and cross-entropy: how linearly separable classes are. Features are not
/// standardised; there is a bias; weights and biases begin uniform in ±1/√dimensions. PAD specification 6.1.
/// </summary>
public sealed unsafe class LinearReadout : IDisposable
{
    private const int CodeBatch = 64;

    private readonly DenseConnection<float> _weights;
    private readonly AlignedBuffer<float> _scratch;
    private readonly InstructionSet? _set;
    private readonly LaneMatrix<float> _gathered;
    private readonly LaneMatrix<float> _latents;
    private readonly LaneMatrix<float> _logits;

    private LinearReadout(int dimensions, int classes, int lanes, InstructionSet? set)
    {
        _set = set;
        _weights = new DenseConnection<float>(new SignalShape(dimensions), classes, set);
        _scratch = new AlignedBuffer<float>(_weights.ScratchLength(lanes));
        _gathered = new LaneMatrix<float>(lanes, dimensions);
        _latents = new LaneMatrix<float>(dimensions, lanes);
        _logits = new LaneMatrix<float>(classes, lanes);
    }

    /// <summary>The weights <c>[class, dimension]</c>, with the bias in the last column.</summary>
    public LaneMatrix<float> Weights => _weights.Parameters;

    /// <summary>Trains a new readout.</summary>
    /// <param name="latents">What it learns from.</param>
    /// <param name="training">How; as published if null.</param>
    /// <param name="chance">Streams named <c>readout-weights</c>, and <c>readout-order</c> for each epoch.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null. Results do not depend on it.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UnmeasurableException">There are fewer latents than a batch has.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static LinearReadout Train(
        LatentSet latents, RandomStreams chance, ReadoutTraining? training = null, InstructionSet? set = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(latents);
        training ??= new ReadoutTraining();
        if (latents.Count < training.Batch)
            throw new UnmeasurableException($"A readout needs at least a batch of {training.Batch} latents to learn from; there are {latents.Count}.");
        var readout = new LinearReadout(latents.Dimensions, latents.ClassCount, training.Batch, set);
        readout.Start(chance.Named("readout-weights"));
        readout.Learn(latents, training, chance, stop);
        return readout;
    }

    /// <summary>The share of items whose class it says, 0 to 1; NaN of none.</summary>
    public double Accuracy(LatentSet latents) => Judge(latents).Accuracy;

    /// <summary>Its accuracies and loss.</summary>
    /// <param name="train">What it learned from.</param>
    /// <param name="test">What it did not see.</param>
    public ReadoutResult Test(LatentSet train, LatentSet test)
    {
        (double trainAccuracy, double trainLoss, _) = Judge(train);
        (double testAccuracy, _, double ofBatches) = Judge(test);
        return new ReadoutResult(testAccuracy, ofBatches, trainAccuracy, trainLoss, test.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _scratch.Dispose();
        _gathered.Dispose();
        _latents.Dispose();
        _logits.Dispose();
    }

    private void Start(RandomStream stream)
    {
        double range = 1 / Math.Sqrt(_weights.Below.Count);
        for (int row = 0; row < Weights.Rows; row++)
        {
            foreach (ref float weight in Weights.Row(row))
                weight = (float)stream.NextUniform(-range, range);
        }
    }

    private void Learn(LatentSet latents, ReadoutTraining training, RandomStreams chance, CancellationToken stop)
    {
        using var gradient = new LaneMatrix<float>(Weights.Rows, Weights.Lanes);
        var order = new int[latents.Count];
        int batch = training.Batch;
        float scale = 1f / batch, rate = (float)training.LearningRate;
        for (int epoch = 0; epoch < training.Epochs; epoch++)
        {
            stop.ThrowIfCancellationRequested();
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            chance.Named("readout-order", epoch).Shuffle<int>(order);
            for (int first = 0; first + batch <= order.Length; first += batch)
            {
                ReadOnlySpan<int> items = order.AsSpan(first, batch);
                Load(latents, items);
                _weights.Drive(_latents, _logits, 0, _weights.DriveUnits, _scratch);
                Softmax.Probabilities(_logits, _logits, _set);
                // The gradient of cross-entropy by the logits: probability minus target.
                for (int lane = 0; lane < batch; lane++)
                    _logits[latents.Labels[items[lane]], lane] -= 1;
                _weights.Gradient(_logits, _latents, scale, gradient, 0, _weights.GradientUnits, _scratch);
                Span<float> weights = Weights.Storage();
                ReadOnlySpan<float> change = gradient.Storage();
                for (int i = 0; i < weights.Length; i++)
                    weights[i] -= rate * change[i];
            }
        }
    }

    private (double Accuracy, double Loss, double AccuracyOfBatches) Judge(LatentSet latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        if (latents.Dimensions != _weights.Below.Count || latents.ClassCount != Weights.Rows)
            throw new ArgumentException($"The readout is of {_weights.Below.Count} dimensions and {Weights.Rows} classes, the latents of {latents.Dimensions} and {latents.ClassCount}.", nameof(latents));
        int right = 0, rightOfBatches = 0, whole = latents.Count / CodeBatch * CodeBatch, lanes = _latents.Lanes;
        double loss = 0;
        var items = new int[lanes];
        for (int first = 0; first < latents.Count; first += lanes)
        {
            int count = Math.Min(lanes, latents.Count - first);
            for (int lane = 0; lane < count; lane++)
                items[lane] = first + lane;
            Load(latents, items.AsSpan(0, count));
            _weights.Drive(_latents, _logits, 0, _weights.DriveUnits, _scratch);
            Softmax.LogProbabilities(_logits, _logits, _set);
            for (int lane = 0; lane < count; lane++)
            {
                int best = 0;
                for (int row = 1; row < _logits.Rows; row++)
                    best = _logits[row, lane] > _logits[best, lane] ? row : best;
                int label = latents.Labels[first + lane];
                loss -= _logits[label, lane];
                if (best != label)
                    continue;
                right++;
                rightOfBatches += first + lane < whole ? 1 : 0;
            }
        }

        return ((double)right / latents.Count, loss / latents.Count, whole == 0 ? double.NaN : (double)rightOfBatches / whole);
    }

    private void Load(LatentSet latents, ReadOnlySpan<int> items)
    {
        for (int lane = 0; lane < items.Length; lane++)
            latents[items[lane]].CopyTo(_gathered.Row(lane));
        Transposition.Run(_gathered.Pointer, _gathered.Stride, items.Length, latents.Dimensions, _latents.Pointer, _latents.Stride);
    }
}
