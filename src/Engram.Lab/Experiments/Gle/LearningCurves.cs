using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Gle;

/// <summary>Draws how runs learned, beside how the published ones did.</summary>
internal static class LearningCurves
{
    /// <summary>Writes <c>accuracy</c> and <c>loss</c> as PNG and SVG.</summary>
    /// <param name="runFolders">The runs; one line each, and their mean if there are several.</param>
    /// <param name="published">The published curve, or null.</param>
    /// <param name="title">The title.</param>
    /// <param name="figureFolder">Where the figures go.</param>
    internal static IReadOnlyList<string> Draw(
        IReadOnlyList<string> runFolders, PublishedCurve? published, string title, string figureFolder)
    {
        RunCurve[] runs = [.. runFolders.Select(RunCurve.Read)];
        double lastEpoch = runs.Max(run => run.Epochs.Count == 0 ? 0 : run.Epochs[^1]);
        return
        [
            .. Figure(
                title,
                new FigureAxis("test accuracy", "%") { Minimum = 0, Maximum = 100 },
                runs,
                run => run.Accuracy,
                published is null ? null : Until(lastEpoch, published, curve => curve.Accuracy, withSpread: true),
                [new ReferenceLine("chance", 10)]).Save(Path.Combine(figureFolder, "accuracy")),
            .. Figure(
                title,
                new FigureAxis("test loss, mean over samples and steps", "nats"),
                runs,
                run => run.Loss,
                published is null ? null : Until(lastEpoch, published, curve => curve.Loss, withSpread: false),
                [new ReferenceLine("chance, ln 10", Math.Log(10))]).Save(Path.Combine(figureFolder, "loss")),
        ];
    }

    /// <summary>Writes <c>accuracy</c> of a sweep as PNG and SVG: a curve for each condition.</summary>
    internal static IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string title, string figureFolder) =>
        SweepFigures.LearningCurves(
            title,
            new FigureAxis("epoch"),
            "epoch",
            new FigureAxis("test accuracy", "%") { Minimum = 0, Maximum = 100 },
            SequenceExperiment.AccuracyMetric,
            conditions,
            [new ReferenceLine("chance", 10)]).Save(Path.Combine(figureFolder, "accuracy"));

    private static LineFigure Figure(
        string title, FigureAxis y, RunCurve[] runs, Func<RunCurve, IReadOnlyList<double>> values, Curve? published, ReferenceLine[] references)
    {
        string words = runs.Length == 1 ? $"Engram, seed {runs[0].Seed}" : $"Engram, mean ± sd of {runs.Length} seeds";
        IReadOnlyList<double> epochs = runs.Select(run => run.Epochs).MaxBy(epochs => epochs.Count)!;
        List<Curve> curves = [.. Curve.OverSeeds(words, epochs, [.. runs.Select(values)], FigureColor.Blue)];
        if (published is not null)
            curves.Insert(curves.Count - 1, published);
        return new LineFigure { Title = title, X = new FigureAxis("epoch"), Y = y, Curves = curves, References = references };
    }

    private static Curve Until(double lastEpoch, PublishedCurve published, Func<PublishedCurve, IReadOnlyList<double>> values, bool withSpread)
    {
        int count = published.Epochs.Count(epoch => epoch <= lastEpoch);
        return new Curve(withSpread ? "published, mean ± sd of 10 seeds" : "published, mean of 10 seeds", [.. published.Epochs.Take(count)], [.. values(published).Take(count)])
        {
            Spread = withSpread ? [.. published.AccuracyDeviation.Take(count)] : null,
            Color = FigureColor.Vermilion,
        };
    }

    /// <summary>What a run's <c>metrics.csv</c> says of its tests.</summary>
    private sealed record RunCurve(string Seed, IReadOnlyList<double> Epochs, IReadOnlyList<double> Accuracy, IReadOnlyList<double> Loss)
    {
        internal static RunCurve Read(string folder)
        {
            var metrics = RunMetrics.Read(folder);
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
            int at = name.LastIndexOf("seed", StringComparison.Ordinal);
            return new RunCurve(
                at < 0 ? name : name[(at + "seed".Length)..],
                metrics.Column("epoch"),
                metrics.Column(SequenceExperiment.AccuracyMetric),
                metrics.Column("test_loss"));
        }
    }
}
