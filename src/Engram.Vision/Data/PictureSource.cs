using Engram.Datasets;
using Engram.Delaunay;
using Engram.Delaunay.Imaging;
using Engram.Lab;
using Engram.Lab.Experiments;

namespace Engram.Vision.Data;

/// <summary>Brings the pictures that settings name into memory, as squares, in the canonical order: classes, then names, both as ordinal text.</summary>
internal static class PictureSource
{
    // Specification 1.6.
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp"];

    /// <summary>Loads them.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="geometry">A name of <see cref="PictureGeometry"/>.</param>
    /// <param name="context">Data folder, threads, and the folder for the list of what was left out.</param>
    /// <exception cref="UsageException">There are none, or one cannot be read and is not to be skipped.</exception>
    public static PictureSet Load(PictureSettings settings, string geometry, IRunContext context)
    {
        if (settings.Set == "stand-in")
            return StandIn.Paint(settings, geometry, context);
        string path = Path.GetFullPath(Path.Combine(context.DataFolder, settings.Path));
        (string Id, string File, string Label)[] entries = settings.Set == "folder" ? OfFolder(path) : OfCatalogue(path, settings);
        if (entries.Length == 0)
            throw new UsageException($"{path} holds no pictures ({string.Join(' ', Extensions)}).");
        return Decode(path, entries, settings, geometry, context);
    }

    private static (string Id, string File, string Label)[] OfFolder(string path)
    {
        if (!Directory.Exists(path))
            throw new UsageException($"There is no folder {path}. It should hold a folder of pictures for each artist; --data and data.path say where it is.");
        return
        [
            .. Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).SelectMany(artist => Directory.EnumerateFiles(artist, "*", SearchOption.AllDirectories)
                .Where(static file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Select(file => (Path.GetRelativePath(path, file).Replace('\\', '/'), file, Path.GetFileName(artist)))
                .OrderBy(static entry => entry.Item1, StringComparer.Ordinal)),
        ];
    }

    private static (string Id, string File, string Label)[] OfCatalogue(string path, PictureSettings settings)
    {
        CsvTable table = Read(path);
        int file = Column(settings.File, "data.file"), label = Column(settings.Label, "data.label");
        string folder = Path.GetDirectoryName(path)!;
        return
        [
            .. table.Rows.Where(row => row.Cells[label].Length > 0)
                .Select(row => (row.Cells[file], Path.Combine(folder, row.Cells[file]), row.Cells[label]))
                .OrderBy(static entry => entry.Item3, StringComparer.Ordinal).ThenBy(static entry => entry.Item1, StringComparer.Ordinal),
        ];

        int Column(string name, string setting) => table.IndexOf(name) is >= 0 and var place
            ? place
            : throw new UsageException($"{path} has no column '{name}' ({setting}). It has: {string.Join(", ", table.Columns)}.");
    }

    private static CsvTable Read(string path)
    {
        try
        {
            return CsvTable.Read(path);
        }
        catch (DatasetException problem)
        {
            throw new UsageException(problem.Message, problem);
        }
    }

    private static PictureSet Decode(string path, (string Id, string File, string Label)[] entries, PictureSettings settings, string geometry, IRunContext context)
    {
        var images = new RgbImage?[entries.Length];
        var faults = new string?[entries.Length];
        int done = 0;
        try
        {
            Parallel.For(0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Stop }, i =>
            {
                try
                {
                    images[i] = PictureGeometry.Square(ImageDecoder.DecodeFile(entries[i].File).Image, settings.Side, geometry);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    faults[i] = exception.Message;
                    if (settings.Unreadable == "refuse")
                        throw new UsageException($"{entries[i].File}: {exception.Message} Repair or remove it, or set data.unreadable=skip to leave such files out.", exception);
                }

                context.Report(0, 1, $"reading picture {Interlocked.Increment(ref done)} of {entries.Length}");
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions.OfType<UsageException>().FirstOrDefault() is { } first)
        {
            throw new UsageException(first.Message, first);
        }

        TableFile.Write(Path.Combine(context.Folder, "skipped.csv"), ["file", "reason"], Enumerable.Range(0, entries.Length).Where(i => faults[i] is not null).Select(i => (IReadOnlyList<object>)[entries[i].Id, faults[i]!]));
        int[] read = [.. Enumerable.Range(0, entries.Length).Where(i => images[i] is not null)];
        string[] classes = [.. read.Select(i => entries[i].Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
            throw new UsageException($"{path} gives {classes.Length} classes; a network needs two or more to tell apart.");
        return new PictureSet(
            Path.GetFileName(path.TrimEnd(Path.DirectorySeparatorChar)),
            classes,
            [.. read.Select(i => images[i]!)],
            [.. read.Select(i => Array.BinarySearch(classes, entries[i].Label, StringComparer.Ordinal))],
            [.. read.Select(i => entries[i].Id)])
        {
            MayBeShown = settings.Show == true,
        };
    }
}
