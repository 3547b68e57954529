using System.Globalization;
using System.Text;
using System.Text.Json;
using Engram.Lab.Experiments;
using Engram.Numerics;

namespace Engram.Lab.Runs;

/// <summary>What several runs say together, beside what was published.</summary>
internal static class GroupSummary
{
    private const string JsonName = "summary.json";

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
                    numbers.Length > 1 ? Deviation(numbers) : null,
                    published.FirstOrDefault(result => string.Equals(result.Metric, first.Name, StringComparison.Ordinal)))
                {
                    Median = Summary.Of(numbers).Median,
                };
            }),
    ];

    /// <summary>Writes <c>summary.csv</c>, a row for each condition, and <c>summary.json</c>.</summary>
    /// <param name="folder">The group's folder.</param>
    /// <param name="conditions">The conditions, in their order.</param>
    /// <param name="isComplete">Whether nothing is left to do once all runs are finished.</param>
    /// <exception cref="LaboratoryException">The disk is full or failing.</exception>
    public static void Write(RunFolder folder, IReadOnlyList<ConditionReport> conditions, bool isComplete) => DiskFault.Guard(folder.Path, () =>
    {
        bool allFinished = conditions.All(condition => condition.Runs.All(run => run.State == RunState.Finished));
        AtomicFile.Write(Path.Combine(folder.Path, "summary.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(SummaryTable.Write(conditions))));
        JsonFile.Write(Path.Combine(folder.Path, JsonName), json =>
        {
            json.WriteBoolean("complete", isComplete && allFinished);
            json.WriteStartArray("conditions");
            foreach (ConditionReport condition in conditions)
                WriteCondition(json, condition);
            json.WriteEndArray();
        });
    });

    /// <summary>Whether the summary says that nothing is left to do.</summary>
    public static bool IsComplete(RunFolder folder)
    {
        string path = Path.Combine(folder.Path, JsonName);
        return File.Exists(path) && JsonFile.Read(path, json => json.Member("complete").GetBoolean());
    }

    private static double Deviation(double[] numbers)
    {
        double mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / numbers.Length);
    }

    private static void WriteCondition(Utf8JsonWriter json, ConditionReport condition)
    {
        json.WriteStartObject();
        json.WriteString("label", condition.Label);
        json.Pairs("varied", condition.Varied);
        json.WriteStartArray("runs");
        foreach (RunInformation run in condition.Runs)
            WriteRun(json, run);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (ComparedValue value in condition.Comparison)
            WriteValue(json, value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunInformation run)
    {
        bool hasBegun = run.Sittings > 0 || run.State is RunState.Finished or RunState.Failed;
        json.WriteStartObject();
        json.WriteString("folder", Path.GetFileName(run.Folder));
        json.WriteNumber("seed", run.Seed);
        json.WriteString("state", hasBegun ? run.State.ToString().ToLowerInvariant() : "waiting");
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
        json.Number("median", value.Median);
        Optional(json, "population_sd", value.StandardDeviation);
        Optional(json, "sample_sd", value.SampleStandardDeviation);
        Optional(json, "sem", value.StandardError);
        if (value.Published is { } published)
        {
            json.WriteStartObject("published");
            json.WriteString("name", published.Name);
            json.Number("mean", published.Mean);
            if (published.IsMedian)
                json.WriteBoolean("is_median", published.IsMedian);
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
}

/// <summary>
/// <c>summary.csv</c>: a row for each condition, and for each summary value its count, mean, deviations and what was published. All numbers
/// are written so that they are read back exactly.
/// </summary>
internal static class SummaryTable
{
    public static string Write(IReadOnlyList<ConditionReport> conditions)
    {
        string[] keys = [.. conditions[0].Varied.Select(setting => setting.Key)];
        ComparedValue[] values = [.. conditions.SelectMany(condition => condition.Comparison).DistinctBy(value => value.Name, StringComparer.Ordinal)];
        bool[] arePublished =
            [.. values.Select(value => conditions.Any(condition => Find(condition, value.Name)?.Published is not null))];

        var text = new StringBuilder();
        List<string> row = ["condition", .. keys, "runs", "finished"];
        for (int i = 0; i < values.Length; i++)
        {
            foreach (string column in (ReadOnlySpan<string>)["unit", "n", "mean", "population_sd", "sample_sd", "sem"])
                row.Add($"{values[i].Name}_{column}");
            foreach (string column in arePublished[i] ? (ReadOnlySpan<string>)["published_name", "published_n", "published_mean", "published_population_sd"] : [])
                row.Add($"{values[i].Name}_{column}");
        }

        Add(text, row);
        foreach (ConditionReport condition in conditions)
        {
            row = [condition.Label, .. condition.Varied.Select(setting => setting.Value), $"{condition.Runs.Count}",
                $"{condition.Runs.Count(run => run.State == RunState.Finished)}"];
            for (int i = 0; i < values.Length; i++)
            {
                ComparedValue? value = Find(condition, values[i].Name);
                row.AddRange([
                    value?.Unit ?? "", $"{value?.Count}", Text(value?.Mean), Text(value?.StandardDeviation), Text(value?.SampleStandardDeviation), Text(value?.StandardError)]);
                if (arePublished[i])
                {
                    PublishedResult? published = value?.Published;
                    row.AddRange([published?.Name ?? "", $"{published?.Seeds}", Text(published?.Mean), Text(published?.StandardDeviation)]);
                }
            }

            Add(text, row);
        }

        return text.ToString();
    }

    private static ComparedValue? Find(ConditionReport condition, string name) =>
        condition.Comparison.FirstOrDefault(value => string.Equals(value.Name, name, StringComparison.Ordinal));

    private static void Add(StringBuilder text, List<string> row) => text.AppendJoin(',', row.Select(Quote)).Append('\n');

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
