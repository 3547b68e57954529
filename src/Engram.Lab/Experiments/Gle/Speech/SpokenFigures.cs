using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>The figures of the experiments on spoken words.</summary>
internal static class SpokenFigures
{
    /// <summary>Writes <c>accuracy</c>: how validation accuracy rose, over runs, beside the published curve.</summary>
    internal static IReadOnlyList<string> DrawCurves(
        IReadOnlyList<string> runFolders, string title, int classes, (double[] Epochs, double[] Mean, double[] Deviation)? published, string figureFolder)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        IReadOnlyList<double> epochs = runs.Select(static run => run.Column("epoch")).MaxBy(static column => column.Count)!;
        List<Curve> curves =
        [
            .. Curve.OverSeeds(
                runs.Length == 1 ? "Engram, validation" : $"Engram, validation, mean ± sd of {runs.Length} seeds",
                epochs,
                [.. runs.Select(static run => run.Column(SpokenExperiment<SpokenSettings>.ValidationMetric))],
                FigureColor.Blue),
        ];
        if (runs.Length == 1)
            curves.Add(new Curve("Engram, while learning", epochs, runs[0].Column("train_accuracy")) { Color = FigureColor.Grey });
        if (published is { } known)
        {
            int count = known.Epochs.Count(epoch => epoch <= epochs[^1]);
            curves.Add(new Curve("published, mean ± sd of 10 seeds", known.Epochs[..count], known.Mean[..count]) { Spread = known.Deviation[..count], Color = FigureColor.Vermilion });
        }

        return new LineFigure
        {
            Title = title,
            X = new FigureAxis("epoch"),
            Y = new FigureAxis("accuracy", "%") { Minimum = 0, Maximum = 100 },
            Curves = curves,
            References = [new ReferenceLine("chance", 100.0 / classes)],
        }.Save(Path.Combine(figureFolder, "accuracy"));
    }

    /// <summary>Writes <c>confusions</c>: of the test sounds of each word, the share taken for each.</summary>
    internal static IReadOnlyList<string> DrawConfusions(IReadOnlyList<string> classes, int[] labels, int[] decisions, string title, string figureFolder)
    {
        var counts = new double[classes.Count, classes.Count];
        for (int i = 0; i < labels.Length; i++)
            counts[labels[i], decisions[i]]++;
        for (int row = 0; row < classes.Count; row++)
        {
            double all = labels.Count(label => label == row);
            for (int column = 0; column < classes.Count; column++)
                counts[row, column] = all > 0 ? 100 * counts[row, column] / all : double.NaN;
        }

        return ConfusionFigure(classes, counts, title).Save(Path.Combine(figureFolder, "confusions"));
    }

    private static HeatMap ConfusionFigure(IReadOnlyList<string> classes, double[,] shares, string title) => new()
    {
        Title = title,
        Values = shares,
        Rows = classes,
        Columns = classes,
        Value = new FigureAxis("share of the sounds of a word", "%") { Minimum = 0, Maximum = 100 },
        RowLabel = "said",
        ColumnLabel = "heard",
        Format = "0",
    };
}
