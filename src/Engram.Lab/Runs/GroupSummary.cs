using System.Globalization;
using System.Text;
using System.Text.Json;
using Engram.Lab.Experiments;
using Engram.Numerics;

namespace Engram.Lab.Runs;

/// <summary>What several runs say together, beside what was published.</summary>
internal static class GroupSummary
{
    /// <summary>Each summary value over the finished runs, in the order in which the runs give them.</summary>
    public static IReadOnlyList<ComparedValue> Compare(IEnumerable<RunInformation> runs, IReadOnlyList<PublishedResult> published) =>
    [
        .. runs.Where(run => run.State == RunState.Finished)
            .SelectMany(run => run.Summary)
            .GroupBy(value => value.Name, StringComparer.Ordinal)
            .Select(values =>
            {
                SummaryValue first = values.First();
                double[] numbers = [.. values.Select(value => value.Value)];
                return new ComparedValue(
                    first.Name,
                    first.Label,
                    first.Unit,
                    numbers.Length,
                    numbers.Average(),
                    numbers.Length > 1 ? Deviation(numbers, numbers.Length) : null,
                    published.FirstOrDefault(result => string.Equals(result.Metric, first.Name, StringComparison.Ordinal)));
            }),
    ];

    /// <summary>Writes <c>summary.json</c> and <c>summary.csv</c>.</summary>
    public static void Write(RunFolder folder, IReadOnlyList<RunInformation> runs, IReadOnlyList<ComparedValue> comparison)
    {
        JsonFile.Write(Path.Combine(folder.Path, "summary.json"), json =>
        {
            json.WriteStartArray("runs");
            foreach (RunInformation run in runs)
                WriteRun(json, run);
            json.WriteEndArray();
            json.WriteStartArray("values");
            foreach (ComparedValue value in comparison)
                WriteValue(json, value);
            json.WriteEndArray();
        });
        AtomicFile.Write(Path.Combine(folder.Path, "summary.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(Csv(comparison))));
    }

    /// <summary>The standard deviation with a divisor: n for a population, n - 1 for a sample.</summary>
    private static double Deviation(double[] numbers, int divisor)
    {
        double mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / divisor);
    }

    // The population deviation is what is compared; the sample's and the standard error of the mean follow from it.
    private static double? SampleDeviation(ComparedValue value) =>
        value.StandardDeviation is { } deviation ? deviation * Math.Sqrt(value.Count / (value.Count - 1.0)) : null;

    private static double? StandardError(ComparedValue value) => SampleDeviation(value) / Math.Sqrt(value.Count);

    private static void WriteRun(Utf8JsonWriter json, RunInformation run)
    {
        json.WriteStartObject();
        json.WriteString("folder", Path.GetFileName(run.Folder));
        json.WriteNumber("seed", run.Seed);
        json.WriteString("state", run.State.ToString().ToLowerInvariant());
        json.WriteStartObject("summary");
        foreach (SummaryValue value in run.Summary)
            json.Number(value.Name, value.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, ComparedValue value)
    {
        json.WriteStartObject();
        json.WriteString("name", value.Name);
        json.WriteString("label", value.Label);
        json.WriteString("unit", value.Unit);
        json.WriteNumber("n", value.Count);
        json.Number("mean", value.Mean);
        Optional(json, "population_sd", value.StandardDeviation);
        Optional(json, "sample_sd", SampleDeviation(value));
        Optional(json, "sem", StandardError(value));
        if (value.Published is { } published)
        {
            json.WriteStartObject("published");
            json.WriteString("name", published.Name);
            json.Number("mean", published.Mean);
            Optional(json, "population_sd", published.StandardDeviation);
            if (published.Seeds is { } seeds)
                json.WriteNumber("n", seeds);
            json.WriteString("unit", published.Unit);
            json.WriteString("source", published.Source);
            if (published.Note.Length > 0)
                json.WriteString("note", published.Note);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.Number(name, number);
    }

    private static string Csv(IReadOnlyList<ComparedValue> comparison)
    {
        var text = new StringBuilder("name,unit,n,mean,population_sd,sample_sd,sem,published_name,published_n,published_mean,published_population_sd\n");
        foreach (ComparedValue value in comparison)
        {
            text.AppendJoin(
                ',',
                Quote(value.Name),
                Quote(value.Unit),
                value.Count,
                Text(value.Mean),
                Text(value.StandardDeviation),
                Text(SampleDeviation(value)),
                Text(StandardError(value)),
                Quote(value.Published?.Name ?? ""),
                value.Published?.Seeds,
                Text(value.Published?.Mean),
                Text(value.Published?.StandardDeviation)).Append('\n');
        }

        return text.ToString();
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
