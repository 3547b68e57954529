using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The champion's fitness over generations: a line for each seed, and their median.</summary>
internal static class FitnessCurves
{
    private static readonly FigureColor[] Others = [.. Enum.GetValues<FigureColor>().Where(color => color is not (FigureColor.Blue or FigureColor.Grey))];

    /// <summary>Colours that no curve has.</summary>
    public static FigureColor ColorOf(int index) => index < Others.Length ? Others[index] : FigureColor.Grey;

    public static LineFigure Figure(string title, FigureAxis fitness, IReadOnlyList<RunMetrics> runs, IReadOnlyList<ReferenceLine> references)
    {
        var curves = new List<Curve>();
        foreach (RunMetrics run in runs)
        {
            curves.Add(new Curve(runs.Count > 1 ? "" : "champion", run.Column("generation"), run.Column("fitness"))
            {
                Color = FigureColor.Blue,
                Style = runs.Count > 1 ? CurveStyle.Faint : CurveStyle.Solid,
            });
        }

        if (runs.Count > 1)
            curves.Add(Median(runs));
        return new LineFigure
        {
            Title = title,
            X = new FigureAxis("generation"),
            Y = Axis(fitness, curves, references),
            Curves = curves,
            References = references,
        };
    }

    /// <summary>First parents may be worth millions below the rest, which would then be one line: the axis holds the better three quarters.</summary>
    private static FigureAxis Axis(FigureAxis fitness, List<Curve> curves, IReadOnlyList<ReferenceLine> references)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Y).Where(double.IsFinite).Order()];
        if (values.Length == 0 || fitness.Minimum is not null)
            return fitness;
        double most = Math.Max(values[^1], references.Select(line => line.Y).DefaultIfEmpty(values[^1]).Max());
        double quarter = values[values.Length / 4];
        double lowest = Math.Max(values[0], quarter - (2 * Math.Max(most - quarter, 1e-9)));
        lowest = Math.Min(lowest, references.Select(line => line.Y).DefaultIfEmpty(lowest).Min());
        double margin = 0.04 * Math.Max(most - lowest, 1e-9);
        return fitness with { Minimum = lowest - margin, Maximum = most + margin };
    }

    private static Curve Median(IReadOnlyList<RunMetrics> runs)
    {
        // A run that ended early, because nothing was left to find, stays where it ended.
        IReadOnlyList<double>[] values = [.. runs.Select(run => run.Column("fitness")).Where(column => column.Count > 0)];
        int length = values.Length == 0 ? 0 : values.Max(column => column.Count);
        var median = new double[length];
        for (int i = 0; i < length; i++)
        {
            double[] sorted = [.. values.Select(value => value[Math.Min(i, value.Count - 1)]).Order()];
            median[i] = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }

        return new Curve($"median of {runs.Count} seeds", [.. Enumerable.Range(0, length).Select(i => (double)i)], median) { Color = FigureColor.Vermilion };
    }
}
