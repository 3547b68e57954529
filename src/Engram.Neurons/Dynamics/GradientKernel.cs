using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// The local gradient of a dense layer, compiled for one vector width. Its vectors run over presynaptic neurons, those of
/// <see cref="LayerKernel{T}"/> over lanes: with few lanes the two have different best widths.
/// </summary>
internal abstract unsafe class GradientKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Second half of a step for some columns of <see cref="DenseLayer{T}.Parameters"/>: −⟨e rᵀ⟩, and for the bias −⟨e⟩.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="below">The presynaptic rates of the step.</param>
    /// <param name="first">The first column; a multiple of a cache line.</param>
    /// <param name="count">How many columns; the bias is the last one of the layer.</param>
    /// <param name="scratch">Room for <c>lanes × (count rounded up to a cache line)</c> numbers.</param>
    internal abstract void Find(DenseLayer<T> layer, LaneView<T> below, int first, int count, T* scratch);

    internal static GradientKernel<T> For(InstructionSet set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal GradientKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new GradientKernel<TSimd, TVector, T>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class GradientKernel<TSimd, TVector, T> : GradientKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Find(DenseLayer<T> layer, LaneView<T> below, int first, int count, T* scratch)
    {
        LaneMatrix<T> error = layer.State.Error;
        int stride = LaneMatrix<T>.PaddedLanes(count);
        int presynaptic = Math.Min(count, layer.PresynapticCount - first);
        if (presynaptic < stride)
            FillLastLine(scratch, stride, error.Lanes, bias: presynaptic < count && layer.Description.HasBias ? presynaptic : -1);
        Transposition.Run(below.Pointer + ((nint)first * below.Stride), below.Stride, presynaptic, error.Lanes, scratch, stride);
        DenseProducts<TSimd, TVector, T>.Gradient(
            error.Pointer,
            error.Stride,
            scratch,
            stride,
            layer.Gradient.Pointer + first,
            layer.Gradient.Stride,
            layer.NeuronCount,
            count,
            error.Lanes,
            -T.One / T.CreateChecked(error.Lanes));
    }

    /// <summary>
    /// What stands beside the rates in the last cache line of every lane: 1 for the bias, whose partner always fires at 1, and 0 in the
    /// padding. The rates are written over it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillLastLine(T* scratch, int stride, int lanes, int bias)
    {
        int length = AlignedBuffer<T>.Alignment / sizeof(T);
        T* pattern = stackalloc T[length];
        new Span<T>(pattern, length).Clear();
        if (bias >= 0)
            pattern[bias - (stride - length)] = T.One;
        T* line = scratch + stride - length;
        for (int lane = 0; lane < lanes; lane++, line += stride)
            Unsafe.CopyBlock(line, pattern, AlignedBuffer<T>.Alignment);
    }
}
