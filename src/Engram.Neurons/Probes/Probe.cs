using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// Streams a variable of chosen neurons to a NumPy file <c>[record, neuron, lane]</c> while a network runs. Memory does not grow with the
/// steps, and a step allocates nothing. The file is valid after every <see cref="Flush"/>, also if the process is killed later.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> is written as f4, <see cref="double"/> as f8.</typeparam>
public sealed class Probe<T> : IStepObserver<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BufferBytes = 1 << 16;

    private readonly Network<T> _network;
    private readonly ProbeDescription _description;
    private readonly DenseLayer<T> _layer;
    private readonly int[] _neurons;
    private readonly int[] _lanes;
    private readonly int _networkLanes;
    private readonly RecordFile _file;
    private readonly T[] _buffer;
    private int _filled;

    private Probe(Network<T> network, ProbeDescription description, DenseLayer<T> layer, int[] neurons, int[] lanes, string path)
    {
        _network = network;
        _description = description;
        _layer = layer;
        _neurons = neurons;
        _lanes = lanes;
        _networkLanes = network.Lanes;
        int record = checked(neurons.Length * lanes.Length);
        int recordBytes = checked(record * Marshal.SizeOf<T>());
        _buffer = new T[record * Math.Max(1, BufferBytes / Math.Max(1, recordBytes))];
        _file = new RecordFile(path, typeof(T) == typeof(float) ? "<f4" : "<f8", recordBytes, neurons.Length, lanes.Length);
    }

    /// <summary>How many records have been taken, written or still in memory.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Attaches a probe to a network.</summary>
    /// <param name="network">The network. While the probe is attached its number of lanes must not change.</param>
    /// <param name="description">What to watch. Watching û makes the layer keep it.</param>
    /// <param name="path">The file, <c>.npy</c> by custom; replaced if it exists.</param>
    /// <returns>The probe; dispose of it to end the recording and close the file.</returns>
    /// <exception cref="ArgumentException">The description names what the network does not have; the message says what.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static Probe<T> Attach(Network<T> network, ProbeDescription description, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if ((uint)description.Layer >= (uint)network.Layers.Count)
            throw new ArgumentException($"The probe names layer {description.Layer}, but the network has layers 0 to {network.Layers.Count - 1}.", nameof(description));
        if (description.Stride < 1)
            throw new ArgumentException($"The probe's stride is {description.Stride}, but must be 1 or more.", nameof(description));
        if (description.From > description.Until)
            throw new ArgumentException($"The probe's window begins at step {description.From} and ends before step {description.Until}.", nameof(description));

        DenseLayer<T> layer = network.Layers[description.Layer];
        bool isSent = description.Variable == NeuronVariable.SentError;
        int[] neurons = Chosen(description.Neurons, isSent ? layer.PresynapticCount : layer.NeuronCount, "neuron", $"layer {layer.Index}");
        int[] lanes = Chosen(description.Lanes, network.Lanes, "lane", "the network");
        if (description.Variable == NeuronVariable.Prospective)
            layer.IsObserved = true;
        var probe = new Probe<T>(network, description, layer, neurons, lanes, path);
        network.Attach(probe);
        return probe;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The network's number of lanes has changed.</exception>
    public void Stepped(Network<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        long step = network.StepCount - 1;
        if (step < _description.From || step >= _description.Until || (step - _description.From) % _description.Stride != 0)
            return;
        if (network.Lanes != _networkLanes)
        {
            throw new InvalidOperationException(
                $"The network went from {_networkLanes} to {network.Lanes} lanes while a probe was attached: its file has room for {_networkLanes}.");
        }

        LaneMatrix<T> values = _layer.Variable(_description.Variable);
        foreach (int neuron in _neurons)
        {
            Span<T> row = values.Row(neuron);
            foreach (int lane in _lanes)
                _buffer[_filled++] = row[lane];
        }

        RecordCount++;
        if (_filled == _buffer.Length)
            Flush();
    }

    /// <summary>Writes what is in memory, and makes the file say so.</summary>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public void Flush()
    {
        _file.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _filled)), RecordCount);
        _filled = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Detach(this);
        if (_file.IsOpen)
            Flush();
        _file.Dispose();
    }

    private static int[] Chosen(IReadOnlyList<int>? chosen, int count, string what, string where)
    {
        if (chosen is null)
            return [.. Enumerable.Range(0, count)];
        foreach (int index in chosen)
        {
            if ((uint)index >= (uint)count)
                throw new ArgumentException($"The probe names {what} {index}, but {where} has {what}s 0 to {count - 1}.", nameof(chosen));
        }

        return [.. chosen];
    }
}
