using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Datasets;
using Engram.Delaunay.Acquisition;
using Engram.Lab;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay fetch</c>: gets the archives, or the pictures of lists of addresses.</summary>
internal static class DelaunayFetchVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var which = new Argument<string[]>("ARCHIVE") { Description = "full, train, test or urls (default: full)", Arity = ArgumentArity.ZeroOrMore };
        var urls = new Option<string?>("--urls") { Description = "fetch the pictures of the lists of addresses in this folder instead; slow, polite, and another dataset than DELAUNAY", HelpName = "FOLDER" };
        var to = new Option<string>("--to") { Description = "the folder for what is fetched (default: delaunay-data)", HelpName = "FOLDER", DefaultValueFactory = static _ => "delaunay-data" };
        var from = Choices.From();
        var contact = new Option<string?>("--contact") { Description = "with --urls: an address at which hosts can reach you", HelpName = "MAIL" };
        var skip = new Option<bool>("--skip-in-copyright") { Description = "with --urls: leave out artists whose term has not passed" };
        var unpack = new Option<bool>("--unpack") { Description = "unpack archives that are sound" };
        var accept = new Option<bool>("--accept") { Description = "take an archive that is another than the one first fetched" };
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "fetch",
            "Get the archives of DELAUNAY and check them, or the pictures of lists of addresses; what was begun is gone on with",
            "engram delaunay fetch full --unpack",
            "engram delaunay fetch train test --to /data/delaunay",
            "engram delaunay fetch --urls DELAUNAY_URLs --contact you@example.org") { which, urls, to, from, contact, skip, unpack, accept, json, quiet };
        verb.SetAction(parsed =>
        {
            if (!parsed.GetValue(quiet)) session.Terminal.Say(PublishedArchives.RightsWarning);
            string folder = parsed.GetRequiredValue(to);
            try
            {
                return parsed.GetValue(urls) is { } lists
                    ? Addresses(session, lists, folder, parsed.GetValue(contact), parsed.GetValue(skip), parsed.GetValue(quiet), parsed.GetValue(json))
                    : Archives(session, parsed.GetValue(which) ?? [], folder, parsed.GetValue(from), parsed.GetValue(unpack), parsed.GetValue(accept), parsed.GetValue(quiet), parsed.GetValue(json));
            }
            catch (OperationCanceledException)
            {
                session.Terminal.Complain("stopped. What has come is kept; the same command goes on from there.");
                return ExitCode.Interrupted;
            }
        });
        return verb;
    }

    private static int Archives(Session session, string[] words, string folder, Uri? from, bool unpack, bool accept, bool quiet, bool json)
    {
        if (words.Length == 0) words = ["full"];
        var wanted = words.Select(static word => PublishedArchives.All.FirstOrDefault(archive => archive.Word == word) is { File: { } file } ? file
            : throw new UsageException($"There is no archive '{word}'. There are {string.Join(", ", PublishedArchives.All.Select(static archive => archive.Word))}.")).ToArray();
        List<(ArchiveReport Report, bool IsNew, string Unpacked)> done = [];
        using var client = DatasetFetcher.CreateClient();
        foreach (var file in wanted)
        {
            FetchedFile fetched;
            using (var progress = FetchProgress.For(session, quiet, json))
            {
                var fetcher = new DatasetFetcher(client, new FetchOptions { From = from });
                fetched = fetcher.FetchFileAsync(file, Path.Combine(folder, file.Name), [PublishedArchives.Address], progress, session.Stop).GetAwaiter().GetResult();
            }

            using var work = new WorkProgress(session, quiet);
            var report = ArchiveCheck.Run(fetched.Path, null, decodes: true, (entry, all) => work.Report($"checking {file.Name}", (double)entry / all), session.Stop);
            bool isNew = ArchiveLock.Check(Path.Combine(folder, ArchiveLock.FileName), report, fetched, accept);
            string target = Path.Combine(folder, Path.GetFileNameWithoutExtension(file.Name));
            if (unpack) ArchiveExtraction.Run(report, target, (entry, all) => work.Report($"unpacking {file.Name}", (double)entry / all), session.Stop);
            done.Add((report, isNew, unpack ? target : ""));
        }

        if (json) WriteArchives(session.Terminal, done);
        else WriteArchivesText(session.Terminal, done);
        return ExitCode.Done;
    }

    private static void WriteArchivesText(Terminal terminal, List<(ArchiveReport Report, bool IsNew, string Unpacked)> done)
    {
        foreach (var (report, isNew, unpacked) in done)
        {
            terminal.Output.WriteLine($"{terminal.Bold(Place.Of(report.Path))}  {FileSize.Of(report.Bytes)}, {report.Images} pictures of {report.Classes.Count} classes, {(isNew ? "locked as it is" : "as locked")}");
            foreach (string notice in report.Notices) terminal.Output.WriteLine($"  {notice}");
            if (unpacked.Length > 0) terminal.Output.WriteLine($"  unpacked into {Place.Of(unpacked)}");
        }
    }

    private static void WriteArchives(Terminal terminal, List<(ArchiveReport Report, bool IsNew, string Unpacked)> done) => Json.Write(terminal.Output, json =>
    {
        json.WriteStartArray();
        foreach (var (report, isNew, unpacked) in done)
        {
            json.WriteStartObject();
            json.WriteString("path", report.Path);
            json.WriteNumber("bytes", report.Bytes);
            json.WriteString("sha256", report.Sha256);
            json.WriteNumber("images", report.Images);
            json.WriteBoolean("newly_locked", isNew);
            json.WriteString("unpacked", unpacked);
            json.Texts("notices", report.Notices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static int Addresses(Session session, string folder, string to, string? contact, bool skip, bool quiet, bool json)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"There is no folder {folder}. Unpack DELAUNAY_URLs.zip, which engram delaunay fetch urls gets.");
        string[] files = [.. Directory.EnumerateFiles(folder, "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new UsageException($"There is no list (.csv) in {folder}.");
        UrlList[] lists = [.. files.Select(UrlList.Read)];
        foreach (var stray in lists.Where(static list => list.ClassIndex < 0)) session.Terminal.Say($"{stray.Path}: its name is none of the 53 artists.");
        // A call that was cut short yesterday is gone on with under yesterday's name.
        string name = Directory.Exists(to) && Directory.EnumerateDirectories(to, "DELAUNAY-urls-*").Order(StringComparer.Ordinal).LastOrDefault() is { } before
            ? Path.GetFileName(before) : $"DELAUNAY-urls-{session.Clock.GetUtcNow():yyyy-MM-dd}";
        string target = Path.Combine(to, name);
        IReadOnlyList<UrlOutcome> outcomes;
        using (var client = UrlFetch.CreateClient())
        using (var progress = new WorkProgress(session, quiet))
        {
            var gate = new Lock();
            var options = new UrlFetchOptions
            {
                SkipsInCopyright = skip,
                Progress = (_, done, total) =>
                {
                    lock (gate) progress.Report($"{done} of {total} addresses", (double)done / total);
                },
            };
            if (contact is not null) options = options with { Agent = $"engram-delaunay/0.1 (research; {contact})" };
            outcomes = new UrlFetch(client, options).RunAsync(lists, target, session.Stop).GetAwaiter().GetResult();
        }

        var counts = outcomes.CountBy(static outcome => outcome.Status, StringComparer.Ordinal).OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).ToArray();
        var lines = lists.SelectMany(static list => list.Rows).Where(static row => row.Address is null).CountBy(static row => row.Reason, StringComparer.Ordinal).OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToArray();
        if (json)
        {
            Json.Write(session.Terminal.Output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteString("folder", target);
                writer.WriteStartObject("statuses");
                foreach (var (status, count) in counts) writer.WriteNumber(status, count);
                writer.WriteEndObject();
                writer.WriteStartObject("lines_without_address");
                foreach (var (reason, count) in lines) writer.WriteNumber(reason, count);
                writer.WriteEndObject();
                writer.WriteEndObject();
            });
            return ExitCode.Done;
        }

        session.Terminal.Output.WriteLine($"{session.Terminal.Bold(name)}  {outcomes.Count} addresses of {lists.Length} lists, in {Place.Of(target)}");
        var table = new TextTable("status", ">addresses");
        foreach (var (status, count) in counts) table.Add(status, $"{count}");
        table.Write(session.Terminal);
        foreach (var (reason, count) in lines) session.Terminal.Output.WriteLine($"  {count} lines give no address: {reason}");
        session.Terminal.Output.WriteLine("This is another dataset than DELAUNAY: report it by its own name.");
        return ExitCode.Done;
    }
}
