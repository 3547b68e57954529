using Engram.Datasets;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle;

/// <summary>Turns samples into what the learning network is shown over time.</summary>
internal interface ISequenceFeeder : IDisposable
{
    /// <summary>How many channels the network is shown.</summary>
    int Channels { get; }

    /// <summary>Fills a sequence <c>[step · channels + channel, lane]</c>: lane i gets sample <c>samples[i]</c>.</summary>
    void Feed(SequenceSet set, ReadOnlySpan<int> samples, LaneMatrix<float> sequence);
}

/// <summary>Shows the samples as they are.</summary>
internal sealed class PlainFeeder(int channels) : ISequenceFeeder
{
    public int Channels => channels;

    public void Feed(SequenceSet set, ReadOnlySpan<int> samples, LaneMatrix<float> sequence)
    {
        for (int lane = 0; lane < samples.Length; lane++)
        {
            ReadOnlySpan<double> sample = set.Sample(samples[lane]);
            for (int channel = 0; channel < channels; channel++)
            {
                for (int step = 0; step < set.Steps; step++)
                    sequence[(step * channels) + channel, lane] = (float)sample[(channel * set.Steps) + step];
            }
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>
/// Shows what fixed lag lines make of the samples: each channel is a cascade of low-passes of one time constant, at rest when a batch
/// begins (specification 3.4). What the lines return at a step is the network's input at that step.
/// </summary>
internal sealed class LagLineFeeder : ISequenceFeeder
{
    private readonly Network<float> _lines;

    internal LagLineFeeder(double timeStep, IReadOnlyList<double> taus, int stages, int lanes)
    {
        Channels = taus.Count;
        NeuronGroup[] channels = [.. taus.Select(tau => NeuronGroup.Retrospective(1, tau, timeStep))];
        NetworkDescription description = Network.Describe(inputs: 1, timeStep);
        for (int stage = 0; stage < stages; stage++)
            description = description.Dense(Activation.Linear, channels);
        _lines = description.Build<float>(lanes);
        foreach (DenseLayer<float> stage in _lines.Layers)
        {
            for (int channel = 0; channel < Channels; channel++)
                stage.Weight(channel, stage.Index == 0 ? 0 : channel) = 1;
        }
    }

    public int Channels { get; }

    public void Feed(SequenceSet set, ReadOnlySpan<int> samples, LaneMatrix<float> sequence)
    {
        _lines.Rest();
        for (int step = 0; step < set.Steps; step++)
        {
            Span<float> input = _lines.Input.Row(0);
            for (int lane = 0; lane < samples.Length; lane++)
                input[lane] = (float)set.Sample(samples[lane])[step];
            _lines.StepForward();
            LaneMatrix<float> output = _lines.Output;
            for (int channel = 0; channel < Channels; channel++)
                output.Row(channel).CopyTo(sequence.Row((step * Channels) + channel));
        }
    }

    public void Dispose() => _lines.Dispose();
}
