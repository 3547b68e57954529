using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Gle.Robustness;

/// <summary>
/// Changes what a step of a network has left before the next one reads it: noise in rates or errors, errors that are late, errors that came
/// through other weights.
/// </summary>
internal sealed class Disturbance : IStepObserver<float>, IDisposable
{
    private readonly Imperfection _kind;
    private readonly double _strength;
    private readonly Network<float> _network;
    private readonly DenseConnection<float>[] _feedback = [];
    private readonly float[][] _factors = [];
    private readonly AlignedBuffer<float>? _scratch;
    private readonly LaneMatrix<float>[][] _late = [];
    private RandomStream _noise;
    private long _step;

    internal Disturbance(Network<float> network, Imperfection kind, double strength, ulong seed)
    {
        (_network, _kind, _strength) = (network, kind, strength);
        var streams = new RandomStreams(seed);
        _noise = streams.Named("noise");
        DenseLayer<float>[] sending = [.. network.Layers.Skip(1)];
        if (kind == Imperfection.Feedback)
        {
            _feedback = [.. sending.Select(layer => new DenseConnection<float>(new SignalShape(layer.PresynapticCount), layer.NeuronCount))];
            _factors = [.. sending.Select(layer => Factors(streams.Named("feedback", layer.Index), layer.NeuronCount * layer.PresynapticCount))];
            _scratch = new AlignedBuffer<float>(_feedback.Max(connection => connection.ScratchLength(network.Lanes)));
        }
        else if (kind == Imperfection.Delay)
        {
            _late = [.. sending.Select(layer => Enumerable.Range(0, (int)strength + 1).Select(_ => new LaneMatrix<float>(layer.PresynapticCount, network.Lanes)).ToArray())];
        }

        if (kind is Imperfection.RateNoise or Imperfection.ErrorNoise or Imperfection.Delay or Imperfection.Feedback)
            network.Attach(this);

        float[] Factors(RandomStream stream, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(1 + (strength * stream.NextGaussian())))];
    }

    /// <summary>While one tests there are no errors.</summary>
    internal bool IsTesting { get; set; }

    public void Stepped(Network<float> network)
    {
        if (_kind == Imperfection.RateNoise)
        {
            foreach (DenseLayer<float> layer in network.Layers.Take(network.Layers.Count - 1))
                AddNoise(layer.Variable(NeuronVariable.Rate), _strength);
        }

        if (IsTesting)
            return;
        foreach (DenseLayer<float> layer in network.Layers.Skip(1))
        {
            LaneMatrix<float> sent = layer.Variable(NeuronVariable.SentError);
            switch (_kind)
            {
                case Imperfection.ErrorNoise:
                    AddNoise(sent, _strength * RootMeanSquare(sent));
                    break;
                case Imperfection.Delay:
                    LaneMatrix<float>[] line = _late[layer.Index - 1];
                    int now = (int)(_step % line.Length), oldest = (int)((_step + 1) % line.Length);
                    sent.Storage().CopyTo(line[now].Storage());
                    line[oldest].Storage().CopyTo(sent.Storage());
                    break;
                case Imperfection.Feedback:
                    SendThroughOthers(layer, sent);
                    break;
                default:
                    break;
            }
        }

        _step++;
    }

    public void Dispose()
    {
        _network.Detach(this);
        foreach (DenseConnection<float> connection in _feedback)
            connection.Dispose();
        foreach (LaneMatrix<float> table in _late.SelectMany(static line => line))
            table.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>The time constants of a layer's neurons, or of its error neurons, with the strength of the imperfection.</summary>
    internal static IReadOnlyList<TimeConstants> Spread(IReadOnlyList<TimeConstants> times, double strength, double least, RandomStream stream) =>
    [
        .. times.Select(pair =>
        {
            // One factor for a pair: what answers at once still does.
            double factor = 1 + (strength * stream.NextGaussian());
            return new TimeConstants(Math.Max(least, pair.Membrane * factor), Math.Max(least, pair.Prospective * factor));
        }),
    ];

    /// <summary>Time constants of error neurons, each drawn by itself.</summary>
    internal static IReadOnlyList<TimeConstants> Mismatched(IReadOnlyList<TimeConstants> times, double strength, double least, RandomStream stream)
    {
        return [.. times.Select(pair => new TimeConstants(Other(pair.Membrane), Other(pair.Prospective)))];

        double Other(double tau) => Math.Max(least, tau * (1 + (strength * stream.NextGaussian())));
    }

    internal void Save(StateWriter writer)
    {
        Span<byte> noise = stackalloc byte[RandomStreamState.Size];
        _noise.State.Write(noise);
        writer.Add<byte>("disturbance/noise", noise);
        writer.Add("disturbance/step", _step);
        for (int line = 0; line < _late.Length; line++)
        {
            for (int place = 0; place < _late[line].Length; place++)
                writer.Add<float>($"disturbance/late-{line}-{place}", MatrixState.Compact(_late[line][place]));
        }
    }

    internal void Load(StateReader reader)
    {
        Span<byte> noise = stackalloc byte[RandomStreamState.Size];
        reader.Read("disturbance/noise", noise);
        _noise = new RandomStream(RandomStreamState.Read(noise));
        _step = reader.ReadValue<long>("disturbance/step");
        for (int line = 0; line < _late.Length; line++)
        {
            for (int place = 0; place < _late[line].Length; place++)
                MatrixState.Load(reader, $"disturbance/late-{line}-{place}", _late[line][place]);
        }
    }

    private void SendThroughOthers(DenseLayer<float> layer, LaneMatrix<float> sent)
    {
        DenseConnection<float> connection = _feedback[layer.Index - 1];
        float[] factors = _factors[layer.Index - 1];
        int columns = layer.PresynapticCount;
        for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
        {
            ReadOnlySpan<float> weights = layer.Parameters.Row(neuron);
            Span<float> others = connection.Parameters.Row(neuron);
            for (int column = 0; column < columns; column++)
                others[column] = weights[column] * factors[(neuron * columns) + column];
        }

        connection.Transport(layer.Variable(NeuronVariable.Error), sent, 0, connection.TransportUnits, _scratch!);
    }

    private void AddNoise(LaneMatrix<float> table, double deviation)
    {
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (ref float value in table.Row(row))
                value += (float)(deviation * _noise.NextGaussian());
        }
    }

    private static double RootMeanSquare(LaneMatrix<float> table)
    {
        double sum = 0;
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (float value in table.Row(row))
                sum += (double)value * value;
        }

        return Math.Sqrt(sum / ((double)table.Rows * table.Lanes));
    }
}
