using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>The arithmetic of a dense layer, compiled for one vector width, one precision and one activation when the network is built.</summary>
/// <typeparam name="T">The number.</typeparam>
internal abstract unsafe class LayerKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// First half of a step for some neurons: drive, error, membrane, rate. Reads rates below and errors above as the step before left
    /// them, and writes <paramref name="rates"/>.
    /// </summary>
    internal abstract void Advance(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> errorFromAbove, LaneMatrix<T> rates, int first, int count);

    /// <summary>The first half of a step without errors: for evaluation with γ = 0, where errors move nothing.</summary>
    internal abstract void AdvanceForward(DenseLayer<T> layer, LaneView<T> below, LaneMatrix<T> rates, int first, int count);

    /// <summary>Second half of a step for some presynaptic neurons: the errors sent down to them, with the weights as they still are.</summary>
    internal abstract void Send(DenseLayer<T> layer, int first, int count);
}

/// <summary>Rows of lanes that may lie in a longer sequence: the input of a step, or the rates of a layer.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Stride">The distance between rows.</param>
internal readonly unsafe record struct LaneView<T>(nint Start, int Stride)
    where T : unmanaged
{
    internal T* Pointer => (T*)Start;

    internal static LaneView<T> Of(LaneMatrix<T> values) => new((nint)values.Pointer, values.Stride);
}
