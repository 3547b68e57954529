using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// Who of a team does what in each half of a step. Both halves are cut into units whose results do not depend on who works them out:
/// neurons in the first half, cache lines of presynaptic columns in the second. Members get neighbouring units of equal cost.
/// </summary>
internal sealed class StepPlan
{
    private StepPlan(Segment[][] advance, Segment[][] adapt)
    {
        Advance = advance;
        Adapt = adapt;
    }

    /// <summary>For how many members the plan is.</summary>
    internal int Members => Advance.Length;

    /// <summary>First half: for each member the neurons it advances.</summary>
    internal Segment[][] Advance { get; }

    /// <summary>Second half: for each member the presynaptic columns that it sends errors to and adapts.</summary>
    internal Segment[][] Adapt { get; }

    internal static StepPlan For<T>(IReadOnlyList<DenseLayer<T>> layers, int members)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Of the element-wise work of a neuron and a lane, in multiply-adds: measured, and only a matter of balance.
        const int ElementCost = 24;
        int line = LaneMatrix<T>.PaddedLanes(1);
        var advance = new List<Unit>();
        var adapt = new List<Unit>();
        foreach (DenseLayer<T> layer in layers)
        {
            long neuronCost = layer.PresynapticCount + ElementCost;
            // The output layer stays whole: its error needs all outputs of a lane.
            if (layer == layers[^1])
                advance.Add(new Unit(layer.Index, 0, layer.NeuronCount, (neuronCost + ElementCost) * layer.NeuronCount));
            else
                advance.AddRange(Enumerable.Range(0, layer.NeuronCount).Select(neuron => new Unit(layer.Index, neuron, 1, neuronCost)));

            int columns = layer.PresynapticCount + 1;
            long lineCost = (long)layer.NeuronCount * line * (layer.Index == 0 ? 1 : 2);
            for (int first = 0; first < columns; first += line)
                adapt.Add(new Unit(layer.Index, first, Math.Min(line, columns - first), lineCost));
        }

        return new StepPlan(Share(advance, members), Share(adapt, members));
    }

    private static Segment[][] Share(List<Unit> units, int members)
    {
        long total = units.Sum(unit => unit.Cost);
        var shares = Enumerable.Range(0, members).Select(_ => new List<Segment>()).ToArray();
        long before = 0;
        foreach (Unit unit in units)
        {
            // The member in whose share the middle of the unit falls.
            int member = (int)Math.Min(members - 1, ((2 * before) + unit.Cost) * members / (2 * total));
            List<Segment> share = shares[member];
            if (share.Count > 0 && share[^1].Layer == unit.Layer)
                share[^1] = share[^1] with { Count = share[^1].Count + unit.Count };
            else
                share.Add(new Segment(unit.Layer, unit.First, unit.Count));
            before += unit.Cost;
        }

        return [.. shares.Select(share => share.ToArray())];
    }

    private readonly record struct Unit(int Layer, int First, int Count, long Cost);
}

/// <summary>A stretch of neurons, or of presynaptic columns, of one layer.</summary>
internal readonly record struct Segment(int Layer, int First, int Count);
