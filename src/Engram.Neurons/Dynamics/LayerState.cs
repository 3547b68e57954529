using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>What changes in a layer at every step, all of it <c>[neuron, lane]</c> and zero at rest (also the slopes: specification 1.9).</summary>
internal sealed class LayerState<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LaneMatrix<T>[] _rates;
    private readonly LaneMatrix<T>[] _sentErrors;
    private readonly StepClock _clock;

    internal LayerState(int neurons, int presynaptic, int lanes, StepClock clock)
    {
        _clock = clock;
        Membrane = new LaneMatrix<T>(neurons, lanes);
        ErrorPotential = new LaneMatrix<T>(neurons, lanes);
        Error = new LaneMatrix<T>(neurons, lanes);
        Slope = new LaneMatrix<T>(neurons, lanes);
        Prospective = new LaneMatrix<T>(neurons, lanes);
        _sentErrors = [new LaneMatrix<T>(presynaptic, lanes), new LaneMatrix<T>(presynaptic, lanes)];
        _rates = [new LaneMatrix<T>(neurons, lanes), new LaneMatrix<T>(neurons, lanes)];
    }

    internal LaneMatrix<T> Membrane { get; }

    internal LaneMatrix<T> ErrorPotential { get; }

    internal LaneMatrix<T> Error { get; }

    internal LaneMatrix<T> Slope { get; }

    internal LaneMatrix<T> Prospective { get; }

    /// <summary>The errors that arrive in the layer below in the next step.</summary>
    internal LaneMatrix<T> SentError => SentErrorOf(_clock.ErrorStep);

    /// <summary>
    /// Two tables of rates: step t reads <c>RatesOf(t)</c> of every layer and writes <c>RatesOf(t + 1)</c>. So no layer sees another's new
    /// rates within a step, in whatever order and on whatever thread they are worked on.
    /// </summary>
    internal LaneMatrix<T> RatesOf(long step) => _rates[step & 1];

    /// <summary>
    /// Two tables of sent errors, for the same reason: step t reads <c>SentErrorOf(t)</c> of the layer above and writes
    /// <c>SentErrorOf(t + 1)</c>, all of it. Steps without errors do not count.
    /// </summary>
    internal LaneMatrix<T> SentErrorOf(long errorStep) => _sentErrors[errorStep & 1];

    public void Dispose()
    {
        foreach (LaneMatrix<T> part in Parts())
            part.Dispose();
        SentErrorOf(_clock.ErrorStep + 1).Dispose();
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

    /// <summary>What a step reads. The other table of sent errors is not among it: the next step overwrites it.</summary>
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
