using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// A circuit that learns first to predict itself, then to answer as its teacher does (specification 3.6). Both stages are runs of their
/// own: they begin at rest.
/// </summary>
internal sealed class MimicStudent : IDisposable
{
    /// <summary>Points of the traces of the first stage: every step in the released configuration.</summary>
    private const int TracePoints = 1800;

    private readonly long _traceStride;
    private readonly MicrocircuitMimicSettings _settings;
    private readonly MimicTeacher _teacher;
    private readonly RandomStream _order;
    private readonly int[] _permutation;
    private readonly Microcircuit<double> _circuit;

    internal MimicStudent(MicrocircuitMimicSettings settings, MimicTeacher teacher, ulong seed)
    {
        (_settings, _teacher) = (settings, teacher);
        _circuit = MimicTeacher.Describe(settings).Build<double>(lanes: 1);
        if (settings.Weights == "published")
            MicrocircuitInitialization.AsPublished(_circuit, 0, new MersenneTwister((uint)seed));
        else
            MicrocircuitInitialization.Uniform(_circuit, 0, new RandomStreams(seed).Named("weights"));
        _order = new RandomStreams(seed).Named("order");
        _traceStride = Math.Max(1, (long)settings.SelfPrediction.Epochs * settings.Patterns * settings.PresentationSteps / TracePoints);
        _permutation = [.. Enumerable.Range(0, settings.Patterns)];
    }

    /// <summary>Epochs done, over both stages.</summary>
    internal int Epoch { get; private set; }

    internal int Epochs => _settings.SelfPrediction.Epochs + _settings.Task.Epochs;

    /// <summary>Whether the epoch to come belongs to the first stage.</summary>
    internal bool IsPredictingItself => Epoch < _settings.SelfPrediction.Epochs;

    /// <summary>The largest absolute apical potential while learning in the last epoch.</summary>
    internal double LargestApical { get; private set; }

    /// <summary>Mean square of output minus target in the test of the last epoch; NaN in the first stage.</summary>
    internal double Error { get; private set; } = double.NaN;

    internal double Hidden => _circuit.Hidden[0].Up[0, 0, 0];

    internal double Output => _circuit.OutputWeights[0, 0, 0];

    internal double Down => _circuit.Hidden[0].Down[0, 0, 0];

    internal double FromInterneuron => _circuit.Hidden[0].FromInterneurons[0, 0, 0];

    internal double ToInterneuron => _circuit.Hidden[0].ToInterneurons[0, 0, 0];

    /// <summary>Learns for an epoch.</summary>
    /// <param name="trace">Told at some thousand moments of the first stage; null for nobody.</param>
    internal void RunEpoch(Action<MimicMoment>? trace)
    {
        if (Epoch == 0 || Epoch == _settings.SelfPrediction.Epochs)
            Begin();
        LargestApical = 0;
        Error = double.NaN;
        DrawOrder();
        foreach (int pattern in _permutation)
            Learn(pattern, IsPredictingItself ? trace : null);
        if (!IsPredictingItself)
        {
            DrawOrder();
            Error = Evaluate(_permutation);
        }

        Epoch++;
    }

    /// <summary>Tests from rest, which ends the run that is under way.</summary>
    /// <param name="answers">Filled with the averaged output for each pattern.</param>
    /// <returns>Mean square of output minus target.</returns>
    internal double Test(double[] answers)
    {
        _circuit.Rest();
        return Evaluate([.. Enumerable.Range(0, _settings.Patterns)], answers);
    }

    internal void Save(StateWriter writer)
    {
        _circuit.Save(writer);
        writer.Add("student/epoch", Epoch);
        writer.Add<int>("student/order", _permutation);
        Span<byte> stream = stackalloc byte[RandomStreamState.Size];
        _order.State.Write(stream);
        writer.Add<byte>("student/stream", stream);
    }

    internal void Load(StateReader reader)
    {
        _circuit.Load(reader);
        Epoch = reader.ReadValue<int>("student/epoch");
        reader.Read<int>("student/order", _permutation);
        Span<byte> stream = stackalloc byte[RandomStreamState.Size];
        reader.Read("student/stream", stream);
        _order.Skip(RandomStreamState.Read(stream).Position - _order.State.Position);
    }

    public void Dispose() => _circuit.Dispose();

    private void Begin()
    {
        _circuit.Rest();
        _circuit.LearningRates = RatesOf(IsPredictingItself);
    }

    private MicrocircuitLearningRates RatesOf(bool isPredictingItself) => isPredictingItself
        ? new() { FromInterneurons = [_settings.SelfPrediction.FromInterneurons], ToInterneurons = [_settings.SelfPrediction.ToInterneurons] }
        : new() { Up = [_settings.Task.Hidden, _settings.Task.Output], ToInterneurons = [_settings.Task.ToInterneurons] };

    private void DrawOrder() => _order.Shuffle(_permutation.AsSpan());

    private void Learn(int pattern, Action<MimicMoment>? trace)
    {
        // A run that goes on from a checkpoint has no rates yet.
        if (_circuit.LearningRates == MicrocircuitLearningRates.None)
            _circuit.LearningRates = RatesOf(IsPredictingItself);
        Show(pattern);
        var step = new MicrocircuitPresentation(1) { IsNudged = !IsPredictingItself, IsPlastic = true };
        MicrocircuitHiddenLayer<double> hidden = _circuit.Hidden[0];
        for (int index = 0; index < _settings.PresentationSteps; index++)
        {
            _circuit.Present(in step);
            LargestApical = Math.Max(LargestApical, Math.Abs(hidden.Apical[0, 0]));
            if (_circuit.StepCount % _traceStride == 0)
            {
                trace?.Invoke(new MimicMoment(
                    _circuit.StepCount * _settings.Dt,
                    FromInterneuron,
                    ToInterneuron,
                    hidden.Apical[0, 0],
                    hidden.Interneurons.Prospective[0, 0],
                    _circuit.Output.Prospective[0, 0]));
            }
        }
    }

    private double Evaluate(int[] patterns, double[]? answers = null)
    {
        double error = 0;
        foreach (int pattern in patterns)
        {
            Show(pattern);
            _circuit.Present(new MicrocircuitPresentation(_settings.PresentationSteps));
            double answer = _circuit.Readout[0, 0], miss = answer - _teacher.Targets[pattern];
            answers?[pattern] = answer;
            error += miss * miss;
        }

        return error / patterns.Length;
    }

    private void Show(int pattern)
    {
        _circuit.Input[0, 0] = _teacher.Inputs[pattern];
        _circuit.Target[0, 0] = _teacher.Targets[pattern];
    }
}

/// <summary>A moment of the first stage.</summary>
/// <param name="Time">Since its start, in ms.</param>
/// <param name="FromInterneuron">W_pi.</param>
/// <param name="ToInterneuron">W_ip.</param>
/// <param name="Apical">v_A of the hidden neuron.</param>
/// <param name="Interneuron">ŭ of the interneuron.</param>
/// <param name="Output">ŭ of the output neuron.</param>
internal readonly record struct MimicMoment(double Time, double FromInterneuron, double ToInterneuron, double Apical, double Interneuron, double Output);
