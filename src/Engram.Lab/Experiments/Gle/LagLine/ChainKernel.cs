using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>
/// A step of a chain of two softplus neurons in one pass over the lanes, in double precision: the same sums as the engine makes (specification
/// 1.9), without the tables of a general network, which would take several times as long for a chain as its arithmetic. Compiled for one
/// vector width.
/// </summary>
internal abstract class ChainKernel
{
    /// <summary>A step of neurons and errors; leaves sums for the gradients in <see cref="ChainState.Sums"/>.</summary>
    /// <param name="state">The state; its output is what it was before the step.</param>
    /// <param name="ratios">The parameters.</param>
    /// <param name="constants">γ and β.</param>
    /// <param name="input">The input of each lane.</param>
    /// <param name="target">The target of each lane.</param>
    internal abstract void Step(ChainState state, in ChainRatios ratios, in ChainConstants constants, ReadOnlySpan<double> input, ReadOnlySpan<double> target);

    /// <summary>A step of the neurons alone.</summary>
    internal abstract void StepForward(ChainState state, in ChainRatios ratios, ReadOnlySpan<double> input);

    /// <summary>
    /// The gradient of the squared error, summed over a window and averaged over lanes, with respect to the four parameters, through potentials,
    /// rates and the errors that γ couples into them.
    /// </summary>
    internal abstract void FindGradient(ChainWindow window, ChainParameters parameters, in ChainConstants constants, Span<double> gradient);

    internal static ChainKernel For(InstructionSet set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, double>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<double>
    {
        internal ChainKernel Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged => Kernel = new ChainKernel<TSimd, TVector>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class ChainKernel<TSimd, TVector> : ChainKernel
    where TSimd : struct, ISimd<TVector, double>
    where TVector : unmanaged
{
    // One partial sum for each place in a cache line, added up in order at the end: the same bits at every vector width.
    private const int Places = AlignedBuffer<double>.Alignment / sizeof(double);

    internal override void Step(ChainState state, in ChainRatios ratios, in ChainConstants constants, ReadOnlySpan<double> input, ReadOnlySpan<double> target)
    {
        double* sums = stackalloc double[(ChainParameters.Count + 1) * Places];
        fixed (double* x = input, y = target)
            StepLanes(state.Rows.Pointer, state.Rows.Stride, state.Rows.Lanes, ratios, constants.Gamma, constants.Beta, x, y, sums);
        AddUp(sums, state.Sums);
    }

    internal override void StepForward(ChainState state, in ChainRatios ratios, ReadOnlySpan<double> input)
    {
        fixed (double* x = input)
            ForwardLanes(state.Rows.Pointer, state.Rows.Stride, state.Rows.Lanes, ratios, x);
    }

    internal override void FindGradient(ChainWindow window, ChainParameters parameters, in ChainConstants constants, Span<double> gradient)
    {
        double* sums = stackalloc double[6 * Places];
        new Span<double>(sums, 6 * Places).Clear();
        ChainRatios ratios = ChainRatios.Of(parameters, constants);
        for (int lane = 0; lane < window.Lanes; lane += TSimd.Count)
            BackLanes(window, lane, ratios, constants.Gamma, constants.Beta, sums + (lane % Places));
        Span<double> found = stackalloc double[6];
        AddUp(sums, found);

        // ρ = τr/τm and κ = dt/τm both fall with τm: ∂/∂τm = −(ρ ∂/∂ρ + κ ∂/∂κ)/τm.
        gradient[0] = found[0] / window.Lanes;
        gradient[1] = found[1] / window.Lanes;
        gradient[2] = -((ratios.FirstLook * found[2]) + (ratios.FirstStep * found[3])) / (parameters.FirstTime * window.Lanes);
        gradient[3] = -((ratios.SecondLook * found[4]) + (ratios.SecondStep * found[5])) / (parameters.SecondTime * window.Lanes);
    }

    private static void AddUp(double* sums, Span<double> totals)
    {
        for (int quantity = 0; quantity < totals.Length; quantity++)
        {
            double total = 0;
            for (int place = 0; place < Places; place++)
                total += sums[(quantity * Places) + place];
            totals[quantity] = total;
        }
    }

    /// <summary>
    /// Neuron by neuron, each in a loop of its own: a compiler that is given both at once leaves their functions as calls. Padding is kept at
    /// rest and so adds nothing.
    /// </summary>
    private static void StepLanes(
        double* state, int stride, int lanes, in ChainRatios ratios, double gamma, double beta, double* input, double* target, double* sums)
    {
        new Span<double>(sums, (ChainParameters.Count + 1) * Places).Clear();
        double* above = state + (ChainState.OutputError * stride), sent = state + (ChainState.SentError * stride), next = state + (ChainState.NextSentError * stride);
        FindOutputError(target, state + ((ChainState.Rate + 1) * stride), beta, above, lanes, sums + (4 * Places));
        var upper = new Neuron(ratios.SecondWeight, ratios.SecondStep, ratios.SecondLook, ratios.StepError, ratios.SecondAhead, gamma);
        var lower = new Neuron(ratios.FirstWeight, ratios.FirstStep, ratios.FirstLook, ratios.StepError, ratios.FirstAhead, gamma);

        // The upper one reads the lower one's rate, and the lower one the error sent down, as the step before left them.
        StepNeuron(upper, state + stride, stride, lanes, above, state + (ChainState.Rate * stride), next, sums + Places);
        StepNeuron(lower, state, stride, lanes, sent, input, null, sums);
        new Span<double>(next, stride).CopyTo(new Span<double>(sent, stride));
        int padding = stride - lanes;
        for (int row = 0; padding > 0 && row < ChainState.RowCount; row++)
            new Span<double>(state + ((nint)row * stride) + lanes, padding).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindOutputError(double* target, double* rate, double strength, double* error, int lanes, double* sum)
    {
        TVector beta = TSimd.Broadcast(strength);
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            TVector missed = TSimd.Subtract(TSimd.Load(target + lane), TSimd.Load(rate + lane));
            TSimd.Store(TSimd.Multiply(beta, missed), error + lane);
            Add(missed, missed, sum + (lane % Places));
        }
    }

    /// <summary>e and v follow Eq. (E), u, û, r and φ′ Eq. (N); φ is the softplus. Adds to Σ e r_below and, two quantities on, to Σ e pull.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepNeuron(in Neuron neuron, double* of, int stride, int lanes, double* above, double* below, double* sent, double* sums)
    {
        TVector weight = TSimd.Broadcast(neuron.Weight), step = TSimd.Broadcast(neuron.Step), look = TSimd.Broadcast(neuron.Look);
        TVector stepError = TSimd.Broadcast(neuron.StepError), ahead = TSimd.Broadcast(neuron.Ahead), gamma = TSimd.Broadcast(neuron.Gamma);
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            double* at = of + lane;
            double* place = sums + (lane % Places);
            TVector oldError = TSimd.Load(at + (ChainState.ErrorPotential * stride)), rateBelow = TSimd.Load(below + lane);
            TVector surprise = TSimd.Subtract(TSimd.Multiply(TSimd.Load(above + lane), TSimd.Load(at + (ChainState.Slope * stride))), oldError);
            TVector error = TSimd.MultiplyAdd(ahead, surprise, oldError);
            TSimd.Store(TSimd.MultiplyAdd(stepError, surprise, oldError), at + (ChainState.ErrorPotential * stride));
            if (sent is not null)
                TSimd.Store(TSimd.Multiply(weight, error), sent + lane);

            TVector oldMembrane = TSimd.Load(at);
            TVector pull = TSimd.Subtract(TSimd.MultiplyAdd(gamma, error, TSimd.Multiply(weight, rateBelow)), oldMembrane);
            TSimd.Store(pull, at + (ChainState.Pull * stride));
            TSimd.Store(TSimd.MultiplyAdd(step, pull, oldMembrane), at);
            Add(error, rateBelow, place);
            Add(error, pull, place + (2 * Places));
            TVector rate = Softplus.Invoke<TSimd, TVector, double>(TSimd.MultiplyAdd(look, pull, oldMembrane), out TVector slope);
            TSimd.Store(rate, at + (ChainState.Rate * stride));
            TSimd.Store(slope, at + (ChainState.Slope * stride));
        }
    }

    private static void ForwardLanes(double* state, int stride, int lanes, in ChainRatios ratios, double* input)
    {
        ForwardNeuron(ratios.SecondWeight, ratios.SecondStep, ratios.SecondLook, state + stride, stride, lanes, state + (ChainState.Rate * stride));
        ForwardNeuron(ratios.FirstWeight, ratios.FirstStep, ratios.FirstLook, state, stride, lanes, input);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardNeuron(double weightValue, double stepValue, double lookValue, double* of, int stride, int lanes, double* below)
    {
        TVector weight = TSimd.Broadcast(weightValue), step = TSimd.Broadcast(stepValue), look = TSimd.Broadcast(lookValue);
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            double* at = of + lane;
            TVector oldMembrane = TSimd.Load(at);
            TVector pull = TSimd.Subtract(TSimd.Multiply(weight, TSimd.Load(below + lane)), oldMembrane);
            TSimd.Store(TSimd.MultiplyAdd(step, pull, oldMembrane), at);
            TSimd.Store(Softplus.Invoke<TSimd, TVector, double>(TSimd.MultiplyAdd(look, pull, oldMembrane)), at + (ChainState.Rate * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TVector a, TVector b, double* place) => TSimd.Store(TSimd.MultiplyAdd(a, b, TSimd.Load(place)), place);

    private readonly record struct Neuron(double Weight, double Step, double Look, double StepError, double Ahead, double Gamma);

    /// <summary>
    /// Back through a window for a vector of lanes: <c>of…</c> is a derivative of the summed squared error. The steps are those of
    /// <see cref="StepLanes"/> with instantaneous errors, taken apart from the last to the first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackLanes(ChainWindow window, int lane, in ChainRatios ratios, double gammaValue, double betaValue, double* sums)
    {
        TVector gamma = TSimd.Broadcast(gammaValue), beta = TSimd.Broadcast(betaValue), one = TSimd.Broadcast(1), minusTwo = TSimd.Broadcast(-2);
        TVector weight1 = TSimd.Broadcast(ratios.SecondWeight);
        TVector step0 = TSimd.Broadcast(ratios.FirstStep), look0 = TSimd.Broadcast(ratios.FirstLook);
        TVector step1 = TSimd.Broadcast(ratios.SecondStep), look1 = TSimd.Broadcast(ratios.SecondLook);
        TVector ofLook0 = default, ofStep0 = default, ofLook1 = default, ofStep1 = default, ofWeight0 = default, ofWeight1 = default;
        TVector ofAhead0 = default, ofMembrane0 = default, ofAhead1 = default, ofMembrane1 = default, ofSent = default;
        int stride = window.Trajectory.Stride;
        for (int step = window.Recorded - 1; step >= 0; step--)
        {
            double* before = window.Trajectory.Pointer + ((nint)step * ChainWindow.RowCount * stride) + lane - ((nint)ChainWindow.FirstRow * stride);
            double* after = before + ((nint)ChainWindow.RowCount * stride);
            TVector rate0 = TSimd.Load(before + (ChainState.Rate * stride)), rate1 = TSimd.Load(before + ((ChainState.Rate + 1) * stride));
            TVector slope0 = TSimd.Load(before + (ChainState.Slope * stride)), slope1 = TSimd.Load(before + ((ChainState.Slope + 1) * stride));
            TVector sent = TSimd.Load(before + (ChainState.SentError * stride));
            TVector pull0 = TSimd.Load(after + (ChainState.Pull * stride)), pull1 = TSimd.Load(after + ((ChainState.Pull + 1) * stride));
            TVector missed = TSimd.Subtract(TSimd.Load(window.Targets.Pointer + ((nint)step * stride) + lane), rate1);

            // The upper neuron. φ″ = φ′ (1 − φ′).
            TVector ofPull1 = TSimd.MultiplyAdd(look1, ofAhead1, TSimd.Multiply(step1, ofMembrane1));
            ofLook1 = TSimd.MultiplyAdd(ofAhead1, pull1, ofLook1);
            ofStep1 = TSimd.MultiplyAdd(ofMembrane1, pull1, ofStep1);
            ofMembrane1 = TSimd.Subtract(TSimd.Add(ofAhead1, ofMembrane1), ofPull1);
            TVector ofError1 = TSimd.MultiplyAdd(gamma, ofPull1, TSimd.Multiply(weight1, ofSent));
            TVector error1 = TSimd.Multiply(TSimd.Multiply(beta, missed), slope1);
            ofWeight1 = TSimd.Add(ofWeight1, TSimd.MultiplyAdd(ofSent, error1, TSimd.Multiply(ofPull1, rate0)));
            TVector curvature1 = TSimd.Multiply(slope1, TSimd.Subtract(one, slope1));
            TVector ofSlope = TSimd.Multiply(TSimd.Multiply(ofError1, beta), TSimd.Subtract(TSimd.Multiply(missed, curvature1), TSimd.Multiply(slope1, slope1)));
            ofAhead1 = TSimd.MultiplyAdd(TSimd.Multiply(minusTwo, missed), slope1, ofSlope);

            // The lower one.
            TVector ofPull0 = TSimd.MultiplyAdd(look0, ofAhead0, TSimd.Multiply(step0, ofMembrane0));
            ofLook0 = TSimd.MultiplyAdd(ofAhead0, pull0, ofLook0);
            ofStep0 = TSimd.MultiplyAdd(ofMembrane0, pull0, ofStep0);
            ofMembrane0 = TSimd.Subtract(TSimd.Add(ofAhead0, ofMembrane0), ofPull0);
            ofWeight0 = TSimd.MultiplyAdd(ofPull0, TSimd.Load(window.Inputs.Pointer + ((nint)step * stride) + lane), ofWeight0);
            TVector ofError0 = TSimd.Multiply(gamma, ofPull0);
            ofSent = TSimd.Multiply(ofError0, slope0);
            TVector curvature0 = TSimd.Multiply(slope0, TSimd.Subtract(one, slope0));
            ofAhead0 = TSimd.MultiplyAdd(TSimd.Multiply(ofPull1, weight1), slope0, TSimd.Multiply(TSimd.Multiply(ofError0, sent), curvature0));
        }

        AddTo(sums, ofWeight0);
        AddTo(sums + Places, ofWeight1);
        AddTo(sums + (2 * Places), ofLook0);
        AddTo(sums + (3 * Places), ofStep0);
        AddTo(sums + (4 * Places), ofLook1);
        AddTo(sums + (5 * Places), ofStep1);

        static void AddTo(double* place, TVector value) => TSimd.Store(TSimd.Add(TSimd.Load(place), value), place);
    }
}
