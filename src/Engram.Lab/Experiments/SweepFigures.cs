using System.Globalization;
using Engram.Lab.Figures;

namespace Engram.Lab.Experiments;

/// <summary>Figures of sweeps that suit any experiment; an experiment's <see cref="Experiment.DrawSweep"/> may start from them.</summary>
public static class SweepFigures
{
    /// <summary>Factor between the least and the greatest value from which an axis of factors shows more than one of differences.</summary>
    private const double ManyDecades = 30;

    /// <summary>
    /// A summary value of each condition, as mean ± population standard deviation with every seed: a curve where one numeric setting varies
    /// (with a logarithmic axis where its values span decades), side by side otherwise. What was published stands beside it.
    /// </summary>
    /// <param name="experiment">The experiment, for the published results.</param>
    /// <param name="metric">The name of the summary value.</param>
    /// <param name="conditions">The conditions with finished runs.</param>
    public static Figure OfMetric(Experiment experiment, string metric, IReadOnlyList<SweepCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(conditions);
        SummaryValue? value = conditions.SelectMany(condition => condition.Runs).SelectMany(run => run.Summary)
            .FirstOrDefault(value => string.Equals(value.Name, metric, StringComparison.Ordinal));
        var y = new FigureAxis(value?.Label ?? metric, value?.Unit ?? "");
        PublishedResult?[] published =
        [
            .. conditions.Select(condition => experiment.ComparableTo(condition.Settings)
                .FirstOrDefault(result => string.Equals(result.Metric, metric, StringComparison.Ordinal))),
        ];
        string title = $"{experiment.Name}: {y.Label}";
        return Numbers(conditions) is { } numbers
            ? OverNumbers(title, y, metric, conditions, numbers, published)
            : SideBySide(title, y, metric, conditions, published);
    }

    /// <summary>How the runs of each condition learned: mean ± population standard deviation over the seeds, one colour for each condition.</summary>
    /// <param name="title">The title.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="xColumn">Its column in <c>metrics.csv</c>.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="yColumn">Its column in <c>metrics.csv</c>.</param>
    /// <param name="conditions">The conditions with finished runs.</param>
    /// <param name="references">Horizontal lines, or null.</param>
    /// <exception cref="LaboratoryException">A run has no such column, or its rows cannot be read.</exception>
    public static LineFigure LearningCurves(
        string title,
        FigureAxis x,
        string xColumn,
        FigureAxis y,
        string yColumn,
        IReadOnlyList<SweepCondition> conditions,
        IReadOnlyList<ReferenceLine>? references = null)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        FigureColor[] palette = [.. Enum.GetValues<FigureColor>().Where(color => color != FigureColor.Grey)];
        var curves = new List<Curve>();
        for (int i = 0; i < conditions.Count; i++)
        {
            RunMetrics[] runs = [.. conditions[i].RunFolders.Select(RunMetrics.Read)];
            IReadOnlyList<double> places = runs.Select(run => run.Column(xColumn)).MaxBy(places => places.Count) ?? [];
            IReadOnlyList<Curve> drawn = Curve.OverSeeds(
                conditions[i].Label, places, [.. runs.Select(run => run.Column(yColumn))], palette[i % palette.Length], withSingles: conditions.Count <= 3);

            // Beyond the palette the colours come again, with dashes.
            curves.AddRange(drawn.Select(curve => i >= palette.Length && curve.Style == CurveStyle.Solid ? curve with { Style = CurveStyle.Dashed } : curve));
        }

        return new LineFigure { Title = title, X = x, Y = y, Curves = curves, References = references ?? [] };
    }

    // The values of the one setting that varies, if all are numbers.
    private static double[]? Numbers(IReadOnlyList<SweepCondition> conditions)
    {
        if (conditions.Any(condition => condition.Varied.Count != 1))
            return null;
        double[] numbers =
        [
            .. conditions.Select(condition =>
                double.TryParse(condition.Varied[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN),
        ];
        return Array.TrueForAll(numbers, double.IsFinite) ? numbers : null;
    }

    private static LineFigure OverNumbers(
        string title, FigureAxis y, string metric, IReadOnlyList<SweepCondition> conditions, double[] numbers, PublishedResult?[] published)
    {
        int[] order = [.. Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i])];
        var means = PointSeries.Of("", [.. order.Select(i => conditions[i].Values(metric))]);
        double[] x = [.. order.Select(i => numbers[i])];
        var singles = order.SelectMany(i => conditions[i].Values(metric).Select(value => (X: numbers[i], Y: value))).ToArray();
        bool haveSeeds = conditions.Any(condition => condition.Runs.Count > 1);
        var curves = new List<Curve>();
        if (haveSeeds)
            curves.Add(new Curve("single seeds", [.. singles.Select(single => single.X)], [.. singles.Select(single => single.Y)]) { Color = FigureColor.Sky, Style = CurveStyle.Points });
        var references = new List<ReferenceLine>();
        if (published.Distinct().ToArray() is [{ } only])
        {
            references.Add(new ReferenceLine(Words(only), only.Mean, only.StandardDeviation));
        }
        else if (Array.Exists(published, result => result is not null))
        {
            curves.Add(new Curve("published", x, [.. order.Select(i => published[i]?.Mean ?? double.NaN)])
            {
                Spread = [.. order.Select(i => published[i]?.StandardDeviation ?? double.NaN)],
                SpreadStyle = SpreadStyle.Bars,
                Style = CurveStyle.Points,
                Color = FigureColor.Vermilion,
            });
        }

        curves.Add(new Curve(haveSeeds ? "mean ± sd" : "", x, means.Means)
        {
            Spread = means.Spread,
            SpreadStyle = SpreadStyle.Bars,
            Style = CurveStyle.LineAndPoints,
            Color = FigureColor.Blue,
        });
        bool isLogarithmic = x[0] > 0 && x[^1] / x[0] >= ManyDecades;
        return new LineFigure
        {
            Title = title,
            X = new FigureAxis(conditions[0].Varied[0].Key) { IsLogarithmic = isLogarithmic },
            Y = y,
            Curves = curves,
            References = references,
        };
    }

    private static PointFigure SideBySide(
        string title, FigureAxis y, string metric, IReadOnlyList<SweepCondition> conditions, PublishedResult?[] published)
    {
        bool haveSeeds = conditions.Any(condition => condition.Runs.Count > 1);
        List<PointSeries> series = [PointSeries.Of(haveSeeds ? "mean ± sd, single seeds" : "", [.. conditions.Select(condition => condition.Values(metric))])];
        var references = new List<ReferenceLine>();
        if (published.Distinct().ToArray() is [{ } only])
            references.Add(new ReferenceLine(Words(only), only.Mean, only.StandardDeviation));
        else if (Array.Exists(published, result => result is not null))
            series.Add(PointSeries.Published("published", [.. published.Select(result => result?.Mean ?? double.NaN)], [.. published.Select(result => result?.StandardDeviation ?? double.NaN)]));

        // One setting is named below the axis, and its values are enough at the points.
        bool isOne = conditions.All(condition => condition.Varied.Count == 1);
        return new PointFigure
        {
            Title = title,
            Categories = [.. conditions.Select(condition => isOne ? condition.Varied[0].Value : condition.Label)],
            XLabel = isOne ? conditions[0].Varied[0].Key : "",
            Y = y,
            Series = series,
            References = references,
        };
    }

    private static string Words(PublishedResult result) =>
        $"published {result.Mean}{(result.StandardDeviation is { } deviation ? $" ± {deviation}" : "")} {result.Unit}".TrimEnd();
}
