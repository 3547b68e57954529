using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Problems;

/// <summary>A benchmark of the engine (specification 5.3): shapes, objectives and settings that belong together.</summary>
public sealed class BenchmarkProblem
{
    private const double ExactUpToRounding = -1e-10;

    private readonly Func<RandomStream, Objective[]> _createObjectives;

    private BenchmarkProblem(
        string name, string formula, IReadOnlyList<GenomeShape> shapes, EvolutionSettings settings, double success,
        Func<RandomStream, Objective[]> createObjectives)
    {
        Name = name;
        Formula = formula;
        Shapes = shapes;
        Settings = settings;
        Success = success;
        _createObjectives = createObjectives;
    }

    /// <summary>x² + 1 at 1000 points.</summary>
    public static BenchmarkProblem Square { get; } = SquareWith("square", new() { TerminationFitness = 0, MaximumGenerations = 1000 });

    /// <summary>x² + 1, with parents reordered in each generation.</summary>
    public static BenchmarkProblem SquareReordered { get; } =
        SquareWith("square-reordered", new() { TerminationFitness = 0, MaximumGenerations = 1000, Reorder = true });

    /// <summary>x² + 1, first at 100 points, and for the upper quarter of the individuals at 900 more.</summary>
    public static BenchmarkProblem SquareHurdles { get; } = new(
        "square-hurdles", "x^2 + 1", [new GenomeShape(1)],
        new() { TerminationFitness = 0, MaximumGenerations = 1000, Hurdles = [Hurdle.AtPercentile(0.75), Hurdle.None] }, ExactUpToRounding,
        random =>
        [
            RegressionObjective.Of("x^2 + 1 at 100 points", Uniform(random, 1, 100, -4, 4), x => (x[0] * x[0]) + 1),
            RegressionObjective.Of("x^2 + 1 at 900 points", Uniform(random, 1, 900, -4, 4), x => (x[0] * x[0]) + 1),
        ]);

    /// <summary>(a + b)² at 1000 points, with two rows and five levels back.</summary>
    public static BenchmarkProblem SquareOfSum { get; } = Small("square-of-sum", "(a + b)^2", x => (x[0] + x[1]) * (x[0] + x[1]));

    /// <summary>1 + 1 / (a + b) at 1000 points, with two rows and five levels back.</summary>
    public static BenchmarkProblem Reciprocal { get; } = Small("reciprocal", "1 + 1/(a + b)", x => 1 + (1 / (x[0] + x[1])));

    /// <summary>x⁴ + x³ + x² + x at 20 points.</summary>
    public static BenchmarkProblem Quartic { get; } = new(
        "quartic", "x^4 + x^3 + x^2 + x", [new GenomeShape(1, PrimitiveSet.Parse("add, sub, mul, div"), columns: 100)],
        new() { Parents = 1, Offspring = 4, TerminationFitness = 0, MaximumGenerations = 2000 }, ExactUpToRounding,
        random => [RegressionObjective.Of("x^4 + x^3 + x^2 + x at 20 points", Uniform(random, 1, 20, -1, 1), x => x[0] * (1 + (x[0] * (1 + (x[0] * (1 + x[0]))))))]);

    /// <summary>−x below 0 and x² + 1 elsewhere, each piece by a genome of its own, at 10 000 points.</summary>
    public static BenchmarkProblem TwoGenomes { get; } = new(
        "two-genomes", "-x for x < 0, else x^2 + 1", [new GenomeShape(1), new GenomeShape(1)],
        new() { TerminationFitness = 0, MaximumGenerations = 1000 }, ExactUpToRounding,
        random => [new PiecewiseObjective("two pieces by two genomes", Uniform(random, 1, 10_000, -4, 4), Pieces)]);

    /// <summary>−x below 0 and x² + 1 elsewhere, by one genome with if-else, at 10 000 points.</summary>
    public static BenchmarkProblem IfElse { get; } = new(
        "if-else", "-x for x < 0, else x^2 + 1", [new GenomeShape(1, PrimitiveSet.Parse("if, add, sub, mul, 1"))],
        new() { TerminationFitness = 0, MaximumGenerations = 2000 }, ExactUpToRounding,
        random => [RegressionObjective.Of("two pieces by one genome", Uniform(random, 1, 10_000, -7, 5), x => Pieces(x[0]))]);

    /// <summary>x² + 1 + π, with tunable numbers that follow the gradient.</summary>
    public static BenchmarkProblem Gradient { get; } = new(
        "gradient", "x^2 + 1 + pi", [new GenomeShape(1, PrimitiveSet.Parse("add, sub, mul, parameter"))],
        new()
        {
            TerminationFitness = -1e-6,
            MaximumGenerations = 500,
            LocalSearchCount = 2,
            LocalSearch = new GradientSearch { LearningRate = 1e-3, Steps = 9 },
        }, -1e-6,
        random => [RegressionObjective.Of("x^2 + 1 + pi at 1000 points", Uniform(random, 1, 1000, -4, 4), x => (x[0] * x[0]) + 1 + Math.PI)]);

    /// <summary>The problems of regression, by name.</summary>
    public static IReadOnlyList<BenchmarkProblem> Regressions { get; } =
        [Square, SquareReordered, SquareHurdles, SquareOfSum, Reciprocal, Quartic, TwoGenomes, IfElse, Gradient];

    /// <summary>A name for settings.</summary>
    public string Name { get; }

    /// <summary>What is to be found.</summary>
    public string Formula { get; }

    /// <summary>The genomes of an individual.</summary>
    public IReadOnlyList<GenomeShape> Shapes { get; }

    /// <summary>The settings that the reference statistics belong to.</summary>
    public EvolutionSettings Settings { get; }

    /// <summary>The fitness from which the problem counts as solved.</summary>
    public double Success { get; }

    /// <summary>Whether the number of ones among some bits is odd, from And, Or, Not and Xor.</summary>
    /// <param name="bits">How many bits; 3 in the reference statistics.</param>
    public static BenchmarkProblem Parity(int bits = 3) => new(
        $"parity-{bits}", $"1 for an odd number of ones among {bits} bits", [new GenomeShape(bits, PrimitiveSet.Boolean)],
        new() { TerminationFitness = 1 << bits, MaximumGenerations = 1000 }, 1 << bits, _ => [new ParityObjective(bits)]);

    /// <summary>A search for the solution, on data of the seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="settings">Others than <see cref="Settings"/>.</param>
    public EvolutionSearch CreateSearch(ulong seed, EvolutionSettings? settings = null) =>
        new(Shapes, _createObjectives(new RandomStreams(seed).Named("points")), settings ?? Settings, seed);

    /// <summary>Whether a search has solved the problem.</summary>
    public bool IsSolved(EvolutionSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return search.Best.Fitness >= Success;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static double Pieces(double x) => x < 0 ? -x : (x * x) + 1;

    private static BenchmarkProblem SquareWith(string name, EvolutionSettings settings) => new(
        name, "x^2 + 1", [new GenomeShape(1)], settings, ExactUpToRounding,
        random => [RegressionObjective.Of("x^2 + 1 at 1000 points", Uniform(random, 1, 1000, -4, 4), x => (x[0] * x[0]) + 1)]);

    private static BenchmarkProblem Small(string name, string formula, Func<double[], double> function) => new(
        name, formula, [new GenomeShape(2, PrimitiveSet.Arithmetic, columns: 12, rows: 2, levelsBack: 5)],
        new() { Parents = 10, Offspring = 10, TournamentSize = 2, TerminationFitness = 0, MaximumGenerations = 1000 }, ExactUpToRounding,
        random => [RegressionObjective.Of($"{formula} at 1000 points", Uniform(random, 2, 1000, -4, 4), function)]);

    private static LaneMatrix<double> Uniform(RandomStream random, int rows, int lanes, double low, double high)
    {
        var points = new LaneMatrix<double>(rows, lanes);
        for (int row = 0; row < rows; row++)
            random.FillUniform(points.Row(row), low, high);
        return points;
    }
}
