using System.Text.Json;
using Engram.Delaunay.Acquisition;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Tests.Catalogue;

public sealed class CardTests
{
    private static readonly string[] Required = ["@context", "@type", "conformsTo", "name", "description", "license", "url", "creator", "datePublished", "citeAs", "version", "distribution", "recordSet"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void V17_Croissant_has_what_is_required_unique_identifiers_and_no_invented_checksum(bool isLocked)
    {
        var source = Source(isLocked);
        using var document = JsonDocument.Parse(CroissantCard.Write(source));
        var root = document.RootElement;
        Assert.All(Required, name => Assert.True(root.TryGetProperty(name, out _), name));
        List<string> ids = [];
        foreach (var part in root.GetProperty("distribution").EnumerateArray().Concat(root.GetProperty("recordSet").EnumerateArray()))
        {
            ids.Add(part.GetProperty("@id").GetString()!);
            if (!part.TryGetProperty("field", out var fields)) continue;
            foreach (var field in fields.EnumerateArray())
            {
                ids.Add(field.GetProperty("@id").GetString()!);
                Assert.StartsWith(part.GetProperty("@id").GetString() + "/", ids[^1], StringComparison.Ordinal);
            }
        }

        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        var checksums = root.GetProperty("distribution").EnumerateArray().Where(static part => part.TryGetProperty("sha256", out _))
            .ToDictionary(static part => part.GetProperty("name").GetString()!, static part => part.GetProperty("sha256").GetString()!, StringComparer.Ordinal);
        string[] known = isLocked ? ["catalog.jsonl", "delaunay.zip"] : ["catalog.jsonl"];
        Assert.Equal(known, checksums.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(source.Catalogue.Sha256, checksums["catalog.jsonl"]);
        foreach (var reference in References(root)) Assert.Contains(reference, ids);
        Assert.Equal(ArtistNames.Names, root.GetProperty("recordSet")[1].GetProperty("data").EnumerateArray().Select(static row => row.GetProperty("artists/name").GetString()));
    }

    [Fact]
    public void V17_The_card_has_its_front_matter_with_classes_in_label_order_and_all_sections()
    {
        string card = DataCard.Write(Source(false));
        string[] parts = card.Split("---\n");
        Assert.Equal("", parts[0]);
        string[] fields = ["pretty_name", "license", "license_name", "license_link", "language", "task_categories", "size_categories", "source_datasets", "annotations_creators", "dataset_info", "configs", "tags"];
        Assert.All(fields, field => Assert.Contains($"\n{field}:", "\n" + parts[1], StringComparison.Ordinal));
        Assert.All(ArtistNames.All, artist => Assert.Contains($"'{artist.Index}': \"{artist.Name}\"\n", parts[1], StringComparison.Ordinal));
        string[] sections = ["Summary", "Tasks", "Structure", "Creation", "Source and curation", "Annotations", "Personal data", "Uses and misuses", "Bias", "Limitations", "Licensing", "Citation", "Changes"];
        Assert.All(sections, section => Assert.Contains($"\n## {section}\n", parts[2], StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(JsonElement root)
    {
        foreach (var part in root.GetProperty("distribution").EnumerateArray())
        {
            if (part.TryGetProperty("containedIn", out var archive)) yield return archive.GetProperty("@id").GetString()!;
        }

        foreach (var field in root.GetProperty("recordSet")[0].GetProperty("field").EnumerateArray())
        {
            var from = field.GetProperty("source");
            yield return (from.TryGetProperty("fileSet", out var set) ? set : from.GetProperty("fileObject")).GetProperty("@id").GetString()!;
            if (field.TryGetProperty("references", out var to)) yield return to.GetProperty("field").GetProperty("@id").GetString()!;
        }
    }

    private static CardSource Source(bool isLocked)
    {
        CatalogueEntry[] entries = [.. ArtistNames.All.Select(static artist => new CatalogueEntry { RelativePath = $"{artist.Name}/1.jpg", Artist = artist.Name, ClassIndex = artist.Index, Flags = ["tiny"] })];
        var catalogue = new CatalogueFile("catalog.jsonl", entries, new string('a', 64));
        return new CardSource("DELAUNAY", catalogue, CatalogueReport.Of(catalogue), isLocked ? [new LockedArchive("delaunay.zip", 5, new string('b', 64), 53, "unknown", "", "")] : []);
    }
}
