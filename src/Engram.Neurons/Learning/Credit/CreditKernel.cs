using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Learning;

/// <summary>
/// A neuron on the way back through time, compiled for one vector width. With q = φ′ (Wᵀ λ of above), and m what it remembers,
/// λ ← c0 q + c1 m + c2 λ and m ← c3 q + c4 m. Both methods are of this form:
/// <code>
/// backpropagation (1.12)   λ_t = ρ q + κ m                      m = (1 − ρ) q + (1 − κ) m
/// adjoint (3.2)            λ_t = ρ q + (κ − ρ) m + e^−κ λ_t+1   m = q                       ρ = τr/τm, κ = dt/τm
/// </code>
/// λ has the sign of the error e that it stands in for: −∂L/∂s.
/// </summary>
internal abstract class CreditKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const int CoefficientCount = 5;

    /// <summary>One step back for all neurons of a layer: reads and writes the layer's errors and <see cref="LayerTrajectory{T}.Memory"/>.</summary>
    internal abstract void StepBack(LayerTrajectory<T> trajectory, LaneMatrix<T> above, int step);

    /// <summary>Adds +⟨λ u̇⟩ of a step to the gradient of the time constants, with the layer's errors as <see cref="StepBack"/> left them.</summary>
    internal abstract void AddTimeGradient(LayerTrajectory<T> trajectory, int step, T timeStep);

    /// <summary>Finds the coefficients from the layer's time constants as they are now.</summary>
    internal static void Prepare(LayerTrajectory<T> trajectory, CreditMethod method)
    {
        LaneMatrix<T> c = trajectory.Coefficients, of = trajectory.Layer.Coefficients;
        for (int neuron = 0; neuron < c.Lanes; neuron++)
        {
            T kappa = of[0, neuron], rho = of[1, neuron];
            bool isExact = method == CreditMethod.Backpropagation;
            c[0, neuron] = rho;
            c[1, neuron] = isExact ? kappa : kappa - rho;
            c[2, neuron] = isExact ? T.Zero : T.Exp(-kappa);
            c[3, neuron] = isExact ? T.One - rho : T.One;
            c[4, neuron] = isExact ? T.One - kappa : T.Zero;
        }
    }

    internal static CreditKernel<T> For(InstructionSet set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal CreditKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new CreditKernel<TSimd, TVector, T>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class CreditKernel<TSimd, TVector, T> : CreditKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void StepBack(LayerTrajectory<T> trajectory, LaneMatrix<T> above, int step)
    {
        LaneMatrix<T> memory = trajectory.Memory, credit = trajectory.Layer.State.Error, slope = trajectory.Slopes[step];
        LaneMatrix<T> coefficients = trajectory.Coefficients;
        for (int neuron = 0; neuron < memory.Rows; neuron++)
        {
            nint start = (nint)neuron * memory.Stride;
            StepBackRow(
                coefficients.Pointer + neuron,
                coefficients.Stride,
                above.Pointer + start,
                slope.Pointer + start,
                memory.Pointer + start,
                credit.Pointer + start,
                memory.Lanes);
        }
    }

    internal override void AddTimeGradient(LayerTrajectory<T> trajectory, int step, T timeStep)
    {
        LaneMatrix<T> credit = trajectory.Layer.State.Error, after = trajectory.Membranes[step + 1], before = trajectory.Membranes[step];
        T scale = timeStep * T.CreateChecked(credit.Lanes);
        for (int neuron = 0; neuron < credit.Rows; neuron++)
        {
            nint start = (nint)neuron * credit.Stride;
            T sum = Along(credit.Pointer + start, after.Pointer + start, before.Pointer + start, credit.Lanes);
            trajectory.Layer.TimeGradient[0, neuron] += sum / scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepBackRow(T* coefficients, int stride, T* above, T* slope, T* memory, T* credit, int lanes)
    {
        TVector c0 = TSimd.Broadcast(coefficients[0]), c1 = TSimd.Broadcast(coefficients[stride]), c2 = TSimd.Broadcast(coefficients[2 * stride]);
        TVector c3 = TSimd.Broadcast(coefficients[3 * stride]), c4 = TSimd.Broadcast(coefficients[4 * stride]);
        for (nint lane = 0; lane < lanes; lane += TSimd.Count)
        {
            TVector arriving = TSimd.Multiply(TSimd.Load(above + lane), TSimd.Load(slope + lane));
            TVector remembered = TSimd.Load(memory + lane);
            TVector rest = TSimd.MultiplyAdd(c1, remembered, TSimd.Multiply(c2, TSimd.Load(credit + lane)));
            TSimd.Store(TSimd.MultiplyAdd(c0, arriving, rest), credit + lane);
            TSimd.Store(TSimd.MultiplyAdd(c3, arriving, TSimd.Multiply(c4, remembered)), memory + lane);
        }
    }

    /// <summary>Σ λ (u_t − u_t−1) over the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Along(T* credit, T* after, T* before, int lanes)
    {
        // One partial sum for each place in a cache line, added up in order at the end: the same bits at every vector width.
        int places = AlignedBuffer<T>.Alignment / sizeof(T);
        T* partial = stackalloc T[places];
        new Span<T>(partial, places).Clear();
        nint whole = lanes - (lanes % places);
        for (nint lane = 0; lane < whole; lane += TSimd.Count)
        {
            T* place = partial + (lane % places);
            TVector change = TSimd.Subtract(TSimd.Load(after + lane), TSimd.Load(before + lane));
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(credit + lane), change, TSimd.Load(place)), place);
        }

        for (nint lane = whole; lane < lanes; lane++)
            partial[lane - whole] = T.FusedMultiplyAdd(credit[lane], after[lane] - before[lane], partial[lane - whole]);
        T sum = T.Zero;
        for (int place = 0; place < places; place++)
            sum += partial[place];
        return sum;
    }
}
