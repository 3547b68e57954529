using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Search;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>How an experiment searches for rules.</summary>
public sealed class SearchSettings
{
    /// <summary>Generations, that of the first parents included.</summary>
    [Setting("generations, that of the first parents included", Minimum = 1, Maximum = 10_000_000)]
    public long Generations { get; set; } = 2000;

    /// <summary>μ.</summary>
    [Setting("parents of a generation", Minimum = 1, Maximum = 10_000)]
    public int Parents { get; set; } = 1;

    /// <summary>λ.</summary>
    [Setting("offspring of a generation", Minimum = 1, Maximum = 10_000)]
    public int Offspring { get; set; } = 4;

    /// <summary>Parents that compete for an offspring.</summary>
    [Setting("parents that compete to have an offspring; all of them if auto", Minimum = 1, Maximum = 10_000)]
    public int? Tournament { get; set; }

    /// <summary>How genes change.</summary>
    [Setting("how genes change: each with a probability, or until one active gene has changed", Choices = ["per-gene", "single-active-gene"])]
    public string Mutation { get; set; } = "per-gene";

    /// <summary>The probability that a gene changes.</summary>
    [Setting("probability that a gene changes, where mutation is per gene", Minimum = 1e-6, Maximum = 1)]
    public double MutationRate { get; set; } = 0.05;

    /// <summary>Columns of a genome.</summary>
    [Setting("columns of nodes in a genome", Minimum = 1, Maximum = 10_000)]
    public int Columns { get; set; } = 100;

    /// <summary>Rows of a genome.</summary>
    [Setting("nodes in a column", Minimum = 1, Maximum = 100)]
    public int Rows { get; set; } = 1;

    /// <summary>How many columns back a node may reach.</summary>
    [Setting("how many columns back a node may reach; all if auto", Minimum = 1, Maximum = 10_000)]
    public int? LevelsBack { get; set; }

    /// <summary>What nodes compute.</summary>
    [Setting("what nodes compute: names such as add, sub, mul, div, pow, if, parameter, and numbers, separated by commas")]
    public string Primitives { get; set; } = "sub, mul";

    /// <summary>Whether parents' nodes are reordered.</summary>
    [Setting("shuffle the nodes of parents in each generation, which changes no rule; needs rows=1 and levels-back=auto")]
    public bool Reorder { get; set; }

    /// <summary>Who becomes a parent.</summary>
    [Setting("who becomes a parent: the fittest, the youngest, or whom none beats in fitness and simplicity at once", Choices = ["fittest", "youngest", "pareto"])]
    public string Survival { get; set; } = "fittest";

    /// <summary>What complexity costs.</summary>
    [Setting("what each operation of a rule costs, in fitness", Minimum = 0, Maximum = 1e9)]
    public double ComplexityPenalty { get; set; }

    /// <summary>Where the search ends.</summary>
    [Setting("the fitness at which the search ends; never if auto")]
    public double? StopFitness { get; set; }

    /// <summary>The layout of a genome.</summary>
    /// <exception cref="UsageException">A setting is not possible; the message names its key.</exception>
    internal GenomeShape ShapeFor(int inputs, string key = "search")
    {
        if (LevelsBack > Columns)
            throw new UsageException($"{key}.levels-back is {LevelsBack}, but there are only {Columns} columns ({key}.columns): take at most that many, or auto.");
        return new GenomeShape(inputs, ParsePrimitives(key), columns: Columns, rows: Rows, levelsBack: LevelsBack);
    }

    /// <summary>Checks what no single setting can say.</summary>
    /// <exception cref="UsageException">Settings do not fit together; the message names the keys.</exception>
    internal void Check(string key = "search")
    {
        ShapeFor(1, key);
        if (Tournament > Parents)
            throw new UsageException($"{key}.tournament is {Tournament}, but there are only {Parents} parents ({key}.parents): take at most that many, or auto.");
        if (Reorder && (Rows != 1 || LevelsBack is not null))
            throw new UsageException($"{key}.reorder=true needs {key}.rows=1 and {key}.levels-back=auto: only then may any node come after any other.");
        if (string.Equals(Survival, "pareto", StringComparison.Ordinal) && Parents < 2)
            throw new UsageException($"{key}.survival=pareto keeps a front of rules, but {key}.parents is {Parents}: take at least 2, better 20.");
    }

    /// <summary>The settings as the engine wants them.</summary>
    internal EvolutionSettings ToEngine(int threads) => new()
    {
        Parents = Parents,
        Offspring = Offspring,
        TournamentSize = Tournament,
        Mutation = string.Equals(Mutation, "per-gene", StringComparison.Ordinal)
            ? Engram.Evolution.Genomes.Mutation.PerGene(MutationRate)
            : Engram.Evolution.Genomes.Mutation.SingleActiveGene,
        MaximumGenerations = Generations,
        TerminationFitness = StopFitness ?? double.PositiveInfinity,
        Reorder = Reorder,
        Survival = Survival switch
        {
            "youngest" => Engram.Evolution.Search.Survival.Youngest,
            "pareto" => Engram.Evolution.Search.Survival.Pareto,
            _ => Engram.Evolution.Search.Survival.Fittest,
        },
        ComplexityPenalty = ComplexityPenalty,
        Threads = threads,
    };

    private PrimitiveSet ParsePrimitives(string key)
    {
        try
        {
            return PrimitiveSet.Parse(Primitives);
        }
        catch (ArgumentException problem)
        {
            string message = problem.Message.Split(" (Parameter", StringSplitOptions.None)[0];
            throw new UsageException($"{key}.primitives is \"{Primitives}\", which cannot be used. {message}", problem);
        }
    }
}
