using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>Reverse-mode differentiation of a graph with respect to its parameters, over a table of points.</summary>
internal sealed class GraphGradient(Graph graph, LaneMatrix<double> points)
{
    private readonly double[]?[] _values = new double[graph.Count][];

    /// <summary>Writes the outputs from a row on.</summary>
    /// <returns>The row after the last.</returns>
    public int Forward(LaneMatrix<double> outputs, int row)
    {
        int lanes = points.Lanes;
        Span<double> arguments = stackalloc double[16];
        for (int node = 0; node < graph.Count; node++)
        {
            var values = new double[lanes];
            _values[node] = values;
            switch (graph.KindOf(node))
            {
                case NodeKind.Input:
                    points.Row(graph.IndexOf(node)).CopyTo(values);
                    break;
                case NodeKind.Operation:
                    var operation = graph.OperationOf(node);
                    if (operation.Derivative is null)
                    {
                        throw new InvalidOperationException(
                            $"The operation {operation.Name} has no derivative: give it one, or use {nameof(EvolutionStrategySearch)}.");
                    }

                    var operands = graph.OperandsOf(node);
                    if (operation.Arity > arguments.Length)
                        arguments = new double[operation.Arity];
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        for (int k = 0; k < operands.Length; k++)
                            arguments[k] = _values[operands[k]]![lane];
                        values[lane] = operation.Evaluate(arguments[..operands.Length]);
                    }

                    break;
                default:
                    values.AsSpan().Fill(graph.ValueOf(node));
                    break;
            }
        }

        for (int i = 0; i < graph.Outputs; i++)
            _values[graph.OutputNode(i)].CopyTo(outputs.Row(row + i));
        return row + graph.Outputs;
    }

    /// <summary>Adds up what the loss's slopes at the outputs, from a row on, mean for each parameter.</summary>
    /// <returns>The row after the last.</returns>
    public int Backward(LaneMatrix<double> slopes, int row, Action<int, double> add)
    {
        int lanes = points.Lanes;
        var adjoints = new double[]?[graph.Count];
        for (int i = 0; i < graph.Outputs; i++)
        {
            var adjoint = adjoints[graph.OutputNode(i)] ??= new double[lanes];
            var slope = slopes.Row(row + i);
            for (int lane = 0; lane < lanes; lane++)
                adjoint[lane] += slope[lane];
        }

        for (int node = graph.Count - 1; node >= 0; node--)
        {
            if (adjoints[node] is not { } adjoint)
                continue;
            if (graph.KindOf(node) == NodeKind.Parameter)
                add(graph.IndexOf(node), adjoint.Sum());
            else if (graph.KindOf(node) == NodeKind.Operation)
                Propagate(node, adjoint, adjoints);
        }

        return row + graph.Outputs;
    }

    private void Propagate(int node, double[] adjoint, double[]?[] adjoints)
    {
        var operation = graph.OperationOf(node);
        var operands = graph.OperandsOf(node);
        int arity = operands.Length;
        double[] arguments = new double[arity], partials = new double[arity];
        foreach (int operand in operands)
            adjoints[operand] ??= new double[adjoint.Length];
        for (int lane = 0; lane < adjoint.Length; lane++)
        {
            if (adjoint[lane] == 0)
                continue;
            for (int k = 0; k < arity; k++)
                arguments[k] = _values[operands[k]]![lane];
            operation.Derivative!(arguments, _values[node]![lane], partials);
            for (int k = 0; k < arity; k++)
                adjoints[operands[k]]![lane] += adjoint[lane] * partials[k];
        }
    }
}
