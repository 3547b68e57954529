using Engram.Datasets;
using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>How the classifier is built and trained. The defaults are ours: the paper has an ImageNet-trained network in its place.</summary>
public sealed record FeatureClassifierTraining
{
    /// <summary>How many filters the first area has; the second has twice, the third four times as many.</summary>
    public int Width { get; init; } = 32;

    /// <summary>How many features there are: neurons of the area before the classes.</summary>
    public int Features { get; init; } = 128;

    /// <summary>How often all images are seen.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Images in a batch.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// The seed. It does not follow the seed of a run: distances can be compared between runs only if they are measured in the same space.
    /// </summary>
    public ulong Seed { get; init; } = 2022;
}

/// <summary>
/// A small convolutional network that is trained to classify the real images of a data set. The neurons of the area before the classes are the
/// space in which dreams are compared with images: "Fréchet distance in classifier space" (PAD specification 6.5). Its values must not be compared with
/// published ones; orders may be.
/// </summary>
public static class FeatureClassifier
{
    private const int Kernel = 4, Stride = 2, Padding = 1;

    /// <summary>Trains a classifier.</summary>
    /// <param name="images">Real images, at least a batch.</param>
    /// <param name="training">How; the defaults if null.</param>
    /// <param name="team">Threads that share the work, also when features are read; results do not depend on it.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>The network up to its features, and the share of the last epoch's images that it classified rightly.</returns>
    /// <exception cref="UnmeasurableException">There are fewer images than a batch has, or they cannot be halved three times.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static (FeatureSpace Space, double TrainAccuracy) Train(
        ImageSet images,
        FeatureClassifierTraining? training = null,
        WorkerTeam? team = null,
        Action<double>? report = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        training ??= new FeatureClassifierTraining();
        if (images.Count < training.Batch)
            throw new UnmeasurableException($"A classifier needs at least a batch of {training.Batch} images to learn from; there are {images.Count}.");
        if (images.Shape.Height % 8 != 0 || images.Shape.Width % 8 != 0)
            throw new UnmeasurableException($"Images of {images.Shape} cannot be halved three times, as the classifier does.");

        var chance = new RandomStreams(training.Seed);
        Pathway<float> trunk = Trunk(images, training);
        bool isHandedOver = false;
        try
        {
            using var head = new Pathway<float>(
                new Stage<float>("classes", new DenseConnection<float>(new SignalShape(training.Features), images.ClassCount), StageActivation.Linear));
            Start(trunk, chance);
            Start(head, chance);
            double accuracy = Learn(trunk, head, images, training, chance, team, report, stop);
            var space = new FeatureSpace(
                $"classifier of {images.Source} ({training.Features} features, width {training.Width}, {training.Epochs} epochs)", trunk, team, training.Batch, poolsPlaces: false);
            isHandedOver = true;
            return (space, accuracy);
        }
        finally
        {
            if (!isHandedOver)
                trunk.Dispose();
        }
    }

    private static Pathway<float> Trunk(ImageSet images, FeatureClassifierTraining training)
    {
        var shape = new SignalShape(images.Shape.Channels, images.Shape.Height, images.Shape.Width);
        var stages = new List<Stage<float>>();
        for (int area = 0; area < 3; area++)
        {
            var connection = new ConvolutionConnection<float>(shape, training.Width << area, Kernel, Stride, Padding);
            stages.Add(new Stage<float>($"area{area + 1}", connection, StageActivation.LeakyRectified));
            shape = connection.Above;
        }

        stages.Add(new Stage<float>("features", new DenseConnection<float>(shape, training.Features), StageActivation.LeakyRectified));
        return new Pathway<float>(stages);
    }

    /// <summary>Weights N(0, 2/fan) (He et al. 2015), biases 0.</summary>
    private static void Start(Pathway<float> pathway, RandomStreams chance)
    {
        foreach (Stage<float> stage in pathway.Stages)
        {
            LaneMatrix<float> parameters = stage.Connection.Parameters;
            RandomStream stream = chance.Named($"weights-{stage.Name}");
            double deviation = Math.Sqrt(2.0 / (parameters.Lanes - 1));
            for (int row = 0; row < parameters.Rows; row++)
                stream.FillGaussian(parameters.Row(row)[..^1], 0, deviation);
        }
    }

    private static double Learn(
        Pathway<float> trunk,
        Pathway<float> head,
        ImageSet images,
        FeatureClassifierTraining training,
        RandomStreams chance,
        WorkerTeam? team,
        Action<double>? report,
        CancellationToken stop)
    {
        int batch = training.Batch, batches = images.Count / batch, right = 0;
        using var crew = new Crew<float>(team);
        using var optimizer = new PathwayOptimizer<float>(new AdamConstants(training.LearningRate, 0.9, 0.999), ZeroGradients.Skip, null, trunk, head);
        using Activity<float> low = trunk.NewActivity(batch), high = head.NewActivity(batch);
        using var pictures = new LaneMatrix<float>(images.Shape.Values, batch);
        var order = new int[images.Count];
        for (int epoch = 0; epoch < training.Epochs; epoch++)
        {
            right = 0;
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            chance.Named("order", epoch).Shuffle<int>(order);
            for (int index = 0; index < batches; index++)
            {
                stop.ThrowIfCancellationRequested();
                ReadOnlySpan<int> items = order.AsSpan(index * batch, batch);
                SeenPictures.Fill(images, items, pictures);
                LaneMatrix<float> logits = head.Forward(crew, trunk.Forward(crew, pictures, low), high);
                right += Judge(logits, images, items, high.OutputError);
                head.Backward(crew, high, low.OutputError, withGradient: true);
                trunk.Backward(crew, low, null, withGradient: true);
                optimizer.Step(crew);
                report?.Invoke((((double)epoch * batches) + index + 1) / ((double)training.Epochs * batches));
            }
        }

        return (double)right / (batches * batch);
    }

    /// <summary>The gradient of the mean cross-entropy by the logits; how many of the greatest were right.</summary>
    private static int Judge(LaneMatrix<float> logits, ImageSet images, ReadOnlySpan<int> items, LaneMatrix<float> errors)
    {
        Softmax.Probabilities(logits, errors);
        int right = 0;
        for (int lane = 0; lane < items.Length; lane++)
        {
            int label = images.Labels[items[lane]], best = 0;
            for (int row = 1; row < errors.Rows; row++)
                best = errors[row, lane] > errors[best, lane] ? row : best;
            right += best == label ? 1 : 0;
            errors[label, lane] -= 1;
        }

        float scale = 1f / items.Length;
        foreach (ref float error in errors.Storage())
            error *= scale;
        return right;
    }
}
