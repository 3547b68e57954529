using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Delaunay.Psychophysics;
using Engram.Lab;
using Engram.Lab.Experiments.Delaunay;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay analyse</c>: what the trials of a study say.</summary>
internal static class AnalyseVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var run = new Argument<string>("RUN") { Description = "a run's folder, a unique part of its name, latest, or any folder or CSV file of trials" };
        var draws = new Option<int>("--draws")
        {
            Description = "bootstrap draws (default: 2000)",
            HelpName = "N",
            DefaultValueFactory = static _ => ClusterBootstrap.DefaultDraws,
        };
        var seed = new Option<ulong>("--seed") { Description = "the seed of the draws (default: 1)", HelpName = "S", DefaultValueFactory = static _ => 1 };
        var runs = Choices.Runs();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "analyse",
            "Analyse the trials of people and networks: exclusions, learning curves, examples needed, consistency of errors, the hypothesis",
            "engram delaunay analyse latest",
            "engram delaunay analyse delaunay-participants/2026-11-25T09-00-00-seed1 --draws 10000",
            "engram delaunay analyse ../collected/trials.csv --json") { run, draws, seed, runs, json, quiet };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(draws) is < 50 or > 1_000_000) throw new UsageException($"--draws takes a whole number from 50 to 1000000, not {parsed.GetValue(draws)}.");
            var trials = TrialAnalysis.Find(parsed.GetRequiredValue(run), parsed.GetRequiredValue(runs));
            var options = new AnalysisOptions { Draws = parsed.GetValue(draws), Seed = parsed.GetValue(seed) };
            TrialAnalysisReport report;
            using (var progress = new WorkProgress(session, parsed.GetValue(quiet)))
                report = TrialAnalysis.Of(trials, options, (share, work) => progress.Report(work, share), ideal: null, session.Stop);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, report);
            else WriteText(session.Terminal, report);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, TrialAnalysisReport report)
    {
        var analysis = report.Analysis;
        var output = terminal.Output;
        output.WriteLine($"{terminal.Bold(Place.Of(report.Source))}  {analysis.Exclusions.All.Count} rows, {analysis.Exclusions.Kept.Count} kept{(analysis.IsSimulated ? ", synthetic data" : "")}");
        WriteExclusions(terminal, analysis.Exclusions);
        WriteCurves(terminal, analysis);
        WriteGroups(terminal, analysis);
        WriteConsistency(terminal, analysis);
        WriteHypotheses(terminal, analysis);
        foreach (var remark in analysis.Remarks)
        {
            output.WriteLine();
            foreach (var line in Paragraph.Wrap($"note: {remark}", Math.Max(20, terminal.OutputWidth - 2))) output.WriteLine("  " + terminal.Dim(line));
        }

        output.WriteLine();
        var places = new TextTable("", "");
        places.Add("report", Place.Of(report.Report));
        places.Add("numbers", Place.Of(report.Data));
        for (var i = 0; i < report.Figures.Count; i++) places.Add(i == 0 ? "figures" : "", Place.Of(report.Figures[i]));
        places.Write(terminal);
    }

    private static void WriteExclusions(Terminal terminal, Exclusions exclusions)
    {
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(terminal.Bold("exclusions") + " in their order");
        var table = new TextTable("criterion", ">participants", ">trials", ">would alone");
        foreach (var count in exclusions.ParticipantCounts) table.Add(count.Reason, $"{count.Count}", "", $"{count.Affected}");
        foreach (var count in exclusions.TrialCounts) table.Add(count.Reason, "", $"{count.Count}", $"{count.Affected}");
        table.Write(terminal);
    }

    private static void WriteCurves(Terminal terminal, PsychAnalysis analysis)
    {
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(terminal.Bold("right answers (%)") + " by the number of images of the category seen before");
        string[] bins = [.. Enumerable.Range(0, AgentRun.BinCount).Select(AgentRun.NameOf).Where(name => analysis.Groups.Any(group => group.Curve.Points.Any(point => point.Name == name)))];
        var table = new TextTable(["agents", "family", .. bins.Select(static name => ">" + name)]);
        foreach (var group in analysis.Groups)
        {
            table.Add([group.Group, group.Family, .. bins.Select(name => group.Curve.Points.FirstOrDefault(point => point.Name == name) is { } point ? $"{100 * point.Accuracy:0.0}" : "-")]);
        }

        table.Write(terminal);
    }

    private static void WriteGroups(Terminal terminal, PsychAnalysis analysis)
    {
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(terminal.Bold("sample efficiency") + $" (n: images per category to {100 * analysis.Groups[0].Needed.Threshold:0.#} %; area: 0 for chance, 1 for no error)");
        var table = new TextTable("agents", "family", ">runs", ">accuracy %", ">n", ">area", ">d'", ">bits", ">against people");
        foreach (var group in analysis.Groups)
        {
            var ratio = analysis.Ratios.FirstOrDefault(ratio => ratio.Network == group.Group && ratio.Family == group.Family);
            table.Add(
                group.Group,
                group.Family,
                $"{group.Runs.Count}",
                Range(group.Accuracy, "0.0", 100),
                group.Needed.IsCensored ? $"> {group.Needed.Exemplars:0.#}" : Range(group.NeededInterval, "0.0"),
                Range(group.Area, "0.00"),
                $"{group.Sensitivity.Value:0.00} ({group.Sensitivity.Low:0.00} to {group.Sensitivity.High:0.00})",
                $"{group.Information.Corrected:0.000}",
                ratio is null ? "" : double.IsFinite(ratio.Log10.Value) ? $"R = {Math.Pow(10, ratio.Log10.Value):0.00}" : "not reached");
        }

        table.Write(terminal);
    }

    private static void WriteConsistency(Terminal terminal, PsychAnalysis analysis)
    {
        if (analysis.Consistency.Count == 0) return;
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(terminal.Bold("error consistency") + " (kappa: 0 for independent agents, 1 for the same errors)");
        var table = new TextTable("pairs of", "family", ">pairs", ">kappa", ">independent, 95 %", ">in thirds");
        foreach (var summary in analysis.Consistency)
        {
            table.Add(
                summary.Kind,
                summary.Family,
                $"{summary.Pairs}",
                double.IsFinite(summary.HalfWidth) ? $"{summary.Kappa:0.000} ± {summary.HalfWidth:0.000}" : $"{summary.Kappa:0.000}",
                $"{summary.Band.Low:0.000} to {summary.Band.High:0.000}",
                string.Join(", ", summary.Thirds.Select(static third => $"{third:0.00}")));
        }

        table.Write(terminal);
    }

    private static void WriteHypotheses(Terminal terminal, PsychAnalysis analysis)
    {
        if (analysis.Hypotheses.Count == 0) return;
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(terminal.Bold("hypothesis") + ": does efficiency depend on naturalness, for people and not for networks?");
        var table = new TextTable("against", "slope of", ">people", ">network", ">difference", ">p, two-sided");
        foreach (var test in analysis.Hypotheses)
        {
            foreach (var (name, slopes) in new[] { ("log10 n", test.OfExemplars), ("area", test.OfArea) })
            {
                table.Add(
                    test.Networks,
                    name,
                    Range(slopes.People, "0.00"),
                    Range(slopes.Networks, "0.00"),
                    Range(slopes.Difference, "0.00"),
                    double.IsFinite(slopes.Probability) ? $"{slopes.Probability:0.000}" : "not available");
            }
        }

        table.Write(terminal);
        foreach (var line in Paragraph.Wrap($"sign: {StudyConfiguration.SignConvention}", Math.Max(20, terminal.OutputWidth - 2))) terminal.Output.WriteLine("  " + terminal.Dim(line));
    }

    private static string Range(BootstrapInterval interval, string format, double scale = 1)
    {
        if (!double.IsFinite(interval.Value)) return "not available";
        string Text(double value) => (scale * value).ToString(format);
        return double.IsFinite(interval.Low) ? $"{Text(interval.Value)} ({Text(interval.Low)} to {Text(interval.High)})" : Text(interval.Value);
    }

    private static void WriteJson(Terminal terminal, TrialAnalysisReport report) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source", report.Source);
        AnalysisJson.Write(writer, report.Analysis);
        writer.WriteString("report", report.Report);
        writer.WriteString("file", report.Data);
        writer.Texts("figures", report.Figures);
        writer.WriteEndObject();
    });
}
