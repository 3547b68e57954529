using Engram.Numerics;

namespace Engram.Evolution.Plasticity;

/// <summary>
/// Datasets side by side: a row for each sample and synapse, a lane for each dataset. Any number of evaluators may read it at once.
/// </summary>
public sealed unsafe class DatasetBatch : IDisposable
{
    private readonly LaneMatrix<double> _samples;
    private readonly LaneMatrix<double> _components;
    private readonly LaneMatrix<double> _initialWeights;

    /// <summary>Lays datasets out.</summary>
    /// <param name="datasets">One or more, of any families, all with the same number of inputs and samples.</param>
    /// <exception cref="ArgumentException">There are none, or their sizes differ.</exception>
    public DatasetBatch(IReadOnlyList<PlasticityDataset> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        if (datasets.Count == 0)
            throw new ArgumentException("There are no datasets.", nameof(datasets));
        DatasetOptions options = datasets[0].Options;
        Inputs = options.Inputs;
        SampleCount = options.Samples;
        HeldOut = options.HeldOut;
        Turns = options.Turns;
        Datasets = [.. datasets];
        _samples = new LaneMatrix<double>(SampleCount * Inputs, datasets.Count);
        _components = new LaneMatrix<double>(2 * Inputs, datasets.Count);
        _initialWeights = new LaneMatrix<double>(Inputs, datasets.Count);
        for (int lane = 0; lane < datasets.Count; lane++)
        {
            PlasticityDataset dataset = datasets[lane];
            DatasetOptions other = dataset.Options;
            if (other.Inputs != Inputs || other.Samples != SampleCount || other.HeldOut != HeldOut || other.Turns != Turns)
            {
                throw new ArgumentException(
                    $"Dataset {lane} has {other.Inputs} inputs and {other.Samples} + {other.HeldOut} samples where the first one has {Inputs} and {SampleCount} + {HeldOut}.",
                    nameof(datasets));
            }

            for (int j = 0; j < Inputs; j++)
            {
                _components[j, lane] = dataset.Component[j];
                _components[Inputs + j, lane] = (dataset.LaterComponent ?? dataset.Component)[j];
                _initialWeights[j, lane] = dataset.InitialWeights[j];
            }

            for (int row = 0; row < _samples.Rows; row++)
                _samples[row, lane] = dataset.Samples[row];
        }
    }

    /// <summary>The datasets, lane by lane.</summary>
    public IReadOnlyList<PlasticityDataset> Datasets { get; }

    /// <summary>D, how many datasets there are.</summary>
    public int Count => Datasets.Count;

    /// <summary>n.</summary>
    public int Inputs { get; }

    /// <summary>T.</summary>
    public int SampleCount { get; }

    /// <summary>Samples put aside.</summary>
    public int HeldOut { get; }

    /// <summary>Whether the components turn half-way.</summary>
    public bool Turns { get; }

    /// <summary>The distance between synapses in a row: D rounded up to a whole cache line.</summary>
    internal int Stride => _samples.Stride;

    /// <summary>The sample that the second component begins with.</summary>
    internal int Turn => Turns ? SampleCount / 2 : SampleCount;

    internal double* SampleAt(int t) => _samples.Pointer + ((nint)t * Inputs * Stride);

    internal double* ComponentAt(int t) => _components.Pointer + (t < Turn ? 0 : (nint)Inputs * Stride);

    internal ReadOnlySpan<double> InitialWeights => _initialWeights.Storage();

    /// <inheritdoc/>
    public void Dispose()
    {
        _samples.Dispose();
        _components.Dispose();
        _initialWeights.Dispose();
    }
}
