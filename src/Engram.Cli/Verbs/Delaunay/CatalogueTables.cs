using System.Text.Json;
using Engram.Cli.Printing;
using Engram.Delaunay.Catalogue;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary>The tables that tell of a catalogue, for people and for programs.</summary>
internal static class CatalogueTables
{
    private const int MostNamed = 12;

    /// <summary>The classes and their sizes.</summary>
    public static void WriteClasses(Terminal terminal, CatalogueReport report)
    {
        terminal.Output.WriteLine();
        var table = new TextTable(">label", "class", ">files", ">share", ">flagged", ">no picture");
        int all = report.Classes.Sum(static one => one.Count);
        foreach (var one in report.Classes)
        {
            table.Add(
                $"{one.Index}", one.Name, $"{one.Count}", $"{100.0 * one.Count / all:0.0} %", one.Flagged > 0 ? $"{one.Flagged}" : "", one.WithoutPixels > 0 ? $"{one.WithoutPixels}" : "");
        }

        table.Write(terminal);
        if (report.Sizes is not { } sizes) return;
        terminal.Output.WriteLine(
            $"  files a class: mean {sizes.Mean:0.00}, deviation {sizes.SampleDeviation:0.00} (÷(N−1)) or {sizes.PopulationDeviation:0.00} (÷N), from {sizes.Least} to {sizes.Greatest}");
    }

    /// <summary>What the detectors found.</summary>
    public static void WriteFlags(Terminal terminal, CatalogueReport report)
    {
        terminal.Output.WriteLine();
        if (report.Flags.Count == 0)
        {
            terminal.Output.WriteLine("  no detector found anything");
            return;
        }

        var table = new TextTable("flag", ">files", ">share");
        foreach (var (flag, count) in report.Flags) table.Add(flag, $"{count}", $"{100.0 * count / report.Files:0.0} %");
        table.Write(terminal);
        if (report.DuplicateGroups > 0)
            terminal.Output.WriteLine($"  {report.DuplicateGroups} groups of near-duplicates, {report.GroupsAcrossClasses} of them across classes");
    }

    /// <summary>The files that give no picture, by name.</summary>
    public static void WriteNamed(Terminal terminal, CatalogueFile catalogue)
    {
        CatalogueEntry[] lost = [.. catalogue.Entries.Where(static entry => !entry.HasPixels || entry.Has(CatalogueFlags.Truncated) || entry.Has(CatalogueFlags.WrongExtension))];
        if (lost.Length == 0) return;
        terminal.Output.WriteLine();
        var table = new TextTable("file", "what is wrong");
        foreach (var entry in lost.Take(MostNamed)) table.Add(entry.RelativePath, string.Join(", ", entry.Flags) + (entry.Has(CatalogueFlags.WrongExtension) ? $" (it is {entry.Format})" : ""));
        table.Write(terminal);
        if (lost.Length > MostNamed) terminal.Output.WriteLine($"  … and {lost.Length - MostNamed} more; their flags stand in the catalogue.");
    }

    /// <summary>How numbers are spread.</summary>
    public static void WriteSpreads(Terminal terminal, CatalogueReport report)
    {
        if (report.Spreads.Count == 0) return;
        terminal.Output.WriteLine();
        var table = new TextTable("", ">least", ">quartile", ">median", ">quartile", ">greatest", ">mean", "least and greatest are");
        foreach (var spread in report.Spreads)
        {
            table.Add(
                spread.Name, Short(spread.Least), Short(spread.LowerQuartile), Short(spread.Median), Short(spread.UpperQuartile), Short(spread.Greatest), Short(spread.Mean),
                $"{spread.LeastPath}, {spread.GreatestPath}");
        }

        table.Write(terminal);
    }

    /// <summary>Everything as one document.</summary>
    public static void WriteJson(Terminal terminal, CatalogueFile catalogue, CatalogueReport report, IReadOnlyList<string> notices) => Json.Write(terminal.Output, json =>
    {
        json.WriteStartObject();
        json.WriteString("catalogue", catalogue.Path);
        json.WriteString("sha256", catalogue.Sha256);
        json.WriteNumber("files", report.Files);
        json.WriteNumber("without_pixels", report.WithoutPixels);
        json.WriteNumber("bytes", report.Bytes);
        json.WriteStartArray("classes");
        foreach (var one in report.Classes)
        {
            json.WriteStartObject();
            json.WriteNumber("index", one.Index);
            json.WriteString("name", one.Name);
            json.WriteNumber("files", one.Count);
            json.WriteNumber("without_pixels", one.WithoutPixels);
            json.WriteNumber("flagged", one.Flagged);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("class_sizes");
        json.Number("mean", report.Sizes?.Mean);
        json.Number("sample_deviation", report.Sizes?.SampleDeviation);
        json.Number("population_deviation", report.Sizes?.PopulationDeviation);
        json.WriteEndObject();
        Spreads(json, report);
        Counts(json, "flags", report.Flags);
        Counts(json, "formats", report.Formats);
        json.WriteNumber("duplicate_groups", report.DuplicateGroups);
        json.WriteNumber("duplicate_groups_across_classes", report.GroupsAcrossClasses);
        json.Texts("notices", notices);
        json.WriteEndObject();
    });

    private static void Spreads(Utf8JsonWriter json, CatalogueReport report)
    {
        json.WriteStartArray("spreads");
        foreach (var spread in report.Spreads)
        {
            json.WriteStartObject();
            json.WriteString("name", spread.Name);
            json.Number("least", spread.Least);
            json.Number("lower_quartile", spread.LowerQuartile);
            json.Number("median", spread.Median);
            json.Number("upper_quartile", spread.UpperQuartile);
            json.Number("greatest", spread.Greatest);
            json.Number("mean", spread.Mean);
            json.WriteString("least_path", spread.LeastPath);
            json.WriteString("greatest_path", spread.GreatestPath);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Counts(Utf8JsonWriter json, string name, IReadOnlyList<(string Name, int Count)> counts)
    {
        json.WriteStartObject(name);
        foreach (var (word, count) in counts) json.WriteNumber(word, count);
        json.WriteEndObject();
    }

    private static string Short(double value) => Math.Abs(value) >= 100 ? $"{value:0}" : Math.Abs(value) >= 10 ? $"{value:0.0}" : $"{value:0.000}";
}
