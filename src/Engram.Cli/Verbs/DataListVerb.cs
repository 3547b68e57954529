using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Datasets;

namespace Engram.Cli.Verbs;

/// <summary><c>engram data list</c>: the datasets there are, and which of them are here.</summary>
internal static class DataListVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var data = Choices.Data();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb("list", "The datasets there are, and which of them are here", "engram data list", "engram data list --data /data --json")
        {
            data, json, quiet,
        };
        verb.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(data);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, folder);
            else WriteText(session.Terminal, folder, parsed.GetValue(quiet));
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, string folder, bool quiet)
    {
        var table = new TextTable("dataset", "here", "what it is");
        foreach (var dataset in DatasetCatalogue.All) table.Add(dataset.Name, Here(dataset, folder), dataset.Summary);
        table.Write(terminal, indent: 0);
        if (quiet || !terminal.OutputIsInteractive) return;
        terminal.Output.WriteLine();
        terminal.Output.WriteLine("engram data info NAME says more; engram data fetch NAME gets what is not here.");
    }

    private static string Here(Dataset dataset, string folder)
    {
        if (dataset.IsBuiltIn) return "built in";
        var location = dataset.Locate(folder);
        if (!location.IsPresent) return "no";
        return Place.Of(location.Archive ?? location.Folder!) + (location.LooksComplete ? "" : " (in part)");
    }

    private static void WriteJson(Terminal terminal, string folder) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartArray();
        foreach (var dataset in DatasetCatalogue.All)
        {
            var location = dataset.Locate(folder);
            writer.WriteStartObject();
            writer.WriteString("name", dataset.Name);
            writer.WriteString("title", dataset.Title);
            writer.WriteString("summary", dataset.Summary);
            writer.WriteBoolean("built_in", dataset.IsBuiltIn);
            writer.WriteBoolean("present", dataset.IsBuiltIn || location.IsPresent);
            writer.WriteBoolean("complete", dataset.IsBuiltIn || location.LooksComplete);
            writer.WriteString("place", location.Archive ?? location.Folder);
            writer.Texts("missing", location.Missing.Select(static file => file.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
