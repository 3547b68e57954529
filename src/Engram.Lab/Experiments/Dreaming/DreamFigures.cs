using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Curves of runs on dreams: the readout and the losses over epochs.</summary>
internal static class DreamFigures
{
    // As in Appendix 1, figures 1 and 2 of Deperrois et al. 2022, in the colours of the house that come nearest.
    private static readonly Dictionary<string, FigureColor> LossColors = new(StringComparer.Ordinal)
    {
        ["reconstruction_loss"] = FigureColor.Orange,
        ["regularization_loss"] = FigureColor.Vermilion,
        ["replay_loss"] = FigureColor.Purple,
        ["discriminator_loss"] = FigureColor.Green,
        ["generator_loss"] = FigureColor.Blue,
        ["contrastive_loss"] = FigureColor.Sky,
    };

    private static readonly FigureColor[] Palette = [.. Enum.GetValues<FigureColor>().Where(color => color != FigureColor.Grey)];

    /// <summary>Writes <c>accuracy</c> and <c>losses</c> of one run or of several seeds.</summary>
    internal static IReadOnlyList<string> Draw(
        string title, IReadOnlyList<string> runFolders, IReadOnlyList<PublishedResult> published, string figureFolder)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        string label = runs.Length == 1 ? "Engram" : $"Engram, mean ± sd of {runs.Length} seeds";
        ReferenceLine[] references =
        [
            .. published.Where(result => result.Metric == DreamTraining.AccuracyMetric)
                .Select(result => new ReferenceLine($"published after 50 epochs, {result.Name}", result.Mean, result.StandardDeviation)),
        ];
        var accuracy = new LineFigure
        {
            Title = $"{title}: readout of z",
            X = new FigureAxis("epoch"),
            Y = AccuracyAxis,
            Curves = Accuracies(label, runs, FigureColor.Blue, withSingles: true),
            References = references,
        };
        return [.. accuracy.Save(Path.Combine(figureFolder, "accuracy")), .. Losses(title, runs).Save(Path.Combine(figureFolder, "losses"))];
    }

    /// <summary>The readout over epochs, a colour for each condition.</summary>
    internal static LineFigure OfConditions(string title, IReadOnlyList<SweepCondition> conditions)
    {
        var curves = new List<Curve>();
        for (int i = 0; i < conditions.Count; i++)
        {
            // Beyond the palette the colours come again, with dashes.
            bool isAgain = i >= Palette.Length;
            curves.AddRange(Accuracies(LabelOf(conditions[i]), [.. conditions[i].RunFolders.Select(RunMetrics.Read)], Palette[i % Palette.Length], withSingles: false)
                .Select(curve => isAgain ? curve with { Style = CurveStyle.Dashed } : curve));
        }

        return new LineFigure { Title = title, X = new FigureAxis("epoch"), Y = AccuracyAxis, Curves = curves };
    }

    /// <summary>What sets a condition apart, as short as it can be said.</summary>
    internal static string LabelOf(SweepCondition condition) => condition.Varied.Count == 1 ? condition.Varied[0].Value : condition.Label;

    private static FigureAxis AccuracyAxis => new("test accuracy of a linear readout", "%") { Minimum = 0 };

    private static IReadOnlyList<Curve> Accuracies(string label, RunMetrics[] runs, FigureColor color, bool withSingles)
    {
        // Only some epochs are measured; the others would cut the curves into pieces.
        var epochs = new List<double>();
        var values = new List<IReadOnlyList<double>>();
        foreach (RunMetrics run in runs)
        {
            (double Epoch, double Value)[] measured =
                [.. run.Column("epoch").Zip(run.Column(DreamTraining.AccuracyMetric)).Where(pair => double.IsFinite(pair.Second))];
            if (measured.Length > epochs.Count)
                epochs = [.. measured.Select(pair => pair.Epoch)];
            values.Add([.. measured.Select(pair => pair.Value)]);
        }

        return [.. Curve.OverSeeds(label, epochs, values, color, withSingles).Select(curve => curve.Style == CurveStyle.Solid ? curve with { Style = CurveStyle.LineAndPoints } : curve)];
    }

    private static LineFigure Losses(string title, RunMetrics[] runs)
    {
        var curves = new List<Curve>();
        IReadOnlyList<double> epochs = runs.Select(run => run.Column("epoch")).MaxBy(epochs => epochs.Count) ?? [];
        foreach ((string column, string symbol) in CycleAverages.Losses)
        {
            IReadOnlyList<double>[] values = [.. runs.Select(run => run.Column(column))];
            if (values.Any(seed => seed.Any(double.IsFinite)))
                curves.AddRange(Curve.OverSeeds(symbol, epochs, values, LossColors[column], withSingles: false));
        }

        return new LineFigure { Title = $"{title}: losses, means over epochs", X = new FigureAxis("epoch"), Y = new FigureAxis("loss"), Curves = curves };
    }
}
