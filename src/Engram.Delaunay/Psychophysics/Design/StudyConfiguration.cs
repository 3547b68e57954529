using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// What is frozen before the first participant: design, exclusion criteria, hypothesis. Its hash is stored with every trial, so that nobody can
/// change a criterion after seeing the data without its showing.
/// </summary>
public sealed record StudyConfiguration
{
    /// <summary>The file's name.</summary>
    public const string FileName = "config.json";

    /// <summary>How the sign of the hypothesis reads; tested on both sides because the authors' own wording is ambiguous.</summary>
    public const string SignConvention =
        "b is the slope of log10 n_theta on naturalness q; b < 0 means that fewer examples are needed the more natural the images are; "
        + "delta b = b(people) - b(networks), tested two-sided";

    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    /// <summary>The protocol's letter.</summary>
    public required string Protocol { get; init; }

    /// <summary>W.</summary>
    public required int Alternatives { get; init; }

    /// <summary>Images of each category.</summary>
    public required int ImagesPerCategory { get; init; }

    /// <summary>Lists of each family.</summary>
    public required int Lists { get; init; }

    /// <summary>Participants who get the same list.</summary>
    public required int ParticipantsPerList { get; init; }

    /// <summary>The families of stimuli.</summary>
    public required IReadOnlyList<string> Families { get; init; }

    /// <summary>The seed of the lists.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Where the images come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the images are the stand-in's.</summary>
    public required bool IsSynthetic { get; init; }

    /// <summary>The criteria.</summary>
    public ExclusionRules Exclusions { get; init; } = new();

    /// <summary>SHA-256 of the configuration, in hexadecimal.</summary>
    public string Hash
    {
        get
        {
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes))
                Write(json, hash: null);
            return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        }
    }

    /// <summary>Writes <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, Hash);
        stream.Write("\n"u8);
    });

    private void Write(Utf8JsonWriter json, string? hash)
    {
        json.WriteStartObject();
        json.WriteString("schema", StudyFile.Schema);
        if (hash is not null)
            json.WriteString("config_hash", hash);
        json.WriteString("study", Study);
        json.WriteString("protocol", Protocol);
        json.WriteNumber("alternatives", Alternatives);
        json.WriteNumber("images_per_category", ImagesPerCategory);
        json.WriteNumber("lists", Lists);
        json.WriteNumber("participants_per_list", ParticipantsPerList);
        json.WriteStartArray("families");
        foreach (string family in Families)
            json.WriteStringValue(family);
        json.WriteEndArray();
        json.WriteNumber("seed", Seed);
        json.WriteString("source", Source);
        json.WriteBoolean("synthetic", IsSynthetic);
        json.WriteString("hypothesis", SignConvention);
        json.WriteStartObject("exclusions");
        Exclusions.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
