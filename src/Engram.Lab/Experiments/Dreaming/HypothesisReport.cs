using Engram.Dreaming.Hypotheses;
using Engram.Lab.Figures;
using Engram.Lab.Settings;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>What a sweep over conditions says of the hypotheses: a table of all, and figures of what was measured.</summary>
internal static class HypothesisReport
{
    private static readonly (HypothesisBasis Basis, string Tag)[] Tags =
    [
        (HypothesisBasis.Abstract2023, "P"), (HypothesisBasis.Article2022, "P22"), (HypothesisBasis.Secondary, "S"), (HypothesisBasis.Inferred, "I"),
        (HypothesisBasis.Related, "related"),
    ];

    /// <summary>The settings that tell the sides of some comparison apart.</summary>
    private static readonly string[] Keys =
        [.. DreamHypotheses.All.SelectMany(hypothesis => hypothesis.Comparisons).Select(comparison => comparison.Second?.Key ?? "").Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)];

    private static readonly Dictionary<string, string> Defaults = Flatten(new ContrastiveDreamSettings());

    /// <summary>Writes <c>hypotheses.csv</c>, <c>hypotheses</c> and <c>invariance</c> as far as there is something to draw.</summary>
    /// <returns>The files written.</returns>
    internal static IReadOnlyList<string> Write(IReadOnlyList<SweepCondition> conditions, string figureFolder)
    {
        Row[] rows = [.. DreamHypotheses.All.SelectMany(hypothesis => hypothesis.Comparisons.Select(comparison => Judge(hypothesis, comparison, conditions)))];
        string table = Path.Combine(figureFolder, "hypotheses.csv");
        TableFile.Write(table, Row.Columns, rows.Select(row => row.Cells()));
        return [table, .. DrawEffects(rows, figureFolder), .. DrawInvariance(conditions, figureFolder)];
    }

    private static Row Judge(DreamHypothesis hypothesis, DreamComparison comparison, IReadOnlyList<SweepCondition> conditions)
    {
        IReadOnlyList<double> first = Values(comparison.First, conditions);
        if (comparison.Second is not { } measured)
            return new Row(hypothesis, comparison, first.Count == 0 ? null : EffectSize.From(first, comparison.Constant), Mean(first), comparison.Constant);
        IReadOnlyList<double> second = Values(measured, conditions);
        return new Row(hypothesis, comparison, first.Count == 0 || second.Count == 0 ? null : EffectSize.Between(first, second), Mean(first), Mean(second));
    }

    /// <summary>The values of the one condition of the sweep that is meant; none where there is none or it is not the only one.</summary>
    private static IReadOnlyList<double> Values(HypothesisSide side, IReadOnlyList<SweepCondition> conditions)
    {
        SweepCondition[] meant = [.. conditions.Where(condition => IsMeant(side, condition))];
        return meant.Length == 1 ? meant[0].Values(side.Metric) : [];
    }

    private static bool IsMeant(HypothesisSide side, SweepCondition condition)
    {
        var settings = (ContrastiveDreamSettings)condition.Settings;
        if (settings.Condition != side.Condition)
            return false;
        Dictionary<string, string> flat = Flatten(settings);
        if (side.Key.Length > 0 && flat[side.Key] != side.Value)
            return false;
        // What the sweep varies and the comparison does not is at its default.
        return Keys.Where(key => key != side.Key && condition.Varied.Any(varied => varied.Key == key)).All(key => flat[key] == Defaults[key]);
    }

    private static IReadOnlyList<string> DrawEffects(Row[] rows, string figureFolder)
    {
        Row[] measured = [.. rows.Where(row => row.Effect is { } effect && double.IsFinite(effect.StandardizedDifference))];
        if (measured.Length == 0)
            return [];
        return new PointFigure
        {
            Title = "hypotheses: effect sizes with 95 % intervals",
            Categories = [.. measured.Select(row => $"{row.Hypothesis.Name}: {row.Short}")],
            Y = new FigureAxis("Hedges' g"),
            Series =
            [
                new PointSeries("", [.. measured.Select(row => row.Effect!.Value.StandardizedDifference)])
                {
                    Spread = [.. measured.Select(row => row.Effect!.Value.StandardizedUpper - row.Effect!.Value.StandardizedDifference)],
                },
            ],
            References = [new ReferenceLine("no difference", 0)],
        }.Save(Path.Combine(figureFolder, "hypotheses"));
    }

    private static IReadOnlyList<string> DrawInvariance(IReadOnlyList<SweepCondition> conditions, string figureFolder)
    {
        const string Prefix = "invariance_";
        string[] names =
        [
            .. conditions.SelectMany(condition => condition.Runs).SelectMany(run => run.Summary).Select(value => value.Name)
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            return [];
        var values = new double[conditions.Count, names.Length];
        for (int row = 0; row < conditions.Count; row++)
        {
            for (int column = 0; column < names.Length; column++)
                values[row, column] = Mean(conditions[row].Values(names[column]));
        }

        return new HeatMap
        {
            Title = "change of latents by a change of the image, as a share of that by another image",
            Values = values,
            Rows = [.. conditions.Select(DreamFigures.LabelOf)],
            Columns = [.. names.Select(name => name[Prefix.Length..])],
            Value = new FigureAxis("invariance index (0 best)") { Minimum = 0 },
            Format = "0.00",
        }.Save(Path.Combine(figureFolder, "invariance"));
    }

    private static double Mean(IReadOnlyList<double> values) => Summary.Of([.. values]).Mean;

    private static Dictionary<string, string> Flatten(ContrastiveDreamSettings settings) =>
        SettingsBinder.Flatten(settings).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>A comparison with what came of it.</summary>
    private sealed record Row(DreamHypothesis Hypothesis, DreamComparison Comparison, EffectSize? Effect, double First, double Second)
    {
        internal static IReadOnlyList<string> Columns { get; } =
        [
            "hypothesis", "statement", "basis", "expected", "verdict", "first_mean", "second_mean", "first_runs", "second_runs", "difference", "difference_lower",
            "difference_upper", "hedges_g", "hedges_g_lower", "hedges_g_upper", "note",
        ];

        /// <summary>The comparison in a few letters: <c>W+R &gt; W</c>.</summary>
        internal string Short
        {
            get
            {
                string sign = Comparison.Expected switch { ExpectedSign.Greater => ">", ExpectedSign.Smaller => "<", _ => "=" };
                string second = Comparison.Second is not { } side ? FormattableString.Invariant($"{Comparison.Constant}")
                    : side.Key.Length > 0 ? $"{side.Key[(side.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]} {side.Value}"
                    : side.Condition == Comparison.First.Condition ? side.Metric : side.Condition;
                return $"{Word(Comparison.First.Metric)} {Comparison.First.Condition} {sign} {second}";
            }
        }

        /// <summary>A metric in one word, for there is room for no more below a figure.</summary>
        private static string Word(string metric) => metric switch
        {
            "readout_accuracy" => "readout",
            "occluded_accuracy" => "occluded",
            "participation_ratio" => "dimension",
            "intra_inter" => "distance",
            _ => metric.Replace("invariance_", "", StringComparison.Ordinal).Replace('_', ' '),
        };

        internal IReadOnlyList<object> Cells()
        {
            EffectSize effect = Effect ?? new EffectSize(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0, 0);
            return
            [
                Hypothesis.Name, Hypothesis.Statement, string.Join(' ', Tags.Where(tag => Hypothesis.Basis.HasFlag(tag.Basis)).Select(tag => tag.Tag)),
                Comparison.ToString(), Verdict, TableFile.Number(First), TableFile.Number(Second), effect.FirstCount, effect.SecondCount,
                .. new[] { effect.Difference, effect.Lower, effect.Upper, effect.StandardizedDifference, effect.StandardizedLower, effect.StandardizedUpper }
                    .Select(TableFile.Number),
                Hypothesis.Note,
            ];
        }

        /// <summary>A difference counts where its interval leaves out zero; that two are alike is never shown, only that they were not told apart.</summary>
        private string Verdict
        {
            get
            {
                if (Effect is not { } effect)
                    return "not measured";
                if (double.IsNaN(effect.Lower))
                    return "one run is too few";
                if (!effect.ExcludesZero)
                    return Comparison.Expected == ExpectedSign.Alike ? "no difference seen" : "undecided";
                bool isExpected = Comparison.Expected switch
                {
                    ExpectedSign.Greater => effect.Difference > 0,
                    ExpectedSign.Smaller => effect.Difference < 0,
                    _ => false,
                };
                return isExpected ? "consistent" : "not consistent";
            }
        }
    }
}
