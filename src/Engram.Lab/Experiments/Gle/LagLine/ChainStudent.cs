using Engram.Numerics.Learning;
using Engram.Numerics.Simd;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>A chain that learns by one of the five models, with Adam's memory for its four parameters (specification 3.1).</summary>
internal sealed class ChainStudent : IDisposable
{
    /// <summary>Up to here nothing is learned; for the first half a student has the teacher's time constants.</summary>
    internal const int RestSteps = 5000;

    private const double FirstDecay = 0.9, SecondDecay = 0.999, Epsilon = 1e-8;

    private readonly ChainKernel _kernel;
    private readonly ChainConstants _constants;
    private readonly ChainParameters _borrowed;
    private readonly ChainState _state;
    private readonly ChainWindow? _window;
    private readonly double _learningRate;
    private readonly double _leastTime;
    private readonly double[] _gradient = new double[ChainParameters.Count];
    private readonly double[] _first = new double[ChainParameters.Count];
    private readonly double[] _second = new double[ChainParameters.Count];
    private double _firstPower = 1;
    private double _secondPower = 1;

    internal ChainStudent(ChainKernel kernel, ChainModel model, ChainParameters start, ChainParameters teacher, LagLineSettings settings)
    {
        _kernel = kernel;
        Model = model;
        Parameters = start;
        _constants = settings.Constants(model.LooksAhead);
        _borrowed = new ChainParameters(start.FirstWeight, start.SecondWeight, teacher.FirstTime, teacher.SecondTime);
        _state = new ChainState(settings.Batch);
        _leastTime = settings.LeastTime;
        // One step of Adam for a window, as large as those of its steps together.
        _learningRate = settings.LearningRate * Math.Max(1, model.Window);
        if (model.Window > 0)
        {
            _window = new ChainWindow(settings.Batch, model.Window);
            _window.Begin(_state);
        }
    }

    internal ChainModel Model { get; }

    internal ChainParameters Parameters { get; }

    /// <summary>The mean over lanes of (y − out)² in the last step.</summary>
    internal double Loss => _state.Sums[^1] / _state.Rows.Lanes;

    /// <summary>What the last step returned in lane 0.</summary>
    internal double Output { get; private set; }

    /// <summary>For each time constant: the first step after which it stood at the floor, or −1, and after how many it did.</summary>
    internal (int First, int Steps)[] AtFloor { get; } = [(-1, 0), (-1, 0)];

    /// <summary>A variable that is not finite, in words; null if all are.</summary>
    internal string? Broken
    {
        get
        {
            string[] names = ["membrane potential u", "error potential v", "rate r", "slope φ′"];
            for (int row = 0; row < ChainState.Pull; row++)
            {
                if (_state.Row(row).ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
                    return $"the {names[row / 2]} of layer {row % 2}";
            }

            int parameter = Array.FindIndex(Parameters.Values, static value => !double.IsFinite(value));
            return parameter < 0 ? null : $"the parameter {ChainParameters.Names[parameter]}";
        }
    }

    /// <summary>A step, and learning where it is due.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="input">The input of each lane.</param>
    /// <param name="target">The target of each lane.</param>
    internal void Step(int step, ReadOnlySpan<double> input, ReadOnlySpan<double> target)
    {
        bool borrows = step < RestSteps / 2 && _window is null;
        Output = _state.Row(ChainState.Rate + 1)[0];
        _kernel.Step(_state, ChainRatios.Of(borrows ? _borrowed : Parameters, _constants), _constants, input, target);
        if (_window is not null)
        {
            _window.Add(_state, input, target);
            // Windows end at the steps that their length divides; the first that is learned from begins when learning does.
            if (step % Model.Window != 0 && step != RestSteps)
                return;
            if (step > RestSteps)
            {
                _kernel.FindGradient(_window, Parameters, _constants, _gradient);
                Learn(step);
            }

            _window.Begin(_state);
        }
        else if (step > RestSteps)
        {
            FindLocalGradient();
            Learn(step);
        }
    }

    public void Dispose()
    {
        _state.Dispose();
        _window?.Dispose();
    }

    /// <summary>−⟨e r⟩ for weights and +⟨e u̇⟩ for time constants (specification 1.5).</summary>
    private void FindLocalGradient()
    {
        double lanes = _state.Rows.Lanes;
        _gradient[0] = -_state.Sums[0] / lanes;
        _gradient[1] = -_state.Sums[1] / lanes;
        _gradient[2] = _state.Sums[2] / (Parameters.FirstTime * lanes);
        _gradient[3] = _state.Sums[3] / (Parameters.SecondTime * lanes);
    }

    private void Learn(int step)
    {
        _firstPower *= FirstDecay;
        _secondPower *= SecondDecay;
        var rule = new RuleConstants<double>(
            _learningRate / (1 - _firstPower), 1 - FirstDecay, SecondDecay, 1 - SecondDecay, 1 / Math.Sqrt(1 - _secondPower), Epsilon);
        for (int i = 0; i < ChainParameters.Count; i++)
        {
            Parameters.Values[i] = AdamRule.Update<SimdScalar<double>, double, double>(
                Parameters.Values[i], _gradient[i], ref _first[i], ref _second[i], rule);
        }

        for (int time = 0; time < 2; time++)
        {
            ref double value = ref Parameters.Values[2 + time];
            if (value >= _leastTime)
                continue;
            value = _leastTime;
            ref (int First, int Steps) floor = ref AtFloor[time];
            floor = (floor.First < 0 ? step : floor.First, floor.Steps + 1);
        }
    }
}
