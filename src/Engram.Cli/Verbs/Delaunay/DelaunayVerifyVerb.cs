using System.CommandLine;
using System.Security.Cryptography;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Delaunay.Acquisition;
using Engram.Delaunay.Catalogue;
using Engram.Lab;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay verify</c>: whether a folder, an archive or a catalogue is what it should be.</summary>
internal static class DelaunayVerifyVerb
{
    private const int MostTold = 20;

    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var what = new Argument<string>("WHAT") { Description = "a zip archive, a folder of pictures with a folder a class, or a catalogue" };
        var root = new Option<string?>("--images") { Description = "for a catalogue: the folder that was scanned, whose files are hashed anew", HelpName = "FOLDER" };
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "verify",
            "Check an archive entry by entry, a folder picture by picture, or a catalogue against its pictures",
            "engram delaunay verify delaunay.zip",
            "engram delaunay verify DELAUNAY",
            "engram delaunay verify delaunay-catalog/DELAUNAY/catalog.jsonl --images DELAUNAY") { what, root, json, quiet };
        verb.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(what);
            Findings findings;
            using (var progress = new WorkProgress(session, parsed.GetValue(quiet)))
            {
                var gate = new Lock();
                void Report(int done, int total)
                {
                    lock (gate) progress.Report(Path.GetFileName(path), (double)done / Math.Max(1, total));
                }

                findings = Directory.Exists(path) && !File.Exists(Path.Combine(path, "catalog.jsonl")) ? Folder(path, Report, session.Stop)
                    : Directory.Exists(path) || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? Catalogue(path, parsed.GetValue(root), Report, session.Stop)
                    : File.Exists(path) ? Archive(path, Report, session.Stop)
                    : throw new UsageException($"There is no {path}. Name an archive, a folder of pictures, or a catalogue.");
            }

            if (parsed.GetValue(json)) WriteJson(session.Terminal, path, findings);
            else WriteText(session.Terminal, path, findings);
            return findings.Faults.Count == 0 ? ExitCode.Done : ExitCode.Usage;
        });
        return verb;
    }

    private static Findings Archive(string path, Action<int, int> progress, CancellationToken stop)
    {
        var report = ArchiveCheck.Run(path, null, decodes: true, progress, stop);
        return new Findings(
            "archive", $"{FileSize.Of(report.Bytes)}, {report.Images} pictures of {report.Classes.Count} classes, sha256 {report.Sha256}",
            [.. report.Faults.Select(static fault => fault.Entry.Length > 0 ? $"{fault.Entry}: {fault.Problem}" : fault.Problem)], report.Notices);
    }

    private static Findings Folder(string path, Action<int, int> progress, CancellationToken stop)
    {
        var tree = ImageTree.OfFolders(path);
        var entries = CatalogueScan.Run(tree, new ScanOptions { Progress = progress }, stop);
        List<string> notices = [.. tree.Notices];
        if (tree.IsDelaunay && entries.Count is not (11_503 or 9_202 or 2_301)) notices.Add($"There are {entries.Count} pictures; DELAUNAY has 11,503, of which 9,202 are for training and 2,301 for the test.");
        return new Findings(
            "folder", $"{entries.Count} pictures of {tree.Classes.Count} classes",
            [.. entries.Where(static entry => !entry.HasPixels || entry.Has(CatalogueFlags.Truncated) || entry.Has(CatalogueFlags.DecodeError))
                .Select(static entry => $"{entry.RelativePath}: {string.Join(", ", entry.Flags)}")], notices);
    }

    private static Findings Catalogue(string path, string? root, Action<int, int> progress, CancellationToken stop)
    {
        var catalogue = CatalogueFile.Read(path);
        List<string> faults = [], notices = [];
        foreach (var twice in catalogue.Entries.GroupBy(static entry => entry.RelativePath, StringComparer.Ordinal).Where(static group => group.Count() > 1))
            faults.Add($"{twice.Key}: it is in the catalogue {twice.Count()} times");
        int done = 0;
        foreach (var entry in catalogue.Entries)
        {
            stop.ThrowIfCancellationRequested();
            progress(++done, catalogue.Entries.Count);
            if (entry.HasPixels && !entry.RgbSha256.StartsWith(entry.ImageId, StringComparison.Ordinal)) faults.Add($"{entry.RelativePath}: its identifier is not that of its pixels");
            if (entry.ClassIndex >= 0 && catalogue.Classes[entry.ClassIndex] != entry.Artist) faults.Add($"{entry.RelativePath}: label {entry.ClassIndex} is '{entry.Artist}' here and '{catalogue.Classes[entry.ClassIndex]}' elsewhere");
            if (root is null || entry.Has(CatalogueFlags.Missing)) continue;
            string file = Path.Combine(root, entry.RelativePath);
            if (!File.Exists(file)) faults.Add($"{entry.RelativePath}: the file is gone");
            else if (entry.FileSha256.Length > 0 && Hash(file) != entry.FileSha256) faults.Add($"{entry.RelativePath}: the file has changed");
        }

        if (root is null) notices.Add("The catalogue was checked by itself; with --images FOLDER its files are hashed, too.");
        return new Findings("catalogue", $"{catalogue.Entries.Count} entries of {catalogue.Classes.Count} classes, sha256 {catalogue.Sha256}", faults, notices);
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void WriteText(Terminal terminal, string path, Findings findings)
    {
        terminal.Output.WriteLine($"{terminal.Bold(Place.Of(path))}  {findings.What}: {findings.Words}");
        foreach (string fault in findings.Faults.Take(MostTold)) terminal.Output.WriteLine($"  wrong  {fault}");
        if (findings.Faults.Count > MostTold) terminal.Output.WriteLine($"  … and {findings.Faults.Count - MostTold} more; --json has them all.");
        foreach (string notice in findings.Notices.Take(MostTold)) terminal.Output.WriteLine($"  note   {notice}");
        if (findings.Notices.Count > MostTold) terminal.Output.WriteLine($"  … and {findings.Notices.Count - MostTold} more notes; --json has them all.");
        terminal.Output.WriteLine(findings.Faults.Count == 0 ? "  fine" : findings.Faults.Count == 1 ? "  1 thing is wrong" : $"  {findings.Faults.Count} things are wrong");
    }

    private static void WriteJson(Terminal terminal, string path, Findings findings) => Json.Write(terminal.Output, json =>
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteString("what", findings.What);
        json.WriteString("words", findings.Words);
        json.WriteBoolean("fine", findings.Faults.Count == 0);
        json.Texts("faults", findings.Faults);
        json.Texts("notices", findings.Notices);
        json.WriteEndObject();
    });

    private sealed record Findings(string What, string Words, IReadOnlyList<string> Faults, IReadOnlyList<string> Notices);
}
