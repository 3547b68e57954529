using System.Text;
using System.Text.Json;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>A change of state in a visit.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Milliseconds">Since the visit began.</param>
/// <param name="Kind">What happened: <c>start, block, break, blur, focus, hidden, visible, resume, finish</c>.</param>
/// <param name="Detail">More; may be empty.</param>
public sealed record PsychEvent(string Subject, double Milliseconds, string Kind, string Detail = "");

/// <summary>Reads and writes <c>events.jsonl</c>, one object a line.</summary>
public static class EventFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "events.jsonl";

    /// <summary>Writes events.</summary>
    /// <param name="path">The file.</param>
    /// <param name="events">The events in their order.</param>
    public static void Write(string path, IEnumerable<PsychEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        AtomicFile.Write(path, stream =>
        {
            foreach (PsychEvent happened in events)
            {
                using (var json = new Utf8JsonWriter(stream))
                {
                    json.WriteStartObject();
                    json.WriteString("subj", happened.Subject);
                    json.WriteNumber("t_ms", happened.Milliseconds);
                    json.WriteString("event", happened.Kind);
                    if (happened.Detail.Length > 0)
                        json.WriteString("detail", happened.Detail);
                    json.WriteEndObject();
                }

                stream.Write("\n"u8);
            }
        });
    }

    /// <summary>Reads events.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">A line is no event, or a clock runs backwards; the message names the line.</exception>
    public static IReadOnlyList<PsychEvent> Read(string path)
    {
        var events = new List<PsychEvent>();
        var clocks = new Dictionary<string, double>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (line.Length == 0)
                continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                JsonElement entry = document.RootElement;
                var happened = new PsychEvent(
                    entry.GetProperty("subj").GetString() ?? "",
                    entry.GetProperty("t_ms").GetDouble(),
                    entry.GetProperty("event").GetString() ?? "",
                    entry.TryGetProperty("detail", out JsonElement detail) ? detail.GetString() ?? "" : "");
                if (happened.Milliseconds < clocks.GetValueOrDefault(happened.Subject))
                    throw new DatasetException($"{path}, line {number}, t_ms: {happened.Milliseconds} ms is before the event before it: a clock does not run backwards.");
                clocks[happened.Subject] = happened.Milliseconds;
                events.Add(happened);
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new DatasetException($"{path}, line {number}: this is not an event ({exception.Message}) Expected subj, t_ms and event.", exception);
            }
        }

        return events;
    }
}
