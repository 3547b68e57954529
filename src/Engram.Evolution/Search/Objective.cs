using Engram.Evolution.Programs;

namespace Engram.Evolution.Search;

/// <summary>
/// A fitness: larger is better. It must give the same for the same rule every time, so it makes its own data from a fixed seed; it is called on
/// several threads. What is NaN or infinite counts as minus infinity (specification 1.13).
/// </summary>
public abstract class Objective
{
    /// <summary>A fitness of a name.</summary>
    /// <param name="name">What it measures, with what a checkpoint must not be mixed up with: the task, its size, its seed.</param>
    protected Objective(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What it measures. A checkpoint of objectives of other names is refused.</summary>
    public string Name { get; }

    /// <summary>A fitness as a function.</summary>
    public static Objective Of(string name, Func<Phenotype, double> fitness)
    {
        ArgumentNullException.ThrowIfNull(fitness);
        return new FunctionObjective(name, static () => null, (phenotype, _) => fitness(phenotype));
    }

    /// <summary>A fitness as a function that needs memory to work in: one for each thread.</summary>
    /// <param name="name">What it measures.</param>
    /// <param name="createScratch">Makes the memory; disposed of with the search if it can be.</param>
    /// <param name="fitness">The fitness.</param>
    public static Objective Of<TScratch>(string name, Func<TScratch> createScratch, Func<Phenotype, TScratch, double> fitness)
        where TScratch : class
    {
        ArgumentNullException.ThrowIfNull(createScratch);
        ArgumentNullException.ThrowIfNull(fitness);
        return new FunctionObjective(name, createScratch, (phenotype, scratch) => fitness(phenotype, (TScratch)scratch!));
    }

    /// <summary>Makes what one thread needs to work in; null for nothing.</summary>
    public virtual object? CreateScratch() => null;

    /// <summary>The fitness of a rule.</summary>
    /// <param name="phenotype">The rule or rules.</param>
    /// <param name="scratch">What <see cref="CreateScratch"/> made for this thread.</param>
    public abstract double Evaluate(Phenotype phenotype, object? scratch);

    private sealed class FunctionObjective(string name, Func<object?> createScratch, Func<Phenotype, object?, double> fitness) : Objective(name)
    {
        public override object? CreateScratch() => createScratch();

        public override double Evaluate(Phenotype phenotype, object? scratch) => fitness(phenotype, scratch);
    }
}
