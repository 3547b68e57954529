using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;

namespace Engram.Cli.Printing;

/// <summary>What came of runs: what was reached, beside what was published, and where everything lies.</summary>
internal static class ReportText
{
    /// <summary>Prints the report and tells the shell how it went.</summary>
    /// <param name="session">The session.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="report">The report.</param>
    /// <param name="json">One JSON document instead of text.</param>
    public static int Print(Session session, string experiment, RunReport report, bool json)
    {
        var terminal = session.Terminal;
        if (json) Json.Write(terminal.Output, writer => writer.Report(experiment, report));
        else WriteText(terminal, experiment, report);

        foreach (var run in report.Runs.Where(static run => run.State == RunState.Failed))
            terminal.Complain($"{run.Experiment} seed {run.Seed} failed: {run.Error} ({Place.Of(run.Folder)})");

        if (report.Interrupted)
        {
            terminal.Output.Flush();
            terminal.Complain($"stopped. To go on: engram resume {Place.Typed(report.GroupFolder ?? FirstUnfinished(report)?.Folder ?? "latest")}");
            return ExitCode.Interrupted;
        }

        return report.Runs.Any(static run => run.State != RunState.Finished) ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>The published column: <c>published 91.7 ± 0.8 % (10 seeds, Ellenberger et al. 2025)</c>.</summary>
    public static string Published(PublishedResult? published)
    {
        if (published is null) return "";
        var seeds = published.Seeds switch { null => "", 1 => "1 seed, ", { } count => $"{count} seeds, " };
        return $"published {Quantity.Of(published)} ({seeds}{published.Source})";
    }

    private static void WriteText(Terminal terminal, string experiment, RunReport report)
    {
        var output = terminal.Output;
        var finished = report.Runs.Count(static run => run.State == RunState.Finished);
        var preset = report.Runs.Count > 0 ? $"  {report.Runs[0].Preset} preset" : "";
        var seeds = report.Runs.Count == 1 ? $"seed {report.Runs[0].Seed}" : $"{report.Runs.Count} seeds";
        var state = finished == report.Runs.Count ? "" : $", {finished} finished";
        output.WriteLine($"{terminal.Bold(experiment)}{preset}, {seeds}{state}");

        if (report.Comparison.Count > 0)
        {
            output.WriteLine();
            var values = new TextTable("", "", "", "");
            foreach (var value in report.Comparison)
            {
                var over = report.Runs.Count > 1 ? $"({value.Count} {(value.Count == 1 ? "seed" : "seeds")})" : "";
                values.Add(value.Label, Quantity.Of(value.Mean, value.StandardDeviation, value.Unit, value.Published), over, Published(value.Published));
            }

            values.Write(terminal);
            WriteNotes(terminal, report.Comparison);
        }

        output.WriteLine();
        var places = new TextTable("", "");
        foreach (var figure in report.Figures) places.Add(places.IsEmpty ? "figures" : "", Place.Of(figure));
        if (report.GroupFolder is { } group) places.Add("group", Place.Of(group));
        for (var i = 0; i < report.Runs.Count; i++)
            places.Add(i > 0 ? "" : report.Runs.Count == 1 ? "run" : "runs", Place.Of(report.Runs[i].Folder));
        var seconds = report.Runs.Sum(static run => run.Seconds);
        if (seconds > 0)
            places.Add("time", Quantity.Duration(seconds) + (report.Runs.Count > 1 ? $" in {report.Runs.Count} runs" : ""));
        places.Write(terminal);
    }

    private static void WriteNotes(Terminal terminal, IReadOnlyList<ComparedValue> comparison)
    {
        foreach (var note in comparison.Select(static value => value.Published?.Note ?? "").Where(static note => note.Length > 0).Distinct(StringComparer.Ordinal))
        {
            terminal.Output.WriteLine();
            foreach (var line in Paragraph.Wrap($"note: {note}", Math.Max(20, terminal.OutputWidth - 2)))
                terminal.Output.WriteLine("  " + terminal.Dim(line));
        }
    }

    private static RunInformation? FirstUnfinished(RunReport report) => report.Runs.FirstOrDefault(static run => run.State != RunState.Finished);
}
