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

    /// <summary>Padding is kept at rest and so adds nothing: its inputs and targets are zero, and its slopes are cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepLanes(
        double* state, int stride, int lanes, in ChainRatios ratios, double gammaValue, double betaValue, double* input, double* target, double* sums)
    {
        TVector gamma = TSimd.Broadcast(gammaValue), beta = TSimd.Broadcast(betaValue), zero = default;
        TVector weight0 = TSimd.Broadcast(ratios.FirstWeight), weight1 = TSimd.Broadcast(ratios.SecondWeight), stepError = TSimd.Broadcast(ratios.StepError);
        TVector step0 = TSimd.Broadcast(ratios.FirstStep), look0 = TSimd.Broadcast(ratios.FirstLook), ahead0 = TSimd.Broadcast(ratios.FirstAhead);
        TVector step1 = TSimd.Broadcast(ratios.SecondStep), look1 = TSimd.Broadcast(ratios.SecondLook), ahead1 = TSimd.Broadcast(ratios.SecondAhead);
        new Span<double>(sums, (ChainParameters.Count + 1) * Places).Clear();
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            double* of = state + lane;
            double* place = sums + (lane % Places);
            TVector rate0 = TSimd.Load(of + (ChainState.Rate * stride)), rate1 = TSimd.Load(of + ((ChainState.Rate + 1) * stride));
            TVector sent = TSimd.Load(of + (ChainState.SentError * stride)), x = TSimd.Load(input + lane);
            TVector missed = TSimd.Subtract(TSimd.Load(target + lane), rate1);

            // The upper neuron: its error first, then its membrane, Eqs. (E) and (N).
            TVector arriving = TSimd.Multiply(TSimd.Multiply(beta, missed), TSimd.Load(of + ((ChainState.Slope + 1) * stride)));
            TVector error1 = Error(of + ((ChainState.ErrorPotential + 1) * stride), arriving, ahead1, stepError);
            TVector pull1 = Advance(of + stride, stride, TSimd.MultiplyAdd(weight1, rate0, zero), error1, gamma, step1, look1);
            TSimd.Store(TSimd.Multiply(weight1, error1), of + (ChainState.SentError * stride));

            // The lower one, with what was sent down in the step before.
            TVector error0 = Error(of + (ChainState.ErrorPotential * stride), TSimd.Multiply(sent, TSimd.Load(of + (ChainState.Slope * stride))), ahead0, stepError);
            TVector pull0 = Advance(of, stride, TSimd.MultiplyAdd(weight0, x, zero), error0, gamma, step0, look0);
            if (lane + TSimd.Count > lanes)
                Rest(of, stride, TSimd.Count, lanes - lane);

            Add(error0, x, place);
            Add(error1, rate0, place + Places);
            Add(error0, pull0, place + (2 * Places));
            Add(error1, pull1, place + (3 * Places));
            Add(missed, missed, place + (4 * Places));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardLanes(double* state, int stride, int lanes, in ChainRatios ratios, double* input)
    {
        TVector zero = default, weight0 = TSimd.Broadcast(ratios.FirstWeight), weight1 = TSimd.Broadcast(ratios.SecondWeight);
        TVector step0 = TSimd.Broadcast(ratios.FirstStep), look0 = TSimd.Broadcast(ratios.FirstLook);
        TVector step1 = TSimd.Broadcast(ratios.SecondStep), look1 = TSimd.Broadcast(ratios.SecondLook);
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            double* of = state + lane;
            TVector rate0 = TSimd.Load(of + (ChainState.Rate * stride));
            Advance(of + stride, stride, TSimd.MultiplyAdd(weight1, rate0, zero), zero, zero, step1, look1);
            Advance(of, stride, TSimd.MultiplyAdd(weight0, TSimd.Load(input + lane), zero), zero, zero, step0, look0);
        }
    }

    /// <summary>v and e follow Eq. (E).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Error(double* potential, TVector arriving, TVector ahead, TVector step)
    {
        TVector old = TSimd.Load(potential);
        TVector surprise = TSimd.Subtract(arriving, old);
        TSimd.Store(TSimd.MultiplyAdd(step, surprise, old), potential);
        return TSimd.MultiplyAdd(ahead, surprise, old);
    }

    /// <summary>u, û, r and φ′ follow Eq. (N); φ is the softplus. Gives the pull τm u̇.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Advance(double* of, int stride, TVector drive, TVector error, TVector gamma, TVector step, TVector look)
    {
        TVector old = TSimd.Load(of);
        TVector pull = TSimd.Subtract(TSimd.MultiplyAdd(gamma, error, drive), old);
        TSimd.Store(TSimd.MultiplyAdd(step, pull, old), of);
        TVector prospective = TSimd.MultiplyAdd(look, pull, old);
        TSimd.Store(Softplus.Invoke<TSimd, TVector, double>(prospective), of + (ChainState.Rate * stride));
        TSimd.Store(Sigmoid.Invoke<TSimd, TVector, double>(prospective), of + (ChainState.Slope * stride));
        TSimd.Store(pull, of + (ChainState.Pull * stride));
        return pull;
    }

    private static void Rest(double* of, int stride, int from, nint used)
    {
        for (int row = 0; row < ChainState.RowCount; row++)
            new Span<double>(of + ((nint)row * stride) + used, from - (int)used).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TVector a, TVector b, double* place) => TSimd.Store(TSimd.MultiplyAdd(a, b, TSimd.Load(place)), place);

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
            double* before = window.Trajectory.Pointer + ((nint)step * ChainState.RowCount * stride) + lane;
            double* after = before + ((nint)ChainState.RowCount * stride);
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
