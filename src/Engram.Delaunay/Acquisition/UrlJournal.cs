using System.Text;
using System.Text.Json;
using Engram.Delaunay.Catalogue;
using Engram.Numerics;

namespace Engram.Delaunay.Acquisition;

/// <summary>What was fetched, a line an address, written as it happens, so that a call that is cut short can be gone on with.</summary>
internal sealed class UrlJournal : IDisposable
{
    public const string FileName = "urls.jsonl";

    // A host may be back tomorrow; the other outcomes would be the same again.
    private static readonly string[] Passing = ["timeout", "http_5xx", "dns", "connection", "truncated"];

    private readonly string _path;
    private readonly Dictionary<(string, string), UrlOutcome> _known = [];
    private readonly Lock _gate = new();
    private FileStream? _stream;

    private UrlJournal(string path) => _path = path;

    public static UrlJournal Open(string path)
    {
        var journal = new UrlJournal(path);
        if (File.Exists(path))
        {
            foreach (string line in File.ReadLines(path))
            {
                // The last line of a journal that was cut short is half a line.
                if (Parse(line) is { } outcome && !Passing.Contains(outcome.Status, StringComparer.Ordinal)) journal._known[(outcome.Artist, outcome.Url)] = outcome;
            }
        }

        journal._stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        if (journal._stream.Length > 0) journal._stream.WriteByte((byte)'\n');
        return journal;
    }

    public UrlOutcome? Find(string artist, string url) => _known.GetValueOrDefault((artist, url));

    public void Add(UrlOutcome outcome)
    {
        byte[] line = Line(outcome);
        lock (_gate)
        {
            _stream!.Write(line);
            _stream.Flush();
        }
    }

    /// <summary>Writes all outcomes anew, in order.</summary>
    public void Rewrite(IReadOnlyList<UrlOutcome> outcomes)
    {
        _stream?.Dispose();
        _stream = null;
        AtomicFile.Write(_path, stream =>
        {
            foreach (var outcome in outcomes) stream.Write(Line(outcome));
        });
    }

    public void Dispose() => _stream?.Dispose();

    private static byte[] Line(UrlOutcome outcome)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, CatalogueJson.Layout))
        {
            json.WriteStartObject();
            json.WriteString("artist", outcome.Artist);
            json.WriteNumber("class_index", outcome.ClassIndex);
            json.WriteNumber("line", outcome.Line);
            json.WriteString("url", outcome.Url);
            json.WriteString("status", outcome.Status);
            json.WriteString("sha256", outcome.Sha256);
            json.WriteNumber("bytes", outcome.Bytes);
            json.WriteString("path", outcome.Path);
            json.WriteString("note", outcome.Note);
            json.WriteString("retrieved_utc", outcome.RetrievedUtc);
            json.WriteEndObject();
        }

        content.WriteByte((byte)'\n');
        return content.ToArray();
    }

    private static UrlOutcome? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(line));
            var json = document.RootElement;
            string Text(string name) => json.GetProperty(name).GetString() ?? "";
            return new UrlOutcome(
                Text("artist"), json.GetProperty("class_index").GetInt32(), json.GetProperty("line").GetInt32(), Text("url"), Text("status"), Text("sha256"), json.GetProperty("bytes").GetInt64(),
                Text("path"), Text("note"), Text("retrieved_utc"));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
