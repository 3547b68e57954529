using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Delaunay.Acquisition;
using Engram.Delaunay.Catalogue;
using Engram.Numerics;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay card</c>: describes a catalogue for people and for programs.</summary>
internal static class DelaunayCardVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var file = DelaunayStatsVerb.CatalogueArgument();
        var name = new Option<string?>("--name") { Description = "the dataset's name (default: that of the catalogue's folder)", HelpName = "NAME" };
        var locked = new Option<string?>("--lock") { Description = $"the {ArchiveLock.FileName} that checksums are taken from; without one there are none", HelpName = "FILE" };
        var to = new Option<string?>("--out", "-o") { Description = "the folder the two files go to (default: beside the catalogue)", HelpName = "FOLDER" };
        var json = Choices.Json();
        var verb = new Verb(
            "card",
            "Describe a catalogue: a Markdown card for people, Croissant JSON-LD for programs",
            "engram delaunay card delaunay-catalog/DELAUNAY/catalog.jsonl --lock delaunay-data/delaunay.lock.json") { file, name, locked, to, json };
        verb.SetAction(parsed =>
        {
            var catalogue = CatalogueFile.Read(parsed.GetRequiredValue(file));
            string beside = Path.GetDirectoryName(Path.GetFullPath(catalogue.Path))!;
            string folder = parsed.GetValue(to) ?? beside;
            var archives = parsed.GetValue(locked) is { } path ? Locked(path) : [];
            var source = new CardSource(parsed.GetValue(name) ?? Path.GetFileName(beside), catalogue, CatalogueReport.Of(catalogue), archives);
            Directory.CreateDirectory(folder);
            string card = Path.Combine(folder, "README.md"), croissant = Path.Combine(folder, "croissant.json");
            Write(card, DataCard.Write(source));
            Write(croissant, CroissantCard.Write(source));
            if (parsed.GetValue(json))
            {
                Json.Write(session.Terminal.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("card", card);
                    writer.WriteString("croissant", croissant);
                    writer.WriteEndObject();
                });
                return ExitCode.Done;
            }

            session.Terminal.Output.WriteLine($"card       {Place.Of(card)}");
            session.Terminal.Output.WriteLine($"croissant  {Place.Of(croissant)}");
            return ExitCode.Done;
        });
        return verb;
    }

    private static IReadOnlyList<LockedArchive> Locked(string path) =>
        File.Exists(path) ? ArchiveLock.Read(path) : throw new Lab.UsageException($"There is no lock {path}. engram delaunay fetch makes one; without --lock the card has no checksums.");

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
