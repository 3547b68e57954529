using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Delaunay;
using Engram.Delaunay.Catalogue;
using Engram.Lab;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay scan</c>: looks at every file of a folder of pictures and writes the catalogue.</summary>
internal static class DelaunayScanVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var folder = new Argument<string>("FOLDER") { Description = "the folder of pictures: a folder a class, or any with --labels" };
        var labels = new Option<string?>("--labels") { Description = "a table that says the class of each file: a CSV file with a column 'file' or 'id', and the column that holds the class", HelpName = "FILE.csv:COLUMN" };
        var to = new Option<string?>("--out", "-o") { Description = "the catalogue's file (default: delaunay-catalog/NAME/catalog.jsonl)", HelpName = "FILE" };
        var source = new Option<string>("--source")
        {
            Description = "where the pictures came from: archive, search, agency, url, synthetic or unknown (the default)",
            HelpName = "WORD",
            DefaultValueFactory = static _ => "unknown",
        };
        var threads = Choices.Threads();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "scan",
            "Look at every file of a folder of pictures: hashes, sizes, duplicates, defects, statistics; write the catalogue",
            "engram delaunay scan DELAUNAY",
            "engram delaunay scan paintings/images --labels paintings/metadata.csv:collection --out paintings.jsonl") { folder, labels, to, source, threads, json, quiet };
        verb.SetAction(parsed =>
        {
            string root = parsed.GetRequiredValue(folder);
            string[] sources = ["archive", "search", "agency", "url", "synthetic", "unknown"];
            string from = parsed.GetRequiredValue(source);
            if (!sources.Contains(from, StringComparer.Ordinal)) throw new UsageException($"--source takes {string.Join(", ", sources[..^1])} or unknown, not '{from}'.");
            var tree = parsed.GetValue(labels) is { } table ? Labelled(root, table) : ImageTree.OfFolders(root);
            string path = parsed.GetValue(to) ?? Path.Combine("delaunay-catalog", NameOf(root), "catalog.jsonl");
            if (Directory.Exists(path)) path = Path.Combine(path, "catalog.jsonl");
            CatalogueFile catalogue;
            using (var progress = new WorkProgress(session, parsed.GetValue(quiet)))
            {
                var gate = new Lock();
                var options = new ScanOptions
                {
                    Threads = parsed.GetValue(threads) ?? 0,
                    Source = from,
                    Progress = (done, total) =>
                    {
                        lock (gate) progress.Report($"looking at {total} pictures", (double)done / total);
                    },
                };
                catalogue = CatalogueFile.Write(path, CatalogueScan.Run(tree, options, session.Stop));
            }

            var report = CatalogueReport.Of(catalogue);
            if (parsed.GetValue(json)) CatalogueTables.WriteJson(session.Terminal, catalogue, report, tree.Notices);
            else WriteText(session.Terminal, catalogue, report, tree);
            return ExitCode.Done;
        });
        return verb;
    }

    private static ImageTree Labelled(string folder, string table)
    {
        int colon = table.LastIndexOf(':');
        if (colon <= 0 || colon == table.Length - 1) throw new UsageException($"--labels takes a table and its column, such as metadata.csv:collection, not '{table}'.");
        return ImageTree.OfTable(folder, CsvTable.Read(table[..colon]), table[(colon + 1)..]);
    }

    /// <summary>The folder's name; that of the one above it where it says only that there are pictures.</summary>
    private static string NameOf(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string name = Path.GetFileName(full);
        string above = Path.GetFileName(Path.GetDirectoryName(full) ?? "");
        return name is "images" or "pictures" or "" && above.Length > 0 ? above : name.Length > 0 ? name : "pictures";
    }

    private static void WriteText(Terminal terminal, CatalogueFile catalogue, CatalogueReport report, ImageTree tree)
    {
        terminal.Output.WriteLine($"{terminal.Bold($"{report.Files} files")} of {report.Classes.Count} classes, {FileSize.Of(report.Bytes)}; {(report.WithoutPixels == 0 ? "all of them give a picture" : $"{report.WithoutPixels} give no picture")}");
        CatalogueTables.WriteClasses(terminal, report);
        CatalogueTables.WriteFlags(terminal, report);
        CatalogueTables.WriteNamed(terminal, catalogue);
        if (tree.Notices.Count > 0)
        {
            terminal.Output.WriteLine();
            foreach (string notice in tree.Notices.Take(20)) terminal.Output.WriteLine(notice);
            if (tree.Notices.Count > 20) terminal.Output.WriteLine($"… and {tree.Notices.Count - 20} more; --json has them all.");
        }

        terminal.Output.WriteLine();
        if (tree.IsDelaunay) terminal.Output.WriteLine("Most of these works are in copyright: the pictures stay on this machine. The catalogue may be shared.");
        terminal.Output.WriteLine($"catalogue  {Place.Of(catalogue.Path)}");
        terminal.Output.WriteLine($"           engram delaunay stats {Place.Typed(catalogue.Path)} says more");
    }
}
