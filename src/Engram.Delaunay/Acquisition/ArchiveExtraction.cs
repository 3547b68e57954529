using System.IO.Compression;
using System.Text;
using Engram.Datasets;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Acquisition;

/// <summary>Unpacks an archive that was found sound: a folder a class, artists' names repaired, whole or not at all.</summary>
public static class ArchiveExtraction
{
    /// <summary>Unpacks.</summary>
    /// <param name="report">What the check gave.</param>
    /// <param name="folder">Where to; it must not exist.</param>
    /// <param name="progress">Told how many entries of how many are done.</param>
    /// <param name="stop">Ends the work early; nothing is left then.</param>
    /// <exception cref="DatasetException">The archive is refused, has changed since, or the folder exists.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(ArchiveReport report, string folder, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        report.ThrowIfRefused();
        if (Directory.Exists(folder) || File.Exists(folder)) throw new DatasetException(folder, null, "It is there already and is left alone.", "Move it away, then unpack again.");
        string aside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + ".part";
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        try
        {
            Unpack(report, aside, progress, stop);
            Directory.Move(aside, folder);
        }
        catch (Exception failure) when (ArchiveCheck.IsDamage(failure) && failure is not DatasetException && failure is not IOException { InnerException: not null })
        {
            throw new DatasetException(report.Path, null, $"It could not be unpacked: {failure.Message}", "Check it: engram delaunay verify.", failure);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    private static void Unpack(ArchiveReport report, string aside, Action<int, int>? progress, CancellationToken stop)
    {
        HashSet<string> sound = new(report.Items.Select(static item => item.Name), StringComparer.Ordinal);
        Directory.CreateDirectory(aside);
        using var zip = new ZipArchive(File.OpenRead(report.Path), ZipArchiveMode.Read, leaveOpen: false, Encoding.Latin1);
        int done = 0;
        foreach (var entry in zip.Entries)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(++done, zip.Entries.Count);
            string name = entry.FullName.Replace('\\', '/');
            if (!sound.Contains(name)) continue;
            string target = Path.GetFullPath(Path.Combine(aside, ArchiveReport.ClassOf(name) is { Length: > 0 } its ? NameRepair.Of(its) is { Index: >= 0 } artist ? artist.Name : its : ".", Path.GetFileName(name)));
            // The names were checked already; a second look costs nothing and holds whatever the first one missed.
            if (!target.StartsWith(aside + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new InvalidDataException($"{name} leads out of the folder.");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, ArchiveCheck.Content(entry));
        }
    }
}
