using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Delaunay.Catalogue;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay stats</c>: what a catalogue says as a whole.</summary>
internal static class DelaunayStatsVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var file = CatalogueArgument();
        var json = Choices.Json();
        var verb = new Verb(
            "stats",
            "What a catalogue says as a whole: counts, sizes, statistics, defects, duplicates",
            "engram delaunay stats delaunay-catalog/DELAUNAY/catalog.jsonl") { file, json };
        verb.SetAction(parsed =>
        {
            var catalogue = CatalogueFile.Read(parsed.GetRequiredValue(file));
            var report = CatalogueReport.Of(catalogue);
            if (parsed.GetValue(json)) CatalogueTables.WriteJson(session.Terminal, catalogue, report, []);
            else WriteText(session.Terminal, catalogue, report);
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>The argument that names a catalogue.</summary>
    public static Argument<string> CatalogueArgument() => new("CATALOG") { Description = "the catalog.jsonl that engram delaunay scan wrote, or its folder" };

    private static void WriteText(Terminal terminal, CatalogueFile catalogue, CatalogueReport report)
    {
        terminal.Output.WriteLine($"{terminal.Bold(Place.Of(catalogue.Path))}  {report.Files} files, {FileSize.Of(report.Bytes)}, {string.Join(", ", report.Formats.Select(static format => $"{format.Count} {format.Format}"))}");
        CatalogueTables.WriteClasses(terminal, report);
        CatalogueTables.WriteSpreads(terminal, report);
        CatalogueTables.WriteFlags(terminal, report);
        CatalogueTables.WriteNamed(terminal, catalogue);
    }
}
