using System.Globalization;
using Engram.Lab.Figures;
using Engram.Numerics;

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

    private static LineFigure Figure(
        string title, FigureAxis y, RunCurve[] runs, Func<RunCurve, IReadOnlyList<double>> values, Curve? published, ReferenceLine[] references)
    {
        var curves = new List<Curve>();
        if (runs.Length > 1)
        {
            foreach (RunCurve run in runs)
                curves.Add(new Curve("", run.Epochs, values(run)) { Color = FigureColor.Blue, Style = CurveStyle.Faint });
        }

        if (published is not null)
            curves.Add(published);
        if (runs.Length == 1)
        {
            curves.Add(new Curve($"Engram, seed {runs[0].Seed}", runs[0].Epochs, values(runs[0])) { Color = FigureColor.Blue });
        }
        else
        {
            int shared = runs.Min(run => run.Epochs.Count);
            Summary[] summaries = [.. Enumerable.Range(0, shared).Select(epoch => Summary.Of([.. runs.Select(run => values(run)[epoch])]))];
            curves.Add(new Curve($"Engram, mean ± sd of {runs.Length} seeds", [.. runs[0].Epochs.Take(shared)], [.. summaries.Select(summary => summary.Mean)])
            {
                Spread = [.. summaries.Select(summary => summary.PopulationStandardDeviation)],
                Color = FigureColor.Blue,
            });
        }

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
            string[] lines = ReadLines(Path.Combine(folder, "metrics.csv"));
            string[] columns = lines.Length == 0 ? [] : lines[0].Split(',');
            string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
            int at = name.LastIndexOf("seed", StringComparison.Ordinal);
            return new RunCurve(
                at < 0 ? name : name[(at + "seed".Length)..],
                Column("epoch"),
                Column(SequenceExperiment.AccuracyMetric),
                Column("test_loss"));

            // The run that draws may still have the file open for writing.
            static string[] ReadLines(string path)
            {
                using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }

            double[] Column(string column)
            {
                int index = Array.IndexOf(columns, column);
                return index < 0 ? [] : [.. rows.Select(row => double.Parse(row[index], CultureInfo.InvariantCulture))];
            }
        }
    }
}
