using Engram.Lab.Figures;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>The stream of <see cref="LeFourier"/>: what goes in, what should come out, and what does.</summary>
internal sealed class FourierSynthesis(EquilibriumNetwork<float> network, LeFourierSettings settings, long learned) : IDisposable
{
    // What is kept for figures: one value in so many ms.
    private const double KeptEvery = 0.1;
    private const double FirstFrequency = 10, SawtoothFrequency = 20, MillisecondsPerSecond = 1000;

    private readonly LaneMatrix<float> _input = new(settings.Frequencies, 1);
    private readonly LaneMatrix<float> _target = new(1, 1);
    private readonly int _stride = Math.Max(1, (int)Math.Round(KeptEvery / settings.Dt));
    private readonly List<double> _errors = [];
    private readonly List<double> _correlations = [];
    private readonly List<float> _output = [];

    internal long Step { get; private set; }

    /// <summary>How many periods have ended.</summary>
    internal int Periods => _errors.Count;

    /// <summary>The mean squared error of each period.</summary>
    internal IReadOnlyList<double> Errors => _errors;

    /// <summary>The correlation with the target in each period.</summary>
    internal IReadOnlyList<double> Correlations => _correlations;

    /// <summary>What came out, every tenth of a millisecond.</summary>
    internal ReadOnlySpan<float> Output => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_output);

    /// <summary>Steps to the end of a period. What a step returns is the output before it, as in the released code.</summary>
    internal void Advance(long end)
    {
        double squares = 0, sumOut = 0, sumTarget = 0, squaresOut = 0, squaresTarget = 0, products = 0;
        long count = end - Step;
        while (Step < end)
        {
            double time = Step * settings.Dt;
            for (int channel = 0; channel < settings.Frequencies; channel++)
                _input[channel, 0] = (float)Math.Sin(2 * Math.PI * FirstFrequency * (channel + 1) * time / MillisecondsPerSecond);
            double target = Sawtooth(time);
            _target[0, 0] = (float)target;
            double output = network.Output[0, 0];
            if (Step % _stride == 0)
                _output.Add((float)output);
            squares += (output - target) * (output - target);
            (sumOut, sumTarget, products) = (sumOut + output, sumTarget + target, products + (output * target));
            (squaresOut, squaresTarget) = (squaresOut + (output * output), squaresTarget + (target * target));
            // Without a nudge there is no error, so nothing is learned.
            network.Beta = Step < learned ? settings.Beta : 0;
            network.Learn(_input, _target, 1);
            Step++;
        }

        _errors.Add(squares / count);
        double covariance = (products / count) - (sumOut / count * (sumTarget / count));
        double spread = Math.Sqrt(((squaresOut / count) - Math.Pow(sumOut / count, 2)) * ((squaresTarget / count) - Math.Pow(sumTarget / count, 2)));
        _correlations.Add(spread > 0 ? covariance / spread : 0);
    }

    internal Curve Target(double from, double to)
    {
        double[] times = Times(from, to);
        return new Curve("target", times, [.. times.Select(Sawtooth)]) { Color = FigureColor.Grey, Style = CurveStyle.Dashed };
    }

    internal Curve Shown(double from, double to)
    {
        double[] times = Times(from, to);
        return new Curve("output", times, [.. times.Select(time => (double)_output[(int)Math.Round(time / (_stride * settings.Dt))])]) { Color = FigureColor.Blue };
    }

    internal void Save(StateWriter writer)
    {
        network.Save(writer);
        writer.Add("fourier/step", Step);
        writer.Add<double>("fourier/errors", [.. _errors]);
        writer.Add<double>("fourier/correlations", [.. _correlations]);
        writer.Add<float>("fourier/output", [.. _output]);
    }

    internal void Load(StateReader reader)
    {
        network.Load(reader);
        Step = reader.ReadValue<long>("fourier/step");
        _errors.AddRange(reader.ReadArray<double>("fourier/errors"));
        _correlations.AddRange(reader.ReadArray<double>("fourier/correlations"));
        _output.AddRange(reader.ReadArray<float>("fourier/output"));
    }

    public void Dispose()
    {
        _input.Dispose();
        _target.Dispose();
    }

    /// <summary>From −1 to 1 in 50 ms, again and again.</summary>
    private static double Sawtooth(double time)
    {
        double phase = SawtoothFrequency * time / MillisecondsPerSecond;
        return (2 * (phase - Math.Floor(phase))) - 1;
    }

    private double[] Times(double from, double to)
    {
        double step = _stride * settings.Dt;
        int first = (int)Math.Round(from / step), last = Math.Min(_output.Count, (int)Math.Round(to / step));
        return [.. Enumerable.Range(first, Math.Max(0, last - first)).Select(index => index * step)];
    }
}
