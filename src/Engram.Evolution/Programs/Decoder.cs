using Engram.Evolution.Genomes;

namespace Engram.Evolution.Programs;

/// <summary>Turns genomes into graphs; what it needs for that is kept from one to the next.</summary>
internal sealed class Decoder
{
    private bool[] _active = [];
    private int[] _nodeOf = [];
    private int[] _arguments = [];

    /// <summary>Decodes.</summary>
    /// <param name="genome">The genome.</param>
    /// <param name="graph">What becomes the graph; its content before is lost.</param>
    /// <param name="tunable">Whether tunable numbers stay apart as parameters instead of becoming constants.</param>
    /// <returns>How many hidden nodes are active.</returns>
    public int Decode(Genome genome, Graph graph, bool tunable)
    {
        var shape = genome.Shape;
        var primitives = shape.Primitives;
        if (_active.Length < shape.Regions)
        {
            _active = new bool[shape.Regions];
            _nodeOf = new int[shape.Regions];
        }

        if (_arguments.Length < primitives.MaximumArity + primitives.MaximumParameters)
            _arguments = new int[primitives.MaximumArity + primitives.MaximumParameters];
        int count = genome.MarkActive(_active);
        graph.Reset(shape.Inputs);
        for (int input = 0; input < shape.Inputs; input++)
            _nodeOf[input] = graph.Input(input);
        var genes = genome.Genes;
        for (int region = shape.Inputs; region < shape.FirstOutput; region++)
        {
            if (!_active[region])
                continue;
            int gene = region * shape.RegionLength;
            var primitive = primitives[genes[gene]];
            int arity = primitive.Arity;
            for (int k = 0; k < arity; k++)
                _arguments[k] = _nodeOf[genes[gene + 1 + k]];
            if (primitive.Value is { } value)
            {
                _nodeOf[region] = graph.Constant(value);
            }
            else if (primitive.Operation is { } operation)
            {
                _nodeOf[region] = graph.Apply(operation, _arguments.AsSpan(0, arity));
            }
            else
            {
                int first = (region - shape.Inputs) * primitives.MaximumParameters;
                for (int k = 0; k < primitive.Parameters.Count; k++)
                {
                    double number = genome.Parameters[first + k];
                    _arguments[arity + k] = tunable ? graph.Parameter(first + k, number) : graph.Constant(number);
                }

                _nodeOf[region] = graph.Embed(primitive.Body!, _arguments.AsSpan(0, arity + primitive.Parameters.Count));
            }
        }

        for (int output = shape.FirstOutput; output < shape.Regions; output++)
            graph.AddOutput(_nodeOf[genes[(output * shape.RegionLength) + 1]]);
        return count;
    }
}
