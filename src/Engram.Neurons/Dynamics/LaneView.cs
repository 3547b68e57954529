using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>Rows of lanes that may lie in a longer sequence: the input of a step, or the rates of a layer.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Stride">The distance between rows.</param>
internal readonly unsafe record struct LaneView<T>(nint Start, int Stride)
    where T : unmanaged
{
    internal T* Pointer => (T*)Start;

    internal static LaneView<T> Of(LaneMatrix<T> values) => new((nint)values.Pointer, values.Stride);
}
