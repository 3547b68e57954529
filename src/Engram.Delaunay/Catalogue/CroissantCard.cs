using System.Text;
using System.Text.Json;
using Engram.Delaunay.Acquisition;

namespace Engram.Delaunay.Catalogue;

/// <summary>
/// Describes the dataset for programs: Croissant 1.0, JSON-LD of the MLCommons vocabulary on schema.org. A checksum stands in it where the
/// lock file has one; none is made up.
/// </summary>
public static class CroissantCard
{
    private const string Catalogue = "files/catalogue";

    private static readonly (string Key, string Value)[] Terms =
    [
        ("@language", "en"), ("@vocab", "https://schema.org/"), ("citeAs", "cr:citeAs"), ("column", "cr:column"), ("conformsTo", "dct:conformsTo"), ("cr", "http://mlcommons.org/croissant/"),
        ("dct", "http://purl.org/dc/terms/"), ("extract", "cr:extract"), ("field", "cr:field"), ("fileObject", "cr:fileObject"), ("fileProperty", "cr:fileProperty"), ("fileSet", "cr:fileSet"),
        ("includes", "cr:includes"), ("key", "cr:key"), ("rai", "http://mlcommons.org/croissant/RAI/"), ("recordSet", "cr:recordSet"), ("references", "cr:references"), ("regex", "cr:regex"),
        ("sc", "https://schema.org/"), ("source", "cr:source"), ("transform", "cr:transform"),
    ];

    /// <summary>The document.</summary>
    /// <param name="source">What it is made from.</param>
    public static string Write(CardSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, CatalogueJson.Layout with { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteContext(json);
            WriteDataset(json, source);
            string[] sets = WriteDistribution(json, source);
            json.WriteStartArray("recordSet");
            WriteImages(json, sets);
            WriteEnumeration(json, "artists", "The classes in label order", "sc:Text", source.Catalogue.Classes);
            WriteEnumeration(json, "splits", "The parts of splits", "cr:Split", ["train", "validation", "test"]);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(content.ToArray()) + "\n";
    }

    private static void WriteContext(Utf8JsonWriter json)
    {
        json.WriteStartObject("@context");
        foreach (var (key, value) in Terms) json.WriteString(key, value);
        foreach (string key in (string[])["data", "examples"]) Pair(json, key, ("@id", $"cr:{key}"), ("@type", "@json"));
        Pair(json, "dataType", ("@id", "cr:dataType"), ("@type", "@vocab"));
        json.WriteEndObject();
    }

    private static void WriteDataset(Utf8JsonWriter json, CardSource source)
    {
        json.WriteString("@type", "sc:Dataset");
        json.WriteStartArray("conformsTo");
        json.WriteStringValue("http://mlcommons.org/croissant/1.0");
        json.WriteStringValue("http://mlcommons.org/croissant/RAI/1.0");
        json.WriteEndArray();
        json.WriteString("name", source.Name);
        json.WriteString("description", $"{source.Report.Files} pictures of {source.Report.Classes.Count} classes{(source.IsDelaunay ? ": abstract art labelled by artist" : "")}.");
        json.WriteString("license", source.IsSynthetic ? "https://spdx.org/licenses/MIT" : "No licence is given: the pictures are works of their artists and photographers.");
        json.WriteString("url", source.IsDelaunay ? "https://github.com/camillegontier/DELAUNAY_dataset" : $"urn:sha256:{source.Catalogue.Sha256}");
        json.WriteString("version", "1.0.0");
        if (source.IsDelaunay)
        {
            json.WriteStartArray("creator");
            foreach (string name in (string[])["Camille Gontier", "Jakob Jordan", "Mihai A. Petrovici"])
            {
                json.WriteStartObject();
                json.WriteString("@type", "sc:Person");
                json.WriteString("name", name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("datePublished", "2022");
            json.WriteString("citeAs", "Gontier, Jordan, Petrovici (2022). DELAUNAY: a dataset of abstract art for psychophysical and machine learning research. arXiv 2201.12123.");
        }
        else
        {
            Pair(json, "creator", ("@type", "sc:Organization"), ("name", "not available"));
            json.WriteString("datePublished", "not available");
            json.WriteString("citeAs", "not available");
        }

        json.WriteString("rai:dataCollection", source.IsDelaunay ? "Image search and a picture agency, July to November 2021; selection criteria are not in the authors' code." : "not available");
        json.WriteString("rai:dataLimitations", "Labels are not verified; near-duplicates, watermarks, frames and photographs of objects occur.");
        json.WriteString("rai:dataBiases", source.IsDelaunay ? "Mostly European and North American men." : "not available");
        json.WriteString("rai:dataSocialImpact", "Works of living or recently deceased artists: not for attributing works, and not for imitating artists.");
        json.WriteString("rai:personalSensitiveInformation", source.IsDelaunay ? "Names of artists; some photographs show visitors." : "not available");
    }

    /// <summary>The archives and the files in them. A local folder, where there is no archive, is a file set alone.</summary>
    private static string[] WriteDistribution(Utf8JsonWriter json, CardSource source)
    {
        List<string> sets = [];
        json.WriteStartArray("distribution");
        foreach (var (word, file, what) in source.IsDelaunay ? PublishedArchives.All : [])
        {
            string id = $"archives/{word}";
            json.WriteStartObject();
            json.WriteString("@type", "cr:FileObject");
            json.WriteString("@id", id);
            json.WriteString("name", file.Name);
            json.WriteString("description", what);
            json.WriteString("contentUrl", new Uri(PublishedArchives.Address, file.Name).ToString());
            json.WriteString("encodingFormat", "application/zip");
            if (source.Archives.FirstOrDefault(archive => archive.Name == file.Name) is { } locked)
            {
                json.WriteString("contentSize", $"{locked.Bytes} B");
                json.WriteString("sha256", locked.Sha256);
            }

            json.WriteEndObject();
            WriteFileSet(json, $"files/{word}", id, word == "urls" ? "**/*.csv" : word == "full" ? "*/*/*.jpg" : "*/*/*.png", word == "urls" ? "text/csv" : word == "full" ? "image/jpeg" : "image/png");
            if (word == "full") sets.Add($"files/{word}");
        }

        if (sets.Count == 0)
        {
            WriteFileSet(json, "files/all", null, "**/*", "image/jpeg");
            sets.Add("files/all");
        }

        json.WriteStartObject();
        json.WriteString("@type", "cr:FileObject");
        json.WriteString("@id", Catalogue);
        json.WriteString("name", "catalog.jsonl");
        json.WriteString("description", "a line of JSON a picture: hashes, sizes, flags, statistics, addresses");
        json.WriteString("contentUrl", "catalog.jsonl");
        json.WriteString("encodingFormat", "application/jsonlines");
        json.WriteString("sha256", source.Catalogue.Sha256);
        json.WriteEndObject();
        json.WriteEndArray();
        return [.. sets];
    }

    private static void WriteFileSet(Utf8JsonWriter json, string id, string? archive, string pattern, string format)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:FileSet");
        json.WriteString("@id", id);
        json.WriteString("name", id);
        if (archive is not null) Pair(json, "containedIn", ("@id", archive));
        json.WriteString("encodingFormat", format);
        json.WriteString("includes", pattern);
        json.WriteEndObject();
    }

    private static void WriteImages(Utf8JsonWriter json, string[] sets)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:RecordSet");
        json.WriteString("@id", "images");
        json.WriteString("name", "images");
        json.WriteStartArray("field");
        WriteField(json, "image", "sc:ImageObject", ("fileSet", sets[0]), ("fileProperty", "content"), null, null);
        WriteField(json, "artist", "sc:Text", ("fileSet", sets[0]), ("fileProperty", "fullpath"), "([^/]+)/[^/]+$", "artists/name");
        WriteField(json, "split", "cr:Split", ("fileSet", sets[0]), ("fileProperty", "fullpath"), "DELAUNAY_(train|test)/", "splits/name");
        WriteField(json, "url", "sc:URL", ("fileObject", Catalogue), ("column", "url"), null, null);
        WriteField(json, "hash", "sc:Text", ("fileObject", Catalogue), ("column", "sha256_file"), null, null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, string name, string type, (string Key, string Id) from, (string Key, string Value) extract, string? pattern, string? references)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:Field");
        json.WriteString("@id", $"images/{name}");
        json.WriteString("name", name);
        json.WriteString("dataType", type);
        json.WriteStartObject("source");
        Pair(json, from.Key, ("@id", from.Id));
        Pair(json, "extract", extract);
        if (pattern is not null) Pair(json, "transform", ("regex", pattern));
        json.WriteEndObject();
        if (references is not null)
        {
            json.WriteStartObject("references");
            Pair(json, "field", ("@id", references));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEnumeration(Utf8JsonWriter json, string id, string what, string type, IReadOnlyList<string> values)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:RecordSet");
        json.WriteString("@id", id);
        json.WriteString("name", id);
        json.WriteString("description", what);
        json.WriteString("dataType", type == "cr:Split" ? type : "sc:Enumeration");
        Pair(json, "key", ("@id", $"{id}/name"));
        json.WriteStartArray("field");
        json.WriteStartObject();
        json.WriteString("@type", "cr:Field");
        json.WriteString("@id", $"{id}/name");
        json.WriteString("name", "name");
        json.WriteString("dataType", "sc:Text");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("data");
        foreach (string value in values)
        {
            json.WriteStartObject();
            json.WriteString($"{id}/name", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Key, string Value)> pairs)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in pairs) json.WriteString(key, value);
        json.WriteEndObject();
    }
}
