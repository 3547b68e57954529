using Engram.Evolution.Genomes;

namespace Engram.Evolution.Search;

/// <summary>
/// A member of a population: its genomes and what is known of their fitness. The memory of those that do not survive is used again: copy
/// (<see cref="Clone"/>) what you want to keep past the generation.
/// </summary>
public sealed class Individual
{
    private readonly Genome[] _genomes;
    private readonly double[] _values; // NaN where an objective was not evaluated

    internal Individual(IReadOnlyList<GenomeShape> shapes, int objectives)
    {
        _genomes = [.. shapes.Select(shape => new Genome(shape))];
        _values = new double[objectives];
        Array.Fill(_values, double.NaN);
    }

    /// <summary>Its number; initial parents have the first ones.</summary>
    public long Id { get; internal set; }

    /// <summary>The number of its parent; −1 for initial parents.</summary>
    public long ParentId { get; internal set; } = -1;

    /// <summary>The generation that it was born in.</summary>
    public long Born { get; internal set; }

    /// <summary>Its genomes.</summary>
    public IReadOnlyList<Genome> Genomes => _genomes;

    /// <summary>The first of its genomes.</summary>
    public Genome Genome => _genomes[0];

    /// <summary>The value of each objective; NaN for those that a hurdle kept it from.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The sum of the objectives' values that there are; minus infinity if it is no number.</summary>
    public double Fitness
    {
        get
        {
            double sum = 0;
            bool isKnown = false;
            foreach (double value in _values)
            {
                if (double.IsNaN(value))
                    continue;
                sum += value;
                isKnown = true;
            }

            return isKnown ? sum : double.NegativeInfinity;
        }
    }

    /// <summary>How many different operations its rules have together.</summary>
    public int Complexity { get; internal set; }

    internal bool IsKnown { get; set; }

    internal Span<double> MutableValues => _values;

    /// <summary>Its place before sorting: what makes sorting stable.</summary>
    internal int Place { get; set; }

    /// <summary>Its front in non-dominated sorting, from 0.</summary>
    internal int Front { get; set; }

    /// <summary>How sparse its place on the front is.</summary>
    internal double Crowding { get; set; }

    /// <summary>A copy.</summary>
    public Individual Clone()
    {
        var copy = new Individual([.. _genomes.Select(g => g.Shape)], _values.Length);
        copy.CopyFrom(this);
        return copy;
    }

    internal void CopyFrom(Individual other)
    {
        for (int i = 0; i < _genomes.Length; i++)
            _genomes[i].CopyFrom(other._genomes[i]);
        other._values.CopyTo(_values, 0);
        (Id, ParentId, Born) = (other.Id, other.ParentId, other.Born);
        (Complexity, IsKnown) = (other.Complexity, other.IsKnown);
        (Front, Crowding) = (other.Front, other.Crowding);
    }

    internal void Forget()
    {
        Array.Fill(_values, double.NaN);
        IsKnown = false;
    }
}
