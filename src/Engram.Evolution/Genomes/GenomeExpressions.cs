using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Genomes;

/// <summary>Writes expressions into genomes, to start a search from a known rule.</summary>
public static class GenomeExpressions
{
    /// <summary>Lets an output compute an expression. Nodes that it does not need keep their genes.</summary>
    /// <param name="genome">The genome.</param>
    /// <param name="expression">For instance <c>y*(x - w*y)</c>.</param>
    /// <param name="names">The inputs' names.</param>
    /// <param name="output">Which output.</param>
    /// <exception cref="ExpressionException">The expression cannot be read.</exception>
    /// <exception cref="ArgumentException">The primitives cannot express it, or the genome is too small; the message says which. The genome is unchanged then.</exception>
    public static void SetExpression(this Genome genome, string expression, IReadOnlyList<string> names, int output = 0) =>
        genome.SetGraph(Expression.Parse(expression, names), output);

    /// <summary>Lets an output compute what the first output of a graph does, up to rounding.</summary>
    /// <param name="genome">The genome.</param>
    /// <param name="graph">A graph of as many inputs.</param>
    /// <param name="output">Which output.</param>
    /// <exception cref="ArgumentException">The primitives cannot express it, or the genome is too small; the message says which. The genome is unchanged then.</exception>
    public static void SetGraph(this Genome genome, Graph graph, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(genome);
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Inputs != genome.Shape.Inputs)
            throw new ArgumentException($"The genome has {genome.Shape.Inputs} inputs, the expression {graph.Inputs}.", nameof(graph));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)genome.Shape.Outputs);
        var copy = genome.Clone();
        copy.SetOutput(output, new Embedding(copy).Place(graph));
        genome.CopyFrom(copy);
    }

    private sealed class Embedding(Genome genome)
    {
        private const int LargestWhole = 64;

        private readonly GenomeShape _shape = genome.Shape;
        private readonly bool[] _taken = new bool[genome.Shape.Regions];
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

        public int Place(Graph graph)
        {
            var used = new bool[graph.Count];
            graph.MarkUsed(used);
            var address = new int[graph.Count];
            for (int node = 0; node < graph.Count; node++)
            {
                if (!used[node])
                    continue;
                address[node] = graph.KindOf(node) switch
                {
                    NodeKind.Input => graph.IndexOf(node),
                    NodeKind.Operation => PlaceOperation(graph, node, address),
                    // Factors of products may be sums instead; what cannot be made at all is refused where it is used.
                    _ => TryPlaceConstant(graph.ValueOf(node)) ?? -1,
                };
            }

            int result = address[graph.OutputNode()];
            return result >= 0 ? result : throw NoConstant(graph.ValueOf(graph.OutputNode()));
        }

        private int PlaceOperation(Graph graph, int node, int[] address)
        {
            var operation = graph.OperationOf(node);
            int[] nodes = [.. graph.OperandsOf(node)];
            int[] operands = [.. nodes.Select(o => address[o])];
            if (operation.Code == OperationCode.Multiply && operands.Contains(-1))
            {
                int missing = Array.IndexOf(operands, -1);
                double value = graph.ValueOf(nodes[missing]);
                if (value == Math.Floor(value) && Math.Abs(value) is >= 1 and <= LargestWhole)
                    return Multiple(operands[1 - missing], (int)value);
            }

            for (int k = 0; k < operands.Length; k++)
            {
                if (operands[k] < 0)
                    throw NoConstant(graph.ValueOf(nodes[k]));
            }

            return operation.Code switch
            {
                OperationCode.Add => Sum(operands[0], operands[1]),
                OperationCode.Negate => Opposite(operands[0]),
                _ => Emit(Find(operation) ?? throw Missing(operation), operands),
            };
        }

        private int Sum(int a, int b) => Find(Operations.Add) is { } add ? Emit(add, a, b)
            : Find(Operations.Subtract) is { } subtract ? Emit(subtract, a, Opposite(b))
            : throw Missing(Operations.Add);

        private int Opposite(int a)
        {
            if (Find(Operations.Negate) is { } negate)
                return Emit(negate, a);
            if (Find(Operations.Subtract) is { } subtract)
                return Emit(subtract, Emit(subtract, a, a), a);
            return Find(Operations.Multiply) is { } multiply && TryPlaceConstant(-1) is { } minusOne ? Emit(multiply, minusOne, a) : throw Missing(Operations.Negate);
        }

        private int Multiple(int a, int count)
        {
            if (count < 0)
                return Opposite(Multiple(a, -count));
            int result = -1;
            for (int doubled = a; ; doubled = Sum(doubled, doubled))
            {
                if ((count & 1) != 0)
                    result = result < 0 ? doubled : Sum(result, doubled);
                count >>= 1;
                if (count == 0)
                    return result;
            }
        }

        private int? TryPlaceConstant(double value)
        {
            for (int i = 0; i < _shape.Primitives.Count; i++)
            {
                var primitive = _shape.Primitives[i];
                if (primitive.Value is { } constant && constant.Equals(value))
                    return Emit(i);
            }

            for (int i = 0; i < _shape.Primitives.Count; i++)
            {
                var primitive = _shape.Primitives[i];
                if (primitive.Arity == 0 && primitive.Parameters.Count == 1 && double.IsFinite(value))
                    return EmitParameter(i, value);
            }

            if (value == 0 && Find(Operations.Subtract) is { } subtract)
                return Emit(subtract, 0, 0);
            if (value < 0 && TryPlaceConstant(-value) is { } positive)
                return Opposite(positive);
            bool isWhole = value == Math.Floor(value) && value is > 1 and <= LargestWhole;
            bool hasSums = Find(Operations.Add) is not null || Find(Operations.Subtract) is not null;
            return isWhole && hasSums && TryPlaceConstant(1) is { } one ? Multiple(one, (int)value) : null;
        }

        private int EmitParameter(int primitive, double value)
        {
            string key = $"{primitive}={value:R}";
            if (_known.TryGetValue(key, out int known))
                return known;
            int node = Write(primitive, []);
            genome.MutableParameters[(node - _shape.Inputs) * _shape.Primitives.MaximumParameters] = value;
            _known.Add(key, node);
            return node;
        }

        private int Emit(int primitive, params int[] operands)
        {
            string key = $"{primitive}:{string.Join(',', operands)}";
            if (!_known.TryGetValue(key, out int node))
                _known.Add(key, node = Write(primitive, operands));
            return node;
        }

        private int Write(int primitive, int[] operands)
        {
            for (int node = _shape.Inputs; node < _shape.FirstOutput; node++)
            {
                if (_taken[node] || !operands.All(o => Reaches(node, o)))
                    continue;
                _taken[node] = true;
                int gene = node * _shape.RegionLength;
                genome.MutableGenes[gene] = primitive;
                operands.CopyTo(genome.MutableGenes[(gene + 1)..]);
                genome.ResetParameters(node);
                return node;
            }

            throw new ArgumentException(
                $"The expression does not fit into a genome of {_shape.Columns} columns, {_shape.Rows} rows and {_shape.LevelsBack} levels back: give it more.");
        }

        private bool Reaches(int node, int address)
        {
            if (address < _shape.Inputs)
                return true;
            var (first, end) = _shape.HiddenInterval(node);
            return address >= first && address < end;
        }

        private int? Find(Operation operation)
        {
            for (int i = 0; i < _shape.Primitives.Count; i++)
            {
                if (_shape.Primitives[i].Operation is { } own && own.Identity == operation.Identity)
                    return i;
            }

            return null;
        }

        private ArgumentException Missing(Operation operation) =>
            new($"The expression needs {operation.Name}, and the primitives are {_shape.Primitives}.");

        private ArgumentException NoConstant(double value) =>
            new($"The expression needs the number {value}, and the primitives ({_shape.Primitives}) cannot make it.");
    }
}
