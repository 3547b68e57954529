using System.Numerics;
using Engram.Neurons.Dynamics;

namespace Engram.Neurons;

/// <summary>A copy of the state of all neurons and errors of a network, without its parameters.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class NetworkState<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LayerState<T>[] _layers;
    private long _step;

    internal NetworkState(IReadOnlyList<DenseLayer<T>> layers, int lanes) =>
        _layers = [.. layers.Select(layer => new LayerState<T>(layer.NeuronCount, layer.PresynapticCount, lanes, new StepClock()))];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LayerState<T> layer in _layers)
            layer.Dispose();
    }

    internal void CopyFrom(IReadOnlyList<DenseLayer<T>> layers, long step)
    {
        for (int layer = 0; layer < _layers.Length; layer++)
            _layers[layer].CopyFrom(layers[layer].State);
        _step = step;
    }

    internal long CopyTo(IReadOnlyList<DenseLayer<T>> layers)
    {
        if (layers.Count != _layers.Length)
            throw new ArgumentException($"The state is of a network of {_layers.Length} layers, this one has {layers.Count}.");
        for (int layer = 0; layer < _layers.Length; layer++)
            layers[layer].State.CopyFrom(_layers[layer]);
        return _step;
    }
}
