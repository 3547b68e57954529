using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Spiking;

/// <summary>
/// The correlation-driven task of Jordan et al. 2021 (Fig. 5, eqs. 13–20; specification 3.3): a neuron with a thousand inputs hears a
/// pattern of 100 ms again and again among noise, and its synapses, which are told nothing, make it stand out. Two rules: f_fac(w, K) at a
/// spike of the neuron, with K the synapse's presynaptic trace, and f_dep(w, K) at a presynaptic spike, with K the neuron's trace. The
/// weight changes by +η f_fac, at most to 1, and by −η f_dep, at least to 0.
/// </summary>
/// <remarks>
/// Absolute signal-to-noise ratios of the published runs are not reproduced (specification 3.3); the order of rules is. The published code
/// applies f_fac when the next presynaptic spike comes; here it is applied to all synapses when the neuron's spike arrives, which is the
/// same to each of them. What is no number ends at the bound, as it does there: a published rule divides by w, which may be 0. All rules meet the same trials. One task belongs to one thread.
/// </remarks>
public sealed unsafe class CorrelationTask : IDisposable
{
    /// <summary>Inputs of a rule: w, K.</summary>
    public const int RuleInputs = 2;

    internal const double Threshold = 20; // mV
    internal const double MembraneTime = 18; // ms

    private const double TraceTime = 20; // ms, on both sides
    private const double Refractory = 2; // ms
    private const double Delay = 1; // ms, dendritic
    private const int Ring = 64;
    private const double MostGrowth = 1e20;

    private readonly CorrelationTrial[] _trials;
    private readonly StepMachine<double> _facilitation;
    private readonly StepMachine<double> _depression = new(RuleInputs, 1);
    private readonly double[] _traces;
    private readonly double[] _ratios;
    private readonly int _room;
    private readonly int _delay;
    private double[] _drive = [];

    /// <summary>Draws the trials.</summary>
    /// <param name="options">The constants.</param>
    /// <param name="streams">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of range.</exception>
    public CorrelationTask(CorrelationTaskOptions options, RandomStreams streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        _trials = [.. Enumerable.Range(0, options.Trials).Select(index => new CorrelationTrial(options, streams, index))];
        _room = LaneMatrix<double>.PaddedLanes(options.Inputs);
        _facilitation = new StepMachine<double>(RuleInputs, options.Inputs);
        _traces = new double[_room];
        _ratios = new double[options.Trials];
        _delay = (int)Math.Round(Delay / options.Step);
        if (_delay >= Ring)
            throw new ArgumentOutOfRangeException(nameof(options), options.Step, $"The step must be at least {Delay / Ring} ms.");
    }

    /// <summary>The constants.</summary>
    public CorrelationTaskOptions Options { get; }

    /// <summary>Each trial's signal-to-noise ratio in the last evaluation.</summary>
    public ReadOnlySpan<double> Ratios => _ratios;

    /// <inheritdoc/>
    public void Dispose()
    {
        _facilitation.Dispose();
        _depression.Dispose();
    }

    /// <summary>The signal-to-noise ratio that two rules lead to in the worst trial.</summary>
    /// <param name="depression">f_dep(w, K): a program of two inputs.</param>
    /// <param name="facilitation">f_fac(w, K): another one.</param>
    /// <returns>The ratio; −∞ if a weight became infinite or no number.</returns>
    /// <exception cref="ArgumentException">A program has another number of inputs.</exception>
    public double Evaluate(Program depression, Program facilitation)
    {
        _facilitation.Load(facilitation);
        _depression.Load(depression);
        double worst = double.PositiveInfinity;
        for (int trial = 0; trial < _trials.Length; trial++)
        {
            if (!Learn(_trials[trial]))
                return double.NegativeInfinity;
            _ratios[trial] = Test(_trials[trial]);
            worst = Math.Min(worst, _ratios[trial]);
        }

        return double.IsFinite(worst) ? worst : double.NegativeInfinity;
    }

    /// <summary>Lets the weights of a trial learn.</summary>
    /// <returns>Whether all stayed finite.</returns>
    private bool Learn(CorrelationTrial trial)
    {
        double* weights = _facilitation.Input(0);
        new Span<double>(weights, _room).Fill(trial.FirstWeight);
        Array.Clear(_traces);
        Span<double> arriving = stackalloc double[Ring];
        arriving.Clear();
        Span<bool> echoes = stackalloc bool[Ring];
        echoes.Clear();
        double leak = Math.Exp(-Options.Step / MembraneTime);
        double growth = Math.Exp(Options.Step / TraceTime);
        int refractory = (int)Math.Round(Refractory / Options.Step);
        int steps = (int)Math.Round(Options.Duration / Options.Step);
        Arrival[] events = trial.Learning;
        double* weight = _depression.Input(0);
        double* trace = _depression.Input(1);
        double* change = _depression.Output();
        (double v, double post, double scale) = (trial.FirstPotential, 0, 1);
        (int next, int free) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            // Traces of synapses are kept times e^(t/τ), so that nothing is done to those that hear nothing.
            scale *= growth;
            post /= growth;
            bool hasEcho = echoes[step % Ring];
            if (hasEcho)
            {
                echoes[step % Ring] = false;
                if (!Facilitate(1 / scale))
                    return false;
            }

            for (; next < events.Length && events[next].Step == step; next++)
            {
                int synapse = events[next].Synapse;
                *weight = weights[synapse];
                *trace = post;
                _depression.Step();
                double changed = weights[synapse] - (Options.LearningRate * *change);
                weights[synapse] = changed > 0 ? changed : 0;
                if (!double.IsFinite(changed) && changed > 0)
                    return false;
                _traces[synapse] += scale;
                arriving[(step + _delay) % Ring] += weights[synapse];
            }

            // A spike of the neuron counts for presynaptic spikes that come after its echo, not with it.
            if (hasEcho)
                post += 1;
            if (scale > MostGrowth)
                Rescale(ref scale);

            v = step < free ? 0 : (leak * v) + arriving[step % Ring];
            arriving[step % Ring] = 0;
            if (v < Threshold)
                continue;
            v = 0;
            free = step + 1 + refractory;
            echoes[(step + _delay) % Ring] = true;
        }

        return true;
    }

    private bool Facilitate(double decay)
    {
        double* weights = _facilitation.Input(0);
        double* traces = _facilitation.Input(1);
        for (int j = 0; j < _traces.Length; j++)
            traces[j] = _traces[j] * decay;
        _facilitation.Step();
        double* change = _facilitation.Output();
        for (int j = 0; j < Options.Inputs; j++)
        {
            double weight = weights[j] + (Options.LearningRate * change[j]);
            weights[j] = weight < 1 ? weight : 1;
            if (double.IsNegativeInfinity(weight))
                return false;
        }

        return true;
    }

    private void Rescale(ref double scale)
    {
        double decay = 1 / scale;
        for (int j = 0; j < _traces.Length; j++)
            _traces[j] *= decay;
        scale = 1;
    }

    /// <summary>
    /// (max of V in a pattern's window − mean outside) / standard deviation outside, averaged over the patterns, with frozen weights and a
    /// neuron that does not spike.
    /// </summary>
    private double Test(CorrelationTrial trial)
    {
        int steps = (int)Math.Round(Options.TestDuration / Options.Step);
        if (_drive.Length < steps + _delay + 1)
            _drive = new double[steps + _delay + 1];
        Array.Clear(_drive);
        double* weights = _facilitation.Input(0);
        foreach (Arrival arrival in trial.Test)
        {
            if (arrival.Step < steps)
                _drive[arrival.Step + _delay] += weights[arrival.Synapse];
        }

        double leak = Math.Exp(-Options.Step / MembraneTime);
        int first = (int)Math.Round(Options.FirstOnset / Options.Step);
        int interval = (int)Math.Round(Options.PatternInterval / Options.Step);
        int length = (int)Math.Round(Options.PatternDuration / Options.Step);
        (double v, double sum, double square, double signal, double most) = (0, 0, 0, 0, double.NegativeInfinity);
        (long outside, int patterns) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            v = (leak * v) + _drive[step];
            int phase = step < first ? length : (step - first) % interval;
            if (phase >= length)
            {
                sum += v;
                square += v * v;
                outside++;
                continue;
            }

            most = Math.Max(most, v);
            if (phase != length - 1)
                continue;
            signal += most;
            patterns++;
            most = double.NegativeInfinity;
        }

        double mean = sum / outside;
        double deviation = Math.Sqrt(Math.Max(0, (square / outside) - (mean * mean)));
        // Weights that are all zero say nothing, and so loudly.
        return deviation > 0 ? ((signal / patterns) - mean) / deviation : 0;
    }
}
