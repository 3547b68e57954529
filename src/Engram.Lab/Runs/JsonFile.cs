using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engram.Lab.Experiments;
using Engram.Numerics;

namespace Engram.Lab.Runs;

/// <summary>How the laboratory writes and reads its JSON: indented, atomic, and with an error for people when a file is not what it should be.</summary>
internal static class JsonFile
{
    private const int LargestFile = 64 << 20;

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
    });

    /// <exception cref="UsageException">The file cannot be read, or is not what it should be.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestFile)
                throw new UsageException($"{path} has {stream.Length} bytes, more than Engram ever writes there: it is damaged, or is another file.");
            using var document = JsonDocument.Parse(stream);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path} is missing: this is not the folder of a run, or the run was never begun.", exception);
        }
        catch (JsonException exception)
        {
            throw new UsageException(
                $"{path}, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: this is not JSON. The file is damaged; if it was edited, undo that.", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new UsageException($"{path} does not say what it should: {exception.Message} The file is damaged, or was edited, or was written by another version of Engram.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    public static JsonElement Member(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) ? member : throw new KeyNotFoundException($"It lacks \"{name}\".");

    public static string Text(this JsonElement element, string name) =>
        element.Member(name).GetString() ?? throw new FormatException($"Its \"{name}\" is null.");

    public static string OptionalText(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) ? member.GetString() ?? "" : "";

    /// <summary>A number; JSON has none that is not finite, so those stand as texts.</summary>
    public static double Number(this JsonElement element, string name)
    {
        JsonElement member = element.Member(name);
        return member.ValueKind == JsonValueKind.String
            ? double.Parse(member.GetString()!, CultureInfo.InvariantCulture)
            : member.GetDouble();
    }

    public static void Number(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this JsonElement element, string name) =>
    [
        .. element.Member(name).EnumerateObject().Select(member => KeyValuePair.Create(
            member.Name,
            member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText())),
    ];

    /// <summary>Writes texts; those that are JSON numbers or truths stand as what they are, and are read back as the same text.</summary>
    public static void Pairs(this Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in pairs)
        {
            json.WritePropertyName(key);
            if (IsPlain(value))
                json.WriteRawValue(value);
            else
                json.WriteStringValue(value);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes summary values as an array of objects.</summary>
    public static void Values(this Utf8JsonWriter json, string name, IEnumerable<SummaryValue> values)
    {
        json.WriteStartArray(name);
        foreach (SummaryValue value in values)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.Number("value", value.Value);
            json.WriteString("unit", value.Unit);
            json.WriteString("label", value.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsPlain(string value)
    {
        if (value is "true" or "false")
            return true;
        if (value.Length == 0 || value.Any(c => !char.IsAsciiDigit(c) && c is not ('-' or '+' or '.' or 'e' or 'E')))
            return false;
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(value));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
