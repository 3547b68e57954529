using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Writes and reads <c>list.json</c>: every list of a study with its trials in their order, ids, labels and seeds.</summary>
public static class StudyFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "list.json";

    /// <summary>What the files say that they are.</summary>
    public const string Schema = "delaunay-psych/1";

    private const long LargestFile = 512L << 20;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes lists; the same lists give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="isSynthetic">Whether the images are the stand-in's.</param>
    /// <param name="lists">The lists.</param>
    public static void Write(string path, string study, bool isSynthetic, IReadOnlyList<TrialList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        AtomicFile.Write(path, stream =>
        {
            using (var json = new Utf8JsonWriter(stream, Layout))
            {
                json.WriteStartObject();
                json.WriteString("schema", Schema);
                json.WriteString("study", study);
                json.WriteBoolean("synthetic", isSynthetic);
                json.WriteStartArray("lists");
                foreach (TrialList list in lists)
                    Write(json, list, list.Sha256);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            stream.Write("\n"u8);
        });
    }

    /// <summary>SHA-256 of a list's compact JSON, without the hash itself.</summary>
    /// <param name="list">The list.</param>
    public static string HashOf(TrialList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, list, sha256: null);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>Reads lists back, and checks each against its hash.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">The file is missing, damaged, or was changed after it was made.</exception>
    public static IReadOnlyList<TrialList> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                throw new DatasetException(path, null, "The file is larger than any list.", "Give the list.json of a study.");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var lists = new List<TrialList>();
            foreach (JsonElement entry in document.RootElement.GetProperty("lists").EnumerateArray())
            {
                TrialList list = Parse(entry);
                if (!string.Equals(HashOf(list), list.Sha256, StringComparison.Ordinal))
                    throw new DatasetException(path, null, $"List \"{list.Id}\" does not have the hash that is recorded with it: it was changed after it was made.", "Restore the file; lists are frozen before the first participant.");
                lists.Add(list);
            }

            return lists;
        }
        catch (JsonException exception)
        {
            throw new DatasetException($"{path}, line {exception.LineNumber + 1}: this is not JSON. The file is damaged.", exception);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DatasetException(path, null, $"It is not a list of trials: {exception.Message}", "Make lists with engram delaunay trials.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, null, "There is no such file.", "Make lists with engram delaunay trials.", exception);
        }
    }

    private static void Write(Utf8JsonWriter json, TrialList list, string? sha256)
    {
        json.WriteStartObject();
        json.WriteString("id", list.Id);
        if (sha256 is not null)
            json.WriteString("sha256", sha256);
        json.WriteString("protocol", list.Protocol);
        json.WriteString("family", list.Family);
        json.WriteString("category_set", list.CategorySet);
        json.WriteNumber("alternatives", list.Alternatives);
        json.WriteStartArray("categories");
        foreach (int category in list.Categories)
            json.WriteNumberValue(category);
        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach (string label in list.Labels)
            json.WriteStringValue(label);
        json.WriteEndArray();
        json.WriteNumber("seed", list.Seed);
        json.WriteStartArray("trials");
        foreach (PlannedTrial trial in list.Trials)
        {
            json.WriteStartObject();
            json.WriteString("type", TrialWords.Of(trial.Type));
            json.WriteNumber("block", trial.Block);
            json.WriteNumber("trial", trial.Trial);
            json.WriteNumber("trial_in_block", trial.TrialInBlock);
            json.WriteString("stimulus", trial.StimulusId);
            json.WriteString("image_id", trial.ImageId);
            json.WriteString("imagename", trial.RelativePath);
            json.WriteNumber("slot", trial.Slot);
            json.WriteNumber("n_seen_true", trial.SeenTrue);
            json.WriteNumber("n_seen_mean", trial.SeenMean);
            json.WriteString("condition", trial.Condition);
            json.WriteBoolean("feedback", trial.Feedback);
            json.WriteNumber("iti_ms", trial.BlankMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TrialList Parse(JsonElement entry) => new()
    {
        Id = entry.GetProperty("id").GetString()!,
        Sha256 = entry.GetProperty("sha256").GetString()!,
        Protocol = entry.GetProperty("protocol").GetString()!,
        Family = entry.GetProperty("family").GetString()!,
        CategorySet = entry.GetProperty("category_set").GetString()!,
        Alternatives = entry.GetProperty("alternatives").GetInt32(),
        Categories = [.. entry.GetProperty("categories").EnumerateArray().Select(static value => value.GetInt32())],
        Labels = [.. entry.GetProperty("labels").EnumerateArray().Select(static value => value.GetString()!)],
        Seed = entry.GetProperty("seed").GetUInt64(),
        Trials = [.. entry.GetProperty("trials").EnumerateArray().Select(ParseTrial)],
    };

    private static PlannedTrial ParseTrial(JsonElement entry) => new()
    {
        Type = TrialWords.TryType(entry.GetProperty("type").GetString()!) ?? throw new FormatException($"there is no trial type \"{entry.GetProperty("type").GetString()}\"."),
        Block = entry.GetProperty("block").GetInt32(),
        Trial = entry.GetProperty("trial").GetInt32(),
        TrialInBlock = entry.GetProperty("trial_in_block").GetInt32(),
        StimulusId = entry.GetProperty("stimulus").GetString()!,
        ImageId = entry.GetProperty("image_id").GetString()!,
        RelativePath = entry.GetProperty("imagename").GetString()!,
        Slot = entry.GetProperty("slot").GetInt32(),
        SeenTrue = entry.GetProperty("n_seen_true").GetInt32(),
        SeenMean = entry.GetProperty("n_seen_mean").GetDouble(),
        Condition = entry.GetProperty("condition").GetString()!,
        Feedback = entry.GetProperty("feedback").GetBoolean(),
        BlankMilliseconds = entry.GetProperty("iti_ms").GetDouble(),
    };
}
