using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>The published table of conditions with one's own numbers: mean and standard error, as the paper gives them.</summary>
internal static class ConditionTable
{
    private static readonly string[] Measures = [DreamTraining.AccuracyMetric, "occluded_accuracy", "intra_inter", "occluded_inter"];

    /// <summary>Writes the table.</summary>
    /// <returns>The file written.</returns>
    internal static string Write(Experiment experiment, IReadOnlyList<SweepCondition> conditions, string path)
    {
        string[] columns = ["condition", "runs", .. Measures.SelectMany(measure => new[] { measure, $"{measure}_standard_error" }), "published", "published_standard_error"];
        TableFile.Write(path, columns, conditions.Select(condition => Row(experiment, condition)));
        return path;
    }

    private static List<object> Row(Experiment experiment, SweepCondition condition)
    {
        List<object> cells = [DreamFigures.LabelOf(condition), condition.Runs.Count];
        foreach (string measure in Measures)
        {
            var summary = Summary.Of([.. condition.Values(measure)]);
            cells.AddRange([TableFile.Number(summary.Mean), TableFile.Number(summary.StandardError)]);
        }

        PublishedResult? published = experiment.ComparableTo(condition.Settings) is [var first, ..] ? first : null;
        cells.Add(TableFile.Number(published?.Mean ?? double.NaN));
        // Of n runs, the standard error is the population's deviation divided by √(n − 1).
        cells.Add(TableFile.Number(published is { StandardDeviation: { } deviation, Seeds: { } runs } ? deviation / Math.Sqrt(runs - 1) : double.NaN));
        return cells;
    }
}
