using System.Text.Json;
using Engram.Datasets;
using Engram.Delaunay.Catalogue;
using Engram.Numerics;

namespace Engram.Delaunay.Acquisition;

/// <summary>What the first successful download of an archive was.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of it.</param>
/// <param name="Images">Pictures in it.</param>
/// <param name="Role">What it is, by their number.</param>
/// <param name="ServerDate">The date the server sent; empty for none.</param>
/// <param name="EntityTag">The server's tag; empty for none.</param>
public sealed record LockedArchive(string Name, long Bytes, string Sha256, int Images, string Role, string ServerDate, string EntityTag);

/// <summary>
/// <c>delaunay.lock.json</c>. No checksum was ever published, so the first successful download defines it; later ones must be the same, or
/// be accepted by a person.
/// </summary>
public static class ArchiveLock
{
    /// <summary>The file's name.</summary>
    public const string FileName = "delaunay.lock.json";

    /// <summary>Reads a lock.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its archives; none if there is no such file.</returns>
    /// <exception cref="DatasetException">It is there, but it is not a lock.</exception>
    public static IReadOnlyList<LockedArchive> Read(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.GetProperty("archives").EnumerateObject().Select(static archive =>
            {
                string Text(string name) => archive.Value.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
                return new LockedArchive(
                    archive.Name, archive.Value.GetProperty("bytes").GetInt64(), Text("sha256"), archive.Value.GetProperty("images").GetInt32(), Text("role"), Text("server_date"), Text("etag"));
            })];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DatasetException(path, null, $"This is not a lock: {failure.Message.ReplaceLineEndings(" ")}", "Undo what was edited, or move it away; the next download then defines a new one.", failure);
        }
    }

    /// <summary>Compares an archive with the lock, and locks it if it was not.</summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="report">A sound archive.</param>
    /// <param name="fetched">How it was fetched; null if it had been there.</param>
    /// <param name="accepts">Whether a person accepts another file than the locked one.</param>
    /// <returns>Whether it is now locked for the first time, or anew.</returns>
    /// <exception cref="DatasetException">The archive is refused; or it is another than the locked one.</exception>
    public static bool Check(string path, ArchiveReport report, FetchedFile? fetched = null, bool accepts = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        report.ThrowIfRefused();
        string name = Path.GetFileName(report.Path);
        var archives = Read(path).ToDictionary(static archive => archive.Name, StringComparer.Ordinal);
        if (archives.TryGetValue(name, out var locked))
        {
            if (locked.Sha256 == report.Sha256 && locked.Bytes == report.Bytes) return false;
            if (!accepts)
            {
                throw new DatasetException(
                    report.Path, null, $"It is another file than the one first fetched: {report.Bytes} bytes, sha256 {report.Sha256}; {path} has {locked.Bytes} bytes, sha256 {locked.Sha256}.",
                    "Find out why it changed. To take it all the same, say --accept.");
            }
        }

        archives[name] = new LockedArchive(
            name, report.Bytes, report.Sha256, report.Images, ArchiveReport.Word(report.Role), fetched?.ServerDate?.ToString("yyyy-MM-ddTHH:mm:ssZ") ?? "", fetched?.EntityTag ?? "");
        Write(path, archives.Values);
        return true;
    }

    private static void Write(string path, IEnumerable<LockedArchive> archives)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, CatalogueJson.Layout with { Indented = true, NewLine = "\n" });
            json.WriteStartObject();
            json.WriteStartObject("archives");
            foreach (var archive in archives.OrderBy(static archive => archive.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject(archive.Name);
                json.WriteNumber("bytes", archive.Bytes);
                json.WriteString("sha256", archive.Sha256);
                json.WriteNumber("images", archive.Images);
                json.WriteString("role", archive.Role);
                if (archive.ServerDate.Length > 0) json.WriteString("server_date", archive.ServerDate);
                if (archive.EntityTag.Length > 0) json.WriteString("etag", archive.EntityTag);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
