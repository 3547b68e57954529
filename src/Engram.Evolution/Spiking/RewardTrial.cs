using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Spiking;

/// <summary>
/// One trial of the reward-driven task: the neuron hears a pattern, spikes or not, and leaves an eligibility in every synapse.
/// </summary>
/// <remarks>
/// The equations are those of a step-by-step simulation, solved another way. Between arrivals the potential is a sum of two exponentials.
/// An eligibility is a sum over steps of decays times (spike − φ), and a synapse enters it by when its spikes arrive alone: so one pass
/// forwards collects what each stretch contributes, and one pass backwards over the stretches gives every arrival its due. The work does not
/// depend on the number of synapses.
/// </remarks>
internal sealed unsafe class RewardTrial : IDisposable
{
    /// <summary>The longest stretch that is done at once.</summary>
    private const int Longest = 512;

    private const double Threshold = 15; // u_th − E_L = −55 − (−70) mV
    private const double EscapeRate = 0.01; // ρ, Hz
    private const double EscapeWidth = 0.2; // Δu of the neuron, mV
    private const double SynapseWidth = 5; // Δu of the synapse's own φ, mV (the published code)
    private const double EligibilityTime = 500; // τM, ms
    private const double Refractory = 2; // ms
    private const double Scale = 1e9; // the published code
    private const double PublishedStep = 0.01; // ms

    // Below this potential a whole trial's chance of a spike is less than 1e-8.
    private const double Silent = Threshold - (20 * EscapeWidth);

    private readonly ExponentialNeuron _neuron;
    private readonly double _step;
    private readonly int _steps;
    private readonly int _refractory;
    private readonly double _forget;
    private readonly double _strength;
    private readonly double _perCurrent;
    private readonly LaneMatrix<double> _decays;
    private readonly List<Piece> _pieces = [];

    public RewardTrial(RewardTaskOptions options)
    {
        _neuron = new ExponentialNeuron(options.Step);
        _step = options.Step;
        _steps = (int)Math.Round(options.Duration / options.Step);
        _refractory = (int)Math.Round(Refractory / options.Step);
        _forget = Math.Exp(-options.Step / EligibilityTime);
        // 1 − P is proportional to h: rescaled, a spike counts as much as with the step that the published constants belong to.
        _strength = (1 - _forget) / SynapseWidth * Scale * (PublishedStep / options.Step);
        _perCurrent = _neuron.PotentialPerCurrent;
        _decays = new LaneMatrix<double>(5, Longest + PotentialKernel.Columns);
        for (int i = 0; i < _decays.Lanes; i++)
        {
            _decays[0, i] = Math.Exp(-(i + 1) * options.Step / _neuron.Membrane);
            _decays[1, i] = Math.Exp(-(i + 1) * options.Step / _neuron.Synapse);
            _decays[2, i] = Math.Exp(-(i + 1) * options.Step * ((1 / _neuron.Membrane) - (1 / EligibilityTime)));
            _decays[3, i] = Math.Exp(-(i + 1) * options.Step * ((1 / _neuron.Synapse) - (1 / EligibilityTime)));
            _decays[4, i] = i;
        }
    }

    /// <summary>Runs a trial.</summary>
    /// <param name="arrivals">The pattern.</param>
    /// <param name="weights">pA.</param>
    /// <param name="escape">Where the chance of spikes comes from.</param>
    /// <param name="eligibility">Written: E of every synapse at the end.</param>
    /// <returns>How often the neuron spiked.</returns>
    public int Run(Arrival[] arrivals, ReadOnlySpan<double> weights, RandomStream escape, Span<double> eligibility)
    {
        _pieces.Clear();
        (double v, double current) = (0, 0);
        double patience = -Math.Log(1 - escape.NextDouble());
        int spikes = 0, next = 0, free = 0;
        for (int now = 0; now < _steps;)
        {
            for (; next < arrivals.Length && arrivals[next].Step == now; next++)
                current += weights[arrivals[next].Synapse];
            int until = Math.Min(Math.Min(next < arrivals.Length ? arrivals[next].Step : _steps, _steps), now + Longest);
            bool isRefractory = now < free;
            if (isRefractory)
                until = Math.Min(until, free);

            int count = until - now;
            double b = isRefractory ? 0 : -_perCurrent * current;
            double a = isRefractory ? 0 : v - b;
            PotentialKernel stretch = Stretch(a, b, count);
            bool hasSpiked = false;
            if (!isRefractory && stretch.Greatest > Silent && SpikeIn(a, b, count, ref patience) is { } at)
            {
                count = at + 1;
                stretch = Stretch(a, b, count);
                patience = -Math.Log(1 - escape.NextDouble());
                spikes++;
                hasSpiked = true;
            }

            double membrane = -stretch.MembraneSum, synapse = -stretch.CurrentSum;
            if (hasSpiked)
            {
                membrane += _decays[2, count - 1];
                synapse += _decays[3, count - 1];
            }

            _pieces.Add(new Piece(now, count, membrane, synapse));
            v = isRefractory || hasSpiked ? 0 : (a * _decays[0, count - 1]) + (b * _decays[1, count - 1]);
            current *= _decays[1, count - 1];
            now += count;
            if (hasSpiked)
                free = now + _refractory;
        }

        Distribute(arrivals, eligibility);
        return spikes;
    }

    public void Dispose() => _decays.Dispose();

    /// <summary>
    /// The sums of φ over a stretch, each φ times h and times what is left of the stretch's beginning, with the growth of what will be
    /// forgotten until the end taken out.
    /// </summary>
    private PotentialKernel Stretch(double a, double b, int count)
    {
        var kernel = new PotentialKernel
        {
            Membrane = _decays.Pointer,
            Current = _decays.Pointer + _decays.Stride,
            MembraneEcho = _decays.Pointer + (2 * (nint)_decays.Stride),
            CurrentEcho = _decays.Pointer + (3 * (nint)_decays.Stride),
            Positions = _decays.Pointer + (4 * (nint)_decays.Stride),
            A = a,
            B = b,
            Slope = 1 / SynapseWidth,
            Offset = (-Threshold / SynapseWidth) + Math.Log(EscapeRate * _step),
            Count = count,
        };
        VectorKernel.Run<PotentialKernel, double>(ref kernel, InstructionSets.Widest);
        return kernel;
    }

    /// <summary>
    /// The first step in which the neuron spikes, if it does. A step's spike has the chance p = φ(u) h; waiting until −Σ ln(1 − p) exceeds
    /// an exponentially distributed patience is the same as a toss in every step.
    /// </summary>
    private int? SpikeIn(double a, double b, int count, ref double patience)
    {
        double* membrane = _decays.Pointer;
        double* current = _decays.Pointer + _decays.Stride;
        for (int i = 0; i < count; i++)
        {
            double u = (a * membrane[i]) + (b * current[i]);
            if (u <= Silent)
                continue;
            double chance = EscapeRate * Math.Exp((u - Threshold) / EscapeWidth) * _step * 1e-3;
            patience += chance < 1 ? Math.Log(1 - chance) : double.NegativeInfinity;
            if (patience <= 0)
                return i;
        }

        return null;
    }

    /// <summary>From the end backwards: what lies behind an arrival, as its potential will meet it.</summary>
    private void Distribute(Arrival[] arrivals, Span<double> eligibility)
    {
        eligibility.Clear();
        (double membrane, double synapse) = (0, 0);
        int last = arrivals.Length - 1;
        for (int i = _pieces.Count - 1; i >= 0; i--)
        {
            Piece piece = _pieces[i];
            double kept = Math.Exp((piece.Begin - _steps) * _step / EligibilityTime);
            membrane = (kept * piece.Membrane) + (_decays[0, piece.Count - 1] * membrane);
            synapse = (kept * piece.Synapse) + (_decays[1, piece.Count - 1] * synapse);
            for (; last >= 0 && arrivals[last].Step == piece.Begin; last--)
                eligibility[arrivals[last].Synapse] += _strength * _perCurrent * (membrane - synapse);
        }
    }

    /// <summary>A stretch that is over.</summary>
    private readonly record struct Piece(int Begin, int Count, double Membrane, double Synapse);
}
