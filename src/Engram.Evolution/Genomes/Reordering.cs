using Engram.Numerics;

namespace Engram.Evolution.Genomes;

/// <summary>
/// Permutes the hidden nodes of a genome at random without changing what it computes (Goldman and Punch 2014; specification 1.7). Nodes in
/// late columns are rarely active in plain CGP; this removes the bias of position. For one thread at a time.
/// </summary>
public sealed class Reordering
{
    private int[] _waiting = []; // dependencies not placed yet
    private int[] _starts = [];  // where the dependents of a node begin
    private int[] _dependents = [];
    private int[] _ready = [];
    private int[] _newNode = [];
    private int[] _genes = [];
    private double[] _parameters = [];
    private double[] _deviations = [];

    /// <summary>Whether genomes of a shape can be reordered: one row, and addresses that reach all the way back.</summary>
    public static bool IsPossible(GenomeShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Rows == 1 && shape.LevelsBack == shape.Columns;
    }

    /// <summary>Reorders.</summary>
    /// <exception cref="ArgumentException">The shape does not allow it.</exception>
    public void Apply(Genome genome, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(genome);
        ArgumentNullException.ThrowIfNull(random);
        var shape = genome.Shape;
        if (!IsPossible(shape))
            throw new ArgumentException($"Only genomes with one row and without a limit on levels back can be reordered; this one has {shape.Rows} rows and {shape.LevelsBack} of {shape.Columns} levels.", nameof(genome));
        if (shape.HiddenNodes == 0)
            return;
        Reserve(shape);
        Order(genome, random);
        Move(genome, random);
    }

    private void Reserve(GenomeShape shape)
    {
        if (_genes.Length < shape.Length || _waiting.Length < shape.Regions)
        {
            _genes = new int[shape.Length];
            _waiting = new int[shape.Regions];
            _starts = new int[shape.Regions + 1];
            _dependents = new int[shape.Length];
            _ready = new int[shape.Regions];
            _newNode = new int[shape.Regions];
        }

        if (_parameters.Length < shape.ParameterCount)
        {
            _parameters = new double[shape.ParameterCount];
            _deviations = new double[shape.ParameterCount];
        }
    }

    private void Order(Genome genome, RandomStream random)
    {
        var shape = genome.Shape;
        var genes = genome.Genes;
        int[] arities = shape.Primitives.Arities;
        int first = shape.Inputs, end = shape.FirstOutput, length = shape.RegionLength;
        Array.Clear(_starts);
        for (int node = first; node < end; node++)
        {
            _waiting[node] = 0;
            for (int k = 1; k <= arities[genes[node * length]]; k++)
            {
                int address = genes[(node * length) + k];
                if (address >= first)
                {
                    _waiting[node]++;
                    _starts[address + 1]++;
                }
            }
        }

        for (int node = first; node < end; node++)
            _starts[node + 1] += _starts[node];
        var fill = _newNode.AsSpan(0, end);
        _starts.AsSpan(0, end).CopyTo(fill);
        for (int node = first; node < end; node++)
        {
            for (int k = 1; k <= arities[genes[node * length]]; k++)
            {
                int address = genes[(node * length) + k];
                if (address >= first)
                    _dependents[fill[address]++] = node;
            }
        }

        int ready = 0;
        for (int node = first; node < end; node++)
        {
            if (_waiting[node] == 0)
                _ready[ready++] = node;
        }

        for (int place = first; place < end; place++)
        {
            int chosen = random.NextBounded(ready);
            int node = _ready[chosen];
            _ready[chosen] = _ready[--ready];
            _newNode[node] = place;
            for (int i = _starts[node]; i < _starts[node + 1]; i++)
            {
                int dependent = _dependents[i];
                if (--_waiting[dependent] == 0)
                    _ready[ready++] = dependent;
            }
        }
    }

    private void Move(Genome genome, RandomStream random)
    {
        var shape = genome.Shape;
        var genes = genome.MutableGenes;
        int first = shape.Inputs, end = shape.FirstOutput, length = shape.RegionLength;
        int most = shape.Primitives.MaximumParameters;
        genes.CopyTo(_genes);
        genome.Parameters.CopyTo(_parameters);
        genome.Deviations.CopyTo(_deviations);
        for (int node = first; node < end; node++)
        {
            int place = _newNode[node];
            int from = node * length, to = place * length;
            genes[to] = _genes[from];
            for (int k = 1; k < length; k++)
            {
                int address = _genes[from + k];
                if (address >= first)
                {
                    address = _newNode[address];
                    // Only a gene that is not read can point forward now.
                    if (address >= place)
                        address = shape.PermissibleValue(to + k, random.NextBounded(shape.PermissibleCount(to + k)));
                }

                genes[to + k] = address;
            }

            for (int k = 0; k < most; k++)
            {
                genome.MutableParameters[((place - first) * most) + k] = _parameters[((node - first) * most) + k];
                genome.Deviations[((place - first) * most) + k] = _deviations[((node - first) * most) + k];
            }
        }

        for (int output = end; output < shape.Regions; output++)
        {
            ref int address = ref genes[(output * length) + 1];
            if (address >= first)
                address = _newNode[address];
        }
    }
}
