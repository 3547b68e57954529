using System.Text.Json;
using Engram.Datasets;
using Engram.Delaunay.Catalogue;
using Engram.Numerics;

namespace Engram.Delaunay.Splits;

/// <summary>Splits on the disk: a line of JSON a picture, with the rule, the seed and the catalogue's hash in each.</summary>
public static class SplitFile
{
    /// <summary>Writes a split whole or not at all; its folder is made if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="split">The split.</param>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static void Write(string path, DelaunaySplit split)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(split);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, CatalogueJson.Layout);
            foreach (var row in split.Rows)
            {
                json.WriteStartObject();
                if (row.ImageId.Length > 0) json.WriteString("image_id", row.ImageId);
                else json.WriteNull("image_id");
                json.WriteNumber("class_index", row.ClassIndex);
                json.WriteString("split", row.Part);
                json.WriteNumber("seed", split.Seed);
                json.WriteString("rule", split.Rule);
                json.WriteString("source_hash", split.SourceHash);
                json.WriteString("rel_path", row.RelativePath);
                if (row.Position >= 0) json.WriteNumber("position", row.Position);
                json.WriteEndObject();
                json.Flush();
                json.Reset();
                stream.WriteByte((byte)'\n');
            }
        });
    }

    /// <summary>Reads a split.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">It is not there, or a line of it is not a row of one split.</exception>
    public static DelaunaySplit Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new DatasetException(path, null, "There is no such split.", "Make one: engram delaunay split CATALOG --rule RULE.");
        List<DatasetSplitRow> rows = [];
        (string Rule, ulong Seed, string Hash)? head = null;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                var json = document.RootElement;
                string Text(string name) => json.GetProperty(name).GetString() ?? "";
                var its = (Text("rule"), json.GetProperty("seed").GetUInt64(), Text("source_hash"));
                if (head is { } first && first != its) throw new FormatException("its rule, seed or catalogue is another than that of the first line");
                head = its;
                rows.Add(new DatasetSplitRow(
                    Text("image_id"), json.GetProperty("class_index").GetInt32(), Text("split"), Text("rel_path"), json.TryGetProperty("position", out var position) ? position.GetInt32() : -1));
            }
            catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new DatasetException($"{path}, line {number}", null, $"This is not a row of the split: {failure.Message.ReplaceLineEndings(" ")}.", "Make the split anew.", failure);
            }
        }

        return head is { } whole
            ? new DelaunaySplit(whole.Rule, whole.Seed, whole.Hash, rows, [])
            : throw new DatasetException(path, null, "The split is empty.", "Make the split anew.");
    }
}
