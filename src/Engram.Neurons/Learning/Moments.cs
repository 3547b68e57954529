using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Learning;

/// <summary>What an optimiser remembers of a layer's parameters, in their shapes.</summary>
internal sealed class Moments<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Moments(DenseLayer<T> layer)
    {
        First = new LaneMatrix<T>(layer.Parameters.Rows, layer.Parameters.Lanes);
        Second = new LaneMatrix<T>(layer.Parameters.Rows, layer.Parameters.Lanes);
        FirstOfTimes = new LaneMatrix<T>(1, layer.NeuronCount);
        SecondOfTimes = new LaneMatrix<T>(1, layer.NeuronCount);
    }

    internal LaneMatrix<T> First { get; }

    internal LaneMatrix<T> Second { get; }

    internal LaneMatrix<T> FirstOfTimes { get; }

    internal LaneMatrix<T> SecondOfTimes { get; }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        FirstOfTimes.Dispose();
        SecondOfTimes.Dispose();
    }

    internal void Save(StateWriter writer, string name)
    {
        foreach ((string part, LaneMatrix<T> values) in Parts())
            writer.Add($"{name}/{part}", new ReadOnlySpan<T>(MatrixState.Compact(values)));
    }

    internal void Load(StateReader reader, string name)
    {
        foreach ((string part, LaneMatrix<T> values) in Parts())
            MatrixState.Load(reader, $"{name}/{part}", values);
    }

    private IEnumerable<(string Name, LaneMatrix<T> Values)> Parts()
    {
        yield return ("first", First);
        yield return ("second", Second);
        yield return ("first-of-times", FirstOfTimes);
        yield return ("second-of-times", SecondOfTimes);
    }
}
