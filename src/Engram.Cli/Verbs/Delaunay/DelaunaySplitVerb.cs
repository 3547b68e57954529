using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Delaunay.Catalogue;
using Engram.Delaunay.Splits;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay split</c>: says which picture of a catalogue is for what, and writes it down.</summary>
internal static class DelaunaySplitVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var file = DelaunayStatsVerb.CatalogueArgument();
        var rule = new Option<string>("--rule", "-r")
        {
            Description = $"the rule: {string.Join(", ", SplitRule.Names)} (default: authors)",
            HelpName = "RULE",
            DefaultValueFactory = static _ => "authors",
        };
        var seed = Choices.Seed();
        seed.Description = "the seed (default: 1234 for the authors' rule, 1 for others)";
        var to = new Option<string?>("--out", "-o") { Description = "the split's file (default: beside the catalogue)", HelpName = "FILE" };
        var json = Choices.Json();
        var verb = new Verb(
            "split",
            "Say which picture is for training, validation and test, and write it down",
            "engram delaunay split delaunay-catalog/DELAUNAY/catalog.jsonl",
            "engram delaunay split delaunay-catalog/DELAUNAY/catalog.jsonl --rule dedup --seed 7") { file, rule, seed, to, json };
        verb.SetAction(parsed =>
        {
            var catalogue = CatalogueFile.Read(parsed.GetRequiredValue(file));
            var split = SplitRule.Make(catalogue, parsed.GetRequiredValue(rule), parsed.GetValue(seed));
            string path = parsed.GetValue(to) ?? Path.Combine(Path.GetDirectoryName(catalogue.Path) ?? "", $"split-{split.Rule}-{split.Seed}.jsonl");
            SplitFile.Write(path, split);
            int torn = TornGroups(catalogue, split);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, split, path, torn);
            else WriteText(session.Terminal, catalogue, split, path, torn);
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>Groups of near-duplicates that stand in more than one part.</summary>
    private static int TornGroups(CatalogueFile catalogue, DelaunaySplit split)
    {
        var parts = split.Rows.ToDictionary(static row => row.RelativePath, static row => row.Part, StringComparer.Ordinal);
        return catalogue.Entries.Where(entry => entry.DuplicateGroup >= 0 && parts.ContainsKey(entry.RelativePath)).GroupBy(static entry => entry.DuplicateGroup)
            .Count(group => group.Select(entry => parts[entry.RelativePath]).Distinct(StringComparer.Ordinal).Count() > 1);
    }

    private static void WriteText(Terminal terminal, CatalogueFile catalogue, DelaunaySplit split, string path, int torn)
    {
        terminal.Output.WriteLine($"{terminal.Bold(split.Rule)}  seed {split.Seed}, of {Place.Of(catalogue.Path)}");
        terminal.Output.WriteLine();
        var table = new TextTable("part", ">pictures", ">share", ">classes", ">fewest", ">most");
        foreach (var (part, count) in split.Parts)
        {
            int[] classes = [.. split.Rows.Where(row => row.Part == part).CountBy(static row => row.ClassIndex).Select(static pair => pair.Value)];
            table.Add(part, $"{count}", $"{100.0 * count / split.Rows.Count:0.0} %", $"{classes.Length}", $"{classes.Min()}", $"{classes.Max()}");
        }

        table.Write(terminal);
        foreach (var (why, count) in split.Left) terminal.Output.WriteLine($"  {count} files are in no part: {why}");
        if (torn > 0) terminal.Output.WriteLine($"  {torn} groups of near-duplicates stand in more than one part, which flatters test accuracy; --rule dedup keeps them together");
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"split  {Place.Of(path)}");
    }

    private static void WriteJson(Terminal terminal, DelaunaySplit split, string path, int torn) => Json.Write(terminal.Output, json =>
    {
        json.WriteStartObject();
        json.WriteString("split", path);
        json.WriteString("rule", split.Rule);
        json.WriteNumber("seed", split.Seed);
        json.WriteString("source_hash", split.SourceHash);
        json.WriteStartObject("parts");
        foreach (var (part, count) in split.Parts) json.WriteNumber(part, count);
        json.WriteEndObject();
        json.WriteStartObject("left");
        foreach (var (why, count) in split.Left) json.WriteNumber(why, count);
        json.WriteEndObject();
        json.WriteNumber("duplicate_groups_across_parts", torn);
        json.WriteEndObject();
    });
}
