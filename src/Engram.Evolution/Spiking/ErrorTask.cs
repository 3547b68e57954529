using Engram.Evolution.Programs;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Spiking;

/// <summary>
/// The error-driven task of Jordan et al. 2021 (Fig. 4, eqs. 7–12; specification 3.2): a neuron without spikes learns to follow the
/// potential v of a teacher that hears the same inputs. In every step every synapse smooths f(v, u, s) and adds it to its weight; u is the
/// student's potential and s the synapse's unit potential.
/// </summary>
/// <remarks>
/// The fitness is minus the root of the summed (not averaged) squared difference, sampled every millisecond after the first tenth, averaged
/// over trials: 0 is perfect. All rules meet the same trials. One task belongs to one thread.
/// </remarks>
public sealed unsafe class ErrorTask : IDisposable
{
    /// <summary>Inputs of a rule: v, u, s.</summary>
    public const int RuleInputs = 3;

    private const double Rest = -70; // E_L, mV
    private const double Delay = 2; // ms; see RewardExperiment

    private readonly ExponentialNeuron _neuron;
    private readonly int _perMillisecond;
    private readonly int _stride;
    private readonly StepMachine<double> _machine;
    private readonly LaneMatrix<double> _teacherEveryMillisecond;
    private readonly LaneMatrix<double> _state;
    private readonly AlignedBuffer<Arrival> _arrivals;
    private readonly double[] _errors;

    /// <summary>Draws the trials.</summary>
    /// <param name="options">The constants.</param>
    /// <param name="streams">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of range.</exception>
    public ErrorTask(ErrorTaskOptions options, RandomStreams streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        _neuron = new ExponentialNeuron(options.Step);
        _perMillisecond = (int)Math.Round(1 / options.Step);
        _stride = LaneMatrix<double>.PaddedLanes(options.Trials);
        _machine = new StepMachine<double>(RuleInputs, options.Inputs * _stride);
        _state = new LaneMatrix<double>((3 * options.Inputs) + 2, options.Trials);
        _errors = new double[options.Trials];

        var arrivals = new List<Arrival>();
        var teacher = new double[options.Inputs * _stride];
        for (int trial = 0; trial < options.Trials; trial++)
            Draw(streams.Named("error/trial", trial), trial, teacher, arrivals);
        Arrival[] inOrder = SpikeTrains.InOrder(arrivals);
        _arrivals = new AlignedBuffer<Arrival>(inOrder.Length);
        inOrder.CopyTo(_arrivals.Span);
        _teacherEveryMillisecond = Teach(inOrder, teacher);
    }

    /// <summary>The constants.</summary>
    public ErrorTaskOptions Options { get; }

    /// <summary>Each trial's root of the summed squared difference in the last evaluation, mV.</summary>
    public ReadOnlySpan<double> Errors => _errors;

    private int Milliseconds => (int)Options.Duration;

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine.Dispose();
        _state.Dispose();
        _arrivals.Dispose();
        _teacherEveryMillisecond.Dispose();
    }

    /// <summary>How near to the teacher a rule brings the student.</summary>
    /// <param name="rule">f(v, u, s): a program of three inputs.</param>
    /// <returns>0 at best; −∞ if a potential became infinite or no number.</returns>
    /// <exception cref="ArgumentException">The program has another number of inputs.</exception>
    public double Evaluate(Program rule)
    {
        _machine.Load(rule);
        ErrorKernel kernel = Begin();
        Array.Clear(_errors);
        int interval = Math.Max(1, (int)Math.Round(Options.TeacherInterval));
        for (int millisecond = 0; millisecond < Milliseconds; millisecond++)
        {
            if (millisecond % interval == 0)
                ShowTeacher(millisecond);
            kernel.From = millisecond * _perMillisecond;
            kernel.Until = kernel.From + _perMillisecond;
            VectorKernel.Run<ErrorKernel, double>(ref kernel, _machine.Set);
            if (!Compare(millisecond + 1, kernel.Student))
                return double.NegativeInfinity;
        }

        double sum = 0;
        for (int trial = 0; trial < _errors.Length; trial++)
            sum += _errors[trial] = Math.Sqrt(_errors[trial]);
        return double.IsFinite(sum) ? -sum / _errors.Length : double.NegativeInfinity;
    }

    private void Draw(RandomStream stream, int trial, double[] teacher, List<Arrival> arrivals)
    {
        double shift = !Options.ShiftsBothWays || stream.NextDouble() < 0.5 ? Options.Shift : -Options.Shift;
        for (int input = 0; input < Options.Inputs; input++)
        {
            int lane = (input * _stride) + trial;
            teacher[lane] = stream.NextUniform(-Options.TeacherSpread, Options.TeacherSpread) + shift;
            double rate = stream.NextUniform(Options.LowestRate, Options.HighestRate);
            foreach (int step in SpikeTrains.Poisson(stream, rate, Delay, Options.Duration, Options.Step))
                arrivals.Add(new Arrival(step, lane));
        }
    }

    private ErrorKernel Begin()
    {
        _state.Clear();
        int inputs = Options.Inputs;
        double* unitCurrent = _state.Pointer + (2 * (nint)_stride);
        double* change = unitCurrent + ((nint)inputs * _stride);
        double* weights = change + ((nint)inputs * _stride);
        for (int lane = 0; lane < inputs * _stride; lane++)
        {
            weights[lane] = Options.FirstWeight;
            _machine.Input(2)[lane] = 0;
        }

        return new ErrorKernel
        {
            Machine = _machine,
            Result = _machine.Output(),
            Student = _machine.Input(1),
            Unit = _machine.Input(2),
            Potential = _state.Pointer,
            Current = _state.Pointer + _stride,
            UnitCurrent = unitCurrent,
            Change = change,
            Weights = weights,
            Next = _arrivals.Pointer,
            Last = _arrivals.Pointer + _arrivals.Length,
            MembraneDecay = _neuron.MembraneDecay,
            CurrentDecay = _neuron.CurrentDecay,
            Drive = _neuron.Drive,
            Rest = Rest,
            Keep = Math.Exp(-Options.Step / Options.Smoothing),
            Gain = Options.LearningRate * Options.Step,
            Stride = _stride,
            Inputs = inputs,
        };
    }

    private void ShowTeacher(int millisecond)
    {
        double* v = _teacherEveryMillisecond.Pointer + ((nint)millisecond * _stride);
        double* row = _machine.Input(0);
        for (int lane = 0; lane < Options.Inputs * _stride; lane++)
            row[lane] = Rest + v[lane % _stride];
    }

    private bool Compare(int millisecond, double* student)
    {
        if (millisecond <= Milliseconds / 10)
            return double.IsFinite(student[0]);
        double* v = _teacherEveryMillisecond.Pointer + ((nint)millisecond * _stride);
        bool isFinite = true;
        for (int trial = 0; trial < _errors.Length; trial++)
        {
            double difference = student[trial] - (Rest + v[trial]);
            _errors[trial] += difference * difference;
            isFinite &= double.IsFinite(_errors[trial]);
        }

        return isFinite;
    }

    /// <summary>The teacher's potential from rest at every millisecond: it hears the same spikes with weights of its own, and learns nothing.</summary>
    private LaneMatrix<double> Teach(Arrival[] arrivals, double[] weights)
    {
        var course = new LaneMatrix<double>(Milliseconds + 1, Options.Trials);
        var v = new double[_stride];
        var current = new double[_stride];
        (double membrane, double synapse, double drive) = (_neuron.MembraneDecay, _neuron.CurrentDecay, _neuron.Drive);
        int next = 0;
        for (int step = 0; step < Milliseconds * _perMillisecond; step++)
        {
            for (int trial = 0; trial < Options.Trials; trial++)
            {
                v[trial] = double.FusedMultiplyAdd(drive, current[trial], membrane * v[trial]);
                current[trial] *= synapse;
            }

            for (; next < arrivals.Length && arrivals[next].Step == step; next++)
                current[arrivals[next].Synapse % _stride] += weights[arrivals[next].Synapse];
            if ((step + 1) % _perMillisecond == 0)
            {
                for (int trial = 0; trial < Options.Trials; trial++)
                    course[(step + 1) / _perMillisecond, trial] = v[trial];
            }
        }

        return course;
    }
}
