using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>A network whose last area says what pictures look like; dreams are compared with real images there.</summary>
public sealed class FeatureSpace : IDisposable
{
    private readonly Pathway<float> _pathway;
    private readonly Crew<float> _crew;
    private readonly Activity<float> _activity;
    private readonly LaneMatrix<float> _pictures;
    private readonly bool _poolsPlaces;

    internal FeatureSpace(string name, Pathway<float> pathway, WorkerTeam? team, int lanes, bool poolsPlaces)
    {
        (Name, _pathway, _poolsPlaces) = (name, pathway, poolsPlaces);
        _crew = new Crew<float>(team);
        _activity = pathway.NewActivity(lanes);
        _pictures = new LaneMatrix<float>(pathway.Input.Count, lanes);
    }

    /// <summary>What it is, in a few words for people.</summary>
    public string Name { get; }

    /// <summary>The shape of the pictures that it sees.</summary>
    public SignalShape Shape => _pathway.Input;

    /// <summary>How many features it has.</summary>
    public int Features => _poolsPlaces ? _pathway.Output.Channels : _pathway.Output.Count;

    /// <summary>The features of pictures; all of class 0.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="ArgumentException">The pictures have another shape.</exception>
    public LatentSet Read(IPictures pictures, Action<double>? report = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Shape != Shape)
            throw new ArgumentException($"{Name} sees pictures of {Shape}; these are of {pictures.Shape}.", nameof(pictures));
        using LaneMatrix<float>? pooled = _poolsPlaces ? new LaneMatrix<float>(Features, _pictures.Lanes) : null;
        float[] rows = LaneReading.Rows(pictures, null, _pictures, () => Pool(_pathway.Forward(_crew, _pictures, _activity), pooled), report, stop);
        return new LatentSet(rows, new int[pictures.Count], Features, 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _activity.Dispose();
        _pictures.Dispose();
        _pathway.Dispose();
        _crew.Dispose();
    }

    /// <summary>The mean over the places of each channel.</summary>
    private LaneMatrix<float> Pool(LaneMatrix<float> rates, LaneMatrix<float>? pooled)
    {
        if (pooled is null)
            return rates;
        int places = _pathway.Output.Positions;
        pooled.Clear();
        for (int row = 0; row < rates.Rows; row++)
        {
            Span<float> mean = pooled.Row(row / places);
            ReadOnlySpan<float> rate = rates.Row(row);
            for (int lane = 0; lane < mean.Length; lane++)
                mean[lane] += rate[lane] / places;
        }

        return pooled;
    }
}

/// <summary>A network is given layer by layer, from the picture on.</summary>
/// <param name="team">Threads that share the work; null for the caller alone.</param>
/// <param name="picture">The shape of pictures; numbers in [−1, 1].</param>
public sealed class FeatureSpaceBuilder(SignalShape picture, WorkerTeam? team = null)
{
    private readonly List<Stage<float>> _stages = [];

    /// <summary>The shape of what the last layer gives.</summary>
    public SignalShape Output => _stages.Count == 0 ? picture : _stages[^1].Connection.Above;

    /// <summary>Adds a convolution (cross-correlation).</summary>
    /// <param name="weights"><c>[filter][channel][y][x]</c>, row by row.</param>
    /// <param name="biases">One for each filter.</param>
    /// <param name="kernel">The side of the kernel.</param>
    /// <param name="stride">How far it moves.</param>
    /// <param name="padding">How many places of nothing surround the image.</param>
    /// <param name="activation">What the neurons do.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public FeatureSpaceBuilder Convolution(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, int kernel, int stride, int padding, StageActivation activation)
    {
        var connection = new ConvolutionConnection<float>(Output, biases.Length, kernel, stride, padding);
        Add(connection, weights, biases, activation);
        return this;
    }

    /// <summary>Adds a layer that reads everything below it.</summary>
    /// <param name="weights"><c>[neuron][presynaptic]</c>, row by row; an image below is read channel by channel, row by row.</param>
    /// <param name="biases">One for each neuron.</param>
    /// <param name="activation">What the neurons do.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public FeatureSpaceBuilder Dense(ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, StageActivation activation)
    {
        var connection = new DenseConnection<float>(Output, biases.Length);
        Add(connection, weights, biases, activation);
        return this;
    }

    /// <summary>Ends the network.</summary>
    /// <param name="name">What it is, in a few words.</param>
    /// <param name="poolsPlaces">Whether the features are the means of the last layer's channels over their places.</param>
    /// <param name="lanes">How many pictures it sees at once.</param>
    /// <exception cref="InvalidOperationException">It has no layer.</exception>
    public FeatureSpace Build(string name, bool poolsPlaces = false, int lanes = 64)
    {
        if (_stages.Count == 0)
            throw new InvalidOperationException("A network for features needs at least one layer.");
        return new FeatureSpace(name, new Pathway<float>([.. _stages]), team, lanes, poolsPlaces);
    }

    private void Add(Connection<float> connection, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, StageActivation activation)
    {
        LaneMatrix<float> parameters = connection.Parameters;
        int presynaptic = parameters.Lanes - 1;
        if (weights.Length != (long)parameters.Rows * presynaptic)
        {
            connection.Dispose();
            throw new ArgumentException($"{parameters.Rows} neurons or filters on {Output} need {parameters.Rows} x {presynaptic} weights; there are {weights.Length}.", nameof(weights));
        }

        for (int row = 0; row < parameters.Rows; row++)
        {
            weights.Slice(row * presynaptic, presynaptic).CopyTo(parameters.Row(row));
            parameters[row, presynaptic] = biases[row];
        }

        _stages.Add(new Stage<float>($"layer{_stages.Count + 1}", connection, activation));
    }
}
