using Engram.Evolution.Primitives;

namespace Engram.Evolution.Genomes;

/// <summary>
/// The layout of a genome (specification 1.1): how many inputs, hidden nodes in columns and rows, and outputs, which primitives the nodes choose
/// from, and what value each gene may have. Immutable, and shared by all genomes of a search.
/// </summary>
/// <remarks>
/// A genome is a flat array of regions of 1 + A genes (a function gene, then A address genes; A is the largest arity, at least 1): first the
/// inputs, then the hidden nodes column by column, then the outputs. The index of a region is the address of its node. Permissible
/// addresses are two intervals, the inputs and some hidden nodes, and are never listed.
/// </remarks>
public sealed class GenomeShape
{
    /// <summary>The function gene of an input region.</summary>
    public const int InputGene = -1;

    /// <summary>The function gene of an output region.</summary>
    public const int OutputGene = -2;

    /// <summary>An address gene that addresses nothing.</summary>
    public const int UnusedGene = -3;

    /// <summary>The most genes a genome may have: counters of random numbers leave room for so many.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>Describes a genome.</summary>
    /// <param name="inputs">How many inputs; 1 or more.</param>
    /// <param name="primitives">What the nodes choose from; <see cref="PrimitiveSet.Default"/> if null.</param>
    /// <param name="outputs">How many outputs; 1 or more.</param>
    /// <param name="columns">How many columns of hidden nodes; 0 or more.</param>
    /// <param name="rows">How many nodes a column has; 1 or more.</param>
    /// <param name="levelsBack">How many columns back an address may reach, from 1 to <paramref name="columns"/>; all of them if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public GenomeShape(int inputs, PrimitiveSet? primitives = null, int outputs = 1, int columns = 128, int rows = 1, int? levelsBack = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (columns > 0 && levelsBack is { } back && (back < 1 || back > columns))
        {
            throw new ArgumentOutOfRangeException(
                nameof(levelsBack), back, $"Addresses may reach back 1 to {columns} columns, as many as there are; leave it out for all.");
        }

        Inputs = inputs;
        Outputs = outputs;
        Columns = columns;
        Rows = rows;
        LevelsBack = levelsBack ?? columns;
        Primitives = primitives ?? PrimitiveSet.Default;
        RegionLength = 1 + Primitives.MaximumArity;
        long length = ((long)inputs + ((long)columns * rows) + outputs) * RegionLength;
        if (length > MaximumLength)
            throw new ArgumentOutOfRangeException(nameof(columns), columns, $"A genome of {length} genes is too long: {MaximumLength} are the most.");
        HiddenNodes = columns * rows;
        Regions = inputs + HiddenNodes + outputs;
        Length = (int)length;
        MutableGenes = FindMutableGenes();
    }

    /// <summary>How many inputs there are.</summary>
    public int Inputs { get; }

    /// <summary>How many outputs there are.</summary>
    public int Outputs { get; }

    /// <summary>How many columns of hidden nodes.</summary>
    public int Columns { get; }

    /// <summary>How many hidden nodes a column has.</summary>
    public int Rows { get; }

    /// <summary>How many columns back an address may reach.</summary>
    public int LevelsBack { get; }

    /// <summary>What the nodes choose from.</summary>
    public PrimitiveSet Primitives { get; }

    /// <summary>Columns times rows.</summary>
    public int HiddenNodes { get; }

    /// <summary>Inputs, hidden nodes and outputs together.</summary>
    public int Regions { get; }

    /// <summary>How many genes a region has: 1 + A.</summary>
    public int RegionLength { get; }

    /// <summary>How many genes a genome has.</summary>
    public int Length { get; }

    /// <summary>How many tunable numbers a genome has room for: those of the most demanding primitive, in each hidden node.</summary>
    public int ParameterCount => HiddenNodes * Primitives.MaximumParameters;

    /// <summary>The positions of the genes that have at least two permissible values, in order.</summary>
    internal int[] MutableGenes { get; }

    /// <summary>The first output region.</summary>
    internal int FirstOutput => Inputs + HiddenNodes;

    /// <summary>How many values a gene may have.</summary>
    /// <param name="gene">Its position in the genome.</param>
    public int PermissibleCount(int gene)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)gene, (uint)Length);
        int region = gene / RegionLength;
        int place = gene % RegionLength;
        if (region < Inputs)
            return 1;
        if (region >= FirstOutput)
            return place == 1 ? Inputs + HiddenNodes : 1;
        if (place == 0)
            return Primitives.Count;
        var (first, end) = HiddenInterval(region);
        return Inputs + end - first;
    }

    /// <summary>One of the values that a gene may have, in rising order.</summary>
    /// <param name="gene">Its position in the genome.</param>
    /// <param name="index">From 0 to <see cref="PermissibleCount"/> − 1.</param>
    public int PermissibleValue(int gene, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)PermissibleCount(gene));
        int region = gene / RegionLength;
        int place = gene % RegionLength;
        if (region < Inputs)
            return place == 0 ? InputGene : UnusedGene;
        if (region >= FirstOutput)
            return place == 0 ? OutputGene : place == 1 ? index : UnusedGene;
        return place == 0 || index < Inputs ? index : HiddenInterval(region).First + index - Inputs;
    }

    /// <summary>Whether a gene may have a value.</summary>
    /// <param name="gene">Its position in the genome.</param>
    /// <param name="value">The value.</param>
    public bool IsPermissible(int gene, int value)
    {
        int count = PermissibleCount(gene);
        int index = IndexOf(gene, value);
        return index >= 0 && index < count && PermissibleValue(gene, index) == value;
    }

    /// <summary>Refuses genes that are no genome of this shape.</summary>
    /// <exception cref="ArgumentException">There are too few or too many, or one has a value that it may not have; the message says which.</exception>
    public void Validate(ReadOnlySpan<int> genes)
    {
        if (genes.Length != Length)
            throw new ArgumentException($"A genome of this shape has {Length} genes; there are {genes.Length}.", nameof(genes));
        for (int gene = 0; gene < genes.Length; gene++)
        {
            if (!IsPermissible(gene, genes[gene]))
                throw new ArgumentException(Complaint(gene, genes[gene]), nameof(genes));
        }
    }

    /// <summary>The hidden regions that a hidden region may address: from the first to before the end.</summary>
    internal (int First, int End) HiddenInterval(int region)
    {
        int column = (region - Inputs) / Rows;
        return (Inputs + (Rows * Math.Max(0, column - LevelsBack)), Inputs + (Rows * column));
    }

    /// <summary>Which of the permissible values a value is, if it is one of them.</summary>
    internal int IndexOf(int gene, int value)
    {
        int region = gene / RegionLength;
        int place = gene % RegionLength;
        if (region < Inputs || (region >= FirstOutput && place != 1))
            return 0;
        if (region >= FirstOutput || place == 0 || value < Inputs)
            return value;
        int first = HiddenInterval(region).First;
        return value < first ? -1 : value - first + Inputs;
    }

    private int[] FindMutableGenes()
    {
        var mutable = new List<int>();
        for (int gene = Inputs * RegionLength; gene < Length; gene++)
        {
            if (PermissibleCount(gene) > 1)
                mutable.Add(gene);
        }

        return [.. mutable];
    }

    private string Complaint(int gene, int value)
    {
        int region = gene / RegionLength;
        int place = gene % RegionLength;
        string what = region < Inputs ? $"input {region}"
            : region < FirstOutput ? $"hidden node {region} (column {(region - Inputs) / Rows})"
            : $"output {region - FirstOutput}";
        string part = place == 0 ? "function gene" : $"address gene {place}";
        string allowed;
        if (PermissibleCount(gene) == 1)
        {
            allowed = $"{PermissibleValue(gene, 0)}";
        }
        else if (place == 0)
        {
            allowed = $"0 to {Primitives.Count - 1}";
        }
        else if (region >= FirstOutput)
        {
            allowed = $"0 to {FirstOutput - 1}";
        }
        else
        {
            var (first, end) = HiddenInterval(region);
            allowed = end > first ? $"0 to {Inputs - 1} or {first} to {end - 1}" : $"0 to {Inputs - 1}";
        }

        return $"Gene {gene}, the {part} of {what}, is {value}; permissible is {allowed}.";
    }
}
