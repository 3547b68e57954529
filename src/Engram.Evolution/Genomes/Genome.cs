using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Genomes;

/// <summary>
/// A genome: genes of a shape, and the tunable numbers of its nodes. What is assigned is checked; a genome is valid at every moment.
/// </summary>
public sealed class Genome
{
    private readonly int[] _genes;
    private readonly double[] _parameters;
    private readonly double[] _deviations;

    /// <summary>A genome whose nodes are the first primitive of the first input, and whose outputs are the first input.</summary>
    /// <param name="shape">The layout.</param>
    public Genome(GenomeShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _genes = new int[shape.Length];
        _parameters = new double[shape.ParameterCount];
        _deviations = new double[shape.ParameterCount];
        Array.Fill(_deviations, double.NaN);
        for (int gene = 0; gene < _genes.Length; gene++)
            _genes[gene] = shape.PermissibleValue(gene, 0);
        ResetParameters();
    }

    /// <summary>A genome of given genes, with parameters at their initial values.</summary>
    /// <param name="shape">The layout.</param>
    /// <param name="genes">Region by region.</param>
    /// <exception cref="ArgumentException">The genes are not valid; the message says which one.</exception>
    public Genome(GenomeShape shape, ReadOnlySpan<int> genes)
        : this(shape) => Assign(genes);

    /// <summary>The layout.</summary>
    public GenomeShape Shape { get; }

    /// <summary>The genes, region by region.</summary>
    public ReadOnlySpan<int> Genes => _genes;

    /// <summary>The tunable numbers: for each hidden node as many as the most demanding primitive has.</summary>
    public ReadOnlySpan<double> Parameters => _parameters;

    internal Span<int> MutableGenes => _genes;

    internal Span<double> MutableParameters => _parameters;

    /// <summary>What evolution-strategy search last knew of the parameters' scale; NaN where it knows nothing.</summary>
    internal Span<double> Deviations => _deviations;

    /// <summary>Takes over genes; parameters return to their initial values.</summary>
    /// <exception cref="ArgumentException">The genes are not valid; the message says which one. Nothing has changed then.</exception>
    public void Assign(ReadOnlySpan<int> genes)
    {
        Shape.Validate(genes);
        genes.CopyTo(_genes);
        ResetParameters();
    }

    /// <summary>Becomes a copy of a genome of the same shape.</summary>
    public void CopyFrom(Genome other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(other.Shape, Shape))
            throw new ArgumentException("A genome can be copied only into one that shares its shape.", nameof(other));
        other._genes.CopyTo(_genes, 0);
        other._parameters.CopyTo(_parameters, 0);
        other._deviations.CopyTo(_deviations, 0);
    }

    /// <summary>A copy.</summary>
    public Genome Clone()
    {
        var copy = new Genome(Shape);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Every gene uniform among its permissible values, independently (specification 1.2).</summary>
    public void Randomize(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (int gene in Shape.MutableGenes)
            _genes[gene] = Shape.PermissibleValue(gene, random.NextBounded(Shape.PermissibleCount(gene)));
        ResetParameters();
    }

    /// <summary>Overwrites hidden nodes (specification 1.2).</summary>
    /// <param name="firstNode">The region where the run begins: an address.</param>
    /// <param name="regions">Whole regions, one after another.</param>
    /// <exception cref="ArgumentException">The regions are not whole, do not fit, or are not valid there. Nothing has changed then.</exception>
    public void SetNodes(int firstNode, ReadOnlySpan<int> regions)
    {
        if (regions.Length % Shape.RegionLength != 0)
            throw new ArgumentException($"Regions have {Shape.RegionLength} genes each; {regions.Length} is not a multiple.", nameof(regions));
        int count = regions.Length / Shape.RegionLength;
        if (firstNode < Shape.Inputs || firstNode + count > Shape.FirstOutput)
        {
            throw new ArgumentException(
                $"The hidden nodes are {Shape.Inputs} to {Shape.FirstOutput - 1}; {firstNode} to {firstNode + count - 1} are not all among them.",
                nameof(firstNode));
        }

        int[] changed = [.. _genes];
        regions.CopyTo(changed.AsSpan(firstNode * Shape.RegionLength));
        Shape.Validate(changed);
        changed.CopyTo(_genes, 0);
        for (int node = firstNode; node < firstNode + count; node++)
            ResetParameters(node);
    }

    /// <summary>Points an output at a node (specification 1.2).</summary>
    /// <param name="output">Which output.</param>
    /// <param name="address">An input or a hidden node.</param>
    public void SetOutput(int output, int address)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)Shape.Outputs);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)address, (uint)Shape.FirstOutput);
        _genes[((Shape.FirstOutput + output) * Shape.RegionLength) + 1] = address;
    }

    /// <summary>The primitive of a hidden node.</summary>
    /// <param name="node">Its address.</param>
    public Primitive PrimitiveOf(int node)
    {
        if (node < Shape.Inputs || node >= Shape.FirstOutput)
            throw new ArgumentOutOfRangeException(nameof(node), node, $"The hidden nodes are {Shape.Inputs} to {Shape.FirstOutput - 1}.");
        return Shape.Primitives[_genes[node * Shape.RegionLength]];
    }

    /// <summary>Marks the nodes that the outputs depend on (specification 1.3), inputs among them.</summary>
    /// <param name="active">One flag for each region but the outputs.</param>
    /// <returns>How many hidden nodes are active.</returns>
    public int MarkActive(Span<bool> active)
    {
        int first = Shape.Inputs, end = Shape.FirstOutput, length = Shape.RegionLength;
        active = active[..end];
        active.Clear();
        for (int output = end; output < Shape.Regions; output++)
            active[_genes[(output * length) + 1]] = true;
        int count = 0;
        int[] arities = Shape.Primitives.Arities;
        for (int node = end - 1; node >= first; node--)
        {
            if (!active[node])
                continue;
            count++;
            int gene = node * length;
            int arity = arities[_genes[gene]];
            for (int k = 1; k <= arity; k++)
                active[_genes[gene + k]] = true;
        }

        return count;
    }

    /// <summary>How many hidden nodes are active.</summary>
    public int CountActive() => MarkActive(new bool[Shape.Regions]);

    /// <summary>What the genome computes, as a graph (specification 1.3).</summary>
    public Graph Decode()
    {
        var graph = new Graph();
        new Decoder().Decode(this, graph, tunable: false);
        return graph;
    }

    internal void ResetParameters()
    {
        if (_parameters.Length == 0)
            return;
        for (int node = Shape.Inputs; node < Shape.FirstOutput; node++)
            ResetParameters(node);
    }

    /// <summary>Gives a node the initial parameters of its primitive.</summary>
    /// <returns>Whether it has any.</returns>
    internal bool ResetParameters(int node)
    {
        int most = Shape.Primitives.MaximumParameters;
        if (most == 0)
            return false;
        var primitive = Shape.Primitives[_genes[node * Shape.RegionLength]];
        int start = (node - Shape.Inputs) * most;
        for (int k = 0; k < most; k++)
        {
            _parameters[start + k] = k < primitive.Parameters.Count ? primitive.Parameters[k].Initial : 0;
            _deviations[start + k] = double.NaN;
        }

        return primitive.Parameters.Count > 0;
    }
}
