using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// Learns membrane time constants before anything else is learned (specification 4.2): images are shown without targets, all layers adapt, and
/// the first layer that has settled is frozen before the next one is looked at.
/// </summary>
internal sealed class TimeConstantAdaptation : IDisposable
{
    // A layer has settled when a pass changes its mean |τm − τr| by less (specification 4.2).
    private const double Settled = 1e-6;

    private readonly EquilibriumNetwork<float> _network;
    private readonly ClassificationTask _task;
    private readonly int _steps;
    private readonly double _rate;
    private readonly EquilibriumShortcuts _shortcuts;
    private readonly LaneMatrix<float> _input;
    private readonly int[] _batch;
    private int _layer;
    private double _before = double.PositiveInfinity;

    /// <summary>
    /// Begins. Until <see cref="Dispose"/> all membranes are kept, also those of layers that have come to match: else a run that is gone on with
    /// would leave them out from then on, and round differently.
    /// </summary>
    internal TimeConstantAdaptation(EquilibriumNetwork<float> network, ClassificationTask task, int steps, double rate)
    {
        (_network, _task, _steps, _rate) = (network, task, steps, rate);
        _input = new LaneMatrix<float>(task.Shape.Count, network.Lanes);
        _batch = new int[network.Lanes];
        _shortcuts = network.Shortcuts;
        network.Shortcuts &= ~EquilibriumShortcuts.NoMembrane;
    }

    /// <summary>How many passes were made.</summary>
    internal int Passes { get; private set; }

    /// <summary>Whether all layers have settled.</summary>
    internal bool IsDone => _layer == _network.Layers.Count;

    /// <summary>The mean |τm − τr| of each layer, ms.</summary>
    internal double[] Mismatch() =>
    [
        .. _network.Layers.Select(layer =>
        {
            double sum = 0;
            for (int neuron = 0; neuron < layer.Shape.Count; neuron++)
                sum += Math.Abs(layer.Times[0, neuron] - layer.Times[1, neuron]);
            return sum / layer.Shape.Count;
        }),
    ];

    /// <summary>Shows all validation images once.</summary>
    internal void Pass()
    {
        for (int first = 0; first + _batch.Length <= _task.Validation.Count; first += _batch.Length)
        {
            for (int lane = 0; lane < _batch.Length; lane++)
                _batch[lane] = first + lane;
            _task.Validation.Fill(_batch, _input);
            _network.AdaptTimes(_input, _steps, _rate);
        }

        Passes++;
        double now = Mismatch()[_layer];
        if (Math.Abs(_before - now) < Settled)
        {
            _network.Layers[_layer].AdaptsTimes = false;
            _layer++;
            _before = double.PositiveInfinity;
            return;
        }

        _before = now;
    }

    /// <summary>Ends: the network takes its shortcuts again where they hold now.</summary>
    public void Dispose()
    {
        _network.Shortcuts = _shortcuts;
        _network.UpdateTimes();
        _input.Dispose();
    }

    internal void Save(StateWriter writer)
    {
        _network.Save(writer);
        writer.Add<int>("adaptation/progress", [_layer, Passes]);
        writer.Add("adaptation/before", _before);
    }

    internal void Load(StateReader reader)
    {
        _network.Load(reader);
        Span<int> progress = stackalloc int[2];
        reader.Read("adaptation/progress", progress);
        (_layer, Passes) = (progress[0], progress[1]);
        _before = reader.ReadValue<double>("adaptation/before");
        for (int layer = 0; layer < _layer; layer++)
            _network.Layers[layer].AdaptsTimes = false;
    }
}
