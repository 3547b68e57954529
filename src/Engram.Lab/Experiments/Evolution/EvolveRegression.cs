using Engram.Evolution.Problems;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>evolve-regression</c>.</summary>
public sealed class EvolveRegressionSettings
{
    /// <summary>Which formula.</summary>
    [Setting(
        "what is to be found from points alone",
        Choices = ["square", "square-reordered", "square-hurdles", "square-of-sum", "reciprocal", "quartic", "two-genomes", "if-else", "gradient"])]
    public string Problem { get; set; } = "square";

    /// <summary>The limit.</summary>
    [Setting("generations at most; the problem's own limit if auto", Minimum = 1, Maximum = 10_000_000)]
    public long? Generations { get; set; }
}

/// <summary>Symbolic regression by Cartesian genetic programming: the benchmarks of the engine (specification 5.3).</summary>
public sealed class EvolveRegression : Experiment<EvolveRegressionSettings>
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<PublishedResult>> Measured = new Dictionary<string, IReadOnlyList<PublishedResult>>(StringComparer.Ordinal)
    {
        ["square"] = EvolveProblem.Measured("x^2 + 1", 100, 91, 98, 42, 70),
        ["square-reordered"] = EvolveProblem.Measured("x^2 + 1, reordered", 40, 36, 39, 27, 46),
        ["square-hurdles"] = EvolveProblem.Measured("x^2 + 1, hurdles", 30, 28, 29, 39, 59),
        ["square-of-sum"] = EvolveProblem.Measured("(a + b)^2", 100, 70, 90, 108, 421),
        ["reciprocal"] = EvolveProblem.Measured("1 + 1/(a + b)", 50, 14, 30, 406, 1004),
        ["quartic"] = EvolveProblem.Measured("x^4 + x^3 + x^2 + x", 12, 3, 7, 705, 1384),
        ["two-genomes"] = EvolveProblem.Measured("two pieces, two genomes", 10, 5, 10, 306, 640),
        ["if-else"] = EvolveProblem.Measured("two pieces, if-else", 6, 3, 5, 203, 728),
        ["gradient"] = EvolveProblem.Measured("x^2 + 1 + pi, gradient", 8, 4, 5, 199, 1038),
    };

    /// <inheritdoc/>
    public override string Name => "evolve-regression";

    /// <inheritdoc/>
    public override string Paper => "Mettler et al. 2021";

    /// <inheritdoc/>
    public override string Summary => "Cartesian genetic programming finds formulas from points: the benchmarks of the engine";

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => [.. Measured.Values.SelectMany(results => results)];

    /// <inheritdoc/>
    public override string HeadlineMetric => EvolveProblem.Solved;

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => RuleReport.FindingsIn(runFolder);

    /// <inheritdoc/>
    protected override EvolveRegressionSettings CreatePreset(string preset) => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(EvolveRegressionSettings settings) =>
        settings.Generations is null && Measured.TryGetValue(settings.Problem, out IReadOnlyList<PublishedResult>? results) ? results : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(EvolveRegressionSettings settings, IRunContext context) =>
        EvolveProblem.Run(Find(settings), settings.Generations, context);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(EvolveRegressionSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        EvolveProblem.DrawGroup(Find(settings), runFolders, figureFolder);

    private static BenchmarkProblem Find(EvolveRegressionSettings settings) =>
        BenchmarkProblem.Regressions.First(problem => string.Equals(problem.Name, settings.Problem, StringComparison.Ordinal));
}
