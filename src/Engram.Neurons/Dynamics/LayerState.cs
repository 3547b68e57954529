using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>What changes in a layer at every step, all of it <c>[neuron, lane]</c> and zero at rest (also the slopes: specification 1.9).</summary>
internal sealed class LayerState<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LaneMatrix<T>[] _rates;

    internal LayerState(int neurons, int presynaptic, int lanes)
    {
        Membrane = new LaneMatrix<T>(neurons, lanes);
        ErrorPotential = new LaneMatrix<T>(neurons, lanes);
        Error = new LaneMatrix<T>(neurons, lanes);
        Slope = new LaneMatrix<T>(neurons, lanes);
        Prospective = new LaneMatrix<T>(neurons, lanes);
        SentError = new LaneMatrix<T>(presynaptic, lanes);
        _rates = [new LaneMatrix<T>(neurons, lanes), new LaneMatrix<T>(neurons, lanes)];
    }

    internal LaneMatrix<T> Membrane { get; }

    internal LaneMatrix<T> ErrorPotential { get; }

    internal LaneMatrix<T> Error { get; }

    internal LaneMatrix<T> Slope { get; }

    internal LaneMatrix<T> Prospective { get; }

    internal LaneMatrix<T> SentError { get; }

    /// <summary>
    /// Two tables of rates: step t reads <c>RatesOf(t)</c> of every layer and writes <c>RatesOf(t + 1)</c>. So no layer sees another's new
    /// rates within a step, in whatever order and on whatever thread they are worked on.
    /// </summary>
    internal LaneMatrix<T> RatesOf(long step) => _rates[step & 1];

    public void Dispose()
    {
        foreach (LaneMatrix<T> part in Parts())
            part.Dispose();
        Prospective.Dispose();
    }

    internal void ClearErrors()
    {
        ErrorPotential.Clear();
        Error.Clear();
        SentError.Clear();
    }

    internal void Clear()
    {
        foreach (LaneMatrix<T> part in Parts())
            part.Clear();
        Prospective.Clear();
    }

    internal void CopyFrom(LayerState<T> source)
    {
        foreach ((LaneMatrix<T> to, LaneMatrix<T> from) in Parts().Zip(source.Parts()))
            to.CopyFrom(from);
    }

    /// <summary>Lane i takes the state of lane i modulo the source's lanes: growing tiles, shrinking truncates (specification 1.9).</summary>
    internal void TileFrom(LayerState<T> source)
    {
        foreach ((LaneMatrix<T> to, LaneMatrix<T> from) in Parts().Zip(source.Parts()))
        {
            for (int row = 0; row < to.Rows; row++)
            {
                Span<T> target = to.Row(row);
                Span<T> origin = from.Row(row);
                for (int lane = 0; lane < target.Length; lane++)
                    target[lane] = origin[lane % origin.Length];
            }
        }
    }

    internal void Save(StateWriter writer, string name)
    {
        foreach ((string part, LaneMatrix<T> values) in Named())
            writer.Add($"{name}/{part}", Compact(values));
    }

    internal void Load(StateReader reader, string name)
    {
        foreach ((string part, LaneMatrix<T> values) in Named())
            MatrixState.Load(reader, $"{name}/{part}", values);
    }

    private static ReadOnlySpan<T> Compact(LaneMatrix<T> values) => MatrixState.Compact(values);

    private IEnumerable<LaneMatrix<T>> Parts() => Named().Select(part => part.Values);

    private IEnumerable<(string Name, LaneMatrix<T> Values)> Named()
    {
        yield return ("membrane", Membrane);
        yield return ("error-potential", ErrorPotential);
        yield return ("error", Error);
        yield return ("slope", Slope);
        yield return ("sent-error", SentError);
        yield return ("rates-even", _rates[0]);
        yield return ("rates-odd", _rates[1]);
    }
}
