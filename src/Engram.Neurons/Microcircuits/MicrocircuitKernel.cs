using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Microcircuits;

/// <summary>The time loop of microcircuits, compiled for one vector width, one precision, and one kind of communication.</summary>
internal abstract class MicrocircuitKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes some steps in all lanes.</summary>
    internal abstract void Run(HiddenMemory<T>[] hidden, in OuterMemory<T> outer, int lanes, int stride, in MicrocircuitStretch stretch);

    internal static MicrocircuitKernel<T> For(InstructionSet set, bool isProspective)
    {
        var factory = new Factory { IsProspective = isProspective };
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel!;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal bool IsProspective;
        internal MicrocircuitKernel<T>? Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = IsProspective
                ? new MicrocircuitKernel<TSimd, TVector, T, ProspectiveCommunication>()
                : new MicrocircuitKernel<TSimd, TVector, T, OriginalCommunication>();
    }
}

/// <summary>What neurons tell each other.</summary>
internal interface ICommunication
{
    /// <summary>Whether it is the prospective potential, and with it the target of the step before (trap T10).</summary>
    static abstract bool IsProspective { get; }
}

/// <summary>z = ŭ: Latent Equilibrium.</summary>
internal readonly struct ProspectiveCommunication : ICommunication
{
    public static bool IsProspective => true;
}

/// <summary>z = u: Sacramento et al. 2018.</summary>
internal readonly struct OriginalCommunication : ICommunication
{
    public static bool IsProspective => false;
}

/// <summary>
/// The Euler step of section 3.3 of the specification. Lanes are circuits of their own, so each vector of lanes goes through all steps of a
/// stretch before the next one begins: its weights stay in the nearest cache.
/// </summary>
/// <remarks>
/// All layers read what the step before left: rates lie in two tables in turn, and layers are worked on from the input up, so that the
/// potentials above an interneuron are still the old ones. A layer's weights are read by its own dendrites alone and may change as soon as
/// those are done.
/// </remarks>
internal sealed unsafe class MicrocircuitKernel<TSimd, TVector, T, TCommunication> : MicrocircuitKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TCommunication : struct, ICommunication
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Run(HiddenMemory<T>[] hidden, in OuterMemory<T> outer, int lanes, int stride, in MicrocircuitStretch stretch)
    {
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            for (int index = 0; index < stretch.Steps; index++)
            {
                long step = stretch.FirstStep + index;
                AdvanceInput(in outer, lane, stride);
                T* below = outer.Stream;
                int belowCount = outer.Inputs;
                for (int layer = 0; layer < hidden.Length; layer++)
                {
                    ref PopulationMemory<T> above = ref layer + 1 < hidden.Length ? ref hidden[layer + 1].Pyramidal : ref Unsafe.AsRef(in outer.Output);
                    AdvanceHidden(in hidden[layer], in above, below, belowCount, outer.HiddenBound, stretch.IsPlastic, step, lane, stride);
                    below = hidden[layer].Pyramidal.RatesOf(step);
                    belowCount = hidden[layer].Pyramidal.Count;
                }

                if (!TCommunication.IsProspective)
                    AdvanceTarget(in outer, lane, stride);
                AdvanceOutput(in outer, below, belowCount, stretch.IsNudged, stretch.IsPlastic, step, lane, stride);
                if (TCommunication.IsProspective)
                    AdvanceTarget(in outer, lane, stride);
                if (stretch.FirstRead >= 0)
                    Read(in outer, stretch.FirstRead + index, lane, stride);
            }
        }
    }

    private static void AdvanceHidden(
        in HiddenMemory<T> layer, in PopulationMemory<T> above, T* below, int belowCount, T bound, bool isPlastic, long step, nint lane, int stride)
    {
        ref readonly PopulationMemory<T> pyramidal = ref layer.Pyramidal;
        ref readonly PopulationMemory<T> interneurons = ref layer.Interneurons;
        T* rates = pyramidal.RatesOf(step);
        T* interRates = interneurons.RatesOf(step);
        T* communicated = TCommunication.IsProspective ? above.Prospective : above.Membrane;

        Drive(layer.Up + lane, below + lane, pyramidal.Dendrite + lane, pyramidal.Count, belowCount, stride, isAdded: false);
        Drive(layer.Down + lane, above.RatesOf(step) + lane, layer.Apical + lane, pyramidal.Count, above.Count, stride, isAdded: false);
        Drive(layer.FromInterneurons + lane, interRates + lane, layer.Apical + lane, pyramidal.Count, above.Count, stride, isAdded: true);
        Drive(layer.ToInterneurons + lane, rates + lane, interneurons.Dendrite + lane, above.Count, pyramidal.Count, stride, isAdded: false);
        if (!isPlastic)
        {
            AdvanceSoma(in pyramidal, pyramidal.Soma, layer.Apical, step, lane, stride);
            AdvanceSoma(in interneurons, interneurons.Soma, communicated, step, lane, stride);
            return;
        }

        AdvancePlasticSoma(in pyramidal, pyramidal.Soma, layer.Apical, step, lane, stride);
        AdvancePlasticSoma(in interneurons, interneurons.Soma, communicated, step, lane, stride);
        T unbounded = T.PositiveInfinity;
        Learn(layer.Up + lane, pyramidal.Surprise + lane, below + lane, layer.UpRate, bound, pyramidal.Count, belowCount, stride);
        Learn(layer.ToInterneurons + lane, interneurons.Surprise + lane, rates + lane, layer.ToRate, unbounded, above.Count, pyramidal.Count, stride);
        // The apical dendrite learns to be silent: its potential itself is the error.
        Learn(layer.FromInterneurons + lane, layer.Apical + lane, interRates + lane, -layer.FromRate, unbounded, pyramidal.Count, above.Count, stride);
    }

    private static void AdvanceOutput(
        in OuterMemory<T> outer, T* below, int belowCount, bool isNudged, bool isPlastic, long step, nint lane, int stride)
    {
        ref readonly PopulationMemory<T> output = ref outer.Output;
        SomaCoefficients<T> soma = isNudged ? output.Soma : outer.FreeSoma;
        Drive(outer.Up + lane, below + lane, output.Dendrite + lane, output.Count, belowCount, stride, isAdded: false);
        if (!isPlastic)
        {
            AdvanceSoma(in output, soma, outer.HeldTarget, step, lane, stride);
            return;
        }

        AdvancePlasticSoma(in output, soma, outer.HeldTarget, step, lane, stride);
        Learn(outer.Up + lane, output.Surprise + lane, below + lane, outer.UpRate, outer.OutputBound, output.Count, belowCount, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceInput(in OuterMemory<T> outer, nint lane, int stride)
    {
        TVector keep = TSimd.Broadcast(outer.StreamKeep), mix = TSimd.Broadcast(outer.StreamMix);
        nint end = (nint)outer.Inputs * stride;
        for (nint at = lane; at < end; at += stride)
            TSimd.Store(TSimd.MultiplyAdd(mix, TSimd.Load(outer.Input + at), TSimd.Multiply(keep, TSimd.Load(outer.Stream + at))), outer.Stream + at);
    }

    /// <summary>Low-passes the target. With Latent Equilibrium this follows the output, which is held by the target of the step before (trap T10).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceTarget(in OuterMemory<T> outer, nint lane, int stride)
    {
        TVector keep = TSimd.Broadcast(outer.StreamKeep), mix = TSimd.Broadcast(outer.StreamMix);
        nint end = (nint)outer.Output.Count * stride;
        for (nint at = lane; at < end; at += stride)
        {
            TVector now = TSimd.MultiplyAdd(mix, TSimd.Load(outer.Target + at), TSimd.Multiply(keep, TSimd.Load(outer.TargetStream + at)));
            TSimd.Store(now, outer.TargetStream + at);
            TSimd.Store(now, outer.HeldTarget + at);
        }
    }

    /// <summary>The potentials of dendrites: each one chain of multiply-adds over its synapses in their order, four dendrites at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Drive(T* weights, T* rates, T* potentials, int rows, int columns, int stride, bool isAdded)
    {
        nint row = (nint)columns * stride;
        int neuron = 0;
        for (; neuron + 4 <= rows; neuron += 4, weights += 4 * row, potentials += 4 * stride)
        {
            T* w0 = weights, w1 = w0 + row, w2 = w1 + row, w3 = w2 + row;
            T* p1 = potentials + stride, p2 = p1 + stride, p3 = p2 + stride;
            TVector v0 = default, v1 = default, v2 = default, v3 = default;
            if (isAdded)
            {
                v0 = TSimd.Load(potentials);
                v1 = TSimd.Load(p1);
                v2 = TSimd.Load(p2);
                v3 = TSimd.Load(p3);
            }

            for (nint at = 0; at < row; at += stride)
            {
                TVector rate = TSimd.Load(rates + at);
                v0 = TSimd.MultiplyAdd(TSimd.Load(w0 + at), rate, v0);
                v1 = TSimd.MultiplyAdd(TSimd.Load(w1 + at), rate, v1);
                v2 = TSimd.MultiplyAdd(TSimd.Load(w2 + at), rate, v2);
                v3 = TSimd.MultiplyAdd(TSimd.Load(w3 + at), rate, v3);
            }

            TSimd.Store(v0, potentials);
            TSimd.Store(v1, p1);
            TSimd.Store(v2, p2);
            TSimd.Store(v3, p3);
        }

        for (; neuron < rows; neuron++, weights += row, potentials += stride)
        {
            TVector v = isAdded ? TSimd.Load(potentials) : default;
            for (nint at = 0; at < row; at += stride)
                v = TSimd.MultiplyAdd(TSimd.Load(weights + at), TSimd.Load(rates + at), v);
            TSimd.Store(v, potentials);
        }
    }

    /// <summary>s = steady state; u̇ = g (s − u); ŭ = s because τ g = 1; then the rate of what is communicated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceSoma(in PopulationMemory<T> population, SomaCoefficients<T> soma, T* pull, long step, nint lane, int stride)
    {
        TVector driveShare = TSimd.Broadcast(soma.Drive), pullShare = TSimd.Broadcast(soma.Pull), way = TSimd.Broadcast(soma.Step);
        T* rates = population.RatesOf(step + 1);
        nint end = (nint)population.Count * stride;
        for (nint at = lane; at < end; at += stride)
        {
            TVector steady = TSimd.MultiplyAdd(pullShare, TSimd.Load(pull + at), TSimd.Multiply(driveShare, TSimd.Load(population.Dendrite + at)));
            TVector communicated = Move(in population, steady, way, at);
            TSimd.Store(CutSoftplus.Invoke<TSimd, TVector, T>(communicated), rates + at);
        }
    }

    /// <summary>As <see cref="AdvanceSoma"/>, and finds by how much the soma's rate differs from what its dendrite predicts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvancePlasticSoma(in PopulationMemory<T> population, SomaCoefficients<T> soma, T* pull, long step, nint lane, int stride)
    {
        TVector driveShare = TSimd.Broadcast(soma.Drive), pullShare = TSimd.Broadcast(soma.Pull), way = TSimd.Broadcast(soma.Step);
        TVector predictedShare = TSimd.Broadcast(soma.Prediction);
        T* rates = population.RatesOf(step + 1);
        nint end = (nint)population.Count * stride;
        for (nint at = lane; at < end; at += stride)
        {
            TVector dendrite = TSimd.Load(population.Dendrite + at);
            TVector steady = TSimd.MultiplyAdd(pullShare, TSimd.Load(pull + at), TSimd.Multiply(driveShare, dendrite));
            TVector communicated = Move(in population, steady, way, at);
            TVector rate = CutSoftplus.Invoke<TSimd, TVector, T>(communicated);
            TVector predicted = CutSoftplus.Invoke<TSimd, TVector, T>(TSimd.Multiply(predictedShare, dendrite));
            TSimd.Store(rate, rates + at);
            TSimd.Store(TSimd.Subtract(rate, predicted), population.Surprise + at);
        }
    }

    /// <summary>Moves u a step towards the steady state. What is communicated is ŭ, or in the original the potential after the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Move(in PopulationMemory<T> population, TVector steady, TVector way, nint at)
    {
        TVector old = TSimd.Load(population.Membrane + at);
        TVector moved = TSimd.MultiplyAdd(way, TSimd.Subtract(steady, old), old);
        TSimd.Store(moved, population.Membrane + at);
        TSimd.Store(steady, population.Prospective + at);
        return TCommunication.IsProspective ? steady : moved;
    }

    /// <summary>W ← clip(W + η dt · surprise · rateᵀ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Learn(T* weights, T* surprise, T* rates, T learningRate, T bound, int rows, int columns, int stride)
    {
        // A group that does not learn has no rows to change.
        if (learningRate == T.Zero)
            return;
        TVector eta = TSimd.Broadcast(learningRate), most = TSimd.Broadcast(bound), least = TSimd.Broadcast(-bound);
        nint row = (nint)columns * stride;
        for (int neuron = 0; neuron < rows; neuron++, weights += row, surprise += stride)
        {
            TVector change = TSimd.Multiply(eta, TSimd.Load(surprise));
            for (nint at = 0; at < row; at += stride)
            {
                TVector weight = TSimd.MultiplyAdd(change, TSimd.Load(rates + at), TSimd.Load(weights + at));
                // The weight under test comes second, so that NaN passes and is seen.
                TSimd.Store(TSimd.Max(least, TSimd.Min(most, weight)), weights + at);
            }
        }
    }

    /// <summary>The mean of what the output communicates, kept as a running mean: a sum of thousands would lose digits.</summary>
    private static void Read(in OuterMemory<T> outer, int alreadyRead, nint lane, int stride)
    {
        T* communicated = TCommunication.IsProspective ? outer.Output.Prospective : outer.Output.Membrane;
        TVector share = TSimd.Broadcast(T.One / T.CreateTruncating(alreadyRead + 1));
        nint end = (nint)outer.Output.Count * stride;
        for (nint at = lane; at < end; at += stride)
        {
            TVector mean = TSimd.Load(outer.Readout + at);
            TSimd.Store(TSimd.MultiplyAdd(share, TSimd.Subtract(TSimd.Load(communicated + at), mean), mean), outer.Readout + at);
        }
    }
}
