using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Lab;

namespace Engram.Cli.Verbs;

/// <summary><c>engram resume</c>: goes on with what was stopped or killed.</summary>
internal static class ResumeVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var run = new Argument<string>("RUN") { Description = "a run's or sweep's folder, a unique part of its name, or latest" };
        var threads = Choices.Threads();
        var runs = Choices.Runs();
        var data = Choices.Data();
        data.Description = "the folder that holds the datasets now (default: where they were when it started)";
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "resume",
            "Go on with a run or a sweep that was stopped or killed, bit for bit as if it never had been",
            "engram resume latest",
            "engram resume runs/gle-mnist1d/2026-11-24T09-15-02-seed42") { run, threads, runs, data, json, quiet };
        verb.SetAction(parsed =>
        {
            RunReport report;
            using (var progress = RunProgress.For(session, parsed.GetValue(quiet), parsed.GetValue(json)))
            {
                var request = new ResumeRequest
                {
                    Run = parsed.GetRequiredValue(run),
                    RunsFolder = parsed.GetRequiredValue(runs),
                    Threads = parsed.GetValue(threads),
                    DataFolder = parsed.GetResult(data) is { Implicit: false } ? parsed.GetRequiredValue(data) : null,
                };
                report = session.Laboratory.Resume(request, progress, session.Stop);
            }

            return ReportText.Print(session, report.Runs.Count > 0 ? report.Runs[0].Experiment : "", report, parsed.GetValue(json));
        });
        return verb;
    }
}
