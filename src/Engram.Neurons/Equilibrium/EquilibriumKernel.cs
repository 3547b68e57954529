using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Neurons.Activations;
using Engram.Neurons.Dynamics;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Equilibrium;

/// <summary>
/// What happens to a neuron in a step once its drive is known (specification 1.4, lines 5 to 10), in one pass over its lanes. Compiled for
/// one vector width, one precision and one activation when the network is built.
/// </summary>
internal abstract unsafe class EquilibriumKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Neurons that keep no potential: û = a + γ e. Reads a as the sum of <paramref name="drive"/> and <paramref name="start"/>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="drive">One part of the drive; may be where the rates go.</param>
    /// <param name="start">The other part.</param>
    /// <param name="errors">The errors on the soma.</param>
    /// <param name="rates">Written.</param>
    /// <param name="slopes">Written.</param>
    /// <param name="first">The first neuron.</param>
    /// <param name="count">How many neurons.</param>
    internal abstract void AdvanceMatched(
        EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, LaneMatrix<T> rates, Slopes<T> slopes, int first, int count);

    /// <summary>Neurons with a potential: as <see cref="AdvanceMatched"/>, and writes u and û − a.</summary>
    internal abstract void Advance(
        EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, LaneMatrix<T> rates, Slopes<T> slopes, int first, int count);

    /// <summary>Before <see cref="AdvanceMatched"/> or <see cref="Advance"/>, which may replace the drive: keeps û for watching.</summary>
    internal abstract void Keep(EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, int first, int count);

    /// <summary>Before <see cref="Advance"/>: the mean over lanes of (û − a) u̇ of a neuron (specification 4.2).</summary>
    internal abstract T MeanMismatch(EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, int neuron);

    /// <summary>rates ← old + keep · (rates + noise − old) of one neuron.</summary>
    internal abstract void Refine(T* rates, T* noise, T* old, T keep, int lanes);

    /// <summary>φ(0) and φ′(0) everywhere.</summary>
    internal abstract void Rest(LaneMatrix<T> rates, LaneMatrix<T> slopes);
}

/// <inheritdoc/>
internal sealed unsafe class EquilibriumKernel<TSimd, TVector, T, TActivation> : EquilibriumKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    internal override void AdvanceMatched(
        EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, LaneMatrix<T> rates, Slopes<T> slopes, int first, int count)
    {
        if (slopes.Bits is { } bits)
            AdvanceMatched<BitSink>(layer, drive, start, errors, rates, new SlopeRows((byte*)bits.Pointer, bits.Stride * sizeof(ushort)), first, count);
        else
            AdvanceMatched<TableSink>(layer, drive, start, errors, rates, SlopeRows.Of(slopes.Table!), first, count);
    }

    internal override void Advance(
        EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, LaneMatrix<T> rates, Slopes<T> slopes, int first, int count)
    {
        if (slopes.Bits is { } bits)
            Advance<BitSink>(layer, drive, start, errors, rates, new SlopeRows((byte*)bits.Pointer, bits.Stride * sizeof(ushort)), first, count);
        else
            Advance<TableSink>(layer, drive, start, errors, rates, SlopeRows.Of(slopes.Table!), first, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceMatched<TSink>(
        EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, LaneMatrix<T> rates, SlopeRows slopes, int first, int count)
        where TSink : struct, ISlopeSink
    {
        TVector gain = TSimd.Broadcast(layer.SomaticGain);
        int lanes = rates.Lanes;
        for (nint neuron = first; neuron < first + count; neuron++)
        {
            T* a = drive.Pointer + (neuron * drive.Stride);
            T* a0 = start.Pointer + (neuron * start.Stride);
            T* e = errors.Pointer + (neuron * errors.Stride);
            T* r = rates.Pointer + (neuron * rates.Stride);
            byte* slope = slopes.Pointer + (neuron * slopes.Stride);
            for (nint lane = 0; lane < lanes; lane += TSimd.Count)
            {
                TVector whole = TSimd.Add(TSimd.Load(a0 + lane), TSimd.Load(a + lane));
                TVector prospective = TSimd.MultiplyAdd(gain, TSimd.Load(e + lane), whole);
                TSimd.Store(TActivation.Rate<TSimd, TVector, T>(prospective, out TVector newSlope), r + lane);
                TSink.Store(newSlope, slope, lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Advance<TSink>(
        EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, LaneMatrix<T> rates, SlopeRows slopes, int first, int count)
        where TSink : struct, ISlopeSink
    {
        TVector gain = TSimd.Broadcast(layer.SomaticGain);
        LaneMatrix<T> membrane = layer.Membrane!, mismatch = layer.Mismatch!;
        int lanes = rates.Lanes;
        for (nint neuron = first; neuron < first + count; neuron++)
        {
            TVector step = TSimd.Broadcast(layer.Coefficients.Pointer[neuron]);
            TVector look = TSimd.Broadcast(layer.Coefficients.Pointer[layer.Coefficients.Stride + neuron]);
            T* a = drive.Pointer + (neuron * drive.Stride);
            T* a0 = start.Pointer + (neuron * start.Stride);
            T* e = errors.Pointer + (neuron * errors.Stride);
            T* u = membrane.Pointer + (neuron * membrane.Stride);
            T* m = mismatch.Pointer + (neuron * mismatch.Stride);
            T* r = rates.Pointer + (neuron * rates.Stride);
            byte* slope = slopes.Pointer + (neuron * slopes.Stride);
            for (nint lane = 0; lane < lanes; lane += TSimd.Count)
            {
                // pull = τm u̇; û reads the old u and the very pull that moves it (trap T2).
                TVector whole = TSimd.Add(TSimd.Load(a0 + lane), TSimd.Load(a + lane));
                TVector old = TSimd.Load(u + lane);
                TVector pull = TSimd.Subtract(TSimd.MultiplyAdd(gain, TSimd.Load(e + lane), whole), old);
                TVector prospective = TSimd.MultiplyAdd(look, pull, old);
                TSimd.Store(TSimd.MultiplyAdd(step, pull, old), u + lane);
                TSimd.Store(TSimd.Subtract(prospective, whole), m + lane);
                TSimd.Store(TActivation.Rate<TSimd, TVector, T>(prospective, out TVector newSlope), r + lane);
                TSink.Store(newSlope, slope, lane);
            }
        }
    }

    internal override void Keep(EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, int first, int count)
    {
        TVector gain = TSimd.Broadcast(layer.SomaticGain);
        LaneMatrix<T> kept = layer.Prospective!;
        for (nint neuron = first; neuron < first + count; neuron++)
        {
            TVector look = TSimd.Broadcast(layer.Coefficients.Pointer[layer.Coefficients.Stride + neuron]);
            T* a = drive.Pointer + (neuron * drive.Stride);
            T* a0 = start.Pointer + (neuron * start.Stride);
            T* e = errors.Pointer + (neuron * errors.Stride);
            T* u = layer.Membrane is { } membrane ? membrane.Pointer + (neuron * membrane.Stride) : null;
            T* target = kept.Pointer + (neuron * kept.Stride);
            for (nint lane = 0; lane < kept.Lanes; lane += TSimd.Count)
            {
                TVector whole = TSimd.Add(TSimd.Load(a0 + lane), TSimd.Load(a + lane));
                TVector goal = TSimd.MultiplyAdd(gain, TSimd.Load(e + lane), whole);
                if (u is not null)
                {
                    TVector old = TSimd.Load(u + lane);
                    goal = TSimd.MultiplyAdd(look, TSimd.Subtract(goal, old), old);
                }

                TSimd.Store(goal, target + lane);
            }
        }
    }

    internal override T MeanMismatch(EquilibriumPopulation<T> layer, LaneView<T> drive, LaneView<T> start, LaneView<T> errors, int neuron)
    {
        T look = layer.Coefficients[1, neuron];
        T* a = drive.Pointer + ((nint)neuron * drive.Stride);
        T* a0 = start.Pointer + ((nint)neuron * start.Stride);
        T* e = errors.Pointer + ((nint)neuron * errors.Stride);
        Span<T> u = layer.Membrane!.Row(neuron);
        T sum = T.Zero;
        for (int lane = 0; lane < u.Length; lane++)
        {
            T whole = a0[lane] + a[lane];
            T pull = T.FusedMultiplyAdd(layer.SomaticGain, e[lane], whole) - u[lane];
            T mismatch = T.FusedMultiplyAdd(look, pull, u[lane]) - whole;
            sum = T.FusedMultiplyAdd(mismatch, pull, sum);
        }

        // u̇ = pull / τm.
        return sum / (layer.Times[0, neuron] * T.CreateChecked(u.Length));
    }

    internal override void Refine(T* rates, T* noise, T* old, T keep, int lanes)
    {
        TVector share = TSimd.Broadcast(keep);
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            TVector before = TSimd.Load(old + lane);
            TVector noisy = TSimd.Add(TSimd.Load(rates + lane), TSimd.Load(noise + lane));
            TSimd.Store(TSimd.MultiplyAdd(share, TSimd.Subtract(noisy, before), before), rates + lane);
        }
    }

    internal override void Rest(LaneMatrix<T> rates, LaneMatrix<T> slopes)
    {
        TVector rate = TActivation.Rate<TSimd, TVector, T>(default, out TVector slope);
        for (nint element = 0; element < (nint)rates.Rows * rates.Stride; element += TSimd.Count)
        {
            TSimd.Store(rate, rates.Pointer + element);
            TSimd.Store(slope, slopes.Pointer + element);
        }
    }

    /// <summary>Where slopes go.</summary>
    private interface ISlopeSink
    {
        static abstract void Store(TVector slope, byte* row, nint lane);
    }

    /// <summary>Rows of slopes of either kind; the stride in bytes.</summary>
    private readonly record struct SlopeRows(nint Address, nint Stride)
    {
        internal SlopeRows(byte* pointer, nint stride)
            : this((nint)pointer, stride)
        {
        }

        internal byte* Pointer => (byte*)Address;

        internal static SlopeRows Of(LaneMatrix<T> table) => new((byte*)table.Pointer, (nint)table.Stride * sizeof(T));
    }

    private readonly struct TableSink : ISlopeSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(TVector slope, byte* row, nint lane) => TSimd.Store(slope, (T*)row + lane);
    }

    private readonly struct BitSink : ISlopeSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(TVector slope, byte* row, nint lane) => ((ushort*)row)[lane / TSimd.Count] = (ushort)TSimd.LessBits(default, slope);
    }
}

/// <summary>Chooses the compiled kernel of a layer. A new activation is registered here.</summary>
internal static class EquilibriumKernels
{
    internal static EquilibriumKernel<T> For<T>(InstructionSet set, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => activation switch
        {
            Activation.Linear => For<T, LinearActivation>(set),
            Activation.Tanh => For<T, TanhActivation>(set),
            Activation.Softplus => For<T, SoftplusActivation>(set),
            Activation.Sigmoid => For<T, SigmoidActivation>(set),
            Activation.RectifiedLinear => For<T, RectifiedLinearActivation>(set),
            Activation.HardSigmoid => For<T, HardSigmoidActivation>(set),
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };

    private static EquilibriumKernel<T> For<T, TActivation>(InstructionSet set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        var factory = new Factory<T, TActivation>();
        VectorKernel.Run<Factory<T, TActivation>, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory<T, TActivation> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        internal EquilibriumKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new EquilibriumKernel<TSimd, TVector, T, TActivation>();
    }
}
