using Engram.Evolution.Genomes;

namespace Engram.Evolution.Search;

/// <summary>How a search goes (specification 1.6). Immutable; the defaults are those of the specification.</summary>
public sealed record EvolutionSettings
{
    /// <summary>How many parents there are: μ; 1 or more.</summary>
    public int Parents { get; init; } = 4;

    /// <summary>How many offspring a generation has: λ; 1 or more.</summary>
    public int Offspring { get; init; } = 4;

    /// <summary>How many parents compete to have an offspring, from 1 to <see cref="Parents"/>; null for all of them.</summary>
    public int? TournamentSize { get; init; }

    /// <summary>How offspring differ from their parent.</summary>
    public Mutation Mutation { get; init; } = Mutation.PerGene(0.03);

    /// <summary>The search ends after one generation less; null for no limit, or for 1000 where the objective calls are not limited either.</summary>
    public long? MaximumGenerations { get; init; }

    /// <summary>No generation begins after so many objective calls; null for no limit.</summary>
    public long? MaximumObjectiveCalls { get; init; }

    /// <summary>The search ends when the champion reaches it, up to 1e-10.</summary>
    public double TerminationFitness { get; init; } = double.PositiveInfinity;

    /// <summary>Whether parents' nodes are reordered in each generation (specification 1.7).</summary>
    public bool Reorder { get; init; }

    /// <summary>Who becomes a parent.</summary>
    public Survival Survival { get; init; } = Survival.Fittest;

    /// <summary>A hurdle for each objective, in their order; none if empty.</summary>
    public IReadOnlyList<Hurdle> Hurdles { get; init; } = [];

    /// <summary>What is subtracted from the last objective for each operation of a rule; 0 or more.</summary>
    public double ComplexityPenalty { get; init; }

    /// <summary>How tunable numbers are improved within a generation; null for not (specification 1.11).</summary>
    public LocalSearch? LocalSearch { get; init; }

    /// <summary>How many of the best individuals local search works on; null for all.</summary>
    public int? LocalSearchCount { get; init; }

    /// <summary>How many values of rules are remembered; 0 to evaluate every rule anew. It changes no result.</summary>
    public int CacheCapacity { get; init; } = 100_000;

    /// <summary>On how many threads rules are evaluated; null for one on each core. It changes no result.</summary>
    public int? Threads { get; init; }

    internal int Tournament => TournamentSize ?? Parents;

    internal long GenerationLimit => MaximumGenerations ?? (MaximumObjectiveCalls is null ? 1000 : CountedStream.MaximumGenerations);

    internal void Validate(int objectives)
    {
        if (Parents < 1 || Offspring < 1 || Parents + Offspring > CountedStream.MaximumIndividuals)
            throw new ArgumentException($"A search needs at least one parent and one offspring, and at most {CountedStream.MaximumIndividuals} in all; there are {Parents} and {Offspring}.");
        if (Tournament < 1 || Tournament > Parents)
            throw new ArgumentException($"A tournament is of 1 to {Parents} parents, as many as there are; it is of {Tournament}.");
        ArgumentNullException.ThrowIfNull(Mutation);
        ArgumentNullException.ThrowIfNull(Hurdles);
        if (MaximumGenerations is < 1 or > CountedStream.MaximumGenerations)
            throw new ArgumentException($"The generations are 1 to {CountedStream.MaximumGenerations}; {MaximumGenerations} is not among them.");
        if (MaximumObjectiveCalls is < 1)
            throw new ArgumentException($"The objective calls are 1 or more; {MaximumObjectiveCalls} is not.");
        if (double.IsNaN(TerminationFitness))
            throw new ArgumentException("The termination fitness is no number.");
        if (!(ComplexityPenalty >= 0) || double.IsInfinity(ComplexityPenalty))
            throw new ArgumentException($"The complexity penalty is 0 or more; {ComplexityPenalty} is not.");
        if (CacheCapacity < 0)
            throw new ArgumentException($"The cache's capacity is 0 or more; {CacheCapacity} is not.");
        if (Threads is < 1)
            throw new ArgumentException($"There must be at least one thread; {Threads} is too few.");
        if (LocalSearchCount is < 0)
            throw new ArgumentException($"Local search works on 0 or more individuals; {LocalSearchCount} is not possible.");
        if (Hurdles.Count != 0 && Hurdles.Count != objectives)
            throw new ArgumentException($"There are {objectives} objectives and {Hurdles.Count} hurdles: give one for each, or none at all.");
        if (Survival == Survival.Pareto && Hurdles.Any(h => h != Hurdle.None))
            throw new ArgumentException("Pareto survival compares all objectives of everyone, so there can be no hurdles.");
    }
}
