using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Neurons.Activations;
using Engram.Numerics;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// The first half of a step, what neurons do: compiled for one vector width, one precision and one activation when the network is built. Its
/// vectors run over lanes. The second half, what synapses do, is <see cref="SynapseKernel{T}"/>.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal abstract unsafe class NeuronKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Advances some neurons: drive, error, membrane, rate. Reads rates below and errors above as the step before left
    /// them, and writes <paramref name="rates"/>.
    /// </summary>
    internal abstract void Advance(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> errorFromAbove, LaneMatrix<T> rates, int first, int count);

    /// <summary>Advances some neurons without errors: for evaluation with γ = 0, where errors move nothing.</summary>
    internal abstract void AdvanceForward(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> rates, int first, int count);
}

/// <summary>
/// The Euler step of section 1.9 of the specification (Ellenberger et al., Eqs. (N) and (E)) with everything that can be decided beforehand
/// decided: the coefficients of a neuron are dt/τm, τr/τm, dt/τr and τm/τr.
/// </summary>
internal sealed unsafe class NeuronKernel<TSimd, TVector, T, TActivation> : NeuronKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    internal override void Advance(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> errorFromAbove, LaneMatrix<T> rates, int first, int count)
    {
        LayerState<T> state = layer.State;
        Drive(layer, below, rates, first, count);
        bool isWatched = layer.IsObserved || (layer.Plasticity & Plasticity.TimeConstants) != Plasticity.None;
        for (int neuron = first; neuron < first + count; neuron++)
        {
            Row row = new(layer, neuron);
            nint start = (nint)neuron * state.Membrane.Stride;
            T* above = errorFromAbove.Pointer + ((nint)neuron * errorFromAbove.Stride);
            if (isWatched)
                AdvanceWatchedRow(row, state, rates.Pointer + start, start, above, layer.TimeGradient.Pointer + neuron);
            else
                AdvanceRow(row, state, rates.Pointer + start, start, above);
        }
    }

    internal override void AdvanceForward(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> rates, int first, int count)
    {
        LayerState<T> state = layer.State;
        Drive(layer, below, rates, first, count);
        for (int neuron = first; neuron < first + count; neuron++)
        {
            nint start = (nint)neuron * rates.Stride;
            Row row = new(layer, neuron);
            if (layer.IsObserved)
                KeepProspective(row, state, rates.Pointer + start, start);
            AdvanceForwardRow(row, state, rates.Pointer + start, start);
        }
    }

    /// <summary>The drive goes where the rates will be: the pass that follows replaces one by the other while both are in cache.</summary>
    private static void Drive(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> drive, int first, int count)
    {
        LaneMatrix<T> parameters = layer.Parameters;
        T* weights = parameters.Pointer + ((nint)first * parameters.Stride);
        if (typeof(T) == typeof(float) && drive.Lanes == 1 && SingleLaneDrive.IsOfUse(count))
        {
            SingleLaneDrive.Run(
                (float*)weights,
                parameters.Stride,
                (float*)(weights + layer.PresynapticCount),
                (float*)below.Pointer,
                below.Stride,
                (float*)(drive.Pointer + ((nint)first * drive.Stride)),
                drive.Stride,
                count,
                layer.PresynapticCount);
            return;
        }

        DenseProducts<TSimd, TVector, T>.Drive(
            weights,
            parameters.Stride,
            weights + layer.PresynapticCount,
            below.Pointer,
            below.Stride,
            drive.Pointer + ((nint)first * drive.Stride),
            drive.Stride,
            count,
            drive.Lanes,
            layer.PresynapticCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceRow(in Row row, LayerState<T> state, T* drive, nint start, T* above)
    {
        TVector stepMembrane = row.StepMembrane, lookMembrane = row.LookMembrane, stepError = row.StepError, lookError = row.LookError;
        TVector gamma = row.Gamma;
        T* u = state.Membrane.Pointer + start;
        T* v = state.ErrorPotential.Pointer + start;
        T* e = state.Error.Pointer + start;
        T* slope = state.Slope.Pointer + start;
        int lanes = state.Membrane.Lanes;
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            // eps = (error from above) φ'(û.old);  v and e follow Eq. (E)
            TVector oldError = TSimd.Load(v + lane);
            TVector surprise = TSimd.Subtract(TSimd.Multiply(TSimd.Load(above + lane), TSimd.Load(slope + lane)), oldError);
            TVector error = TSimd.MultiplyAdd(lookError, surprise, oldError);
            TSimd.Store(TSimd.MultiplyAdd(stepError, surprise, oldError), v + lane);
            TSimd.Store(error, e + lane);

            // u and û follow Eq. (N)
            TVector oldMembrane = TSimd.Load(u + lane);
            TVector pull = TSimd.Subtract(TSimd.MultiplyAdd(gamma, error, TSimd.Load(drive + lane)), oldMembrane);
            TSimd.Store(TSimd.MultiplyAdd(stepMembrane, pull, oldMembrane), u + lane);
            TVector prospective = TSimd.MultiplyAdd(lookMembrane, pull, oldMembrane);
            TSimd.Store(TActivation.Rate<TSimd, TVector, T>(prospective, out TVector newSlope), drive + lane);
            TSimd.Store(newSlope, slope + lane);
        }
    }

    /// <summary>As <see cref="AdvanceRow"/>, and also keeps û and finds +⟨e u̇⟩.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceWatchedRow(in Row row, LayerState<T> state, T* drive, nint start, T* above, T* timeGradient)
    {
        T* u = state.Membrane.Pointer + start;
        T* v = state.ErrorPotential.Pointer + start;
        T* e = state.Error.Pointer + start;
        T* slope = state.Slope.Pointer + start;
        T* kept = state.Prospective.Pointer + start;
        int lanes = state.Membrane.Lanes;

        // One partial sum for each place in a cache line, added up in order at the end: the same bits at every vector width.
        int places = AlignedBuffer<T>.Alignment / sizeof(T);
        T* partial = stackalloc T[2 * places];
        T* lastPull = partial + places;
        new Span<T>(partial, places).Clear();
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            TVector oldError = TSimd.Load(v + lane);
            TVector surprise = TSimd.Subtract(TSimd.Multiply(TSimd.Load(above + lane), TSimd.Load(slope + lane)), oldError);
            TVector error = TSimd.MultiplyAdd(row.LookError, surprise, oldError);
            TSimd.Store(TSimd.MultiplyAdd(row.StepError, surprise, oldError), v + lane);
            TSimd.Store(error, e + lane);

            TVector oldMembrane = TSimd.Load(u + lane);
            TVector pull = TSimd.Subtract(TSimd.MultiplyAdd(row.Gamma, error, TSimd.Load(drive + lane)), oldMembrane);
            TSimd.Store(TSimd.MultiplyAdd(row.StepMembrane, pull, oldMembrane), u + lane);
            TVector prospective = TSimd.MultiplyAdd(row.LookMembrane, pull, oldMembrane);
            TSimd.Store(prospective, kept + lane);
            TSimd.Store(TActivation.Rate<TSimd, TVector, T>(prospective, out TVector newSlope), drive + lane);
            TSimd.Store(newSlope, slope + lane);

            T* place = partial + (lane % places);
            if (lane + TSimd.Count <= lanes)
            {
                TSimd.Store(TSimd.MultiplyAdd(error, pull, TSimd.Load(place)), place);
                continue;
            }

            // The last vector ends in padding, where a pull may be infinite: only its lanes count.
            TSimd.Store(pull, lastPull);
            for (nint rest = 0; rest < lanes - lane; rest++)
                place[rest] = T.FusedMultiplyAdd(e[lane + rest], lastPull[rest], place[rest]);
        }

        // u̇ = pull / τm.
        T sum = T.Zero;
        for (int place = 0; place < places; place++)
            sum += partial[place];
        *timeGradient = sum / (row.MembraneTime * T.CreateChecked(lanes));
    }

    /// <summary>Before <see cref="AdvanceForwardRow"/>, which replaces drive and potential: finds û as it will.</summary>
    private static void KeepProspective(in Row row, LayerState<T> state, T* drive, nint start)
    {
        T* u = state.Membrane.Pointer + start;
        T* kept = state.Prospective.Pointer + start;
        int lanes = state.Membrane.Lanes;
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            TVector oldMembrane = TSimd.Load(u + lane);
            TVector pull = TSimd.Subtract(TSimd.Load(drive + lane), oldMembrane);
            TSimd.Store(TSimd.MultiplyAdd(row.LookMembrane, pull, oldMembrane), kept + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceForwardRow(in Row row, LayerState<T> state, T* drive, nint start)
    {
        TVector stepMembrane = row.StepMembrane, lookMembrane = row.LookMembrane;
        T* u = state.Membrane.Pointer + start;
        T* slope = state.Slope.Pointer + start;
        int lanes = state.Membrane.Lanes;
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            TVector oldMembrane = TSimd.Load(u + lane);
            TVector pull = TSimd.Subtract(TSimd.Load(drive + lane), oldMembrane);
            TSimd.Store(TSimd.MultiplyAdd(stepMembrane, pull, oldMembrane), u + lane);
            TVector prospective = TSimd.MultiplyAdd(lookMembrane, pull, oldMembrane);
            TSimd.Store(TActivation.Rate<TSimd, TVector, T>(prospective, out TVector newSlope), drive + lane);
            TSimd.Store(newSlope, slope + lane);
        }
    }

    /// <summary>The coefficients of one neuron, in every element of a vector.</summary>
    private readonly struct Row
    {
        internal readonly TVector StepMembrane;
        internal readonly TVector LookMembrane;
        internal readonly TVector StepError;
        internal readonly TVector LookError;
        internal readonly TVector Gamma;
        internal readonly T MembraneTime;

        internal Row(DenseLayer<T> layer, int neuron)
        {
            T* coefficients = layer.Coefficients.Pointer + neuron;
            int stride = layer.Coefficients.Stride;
            StepMembrane = TSimd.Broadcast(coefficients[0]);
            LookMembrane = TSimd.Broadcast(coefficients[stride]);
            StepError = TSimd.Broadcast(coefficients[2 * stride]);
            LookError = TSimd.Broadcast(coefficients[3 * stride]);
            Gamma = TSimd.Broadcast(layer.Gamma);
            MembraneTime = layer.Times.Pointer[neuron];
        }
    }
}
