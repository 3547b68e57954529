using Engram.Datasets;
using Engram.Neurons;

namespace Samples.RealTime;

/// <summary>
/// Learns while it listens: from the frame before, the network forecasts the newest one, and every synapse changes at every step. Nothing is
/// stored. What it must beat is the forecast that nothing changes.
/// </summary>
internal sealed class Forecaster : IListener
{
    private readonly Network<float> _network;
    private readonly OnlineLearner<float> _learner;
    private readonly float[] _input, _target;
    private double _error, _persistent, _firstError;
    private long _steps;
    private bool _told;

    internal Forecaster()
    {
        int channels = Features.Channels;
        double dt = 1.0 / StepsPerFrame;
        _network = Network.Describe(channels, dt)
            .Dense(Activation.Tanh, NeuronGroup.Instantaneous(32, tau: 1), NeuronGroup.Retrospective(48, membrane: 1, prospective: dt), NeuronGroup.Retrospective(48, membrane: 3, prospective: dt))
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(channels, tau: 1))
            .Build<float>(lanes: 1, seed: 42);
        _learner = new OnlineLearner<float>(_network, Loss.MeanSquared, new Adam(3e-4));
        (_input, _target) = (new float[channels], new float[channels]);
    }

    public FeatureSettings Features { get; } = FeatureSettings.SpeechCommands;

    public int StepsPerFrame => 10;

    public void Step(ReadOnlySpan<float> before, ReadOnlySpan<float> now, float share)
    {
        before.CopyTo(_input);
        now.CopyTo(_target);
        _learner.Step(_input, _target);
        // The output that is there now is what the network says of the newest frame.
        for (int channel = 0; channel < _target.Length; channel++)
        {
            double wrong = _network.Output[channel, 0] - now[channel], still = before[channel] - now[channel];
            _error += wrong * wrong;
            _persistent += still * still;
        }

        _steps++;
    }

    public string? Tell()
    {
        double error = _error / (_steps * _target.Length), persistent = _persistent / (_steps * _target.Length);
        if (!_told)
            (_firstError, _told) = (error, true);
        (_error, _persistent, _steps) = (0, 0, 0);
        return $"forecast error {error:F3}, if nothing changed {persistent:F3}";
    }

    public string Conclude() => $"forecast error of the first stretch {_firstError:F3}";

    public void Dispose()
    {
        _learner.Dispose();
        _network.Dispose();
    }
}
