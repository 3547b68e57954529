using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Neurons.Learning;
using Engram.Numerics;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// The second half of a step, what synapses do: errors are sent down and gradients found. Compiled for one vector width, which may be
/// another than that of <see cref="NeuronKernel{T}"/>: where lanes are few, vectors of synapses can still be long.
/// </summary>
internal abstract unsafe class SynapseKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sends errors down to some presynaptic neurons, with the weights as they still are: W e.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="sent">Where they arrive: the rows of these neurons are written.</param>
    /// <param name="first">The first presynaptic neuron; a multiple of a cache line.</param>
    /// <param name="count">How many.</param>
    /// <param name="scratch">Room for <c>count</c> numbers rounded up to a cache line.</param>
    internal abstract void Send(DenseLayer<T> layer, LaneMatrix<T> sent, int first, int count, T* scratch);

    /// <summary>Turns the presynaptic rates of some columns of <see cref="DenseLayer{T}.Parameters"/> into <c>[lane, column]</c>; that of a bias is 1.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="below">The presynaptic rates of the step.</param>
    /// <param name="first">The first column; a multiple of a cache line.</param>
    /// <param name="count">How many columns; the bias is the last one of the layer.</param>
    /// <param name="transposed">Written: <c>lanes × (count rounded up to a cache line)</c> numbers.</param>
    internal abstract void Transpose(DenseLayer<T> layer, LaneView<T> below, int first, int count, T* transposed);

    /// <summary>Finds the gradient of a block of <see cref="DenseLayer{T}.Parameters"/>: −⟨e rᵀ⟩, and for the bias −⟨e⟩.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="block">Some rows, and the columns of <paramref name="transposed"/>.</param>
    /// <param name="transposed">What <see cref="Transpose"/> wrote.</param>
    internal abstract void FindGradient(DenseLayer<T> layer, in ParameterBlock block, T* transposed);

    internal static SynapseKernel<T> For(InstructionSet set)
    {
        var factory = default(Factory);
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal SynapseKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new SynapseKernel<TSimd, TVector, T>();
    }
}

/// <inheritdoc/>
internal sealed unsafe class SynapseKernel<TSimd, TVector, T> : SynapseKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Send(DenseLayer<T> layer, LaneMatrix<T> sent, int first, int count, T* scratch)
    {
        LaneMatrix<T> error = layer.State.Error;
        T* weights = layer.Parameters.Pointer + first;
        T* target = sent.Pointer + ((nint)first * sent.Stride);
        if (sent.Lanes > 1)
        {
            DenseProducts<TSimd, TVector, T>.Transport(
                weights, layer.Parameters.Stride, error.Pointer, error.Stride, target, sent.Stride, count, sent.Lanes, layer.NeuronCount);
            return;
        }

        // A single lane would leave all but one place of a vector empty. The same sums, with the vectors along the rows of the weights:
        ProductKernel<TSimd, TVector, T>.Run(
            error.Pointer, 0, error.Stride, null, weights, layer.Parameters.Stride, scratch, 0, rows: 1, count, layer.NeuronCount, T.One);
        for (int presynaptic = 0; presynaptic < count; presynaptic++, target += sent.Stride)
            *target = scratch[presynaptic];
    }

    internal override void Transpose(DenseLayer<T> layer, LaneView<T> below, int first, int count, T* transposed)
    {
        int lanes = layer.State.Error.Lanes;
        int stride = LaneMatrix<T>.PaddedLanes(count);
        int presynaptic = Math.Min(count, layer.PresynapticCount - first);
        if (presynaptic < stride)
            FillLastLine(transposed, stride, lanes, bias: presynaptic < count && layer.Description.HasBias ? presynaptic : -1);
        Transposition.Run(below.Pointer + ((nint)first * below.Stride), below.Stride, presynaptic, lanes, transposed, stride);
    }

    internal override void FindGradient(DenseLayer<T> layer, in ParameterBlock block, T* transposed)
    {
        LaneMatrix<T> error = layer.State.Error;
        if (error.Lanes == 1)
        {
            FindGradientOfOne(layer, block, transposed);
            return;
        }

        DenseProducts<TSimd, TVector, T>.Gradient(
            error.Pointer + ((nint)block.FirstRow * error.Stride),
            error.Stride,
            transposed,
            LaneMatrix<T>.PaddedLanes(block.Columns),
            layer.Gradient.Pointer + ((nint)block.FirstRow * layer.Gradient.Stride) + block.FirstColumn,
            layer.Gradient.Stride,
            block.Rows,
            block.Columns,
            error.Lanes,
            -T.One / T.CreateChecked(error.Lanes));
    }

    /// <summary>The sums of a single lane have one term: too little for a tile to be worth its beginning and end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindGradientOfOne(DenseLayer<T> layer, in ParameterBlock block, T* rates)
    {
        LaneMatrix<T> error = layer.State.Error;
        TVector scale = TSimd.Broadcast(-T.One), zero = TSimd.Broadcast(T.Zero);
        int columns = block.Columns;
        T* from = error.Pointer + ((nint)block.FirstRow * error.Stride);
        T* to = layer.Gradient.Pointer + ((nint)block.FirstRow * layer.Gradient.Stride) + block.FirstColumn;
        for (int row = 0; row < block.Rows; row++, from += error.Stride, to += layer.Gradient.Stride)
        {
            TVector own = TSimd.Broadcast(*from);
            for (nint column = 0; column < columns; column += TSimd.Count)
                TSimd.Store(TSimd.Multiply(TSimd.MultiplyAdd(own, TSimd.Load(rates + column), zero), scale), to + column);
        }
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
