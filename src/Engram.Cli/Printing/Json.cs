using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;

namespace Engram.Cli.Printing;

/// <summary>The documents for programs. Written by hand: their shape is a promise, and reflection would cost the start-up.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one document and a line break.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) document(writer);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A number, or null for what JSON has no number for.</summary>
    public static void Number(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) writer.WriteNumber(name, number);
        else writer.WriteNull(name);
    }

    /// <summary>A list of texts.</summary>
    public static void Texts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>A run, the same in every document.</summary>
    public static void Run(this Utf8JsonWriter writer, RunInformation run)
    {
        writer.WriteStartObject();
        writer.WriteString("experiment", run.Experiment);
        writer.WriteNumber("seed", run.Seed);
        writer.WriteString("state", run.Word());
        writer.WriteStartObject("summary");
        foreach (var value in run.Summary) writer.Number(value.Name, value.Value);
        writer.WriteEndObject();
        writer.WriteString("folder", run.Folder);
        writer.WriteString("started", run.Started.ToString("yyyy-MM-ddTHH:mm:ssK"));
        writer.WriteString("preset", run.Preset);
        writer.Number("seconds", run.Seconds);
        if (run.Group.Length > 0) writer.WriteString("group", run.Group);
        if (run.Condition.Length > 0) writer.WriteString("condition", run.Condition);
        if (run.Error.Length > 0) writer.WriteString("error", run.Error);
        writer.WriteEndObject();
    }

    /// <summary>A published result.</summary>
    public static void Published(this Utf8JsonWriter writer, PublishedResult published)
    {
        writer.WriteStartObject();
        writer.WriteString("name", published.Name);
        writer.WriteString("metric", published.Metric);
        writer.Number("mean", published.Mean);
        writer.Number("standard_deviation", published.StandardDeviation);
        writer.WriteBoolean("is_median", published.IsMedian);
        writer.Number("seeds", published.Seeds);
        writer.WriteString("unit", published.Unit);
        writer.WriteString("source", published.Source);
        writer.WriteString("note", published.Note);
        writer.WriteEndObject();
    }

    /// <summary>A report: experiment, runs, comparison, figures, group.</summary>
    public static void Report(this Utf8JsonWriter writer, string experiment, RunReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("experiment", experiment);
        writer.WriteStartArray("runs");
        foreach (var run in report.Runs) writer.Run(run);
        writer.WriteEndArray();
        writer.Comparison(report.Comparison);
        if (report.Conditions.Count > 0)
        {
            writer.WriteStartArray("conditions");
            foreach (var condition in report.Conditions)
            {
                writer.WriteStartObject();
                writer.WriteString("label", condition.Label);
                writer.WriteStartObject("varied");
                foreach (var (key, value) in condition.Varied) writer.WriteString(key, value);
                writer.WriteEndObject();
                writer.WriteNumber("runs", condition.Runs.Count);
                writer.WriteNumber("finished", condition.Runs.Count(static run => run.State == RunState.Finished));
                writer.Comparison(condition.Comparison);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (report.Findings.Count > 0)
        {
            writer.WriteStartObject("findings");
            foreach (var finding in report.Findings) writer.WriteString(finding.Name, finding.Text);
            writer.WriteEndObject();
        }

        writer.Texts("figures", report.Figures);
        writer.WriteString("group", report.GroupFolder);
        writer.WriteBoolean("interrupted", report.Interrupted);
        writer.WriteEndObject();
    }

    private static void Comparison(this Utf8JsonWriter writer, IReadOnlyList<ComparedValue> comparison)
    {
        writer.WriteStartArray("comparison");
        foreach (var value in comparison)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Name);
            writer.WriteString("label", value.Label);
            writer.WriteString("unit", value.Unit);
            writer.WriteNumber("count", value.Count);
            writer.Number("mean", value.Mean);
            writer.Number("median", value.Median);
            writer.Number("standard_deviation", value.StandardDeviation);
            writer.WritePropertyName("published");
            if (value.Published is { } published) writer.Published(published);
            else writer.WriteNullValue();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The state of a run in one word.</summary>
    public static string Word(this RunInformation run) => run.State switch
    {
        RunState.Running => run.IsAbandoned ? "abandoned" : "running",
        RunState.Interrupted => "interrupted",
        RunState.Failed => "failed",
        RunState.Finished => "finished",
        _ => "unknown",
    };
}
