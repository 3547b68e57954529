using Engram.Lab.Experiments;
using Engram.Lab.Runs;

namespace Engram.Cli.Printing;

/// <summary>The one number that says how well a run did.</summary>
internal static class Headline
{
    /// <summary>Label and value, for instance <c>test accuracy 91.63 %</c>; empty while there is no summary.</summary>
    /// <param name="experiments">The experiments, which know what their headline is.</param>
    /// <param name="run">The run.</param>
    public static string Of(IReadOnlyList<Experiment> experiments, RunInformation run)
    {
        if (run.Summary.Count == 0) return "";
        var metric = experiments.FirstOrDefault(experiment => string.Equals(experiment.Name, run.Experiment, StringComparison.Ordinal))?.HeadlineMetric;
        var value = run.Summary.FirstOrDefault(value => string.Equals(value.Name, metric, StringComparison.Ordinal)) ?? run.Summary[0];
        return $"{value.Label} {Quantity.Of(value.Value, value.Unit)}";
    }
}
