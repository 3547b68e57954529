using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Dreaming.Evaluation;
using Engram.Lab.Experiments.Dreaming;

namespace Engram.Cli.Verbs;

/// <summary><c>engram dream evaluate</c>: measures the cortex of a run, and keeps the numbers in the run's folder.</summary>
internal static class DreamEvaluateVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var run = new Argument<string>("RUN") { Description = "a run's folder, a unique part of its name, or latest" };
        var with = new Option<string>("--with", "-w")
        {
            Description = $"what to measure, with commas between, or all (default: readout): {string.Join(", ", DreamMeasure.All.Select(static measure => measure.Name))}",
            HelpName = "MEASURES",
            DefaultValueFactory = static _ => DreamMeasure.Readout.Name,
        };
        var state = new Option<string?>("--state")
        {
            Description = "a state file of the same experiment, such as a snapshot of an early epoch (default: the run's newest checkpoint)",
            HelpName = "FILE",
        };
        var features = new Option<string?>("--features")
        {
            Description = "a folder with a network of your own for the Fréchet distance (default: a classifier trained on the run's images)",
            HelpName = "FOLDER",
        };
        var threads = Choices.Threads();
        var runs = Choices.Runs();
        var data = Choices.Data();
        data.Description = "the folder that holds the datasets now (default: where they were when the run started)";
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "evaluate",
            "Measure the cortex of a run: how separable, robust and organised its latents are, and how real its dreams",
            "engram dream evaluate latest",
            "engram dream evaluate pad-cifar10/2026-11-25T04-00-00-seed1 --with readout,occlusion,distances,components",
            "engram dream evaluate latest --with frechet,dreams --data /data --json",
            "engram dream evaluate latest --with all --threads 2 --quiet") { run, with, state, features, threads, runs, data, json, quiet };
        verb.SetAction(parsed =>
        {
            var request = new RunEvaluationRequest
            {
                Run = parsed.GetRequiredValue(run),
                Measures = parsed.GetRequiredValue(with),
                RunsFolder = parsed.GetRequiredValue(runs),
                DataFolder = parsed.GetResult(data) is { Implicit: false } ? parsed.GetRequiredValue(data) : null,
                StateFile = parsed.GetValue(state),
                FeatureNetwork = parsed.GetValue(features),
                Threads = parsed.GetValue(threads),
            };
            RunEvaluationReport report;
            using (var progress = new WorkProgress(session, parsed.GetValue(quiet)))
                report = RunEvaluation.Of(session.Laboratory, request, progress.Report, session.Stop);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, report);
            else WriteText(session.Terminal, report);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, RunEvaluationReport report)
    {
        var output = terminal.Output;
        output.WriteLine($"{terminal.Bold(report.Run.Experiment)}  seed {report.Run.Seed}, {report.Subject.Data}, {report.Run.Word()}, {report.Run.Progress * 100:0} % of the run");
        output.WriteLine();
        var values = new TextTable("", "");
        foreach (var value in report.Evaluation.Values) values.Add(value.Label, Quantity.Of(value.Value, value.Unit));
        values.Write(terminal);
        foreach (var curve in report.Evaluation.Curves)
        {
            output.WriteLine();
            var points = new TextTable($">{curve.XName}", $">{curve.YName}");
            for (var i = 0; i < curve.X.Count; i++) points.Add($"{curve.X[i]:0.##}", $"{curve.Y[i]:0.00}");
            points.Write(terminal);
        }

        foreach (var note in report.Evaluation.Notes)
        {
            output.WriteLine();
            foreach (var line in Paragraph.Wrap($"note: {note}", Math.Max(20, terminal.OutputWidth - 2))) output.WriteLine("  " + terminal.Dim(line));
        }

        output.WriteLine();
        var places = new TextTable("", "");
        places.Add("numbers", Place.Of(report.File));
        for (var i = 0; i < report.Figures.Count; i++) places.Add(i == 0 ? "figures" : "", Place.Of(report.Figures[i]));
        places.Add("cortex", Place.Of(report.State));
        places.Write(terminal);
    }

    private static void WriteJson(Terminal terminal, RunEvaluationReport report) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("run", report.Run.Folder);
        writer.WriteString("experiment", report.Run.Experiment);
        writer.WriteNumber("seed", report.Run.Seed);
        writer.WriteString("state", report.State);
        writer.WriteString("data", report.Subject.Data);
        writer.WriteNumber("train_images", report.Subject.Train.Count);
        writer.WriteNumber("test_images", report.Subject.Test.Count);
        writer.Texts("measures", report.Evaluation.Measures);
        writer.WriteStartObject("values");
        foreach (var value in report.Evaluation.Values) writer.Number(value.Name, value.Value);
        writer.WriteEndObject();
        writer.WriteStartArray("curves");
        foreach (var curve in report.Evaluation.Curves)
        {
            writer.WriteStartObject();
            writer.WriteString("name", curve.Name);
            writer.WriteString("x_name", curve.XName);
            writer.WriteString("y_name", curve.YName);
            writer.WriteStartArray("points");
            for (var i = 0; i < curve.X.Count; i++)
            {
                writer.WriteStartObject();
                writer.Number("x", curve.X[i]);
                writer.Number("y", curve.Y[i]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Texts("notes", report.Evaluation.Notes);
        writer.WriteString("file", report.File);
        writer.Texts("figures", report.Figures);
        writer.WriteEndObject();
    });
}
