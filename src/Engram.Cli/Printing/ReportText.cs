using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;

namespace Engram.Cli.Printing;

/// <summary>What came of runs: what was reached, beside what was published, and where everything lies.</summary>
internal static class ReportText
{
    /// <summary>Failures told one by one; one cause often fails many runs of a sweep.</summary>
    private const int MostFailures = 5;

    /// <summary>Notes told below a sweep; more than that would not say which value they belong to.</summary>
    private const int MostNotesOfSweep = 2;

    /// <summary>Prints the report and tells the shell how it went.</summary>
    /// <param name="session">The session.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="report">The report.</param>
    /// <param name="json">One JSON document instead of text.</param>
    public static int Print(Session session, string experiment, RunReport report, bool json)
    {
        var terminal = session.Terminal;
        if (json) Json.Write(terminal.Output, writer => writer.Report(experiment, report));
        else WriteText(session, experiment, report);

        var failed = report.Runs.Where(static run => run.State == RunState.Failed).ToArray();
        foreach (var run in failed.Take(MostFailures))
            terminal.Complain($"{run.Experiment} {(run.Condition.Length > 0 ? run.Condition + " " : "")}seed {run.Seed} failed: {run.Error} ({Place.Of(run.Folder)})");
        if (failed.Length > MostFailures) terminal.Complain($"{failed.Length - MostFailures} more runs failed; {terminal.Tool.Name} runs --all lists them.");
        foreach (var problem in report.Problems) terminal.Complain(problem);

        if (report.Interrupted)
        {
            terminal.Output.Flush();
            terminal.Complain($"stopped. To go on: {terminal.Tool.Name} resume {Place.Typed(report.GroupFolder ?? FirstUnfinished(report)?.Folder ?? "latest")}");
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

    private static void WriteText(Session session, string experiment, RunReport report)
    {
        var terminal = session.Terminal;
        var output = terminal.Output;
        var finished = report.Runs.Count(static run => run.State == RunState.Finished);
        var preset = report.Runs.Count > 0 ? $"  {report.Runs[0].Preset} preset" : "";
        var seeds = report.Runs.Count == 1 ? $"seed {report.Runs[0].Seed}" : $"{report.Runs.Count} seeds";
        var state = finished == report.Runs.Count ? "" : $", {finished} finished";
        if (report.Conditions.Count > 0) seeds = $"{report.Conditions.Count} conditions, {report.Runs.Count} runs";
        output.WriteLine($"{terminal.Bold(experiment)}{preset}, {seeds}{state}");

        if (report.Comparison.Count > 0)
        {
            output.WriteLine();
            var values = new TextTable("", "", "", "");
            foreach (var value in report.Comparison)
            {
                var over = report.Runs.Count > 1 ? $"({value.Count} {(value.Count == 1 ? "seed" : "seeds")})" : "";
                values.Add(value.Label, Quantity.Of(value), over, Published(value.Published));
            }

            values.Write(terminal);
            WriteFindings(terminal, report.Findings);
            WriteNotes(terminal, report.Comparison);
        }

        if (report.Conditions.Count > 0)
        {
            output.WriteLine();
            var headline = session.Laboratory.Experiments.FirstOrDefault(known => string.Equals(known.Name, experiment, StringComparison.Ordinal))?.HeadlineMetric;
            SweepTable.Write(terminal, headline, report.Conditions);
            WriteSources(terminal, report.Conditions.SelectMany(static condition => condition.Comparison));
            WriteNotes(terminal, report.Conditions.SelectMany(static condition => condition.Comparison), MostNotesOfSweep);
        }

        output.WriteLine();
        var places = new TextTable("", "");
        foreach (var figure in report.Figures) places.Add(places.IsEmpty ? "figures" : "", Place.Of(figure));
        if (report.GroupFolder is { } group) places.Add(report.Conditions.Count > 0 ? "sweep" : "group", Place.Of(group));
        // The many folders of a sweep lie beside its own and begin with its name.
        for (var i = 0; i < report.Runs.Count && report.Conditions.Count == 0; i++)
            places.Add(i > 0 ? "" : report.Runs.Count == 1 ? "run" : "runs", Place.Of(report.Runs[i].Folder));
        var seconds = report.Runs.Sum(static run => run.Seconds);
        if (seconds > 0)
            places.Add("time", Quantity.Duration(seconds) + (report.Runs.Count > 1 ? $" in {report.Runs.Count} runs" : ""));
        places.Write(terminal);
    }

    private static void WriteFindings(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) return;
        terminal.Output.WriteLine();
        var table = new TextTable("", "");
        foreach (var finding in findings) table.Add(finding.Name, finding.Text);
        table.Write(terminal);
    }

    private static void WriteSources(Terminal terminal, IEnumerable<ComparedValue> comparison)
    {
        var sources = comparison.Where(static value => value.Published is not null).Select(static value => value.Published!.Source).Distinct(StringComparer.Ordinal).ToArray();
        if (sources.Length == 0) return;
        terminal.Output.WriteLine();
        foreach (var line in Paragraph.Wrap($"published: {string.Join("; ", sources)}", Math.Max(20, terminal.OutputWidth - 2)))
            terminal.Output.WriteLine("  " + terminal.Dim(line));
    }

    private static void WriteNotes(Terminal terminal, IEnumerable<ComparedValue> comparison, int most = int.MaxValue)
    {
        var notes = comparison.Select(static value => value.Published?.Note ?? "").Where(static note => note.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (notes.Length > most)
            notes = ["what a published value is exactly stands in summary.json"];
        foreach (var note in notes)
        {
            terminal.Output.WriteLine();
            foreach (var line in Paragraph.Wrap($"note: {note}", Math.Max(20, terminal.OutputWidth - 2)))
                terminal.Output.WriteLine("  " + terminal.Dim(line));
        }
    }

    private static RunInformation? FirstUnfinished(RunReport report) => report.Runs.FirstOrDefault(static run => run.State != RunState.Finished);
}
