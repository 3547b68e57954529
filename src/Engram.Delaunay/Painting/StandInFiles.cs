using System.Text;
using System.Text.Json;
using Engram.Numerics;

namespace Engram.Delaunay.Painting;

/// <summary>
/// Paints a dataset into a folder: a folder for each style, a manifest with a row for each picture, a report with everything known about the
/// whole. Files appear whole or not at all; what was begun is gone on with.
/// </summary>
public static class StandInFiles
{
    private const string RecipeName = "recipe.json";

    /// <summary>What every file carries, so that nobody takes it for art.</summary>
    /// <param name="seed">The root seed.</param>
    /// <param name="image">Which picture.</param>
    public static string Comment(ulong seed, string image) => $"SYNTHETIC; generator {Painter.Generator}; seed {seed}; image {image}";

    /// <summary>Paints.</summary>
    /// <param name="request">What.</param>
    /// <param name="progress">Hears what is done and of the share of it.</param>
    /// <param name="stop">Asks to stop; what is finished stays.</param>
    /// <exception cref="ArgumentException">The folder holds a dataset of another recipe, or something else.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public static StandInOutcome Write(StandInRequest request, Action<string, double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var preset = request.Preset;
        var painter = new Painter(
            new StyleModel(request.Styles with { Styles = preset.ClassSizes.Count }), request.Painting with { ShortSide = preset.ShortSide });
        Begin(request, painter);
        var plan = request.InjectsDefects ? new DefectPlan(preset.ClassSizes, request.Styles.Seed) : null;
        var places = preset.ClassSizes.SelectMany(static (size, style) => Enumerable.Range(0, size).Select(index => (Style: style, Index: index))).ToArray();
        for (var style = 0; style < preset.ClassSizes.Count; style++) Directory.CreateDirectory(Path.Combine(request.Folder, StyleModel.NameOf(style)));
        var rows = new ManifestRow[places.Length];
        var (done, painted) = (0, 0);
        var gate = new Lock();
        Parallel.For(0, places.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, request.Threads), CancellationToken = stop }, at =>
        {
            var (row, isNew) = Make(request, painter, plan, places, at);
            rows[at] = row;
            lock (gate)
            {
                if (isNew) painted++;
                progress?.Invoke("painting", 0.95 * ++done / places.Length);
            }
        });

        var manifest = Path.Combine(request.Folder, "manifest.jsonl");
        AtomicFile.Write(manifest, stream => Lines(stream, rows, static (writer, row) => row.Write(writer)));
        if (plan is not null)
        {
            AtomicFile.Write(Path.Combine(request.Folder, "injected.jsonl"), stream => Lines(stream, plan.All, (writer, defect) =>
            {
                writer.WriteString("rel_path", rows[defect.Picture].RelativePath);
                writer.WriteString("kind", JsonNamingPolicy.KebabCaseLower.ConvertName(defect.Kind.ToString()));
                if (defect.Source is { } source) writer.WriteString("source", rows[source].RelativePath);
            }));
        }

        progress?.Invoke("measuring", 0.96);
        var report = Path.Combine(request.Folder, "synth-report.json");
        var ideal = StandInReport.Write(report, request, painter, rows, stop);
        progress?.Invoke("measuring", 1);
        return new StandInOutcome(preset.ClassSizes.Count, places.Length, painted, plan?.All.Count() ?? 0, ideal, manifest, report);
    }

    private static (ManifestRow Row, bool IsNew) Make(StandInRequest request, Painter painter, DefectPlan? plan, (int Style, int Index)[] places, int at)
    {
        var (style, index) = places[at];
        var defect = plan?.Of(at);
        var original = defect?.Source is { } source ? places[source] : (style, index);
        var nuisance = painter.NuisanceOf(original.Item1, original.Item2);
        var relative = $"{StyleModel.NameOf(style)}/{index:0000}{PictureFile.Extension(nuisance, defect?.Kind)}";
        var path = Path.Combine(request.Folder, relative);
        byte[] file;
        var isNew = !File.Exists(path);
        if (isNew)
        {
            var comment = Comment(request.Styles.Seed, $"{StyleModel.NameOf(original.Item1)}/{original.Item2}");
            file = PictureFile.Encode(painter.Paint(original.Item1, original.Item2), comment, defect);
            // Renamed when whole: a killed process leaves no half of a picture under its name.
            var aside = path + ".part";
            File.WriteAllBytes(aside, file);
            File.Move(aside, path, overwrite: true);
        }
        else
        {
            file = File.ReadAllBytes(path);
        }

        return (ManifestRow.Of(painter, (style, index), original, relative, file), isNew);
    }

    private static void Begin(StandInRequest request, Painter painter)
    {
        if (File.Exists(request.Folder)) throw new ArgumentException($"'{request.Folder}' is a file, not a folder for a dataset. Give another name.");
        Directory.CreateDirectory(request.Folder);
        var recipe = Encoding.UTF8.GetString(Recipe(request, painter));
        var path = Path.Combine(request.Folder, RecipeName);
        if (File.Exists(path))
        {
            if (File.ReadAllText(path) != recipe)
                throw new ArgumentException($"'{request.Folder}' holds a dataset of another recipe (see {RecipeName} there). Give another folder, or remove it.");
            return;
        }

        if (Directory.EnumerateFileSystemEntries(request.Folder).Any())
            throw new ArgumentException($"'{request.Folder}' is not empty and holds no dataset of this painter. Give another folder.");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(recipe)));
    }

    private static byte[] Recipe(StandInRequest request, Painter painter)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("dataset", "SYNTH-ABSTRACT");
            writer.WriteBoolean("synthetic", true);
            StandInReport.WriteConfiguration(writer, request, painter);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Lines<T>(Stream stream, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        foreach (var row in rows)
        {
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                write(writer, row);
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }
    }
}
