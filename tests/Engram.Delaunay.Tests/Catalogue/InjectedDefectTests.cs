using System.Text.Json;
using Engram.Delaunay.Catalogue;
using Engram.Delaunay.Painting;

namespace Engram.Delaunay.Tests.Catalogue;

public sealed class InjectedDefectTests
{
    [Fact]
    public void V14_Injected_defects_are_found_and_sound_pictures_are_left_alone()
    {
        using var folder = new TemporaryFolder();
        string root = folder["set"];
        var preset = new StandInPreset("test", [.. Enumerable.Repeat(75, 8)], 144);
        StandInFiles.Write(new StandInRequest { Folder = root, Preset = preset, Styles = new StyleSettings { Seed = 14 }, InjectsDefects = true, Threads = 2 });
        var entries = CatalogueScan.Run(ImageTree.OfFolders(root), new ScanOptions { Source = "synthetic" }).ToDictionary(static entry => entry.RelativePath, StringComparer.Ordinal);
        Assert.Equal(600, entries.Count);
        var injected = File.ReadLines(Path.Combine(root, "injected.jsonl")).Select(static line =>
        {
            using var document = JsonDocument.Parse(line);
            string Text(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString()! : "";
            return (Path: Text("rel_path"), Kind: Text("kind"), Source: Text("source"));
        }).ToArray();
        (string Kind, string Flag)[] detectors =
        [
            ("truncated", CatalogueFlags.Truncated), ("wrong-extension", CatalogueFlags.WrongExtension), ("cmyk-jpeg", CatalogueFlags.Cmyk), ("deep-png", CatalogueFlags.Deep),
            ("exif-rotation", CatalogueFlags.Rotated), ("exact-duplicate", CatalogueFlags.ExactDuplicate),
        ];
        foreach (var (kind, flag) in detectors)
        {
            var its = injected.Where(one => one.Kind == kind).ToArray();
            Assert.InRange(its.Length, 4, 20);
            int found = its.Count(one => entries[one.Path].Has(flag));
            Assert.True(found >= 0.95 * its.Length, $"{flag}: {found} of {its.Length}");
            HashSet<string> concerned = new(its.SelectMany(static one => (string[])[one.Path, one.Source]), StringComparer.Ordinal);
            int alarms = entries.Values.Count(entry => entry.Has(flag) && !concerned.Contains(entry.RelativePath));
            Assert.True(alarms <= 0.02 * entries.Count, $"{flag}: {alarms} false alarms");
        }

        var near = injected.Where(static one => one.Kind == "near-duplicate").ToArray();
        int together = near.Count(one => entries[one.Path].DuplicateGroup >= 0 && entries[one.Path].DuplicateGroup == entries[one.Source].DuplicateGroup);
        HashSet<string> copies = new(injected.Where(static one => one.Source.Length > 0).SelectMany(static one => (string[])[one.Path, one.Source]), StringComparer.Ordinal);
        int mistaken = entries.Values.Count(entry => entry.Has(CatalogueFlags.NearDuplicate) && !copies.Contains(entry.RelativePath));
        Assert.True(mistaken <= 0.02 * entries.Count, $"near-duplicates: {mistaken} false alarms");
        Assert.True(together >= 0.9 * near.Length, $"near-duplicates: {together} of {near.Length}");
    }
}
