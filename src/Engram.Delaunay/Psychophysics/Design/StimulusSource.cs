using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engram.Datasets;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Reads the images that lists are drawn from: a catalogue, or a folder with one folder for each category.</summary>
public static class StimulusSource
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>Reads a catalogue (<c>catalog.jsonl</c>) or a folder per category, whichever is there.</summary>
    /// <param name="path">A file of JSON lines, a folder that holds <c>catalog.jsonl</c>, or a folder of folders of images.</param>
    /// <exception cref="DatasetException">Nothing of the kind is there, or it is damaged.</exception>
    public static StimulusPool Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            return ReadCatalogue(path);
        if (!Directory.Exists(path))
            throw new DatasetException(path, null, "There is no such file or folder.", "Give a catalog.jsonl, or a folder with one folder of images for each category.");
        string catalogue = Path.Combine(path, "catalog.jsonl");
        return File.Exists(catalogue) ? ReadCatalogue(catalogue) : ReadFolder(path);
    }

    private static StimulusPool ReadCatalogue(string path)
    {
        var stimuli = new List<Stimulus>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        bool isSynthetic = false;
        int number = 0;
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            Stimulus stimulus;
            try
            {
                using var document = JsonDocument.Parse(line);
                JsonElement entry = document.RootElement;
                stimulus = Parse(entry);
                isSynthetic |= entry.TryGetProperty("synthetic", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new DatasetException($"{path}, line {number}: this is not an image of a catalogue: {exception.Message} Make the catalogue anew with engram delaunay scan.", exception);
            }

            // The same bytes in two places are one stimulus only within a class; the scan's duplicate groups say so too.
            if (lines.TryAdd(stimulus.ImageId, number))
                stimuli.Add(stimulus);
        }

        if (stimuli.Count == 0)
            throw new DatasetException(path, null, "The catalogue holds no image.", "Make it with engram delaunay scan.");
        return new StimulusPool(stimuli, isSynthetic, Path.GetFileName(path));
    }

    private static Stimulus Parse(JsonElement entry)
    {
        string Text(string name) => entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        int Whole(string name) => entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : 0;
        string id = Text("image_id");
        if (id.Length == 0)
            throw new KeyNotFoundException("it has no \"image_id\".");
        if (!entry.TryGetProperty("class_index", out JsonElement index) || index.ValueKind != JsonValueKind.Number)
            throw new KeyNotFoundException("it has no \"class_index\".");
        string group = entry.TryGetProperty("dup_group", out JsonElement duplicates) && duplicates.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? duplicates.ToString()
            : "";
        return new Stimulus(id, index.GetInt32(), Text("artist"), Text("rel_path"))
        {
            DuplicateGroup = group,
            ShortSide = Math.Min(Whole("width"), Whole("height")),
            Flags = entry.TryGetProperty("flags", out JsonElement flags) && flags.ValueKind == JsonValueKind.Array
                ? [.. flags.EnumerateArray().Select(static flag => flag.ToString())]
                : [],
            Latents = entry.TryGetProperty("latents", out JsonElement latents) && latents.ValueKind == JsonValueKind.Array
                ? [.. latents.EnumerateArray().Select(static value => value.GetDouble())]
                : [],
        };
    }

    private static StimulusPool ReadFolder(string path)
    {
        string[] folders = [.. Directory.EnumerateDirectories(path).Where(static folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal)];
        var stimuli = new List<Stimulus>();
        for (int category = 0; category < folders.Length; category++)
        {
            string name = Path.GetFileName(folders[category]);
            foreach (string file in Directory.EnumerateFiles(folders[category]).Order(StringComparer.Ordinal))
            {
                if (!Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                    continue;
                using var stream = File.OpenRead(file);
                string hash = Convert.ToHexStringLower(SHA256.HashData(stream))[..16];
                // Equal bytes are a duplicate group of their own: only one of them gets into a list.
                stimuli.Add(new Stimulus(hash, category, name, $"{name}/{Path.GetFileName(file)}") { DuplicateGroup = hash });
            }
        }

        if (stimuli.Count == 0)
            throw new DatasetException(path, null, "There is no image one folder down.", "Give a folder with one folder of images (PNG, JPEG, WebP) for each category, or a catalog.jsonl.");
        return new StimulusPool(stimuli, IsSynthetic: false, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }
}
