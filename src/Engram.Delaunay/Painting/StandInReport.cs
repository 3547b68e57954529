using System.Text.Json;
using Engram.Numerics;

namespace Engram.Delaunay.Painting;

/// <summary>Everything known about a painted dataset, in one JSON document.</summary>
internal static class StandInReport
{
    private const int DrawsOfAStyle = 100;
    private const int MostCompared = 2000;

    private static readonly int[] ExampleCounts = [1, 2, 4, 8, 16, 32];

    private static readonly (string Name, double Share)[] Quartiles = [("min", 0), ("q1", 0.25), ("median", 0.5), ("q3", 0.75), ("max", 1)];

    private static readonly (string Name, Func<PictureSummary, double> Value)[] Statistics =
    [
        ("luminance_mean", static summary => summary.Luminance),
        ("luminance_sd", static summary => summary.LuminanceDeviation),
        ("colourfulness", static summary => summary.Colourfulness),
        ("edge_density", static summary => summary.EdgeDensity),
    ];

    /// <summary>Writes the report.</summary>
    /// <returns>The ideal observer's accuracy.</returns>
    public static double Write(string path, StandInRequest request, Painter painter, IReadOnlyList<ManifestRow> rows, CancellationToken stop)
    {
        var ideal = StyleDifficulty.Ideal(painter.Model, DrawsOfAStyle);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            writer.WriteStartObject();
            writer.WriteString("dataset", "SYNTH-ABSTRACT");
            writer.WriteBoolean("synthetic", true);
            WriteConfiguration(writer, request, painter);
            WriteSizes(writer, request.Preset);
            writer.WriteStartObject("ideal_observer");
            writer.WriteNumber("draws_of_a_style", DrawsOfAStyle);
            writer.WriteNumber("mean", ideal.Mean);
            writer.WriteNumber("min_style", ideal.ByStyle.Min());
            writer.WriteNumber("max_style", ideal.ByStyle.Max());
            if (double.IsFinite(ideal.ErrorsInsideFamily)) writer.WriteNumber("errors_inside_family", ideal.ErrorsInsideFamily);
            writer.WriteEndObject();
            writer.WriteStartObject("prototype_learner");
            foreach (var examples in ExampleCounts)
            {
                stop.ThrowIfCancellationRequested();
                writer.WriteNumber($"{examples}", StyleDifficulty.Prototypes(painter.Model, examples, DrawsOfAStyle / 2));
            }

            writer.WriteEndObject();
            WriteLatents(writer, painter.Model, rows);
            WriteStatistics(writer, rows);
            WriteBaselines(writer, rows);
            writer.WriteEndObject();
        });
        return ideal.Mean;
    }

    /// <summary>Writes what the dataset is painted by.</summary>
    public static void WriteConfiguration(Utf8JsonWriter writer, StandInRequest request, Painter painter)
    {
        var (styles, painting) = (painter.Model.Settings, painter.Settings);
        writer.WriteStartObject("configuration");
        writer.WriteString("generator", Painter.Generator);
        writer.WriteString("preset", request.Preset.Name);
        writer.WriteNumber("seed", styles.Seed);
        writer.WriteNumber("styles", styles.Styles);
        writer.WriteNumber("families", styles.Families);
        writer.WriteNumber("rho", styles.FamilyShare);
        writer.WriteNumber("lambda", styles.SpreadVariation);
        writer.WriteNumber("kappa", styles.Kappa);
        writer.WriteNumber("short_side", painting.ShortSide);
        writer.WriteBoolean("native_sizes", painting.NativeSizes);
        writer.WriteBoolean("square", painting.Square);
        if (painting.Shortcut is { } shortcut) writer.WriteNumber("shortcut", shortcut);
        writer.WriteBoolean("defects", request.InjectsDefects);
        writer.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter writer, StandInPreset preset)
    {
        var mean = preset.ClassSizes.Average();
        var squares = preset.ClassSizes.Sum(size => (size - mean) * (size - mean));
        writer.WriteStartObject("class_sizes");
        writer.WriteNumber("sum", preset.Count);
        writer.WriteNumber("mean", mean);
        writer.WriteNumber("sd_sample", Math.Sqrt(squares / (preset.ClassSizes.Count - 1)));
        writer.WriteNumber("sd_population", Math.Sqrt(squares / preset.ClassSizes.Count));
        writer.WriteStartArray("sizes");
        foreach (var size in preset.ClassSizes) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLatents(Utf8JsonWriter writer, StyleModel model, IReadOnlyList<ManifestRow> rows)
    {
        var dimensions = StyleModel.Dimensions;
        var byStyle = rows.GroupBy(static row => row.Style).ToDictionary(static group => group.Key, static group => group.ToArray());
        var means = byStyle.ToDictionary(static pair => pair.Key, pair => Enumerable.Range(0, dimensions).Select(d => pair.Value.Average(row => row.Latents[d])).ToArray());
        var overall = Enumerable.Range(0, dimensions).Select(d => rows.Average(row => row.Latents[d])).ToArray();
        writer.WriteStartObject("latents");
        Array(writer, "mean", overall);
        Matrix(writer, "within", (a, b) => rows.Sum(row => (row.Latents[a] - means[row.Style][a]) * (row.Latents[b] - means[row.Style][b])) / Math.Max(1, rows.Count - byStyle.Count));
        Matrix(writer, "between", (a, b) => means.Values.Sum(mean => (mean[a] - overall[a]) * (mean[b] - overall[b])) / Math.Max(1, model.Count - 1));
        writer.WriteEndObject();

        void Matrix(Utf8JsonWriter json, string name, Func<int, int, double> value)
        {
            json.WriteStartArray(name);
            for (var a = 0; a < dimensions; a++) Array(json, null, Enumerable.Range(0, dimensions).Select(b => value(a, b)));
            json.WriteEndArray();
        }
    }

    private static void WriteStatistics(Utf8JsonWriter writer, IReadOnlyList<ManifestRow> rows)
    {
        writer.WriteStartObject("statistics");
        Group("all", rows);
        foreach (var group in rows.GroupBy(static row => row.Style).OrderBy(static group => group.Key)) Group(StyleModel.NameOf(group.Key), [.. group]);
        writer.WriteEndObject();

        void Group(string name, IReadOnlyList<ManifestRow> members)
        {
            writer.WriteStartObject(name);
            foreach (var (statistic, value) in Statistics)
            {
                double[] sorted = [.. members.Select(row => value(row.Summary)).Where(double.IsFinite).Order()];
                if (sorted.Length == 0) continue;
                writer.WriteStartObject(statistic);
                writer.WriteNumber("mean", sorted.Average());
                foreach (var (label, share) in Quartiles) writer.WriteNumber(label, sorted[(int)Math.Round(share * (sorted.Length - 1))]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>What can be told from colours or raw pixels alone: even pictures teach, odd ones are asked.</summary>
    private static void WriteBaselines(Utf8JsonWriter writer, IReadOnlyList<ManifestRow> rows)
    {
        var step = Math.Max(1, rows.Count / MostCompared);
        var chosen = rows.Where((row, at) => at % step == 0 && row.Summary.Histogram.Length > 0).ToArray();
        var (teach, ask) = (chosen.Where(static (_, at) => at % 2 == 0).ToArray(), chosen.Where(static (_, at) => at % 2 == 1).ToArray());
        writer.WriteStartObject("baselines");
        writer.WriteNumber("chance", 1.0 / rows.Select(static row => row.Style).Distinct().Count());
        writer.WriteNumber("colour_histogram_nearest_centroid", Centroids(teach, ask, static row => row.Summary.Histogram));
        writer.WriteNumber("pixels_nearest_neighbour", Neighbours(teach, ask, static row => row.Summary.Thumbnail));
        writer.WriteNumber("grey_histogram_nearest_centroid", Centroids(teach, ask, static row => GreyHistogram(row.Summary.Thumbnail)));
        writer.WriteNumber("grey_pixels_nearest_neighbour", Neighbours(teach, ask, static row => Grey(row.Summary.Thumbnail)));
        writer.WriteEndObject();
    }

    private static float[] Grey(float[] pixels) => [.. Enumerable.Range(0, pixels.Length / 3).Select(at => (0.299f * pixels[3 * at]) + (0.587f * pixels[(3 * at) + 1]) + (0.114f * pixels[(3 * at) + 2]))];

    private static float[] GreyHistogram(float[] pixels)
    {
        var histogram = new float[16];
        foreach (var value in Grey(pixels)) histogram[Math.Min(15, (int)(16 * value))] += 3f / pixels.Length;
        return histogram;
    }

    private static double Centroids(ManifestRow[] teach, ManifestRow[] ask, Func<ManifestRow, float[]> describe)
    {
        var centroids = teach.GroupBy(static row => row.Style).Select(group =>
        {
            var all = group.Select(describe).ToArray();
            return (group.Key, Mean: Enumerable.Range(0, all[0].Length).Select(at => all.Average(values => values[at])).ToArray());
        }).ToArray();
        return Share(ask, row => centroids.MinBy(centroid => Distance(describe(row), centroid.Mean)).Key);
    }

    private static double Neighbours(ManifestRow[] teach, ManifestRow[] ask, Func<ManifestRow, float[]> describe)
    {
        var known = teach.Select(row => (row.Style, Values: describe(row))).ToArray();
        return Share(ask, row =>
        {
            var values = describe(row);
            return known.MinBy(other => Distance(values, other.Values)).Style;
        });
    }

    private static double Share(ManifestRow[] ask, Func<ManifestRow, int> choose) => ask.Length == 0 ? 0 : ask.Average(row => choose(row) == row.Style ? 1.0 : 0.0);

    private static float Distance(float[] a, float[] b)
    {
        float sum = 0;
        for (var at = 0; at < a.Length; at++) sum += (a[at] - b[at]) * (a[at] - b[at]);
        return sum;
    }

    private static void Array(Utf8JsonWriter writer, string? name, IEnumerable<double> values)
    {
        if (name is null) writer.WriteStartArray();
        else writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
