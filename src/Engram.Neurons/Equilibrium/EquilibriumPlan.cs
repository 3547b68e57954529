using System.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Equilibrium;

/// <summary>A piece of a step.</summary>
internal enum WorkKind
{
    /// <summary>The error at the output.</summary>
    Nudge,

    /// <summary>The drive of a layer, and its neurons at once.</summary>
    Drive,

    /// <summary>A pool upwards.</summary>
    Pool,

    /// <summary>What a layer sends down, times the slopes below.</summary>
    Send,

    /// <summary>What a pool has sent down, rows, times the slopes there.</summary>
    Receive,

    /// <summary>A pool downwards.</summary>
    Unpool,

    /// <summary>Gradient and plasticity.</summary>
    Learn,

    /// <summary>The Gram matrix of a held input.</summary>
    Gram,

    /// <summary>The drive of the first layer by a held input.</summary>
    HeldDrive,

    /// <summary>What the first layer has learned while its input was held.</summary>
    Consolidate,
}

/// <summary>What a presentation does; each mode has a plan of its own.</summary>
/// <param name="Learns">Whether there is plasticity.</param>
/// <param name="HoldsInput">Whether the first layer takes the short way.</param>
/// <param name="IsForward">Whether it is one forward pass instead of steps; if it learns, errors follow in one pass backwards.</param>
internal readonly record struct PlanMode(bool Learns, bool HoldsInput, bool IsForward);

/// <summary>Neighbouring units of one piece of work of one layer.</summary>
internal readonly record struct Work(WorkKind Kind, int Layer, int First, int Count);

/// <summary>
/// A step as phases between which a team meets, each cut into units whose results do not depend on who works them out. Members get
/// neighbouring units of equal cost.
/// </summary>
internal sealed class EquilibriumPlan
{
    private EquilibriumPlan(Work[][][] before, Work[][][] step, Work[][][] after)
    {
        Before = before;
        Step = step;
        After = after;
    }

    /// <summary>Once, before the first step: <c>[phase][member]</c>.</summary>
    internal Work[][][] Before { get; }

    /// <summary>At every step.</summary>
    internal Work[][][] Step { get; }

    /// <summary>Once, after the last step.</summary>
    internal Work[][][] After { get; }

    internal static EquilibriumPlan For<T>(EquilibriumPopulation<T>[] layers, EquilibriumDescription description, PlanMode mode, int lanes, int members)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var maker = new Maker<T>(layers, description, mode, lanes);
        return new EquilibriumPlan(Share(maker.Before(), members), Share(mode.IsForward ? maker.Passes() : maker.Step(), members), Share(maker.After(), members));
    }

    private static Work[][][] Share(List<List<Piece>> phases, int members) =>
        [.. phases.Where(phase => phase.Sum(piece => piece.Units) > 0).Select(phase => Share(phase, members))];

    private static Work[][] Share(List<Piece> phase, int members)
    {
        double total = phase.Sum(piece => piece.UnitCost * piece.Units);
        var shares = Enumerable.Range(0, members).Select(_ => new List<Work>()).ToArray();
        double before = 0;
        foreach (Piece piece in phase)
        {
            for (int unit = 0; unit < piece.Units; unit++, before += piece.UnitCost)
            {
                // The member in whose share the middle of the unit falls.
                int member = (int)Math.Min(members - 1, (before + (piece.UnitCost / 2)) * members / total);
                List<Work> share = shares[member];
                if (share.Count > 0 && share[^1].Kind == piece.Kind && share[^1].Layer == piece.Layer)
                    share[^1] = share[^1] with { Count = share[^1].Count + 1 };
                else
                    share.Add(new Work(piece.Kind, piece.Layer, unit, 1));
            }
        }

        return [.. shares.Select(share => share.ToArray())];
    }

    /// <summary>All units of one piece of work of one layer.</summary>
    internal readonly record struct Piece(WorkKind Kind, int Layer, int Units, double UnitCost);

    private sealed class Maker<T>(EquilibriumPopulation<T>[] layers, EquilibriumDescription description, PlanMode mode, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Of the element-wise work of a row and a lane, in multiply-adds: only a matter of balance.
        private const double ElementCost = 24;

        private int FirstNeurons => Array.FindIndex(layers, layer => layer.HasNeurons);

        private Piece Nudge => new(WorkKind.Nudge, layers.Length - 1, 1, ElementCost * layers[^1].Shape.Count);

        private IEnumerable<EquilibriumPopulation<T>> FromTheTop => Enumerable.Reverse(layers);

        internal List<List<Piece>> Before()
        {
            if (!mode.HoldsInput)
                return [];
            Connection<T> connection = layers[0].Connection!;
            Piece drive = new(WorkKind.HeldDrive, 0, connection.DriveUnits, connection.Below.Count);
            return [mode.Learns ? [new Piece(WorkKind.Gram, 0, lanes, connection.Below.Count), drive] : [drive]];
        }

        internal List<List<Piece>> After() => mode is { HoldsInput: true, Learns: true }
            ? [[new Piece(WorkKind.Consolidate, 0, layers[0].Connection!.GradientUnits, 1)]]
            : [];

        internal List<List<Piece>> Passes()
        {
            var phases = new List<List<Piece>>();
            foreach (EquilibriumPopulation<T> layer in layers)
                phases.Add([layer.HasNeurons ? Drive(layer) : Pool(layer, WorkKind.Pool)]);

            if (!mode.Learns)
                return phases;
            phases.Add([Nudge]);
            foreach (EquilibriumPopulation<T> layer in FromTheTop.TakeWhile(layer => layer.Index > FirstNeurons))
            {
                if (!layer.HasNeurons)
                    AddUnpooling(phases, layer);
                else
                    phases.Add([Send(layer)]);
            }

            AddLearning(phases);
            return phases;
        }

        internal List<List<Piece>> Step()
        {
            bool isPrompt = description.ErrorTiming == ErrorTiming.SameStep;
            // With errors from prospective potentials, a layer knows what to send down only after it was advanced.
            bool sendsLate = description.ErrorSource == ErrorSource.ProspectivePotential && layers.Any(layer => layer.Mismatch is not null);
            List<Piece> send = [.. FromTheTop.Where(Sends).Select(Send)];
            List<Piece> upwards = [.. FromTheTop.Select(layer => layer.HasNeurons ? Drive(layer) : Pool(layer, WorkKind.Pool))];
            List<List<Piece>> phases = sendsLate
                ? [[Nudge, .. upwards], send]
                : [[Nudge, .. upwards, .. send]];
            if (isPrompt)
            {
                // Then everyone reads what the nudge writes.
                phases[0].RemoveAt(0);
                phases.Insert(0, [Nudge]);
            }

            foreach (EquilibriumPopulation<T> layer in FromTheTop.Where(layer => layer.Index > FirstNeurons && !layer.HasNeurons))
                AddUnpooling(phases, layer);
            if (mode.Learns)
                AddLearning(phases);
            return phases;
        }

        private void AddUnpooling(List<List<Piece>> phases, EquilibriumPopulation<T> layer)
        {
            phases.Add([Pool(layer, WorkKind.Unpool)]);
            // A maximum has chosen a slope on its way up; the places of a mean each have their own.
            if (layer.AveragePool is not null)
                phases.Add([Rows(layers[layer.Index - 1], WorkKind.Receive)]);
        }

        private void AddLearning(List<List<Piece>> phases) =>
            // From the bottom: what the last pool sent down is still near.
            phases.Add([.. layers.Where(layer => layer.HasNeurons && !(mode.HoldsInput && layer.Index == 0)).Select(Learn)]);

        private bool Sends(EquilibriumPopulation<T> layer) => layer.HasNeurons && layer.Index > FirstNeurons;

        private Piece Drive(EquilibriumPopulation<T> layer)
        {
            int units = layer.Connection!.DriveUnits;
            double cost = mode.HoldsInput && layer.Index == 0 ? (mode.Learns ? (double)lanes * units : 0) : Products(layer);
            return new Piece(WorkKind.Drive, layer.Index, units, (cost + (ElementCost * layer.Shape.Count)) / units);
        }

        private Piece Send(EquilibriumPopulation<T> layer)
        {
            int units = layer.Connection!.TransportUnits;
            return new Piece(WorkKind.Send, layer.Index, units, (Products(layer) + (ElementCost / 2 * layer.Connection.Below.Count)) / units);
        }

        private static Piece Learn(EquilibriumPopulation<T> layer) =>
            new(WorkKind.Learn, layer.Index, layer.Connection!.GradientUnits, Products(layer) / layer.Connection.GradientUnits);

        private static Piece Rows(EquilibriumPopulation<T> layer, WorkKind kind) => new(kind, layer.Index, layer.Shape.Count, ElementCost);

        private static Piece Pool(EquilibriumPopulation<T> layer, WorkKind kind) => new(kind, layer.Index, layer.Shape.Count, ElementCost);

        private static double Products(EquilibriumPopulation<T> layer) =>
            (double)layer.Connection!.Parameters.Rows * layer.Connection.Parameters.Lanes * layer.Shape.Positions;
    }
}
