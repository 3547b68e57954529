using System.Security.Cryptography;
using System.Text.Json;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Catalogue;

/// <summary>A catalogue on the disk: a line of JSON a picture, in the order of classes and paths.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Entries">Its entries in the order of the file.</param>
/// <param name="Sha256">SHA-256 of the file, by which splits say what they are splits of.</param>
public sealed record CatalogueFile(string Path, IReadOnlyList<CatalogueEntry> Entries, string Sha256)
{
    private const long LargestFile = 1L << 30;

    /// <summary>The names of the classes; the place is the label.</summary>
    public IReadOnlyList<string> Classes { get; } = ClassesOf(Entries);

    /// <summary>Writes a catalogue whole or not at all; its folder is made if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entries">The entries in their order.</param>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static CatalogueFile Write(string path, IReadOnlyList<CatalogueEntry> entries)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(entries);
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, CatalogueJson.Layout))
        {
            foreach (var entry in entries)
            {
                CatalogueJson.Write(json, entry);
                json.Flush();
                json.Reset();
                content.WriteByte((byte)'\n');
            }
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        AtomicFile.Write(path, content.WriteTo);
        content.Position = 0;
        return new CatalogueFile(path, entries, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="path">The file, or the folder that holds a <c>catalog.jsonl</c>.</param>
    /// <exception cref="DatasetException">It is not there, or a line of it is not an entry.</exception>
    public static CatalogueFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) path = System.IO.Path.Combine(path, "catalog.jsonl");
        if (!File.Exists(path)) throw new DatasetException(path, null, "There is no catalogue.", "Make one: engram delaunay scan FOLDER.");
        if (new FileInfo(path).Length > LargestFile) throw new DatasetException(path, null, "The file is too large for a catalogue.", "Name the catalog.jsonl that engram delaunay scan wrote.");
        byte[] content = File.ReadAllBytes(path);
        List<CatalogueEntry> entries = [];
        int number = 0;
        foreach (string line in System.Text.Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                entries.Add(CatalogueJson.Read(document.RootElement));
            }
            catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
            {
                throw new DatasetException(
                    $"{path}, line {number}", null, $"This is not an entry of a catalogue: {failure.Message.ReplaceLineEndings(" ")}", "Scan again if it was damaged or edited.", failure);
            }
        }

        if (entries.Count == 0) throw new DatasetException(path, null, "The catalogue has no entries.", "Scan a folder that holds pictures.");
        return new CatalogueFile(path, entries, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private static string[] ClassesOf(IReadOnlyList<CatalogueEntry> entries)
    {
        var classes = new string[entries.Count == 0 ? 0 : entries.Max(static entry => entry.ClassIndex) + 1];
        Array.Fill(classes, "");
        foreach (var entry in entries)
        {
            if (entry.ClassIndex >= 0) classes[entry.ClassIndex] = entry.Artist;
        }

        return classes;
    }
}
