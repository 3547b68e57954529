using Engram.Evolution.Plasticity;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>
/// What the specification measured (section 2.8) with an independent program of the same semantics: the paper's own numbers could not be
/// obtained, so none of these is the paper's.
/// </summary>
internal static class MeasuredEvolution
{
    public const string Paper = "Mettler et al. 2021";

    private const string Source = "specification 2.8, measured";

    private static readonly Row[] Table =
    [
        new("sub, mul", DatasetFamily.Spd, 30, 9.678, 9.773, "9.311 to 9.908", 0.57, 474, 0.9858, 15),
        new("sub, mul", DatasetFamily.Iso, 30, 9.584, 9.836, "9.401 to 9.902", 0.63, 524, 0.9787, 17),
        new("sub, mul", DatasetFamily.Pos, 30, 9.591, 9.812, "9.716 to 9.865", 0.87, 270, 0.9736, 26),
        new("sub, mul", DatasetFamily.Equal, 30, 9.611, 9.918, "9.892 to 9.945", 0.97, 126, 0.9884, 19),
        new("sub, mul", DatasetFamily.Anti, 30, 9.624, 9.845, "9.675 to 9.912", 0.77, 497, 0.9820, 20),
        new("sub, mul", DatasetFamily.Axis, 30, 9.687, 9.894, "9.845 to 9.926", 0.90, 451, 0.9857, 18),
        new("sub, mul", DatasetFamily.Mean5, 30, 6.770, 7.831, "7.473 to 8.498", 0.93, 43, 0.7216, 0),
        new("add, sub, mul, div, 1", DatasetFamily.Spd, 20, 9.655, 9.527, "9.153 to 9.685", 0.35, 599, 0.8842, 5),
        new("add, sub, mul, div, 1", DatasetFamily.Iso, 20, 9.556, 8.666, "7.577 to 9.874", 0.35, 778, 0.8204, 7),
        new("add, sub, mul, div, 1", DatasetFamily.Equal, 20, 9.575, 9.943, "9.893 to 9.964", 1.00, 140, 0.9933, 12),
        new("add, sub, mul, div, 1", DatasetFamily.Anti, 20, 9.636, 8.720, "7.063 to 9.877", 0.50, 388, 0.7082, 6),
        new("add, sub, mul, div, 1", DatasetFamily.Axis, 20, 9.681, 9.556, "9.056 to 9.794", 0.50, 1168, 0.9457, 14),
    ];

    public static IReadOnlyList<PublishedResult> All { get; } = [.. Table.SelectMany(row => row.Results)];

    /// <summary>The row of the standard configuration that the settings are; empty for others.</summary>
    public static IReadOnlyList<PublishedResult> ComparableTo(EvolvePcaSettings settings)
    {
        string wanted = Normal(settings.Search.Primitives);
        Row? row = Array.Find(Table, row =>
            Normal(row.Primitives) == wanted && string.Equals(settings.Family.Trim(), row.Family.ToString(), StringComparison.OrdinalIgnoreCase));
        var standard = new EvolvePcaSettings();
        bool isStandard = row is not null
            && settings.Data.Datasets == standard.Data.Datasets
            && settings.Data.Inputs == standard.Data.Inputs
            && settings.Data.Samples == standard.Data.Samples
            && settings.Data.OtherVariance == standard.Data.OtherVariance
            && settings.Data.LearningRate == standard.Data.LearningRate
            && settings.Fitness is { Mode: FitnessMode.Angle, Angle: TimeTerm.Mean, Length: TimeTerm.Final, Aggregate: Aggregate.Sum, LengthPenalty: null or 2 }
            && settings.Search is { Generations: 2000, Parents: 1, Offspring: 4, MutationRate: 0.05, Columns: 100, Rows: 1, LevelsBack: null, Reorder: false }
            && settings.Search is { Mutation: "per-gene", Survival: "fittest", ComplexityPenalty: 0 };
        return isStandard ? row!.Results : [];
    }

    private static string Normal(string primitives) => string.Concat(primitives.Where(letter => !char.IsWhiteSpace(letter)));

    private sealed record Row(
        string Primitives, DatasetFamily Family, int Seeds, double Oja, double Fitness, string Quartiles, double ReachesOja, int ReachedAt, double Validation, int LongRuns)
    {
        public IReadOnlyList<PublishedResult> Results
        {
            get
            {
                string name = $"{Family.ToString().ToLowerInvariant()}, {(Primitives.Contains("div", StringComparison.Ordinal) ? "five primitives" : "sub and mul")}";
                return
                [
                    new(name, "fitness", Fitness, null, Seeds, "", Source, $"median; quartiles {Quartiles}") { IsMedian = true },
                    new(name, "oja_fitness", Oja, null, Seeds, "", Source, "mean"),
                    new(name, "reaches_oja", ReachesOja, null, Seeds, "", Source, "share of the seeds"),
                    new(name, "generation_reaching_oja", ReachedAt, null, Seeds, "", Source, "median") { IsMedian = true },
                    new(name, "validation", Validation, null, Seeds, "", Source, "median of the finite ones") { IsMedian = true },
                    new(name, "passes_long_run", (double)LongRuns / Seeds, null, Seeds, "", Source, "share of the seeds"),
                ];
            }
        }
    }
}
