using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Lab.Runs;

namespace Engram.Cli.Verbs;

/// <summary><c>engram runs</c>: what has been run.</summary>
internal static class RunsVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var runs = Choices.Runs();
        var json = Choices.Json();
        var verb = new Verb("runs", "What has been run, newest first", "engram runs", "engram runs --runs /data/runs --json") { runs, json };
        verb.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(runs);
            var listing = session.Laboratory.List(folder);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, listing.Runs);
            else WriteText(session, folder, listing.Runs);
            session.Terminal.Output.Flush();
            foreach (var problem in listing.Problems) session.Terminal.Complain(problem);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteJson(Terminal terminal, IReadOnlyList<RunInformation> runs) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartArray();
        foreach (var run in runs) writer.Run(run);
        writer.WriteEndArray();
    });

    private static void WriteText(Session session, string folder, IReadOnlyList<RunInformation> runs)
    {
        var terminal = session.Terminal;
        if (runs.Count == 0)
        {
            terminal.Output.WriteLine($"There are no runs in {Place.Of(Path.GetFullPath(folder))} yet. engram run NAME makes one.");
            return;
        }

        var table = new TextTable("experiment", "preset", ">seed", "state", "result", "started", ">took", "folder");
        foreach (var run in runs)
        {
            table.Add(
                run.Experiment,
                run.Preset,
                run.Seed.ToString(),
                run.Word(),
                Headline.Of(session.Laboratory.Experiments, run),
                run.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm"),
                Quantity.Duration(run.Seconds),
                Place.Of(run.Folder));
        }

        table.Write(terminal, indent: 0);
        if (terminal.OutputIsInteractive && runs.Any(static run => run.IsAbandoned || run.State == RunState.Interrupted))
        {
            terminal.Output.WriteLine();
            terminal.Output.WriteLine("engram resume FOLDER goes on with one that was interrupted or abandoned.");
        }
    }
}
