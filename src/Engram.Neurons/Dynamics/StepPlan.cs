using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>
/// Who of a team does what in a step. Each member gets a stretch of the network: some whole layers, and parts of the layers at its ends,
/// which it shares with its neighbours. Of a shared layer it gets about the same stretch of the neurons (first half of the step) and of
/// the cache lines of presynaptic columns (second half), so little moves between cores but the rates and errors of the layers at the seams.
/// </summary>
/// <remarks>
/// Where cores share no cache, what moves for a shared layer can take longer than a member would wait if no layer were shared. Which is
/// the case changes with where the system puts the threads, so there are two plans, and time decides.
/// </remarks>
internal sealed class StepPlan
{
    // Work of a lane in the unit of one multiply-add of a drive, measured at 53 neurons and 100 lanes. A matter of balance only.
    private const double NonlinearCost = 32; // of a neuron: membrane, error, rate and slope
    private const double LinearCost = 12;
    private const double TranspositionCost = 10; // of a column
    private const double GradientCost = 0.9; // of a synapse: like a drive, but seldom with empty places in a vector
    private const double UpdateCost = 22; // of a synapse, for all lanes together

    // Parts of a share too small to be worth the data that a shared layer moves.
    private const double Crumb = 0.04;

    // Beyond such a share of one member, not to share a layer is not worth a try.
    private const double MostOfWhole = 1.35;

    private StepPlan(MemberPlan[] members)
    {
        Members = members;
        HasSharedLayers = members.Any(static member => member.SharedNeurons.Length > 0 || member.SharedColumns.Length > 0);
    }

    /// <summary>What each member does.</summary>
    internal MemberPlan[] Members { get; }

    /// <summary>Whether a layer is shared: then the members must have met before any does a second half of such a layer.</summary>
    internal bool HasSharedLayers { get; }

    /// <summary>The plans worth a try: one that shares out evenly, and one that shares no layer if that is nearly even too.</summary>
    internal static StepPlan[] For<T>(IReadOnlyList<DenseLayer<T>> layers, int members, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LayerCost[] costs = [.. layers.Select(layer => CostOf(layer, lanes, isOutput: layer == layers[^1]))];
        double share = costs.Sum(static cost => cost.Total) / members;
        StepPlan even = Even(costs, share, members);
        return even.HasSharedLayers && Whole(costs, share, members) is { } whole ? [even, whole] : [even];
    }

    private static StepPlan? Whole(LayerCost[] costs, double share, int members)
    {
        var plans = Enumerable.Range(0, members).Select(static _ => new MemberLists()).ToArray();
        var loads = new double[members];
        double start = 0;
        foreach (LayerCost cost in costs)
        {
            int member = MemberAt(start + (cost.Total / 2), share, members);
            plans[member].Add(cost, isWhole: true, 0, cost.Neurons, 0, cost.Lines);
            loads[member] += cost.Total;
            start += cost.Total;
        }

        return loads.Max() <= MostOfWhole * share ? new StepPlan([.. plans.Select(static plan => plan.ToPlan())]) : null;
    }

    private static StepPlan Even(LayerCost[] costs, double share, int members)
    {
        var plans = Enumerable.Range(0, members).Select(static _ => new MemberLists()).ToArray();
        double start = 0;
        foreach (LayerCost cost in costs)
        {
            (int neurons, int lines) = (0, 0);
            int first = MemberAt(start + (Crumb * share), share, members);
            int last = Math.Max(first, MemberAt(start + cost.Total - (Crumb * share), share, members));
            for (int member = first; member <= last; member++)
            {
                (int neuronEnd, int lineEnd) = member == last ? (cost.Neurons, cost.Lines) : cost.PartWorth(((member + 1) * share) - start);
                (neuronEnd, lineEnd) = (Math.Max(neurons, neuronEnd), Math.Max(lines, lineEnd));
                plans[member].Add(cost, first == last, neurons, neuronEnd, lines, lineEnd);
                (neurons, lines) = (neuronEnd, lineEnd);
            }

            start += cost.Total;
        }

        return new StepPlan([.. plans.Select(static plan => plan.ToPlan())]);
    }

    /// <summary>The member in whose share a place on the line of costs falls.</summary>
    private static int MemberAt(double place, double share, int members) => Math.Clamp((int)(place / share), 0, members - 1);

    private static LayerCost CostOf<T>(DenseLayer<T> layer, int lanes, bool isOutput)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int line = LaneMatrix<T>.PaddedLanes(1);
        int columns = layer.PresynapticCount + 1;
        double neuron = layer.PresynapticCount + (layer.Description.Activation == Activation.Linear ? LinearCost : NonlinearCost);
        // The output layer also finds the loss.
        double first = (neuron + (isOutput ? NonlinearCost : 0)) * layer.NeuronCount;
        double synapse = (layer.Index == 0 ? 0 : 1) + GradientCost + (UpdateCost / lanes);
        int lines = (columns + line - 1) / line;
        return new LayerCost(layer.Index, layer.NeuronCount, columns, lines, line, first, ((synapse * layer.NeuronCount) + TranspositionCost) * lines * line, isOutput);
    }

    /// <summary>The units of a layer and what its two halves cost.</summary>
    private readonly record struct LayerCost(int Layer, int Neurons, int Columns, int Lines, int LineLength, double First, double Second, bool IsOutput)
    {
        internal double Total => First + Second;

        /// <summary>The neurons and lines at the beginning of the layer that cost about so much, as large a part of each as of the other.</summary>
        internal (int Neurons, int Lines) PartWorth(double cost)
        {
            // The output layer's neurons stay together, with the lower of two members: their error needs all outputs of a lane.
            if (IsOutput)
                return (Neurons, LinesWorth(cost - First));
            int lines = LinesWorth(cost / Total * Second);
            // Lines are coarse, neurons are fine: they make up for the rounding.
            double rest = cost - (lines * Second / Lines);
            return (Math.Clamp((int)Math.Round(rest / First * Neurons), 0, Neurons), lines);
        }

        private int LinesWorth(double cost) => Math.Clamp((int)Math.Round(cost / Second * Lines), 0, Lines);
    }

    private sealed class MemberLists
    {
        private readonly List<Segment> _sharedNeurons = [];
        private readonly List<int> _layers = [];
        private readonly List<Segment> _sharedColumns = [];

        internal void Add(LayerCost cost, bool isWhole, int neuron, int neuronEnd, int line, int lineEnd)
        {
            if (isWhole)
            {
                _layers.Add(cost.Layer);
                return;
            }

            if (neuronEnd > neuron)
                _sharedNeurons.Add(new Segment(cost.Layer, neuron, neuronEnd - neuron));
            int column = line * cost.LineLength;
            int columnEnd = Math.Min(lineEnd * cost.LineLength, cost.Columns);
            if (columnEnd > column)
                _sharedColumns.Add(new Segment(cost.Layer, column, columnEnd - column));
        }

        internal MemberPlan ToPlan() => new([.. _sharedNeurons], [.. _layers], [.. _sharedColumns]);
    }
}

/// <summary>What a member does in a step, in this order.</summary>
/// <param name="SharedNeurons">Neurons to advance of layers that others work on too.</param>
/// <param name="Layers">Layers that it advances and adapts alone.</param>
/// <param name="SharedColumns">Presynaptic columns of shared layers to send errors to and to adapt, when all their neurons have been advanced.</param>
internal sealed record MemberPlan(Segment[] SharedNeurons, int[] Layers, Segment[] SharedColumns);

/// <summary>A stretch of neurons, or of presynaptic columns, of one layer.</summary>
internal readonly record struct Segment(int Layer, int First, int Count);
