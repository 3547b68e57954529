using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// Learns membrane time constants before anything else is learned (specification 4.2): images are shown without targets, all layers adapt, and
/// the first layer that has settled is frozen before the next one is looked at.
/// </summary>
internal sealed class TimeConstantAdaptation(EquilibriumNetwork<float> network, ClassificationTask task, int steps, double rate)
{
    // A layer has settled when a pass changes its mean |τm − τr| by less (specification 4.2).
    private const double Settled = 1e-6;

    private int _layer;
    private double _before = double.PositiveInfinity;

    /// <summary>How many passes were made.</summary>
    internal int Passes { get; private set; }

    /// <summary>Whether all layers have settled.</summary>
    internal bool IsDone => _layer == network.Layers.Count;

    /// <summary>The mean |τm − τr| of each layer, ms.</summary>
    internal double[] Mismatch() =>
    [
        .. network.Layers.Select(layer =>
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
        using var input = new LaneMatrix<float>(task.Shape.Count, network.Lanes);
        int[] batch = new int[network.Lanes];
        for (int first = 0; first + batch.Length <= task.Validation.Count; first += batch.Length)
        {
            for (int lane = 0; lane < batch.Length; lane++)
                batch[lane] = first + lane;
            task.Validation.Fill(batch, input);
            network.AdaptTimes(input, steps, rate);
        }

        Passes++;
        double now = Mismatch()[_layer];
        if (Math.Abs(_before - now) < Settled)
        {
            network.Layers[_layer].AdaptsTimes = false;
            _layer++;
            _before = double.PositiveInfinity;
            return;
        }

        _before = now;
    }

    internal void Save(StateWriter writer)
    {
        network.Save(writer);
        writer.Add<int>("adaptation/progress", [_layer, Passes]);
        writer.Add("adaptation/before", _before);
    }

    internal void Load(StateReader reader)
    {
        network.Load(reader);
        Span<int> progress = stackalloc int[2];
        reader.Read("adaptation/progress", progress);
        (_layer, Passes) = (progress[0], progress[1]);
        _before = reader.ReadValue<double>("adaptation/before");
        for (int layer = 0; layer < _layer; layer++)
            network.Layers[layer].AdaptsTimes = false;
    }
}
