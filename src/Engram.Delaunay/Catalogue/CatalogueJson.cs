using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Engram.Delaunay.Catalogue;

/// <summary>An entry as a line of JSON, and back.</summary>
internal static class CatalogueJson
{
    public static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Utf8JsonWriter json, CatalogueEntry entry)
    {
        json.WriteStartObject();
        Text(json, "image_id", entry.ImageId);
        Text(json, "sha256_file", entry.FileSha256);
        Text(json, "sha256_rgb", entry.RgbSha256);
        json.WriteNumber("bytes", entry.Bytes);
        json.WriteString("rel_path", entry.RelativePath);
        json.WriteString("artist", entry.Artist);
        json.WriteNumber("class_index", entry.ClassIndex);
        json.WriteNumber("width", entry.Width);
        json.WriteNumber("height", entry.Height);
        json.WriteString("format", entry.Format);
        json.WriteString("mode", entry.Mode);
        json.WriteNumber("exif_orientation", entry.ExifOrientation);
        Text(json, "icc", entry.Icc);
        json.WriteString("source", entry.Source);
        Text(json, "url", entry.Url);
        Text(json, "url_status", entry.UrlStatus);
        Text(json, "retrieved_utc", entry.RetrievedUtc);
        Text(json, "phash64", entry.PerceptualHash is { } hash ? hash.ToString("x16", CultureInfo.InvariantCulture) : "");
        if (entry.DuplicateGroup >= 0) json.WriteNumber("dup_group", entry.DuplicateGroup);
        else json.WriteNull("dup_group");
        json.WriteStartArray("flags");
        foreach (string flag in entry.Flags) json.WriteStringValue(flag);
        json.WriteEndArray();
        WriteStatistics(json, entry.Statistics);
        json.WriteString("rights", entry.Rights);
        Text(json, "rights_decision", entry.RightsDecision);
        json.WriteStartObject("split");
        foreach (var (name, part) in entry.Split.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) json.WriteString(name, part);
        json.WriteEndObject();
        json.WriteBoolean("synthetic", entry.IsSynthetic);
        Numbers(json, "latents", entry.Latents);
        json.WriteEndObject();
    }

    public static CatalogueEntry Read(JsonElement json) => new()
    {
        ImageId = Text(json, "image_id"),
        FileSha256 = Text(json, "sha256_file"),
        RgbSha256 = Text(json, "sha256_rgb"),
        Bytes = json.GetProperty("bytes").GetInt64(),
        RelativePath = json.GetProperty("rel_path").GetString() ?? throw new FormatException("Its \"rel_path\" is null."),
        Artist = Text(json, "artist"),
        ClassIndex = json.GetProperty("class_index").GetInt32(),
        Width = json.GetProperty("width").GetInt32(),
        Height = json.GetProperty("height").GetInt32(),
        Format = Text(json, "format"),
        Mode = Text(json, "mode"),
        ExifOrientation = json.GetProperty("exif_orientation").GetInt32(),
        Icc = Text(json, "icc"),
        Source = Text(json, "source"),
        Url = Text(json, "url"),
        UrlStatus = Text(json, "url_status"),
        RetrievedUtc = Text(json, "retrieved_utc"),
        PerceptualHash = Text(json, "phash64") is { Length: > 0 } hash ? ulong.Parse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null,
        DuplicateGroup = json.GetProperty("dup_group") is { ValueKind: JsonValueKind.Number } group ? group.GetInt32() : -1,
        Flags = [.. json.GetProperty("flags").EnumerateArray().Select(static flag => flag.GetString() ?? "")],
        Statistics = ReadStatistics(json),
        Rights = Text(json, "rights"),
        RightsDecision = Text(json, "rights_decision"),
        Split = json.GetProperty("split").EnumerateObject().ToDictionary(static part => part.Name, static part => part.Value.GetString() ?? "", StringComparer.Ordinal),
        IsSynthetic = json.GetProperty("synthetic").GetBoolean(),
        Latents = [.. json.GetProperty("latents").EnumerateArray().Select(static value => value.GetDouble())],
    };

    private static void WriteStatistics(Utf8JsonWriter json, ImageStatistics? statistics)
    {
        Numbers(json, "mean_rgb", statistics?.MeanRgb);
        Numbers(json, "std_rgb", statistics?.DeviationRgb);
        Number(json, "luminance_mean", statistics?.LuminanceMean);
        Number(json, "luminance_sd", statistics?.LuminanceDeviation);
        Number(json, "colourfulness", statistics?.Colourfulness);
        Number(json, "edge_density", statistics?.EdgeDensity);
        Number(json, "spectral_slope", statistics?.SpectralSlope);
        Number(json, "entropy_bits", statistics?.EntropyBits);
        Number(json, "channel_spread", statistics?.ChannelSpread);
        Number(json, "grey_bottom", statistics?.GreyBottom);
        Number(json, "rim", statistics?.Rim);
    }

    private static ImageStatistics? ReadStatistics(JsonElement json)
    {
        if (json.GetProperty("mean_rgb").ValueKind == JsonValueKind.Null) return null;
        double Value(string name) => json.GetProperty(name).GetDouble();
        double[] Three(string name) => [.. json.GetProperty(name).EnumerateArray().Select(static value => value.GetDouble())];
        return new ImageStatistics
        {
            MeanRgb = Three("mean_rgb"),
            DeviationRgb = Three("std_rgb"),
            LuminanceMean = Value("luminance_mean"),
            LuminanceDeviation = Value("luminance_sd"),
            Colourfulness = Value("colourfulness"),
            EdgeDensity = Value("edge_density"),
            SpectralSlope = json.GetProperty("spectral_slope").ValueKind == JsonValueKind.Null ? null : Value("spectral_slope"),
            EntropyBits = Value("entropy_bits"),
            ChannelSpread = Value("channel_spread"),
            GreyBottom = Value("grey_bottom"),
            Rim = Value("rim"),
        };
    }

    // A value that is not known is null in the file, never an empty text or a zero.
    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
        else json.WriteNull(name);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, Math.Round(number, 6));
        else json.WriteNull(name);
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(Math.Round(value, 6));
        json.WriteEndArray();
    }
}
