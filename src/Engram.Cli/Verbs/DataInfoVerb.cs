using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Datasets;

namespace Engram.Cli.Verbs;

/// <summary><c>engram data info</c>: what is in a dataset, where it comes from, and what it is used for.</summary>
internal static class DataInfoVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = DataVerb.NameArgument();
        var data = Choices.Data();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "info",
            "What is in a dataset, where it comes from, and what it is used for",
            "engram data info mnist",
            "engram data info higgs --data /data --json") { name, data, json, quiet };
        verb.SetAction(parsed =>
        {
            var dataset = DataVerb.Find(parsed.GetRequiredValue(name));
            var folder = parsed.GetRequiredValue(data);
            var location = dataset.Locate(folder);
            DatasetFacts? facts = null;
            if (dataset.IsBuiltIn || location.IsPresent)
            {
                using var progress = new WorkProgress(session, parsed.GetValue(quiet));
                facts = dataset.Describe(folder, progress.Report, session.Stop);
            }

            if (parsed.GetValue(json)) WriteJson(session.Terminal, dataset, location, facts);
            else WriteText(session.Terminal, dataset, location, facts);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, Dataset dataset, DatasetLocation location, DatasetFacts? facts)
    {
        var output = terminal.Output;
        output.WriteLine($"{terminal.Bold(dataset.Name)}  {dataset.Title}");
        output.WriteLine(dataset.Summary);
        output.WriteLine();
        var places = new TextTable("", "");
        places.Add("here", dataset.IsBuiltIn ? "built in" : location.IsPresent ? Place.Of(location.Archive ?? location.Folder!) : "no; looked in " + string.Join(", ", location.LookedIn));
        AddAll(places, "missing", facts?.Missing ?? []);
        places.Write(terminal, indent: 0);

        if (facts is not null) WriteFacts(terminal, dataset, facts);

        output.WriteLine();
        var table = new TextTable("", "");
        AddAll(table, "splits", dataset.Splits);
        AddAll(table, "used for", dataset.UsedFor);
        table.Add("licence", dataset.Licence);
        table.Add("cite", dataset.Citation);
        AddAll(table, "address", [.. dataset.Addresses.Select(static address => address.ToString())]);
        if (dataset.ByHand is { } byHand) table.Add("to get it", byHand);
        AddAll(table, "files", [.. dataset.Addresses.Count == 0 ? [] : dataset.Downloads.Select(Described)]);
        table.Write(terminal, indent: 0);
    }

    private static void WriteFacts(Terminal terminal, Dataset dataset, DatasetFacts facts)
    {
        terminal.Output.WriteLine();
        var parts = new TextTable("part", ">samples", "shape");
        foreach (var part in facts.Parts) parts.Add(part.Name, $"{part.Count}", part.Shape);
        parts.Write(terminal);

        terminal.Output.WriteLine();
        var classes = new TextTable(["class", .. facts.Parts.Select(static part => ">" + part.Name)]);
        for (var i = 0; i < dataset.ClassNames.Count; i++)
            classes.Add([dataset.ClassNames[i], .. facts.Parts.Select(part => $"{part.ClassCounts[i]}")]);
        classes.Write(terminal);

        if (facts.Values.Count == 0) return;
        terminal.Output.WriteLine();
        var values = new TextTable($"values of {facts.Parts[0].Name}", ">mean", ">deviation", ">least", ">greatest");
        foreach (var value in facts.Values)
            values.Add(value.Name, $"{value.Mean:0.0000}", $"{value.Deviation:0.0000}", $"{value.Minimum:0.####}", $"{value.Maximum:0.####}");
        values.Write(terminal);
    }

    private static void AddAll(TextTable table, string heading, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++) table.Add(i == 0 ? heading : "", lines[i]);
    }

    private static string Described(OfficialFile file) =>
        $"{file.Name}, {(file.Bytes is { } bytes ? FileSize.Of(bytes) : "size not known")}, {file.Checksum?.ToString() ?? "checksum not known"}";

    private static void WriteJson(Terminal terminal, Dataset dataset, DatasetLocation location, DatasetFacts? facts) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", dataset.Name);
        writer.WriteString("title", dataset.Title);
        writer.WriteString("summary", dataset.Summary);
        writer.WriteBoolean("built_in", dataset.IsBuiltIn);
        writer.WriteString("place", location.Archive ?? location.Folder);
        writer.Texts("classes", dataset.ClassNames);
        writer.WriteStartArray("parts");
        foreach (var part in facts?.Parts ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", part.Name);
            writer.WriteNumber("samples", part.Count);
            writer.WriteString("shape", part.Shape);
            writer.WriteStartArray("class_counts");
            foreach (var count in part.ClassCounts) writer.WriteNumberValue(count);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("values");
        foreach (var value in facts?.Values ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Name);
            writer.Number("mean", value.Mean);
            writer.Number("standard_deviation", value.Deviation);
            writer.Number("minimum", value.Minimum);
            writer.Number("maximum", value.Maximum);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Texts("missing", facts?.Missing ?? [.. location.Missing.Select(static file => file.Name)]);
        writer.Texts("splits", dataset.Splits);
        writer.Texts("used_for", dataset.UsedFor);
        writer.WriteString("licence", dataset.Licence);
        writer.WriteString("citation", dataset.Citation);
        writer.Texts("addresses", dataset.Addresses.Select(static address => address.ToString()));
        writer.WriteStartArray("files");
        foreach (var file in dataset.Downloads)
        {
            writer.WriteStartObject();
            writer.WriteString("name", file.Name);
            writer.Number("bytes", file.Bytes);
            writer.WriteString("checksum", file.Checksum?.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
