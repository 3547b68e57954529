using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Lab;
using Engram.Lab.Runs;

namespace Engram.Cli.Verbs;

/// <summary><c>engram runs</c>: what has been run.</summary>
internal static class RunsVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var runs = Choices.Runs();
        var all = new Option<bool>("--all", "-a") { Description = "list every run of sweeps and groups of seeds too, instead of one line for each" };
        var json = Choices.Json();
        var verb = new Verb("runs", "What has been run, newest first", "engram runs", "engram runs --all", "engram runs --runs /data/runs --json") { runs, all, json };
        verb.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(runs);
            var listing = session.Laboratory.List(folder);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, listing.Runs);
            else WriteText(session, folder, listing, parsed.GetValue(all));
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

    private static void WriteText(Session session, string folder, RunListing listing, bool all)
    {
        var terminal = session.Terminal;
        if (listing.Runs.Count == 0 && listing.Groups.Count == 0)
        {
            terminal.Output.WriteLine($"There are no runs in {Place.Of(Path.GetFullPath(folder))} yet. {terminal.Tool.Name} run NAME makes one.");
            return;
        }

        // A run is listed alone unless its group's line stands for it.
        var groups = listing.Groups.Select(static group => group.Folder).ToHashSet(StringComparer.Ordinal);
        var shown = listing.Runs.Where(run => all || run.Group.Length == 0 || !groups.Contains(Path.Combine(Path.GetDirectoryName(run.Folder)!, run.Group)));
        var rows = shown.Select(run => (run.Started, Order: 1, Cells: Cells(session, run))).Concat(listing.Groups.Select(static group => (group.Started, Order: 0, Cells: Cells(group))));
        var table = new TextTable("experiment", "preset", ">seed", "state", "result", "started", ">took", "folder");
        foreach (var row in rows.OrderByDescending(static row => row.Started).ThenBy(static row => row.Order)) table.Add(row.Cells);
        table.Write(terminal, indent: 0);
        var canGoOn = listing.Runs.Any(static run => run.IsAbandoned || run.State == RunState.Interrupted)
            || listing.Groups.Any(static group => group.FinishedCount < group.RunCount && !group.IsAtWork);
        if (terminal.OutputIsInteractive && canGoOn)
        {
            terminal.Output.WriteLine();
            terminal.Output.WriteLine($"{terminal.Tool.Name} resume FOLDER goes on with one that was interrupted or abandoned.");
        }
    }

    private static string[] Cells(Session session, RunInformation run) =>
    [
        run.Experiment,
        run.Preset,
        run.Seed.ToString(),
        run.Word(),
        Headline.Of(session.Laboratory.Experiments, run),
        run.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm"),
        Quantity.Duration(run.Seconds),
        Place.Of(run.Folder),
    ];

    private static string[] Cells(GroupInformation group)
    {
        var isSweep = group.Varied.Count > 0;
        return
        [
            group.Experiment,
            group.Preset,
            isSweep ? "sweep" : $"{group.RunCount} seeds",
            group.FinishedCount == group.RunCount ? "finished" : group.IsAtWork ? "running" : "interrupted",
            $"{group.FinishedCount} of {group.RunCount} runs" + (isSweep ? $", {group.ConditionCount} conditions over {string.Join(", ", group.Varied)}" : ""),
            group.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm"),
            "",
            Place.Of(group.Folder),
        ];
    }
}
