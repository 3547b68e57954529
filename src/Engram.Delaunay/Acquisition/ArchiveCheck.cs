using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Engram.Datasets;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Acquisition;

/// <summary>What an archive may hold before it is refused.</summary>
public sealed record ArchiveLimits
{
    /// <summary>The most entries.</summary>
    public int Entries { get; init; } = 100_000;

    /// <summary>The most bytes of an entry, unpacked.</summary>
    public long EntryBytes { get; init; } = 256L << 20;

    /// <summary>The most bytes of all entries together, unpacked.</summary>
    public long TotalBytes { get; init; } = 64L << 30;

    /// <summary>How many times its packed size an entry may have; deflate reaches 1032 at most, pictures hardly 2.</summary>
    public long Ratio { get; init; } = 1032;
}

/// <summary>Looks through a zip archive without writing anything: directory, names, sizes, checksums, counts, pictures.</summary>
public static class ArchiveCheck
{
    private const int LinkMode = 0xA000;
    private const int FileTypeMask = 0xF000;
    private const string ImageEndings = ".jpg.jpeg.png.ppm.bmp.pgm.tif.tiff.webp";

    /// <summary>Checks an archive. Whatever it is, the answer is a report; what is wrong stands in it.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="limits">What it may hold; null for the defaults.</param>
    /// <param name="decodes">Whether every picture is decoded.</param>
    /// <param name="progress">Told how many entries of how many have been looked at.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="DatasetException">There is no such file.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ArchiveReport Run(string path, ArchiveLimits? limits = null, bool decodes = true, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new DatasetException(path, null, "There is no such archive.", "Fetch it: engram delaunay fetch.");
        List<ArchiveFault> faults = [];
        using var stream = File.OpenRead(path);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = 0;
        List<ArchiveItem> items = [];
        try
        {
            // Latin-1 keeps every byte of a name that is not marked as UTF-8, so that its true encoding can still be found.
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.Latin1);
            Look(zip, items, faults, limits ?? new ArchiveLimits(), decodes, progress, stop);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            faults.Add(new ArchiveFault("", stream.Length == 0 ? "the file is empty" : "its directory is missing or damaged: the download is not whole, or this is no zip archive"));
        }

        return ArchiveReport.Of(path, stream.Length, sha256, items, faults);
    }

    /// <summary>Whether an entry's name would lead out of the folder it is unpacked into.</summary>
    internal static bool Escapes(string name)
    {
        string path = name.Replace('\\', '/');
        return path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal) || path.Split('/').Contains("..", StringComparer.Ordinal) || path.Contains('\0', StringComparison.Ordinal);
    }

    internal static bool IsImage(string name) => Path.GetExtension(name) is { Length: > 1 } ending && ImageEndings.Contains(ending.ToLowerInvariant(), StringComparison.Ordinal);

    /// <summary>The bytes of an entry, no more than it declares, with the right checksum.</summary>
    /// <exception cref="InvalidDataException">They are more or fewer, or others.</exception>
    internal static byte[] Content(ZipArchiveEntry entry)
    {
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        int count = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (count < content.Length) throw new InvalidDataException($"it has {count} bytes; {content.Length} were declared");
        if (stream.ReadByte() >= 0) throw new InvalidDataException($"it has more than the {content.Length} bytes that were declared");
        var crc = new Crc32();
        crc.Append(content);
        if (crc.Value != entry.Crc32) throw new InvalidDataException($"its checksum is {crc.Value:x8}; the archive says {entry.Crc32:x8}");
        return content;
    }

    // The framework's reader has been seen to answer hostile archives with any of these.
    internal static bool IsDamage(Exception failure) =>
        failure is not ImageException && failure is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException or EndOfStreamException;

    private static void Look(
        ZipArchive zip, List<ArchiveItem> items, List<ArchiveFault> faults, ArchiveLimits limits, bool decodes, Action<int, int>? progress, CancellationToken stop)
    {
        if (zip.Entries.Count == 0) faults.Add(new ArchiveFault("", "there is nothing in it"));
        if (zip.Entries.Count > limits.Entries)
        {
            faults.Add(new ArchiveFault("", $"it has {zip.Entries.Count} entries; at most {limits.Entries} are accepted"));
            return;
        }

        long total = 0;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        int done = 0;
        foreach (var entry in zip.Entries)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(++done, zip.Entries.Count);
            string name = entry.FullName.Replace('\\', '/');
            if (Escapes(name)) faults.Add(new ArchiveFault(name, "its name leads out of the folder"));
            else if ((entry.ExternalAttributes >> 16 & FileTypeMask) == LinkMode) faults.Add(new ArchiveFault(name, "it is a link"));
            else if (name.EndsWith('/')) continue;
            else if (!names.Add(name)) faults.Add(new ArchiveFault(name, "it is in the archive twice"));
            else if (entry.Length > limits.EntryBytes) faults.Add(new ArchiveFault(name, $"it declares {entry.Length} bytes; at most {limits.EntryBytes} are accepted"));
            else if (entry.Length > entry.CompressedLength * limits.Ratio + 1024) faults.Add(new ArchiveFault(name, $"it declares {entry.Length} bytes of {entry.CompressedLength} packed ones, more than they can hold"));
            else if ((total += entry.Length) > limits.TotalBytes) faults.Add(new ArchiveFault(name, $"with it the archive unpacks to more than {limits.TotalBytes} bytes"));
            else Read(entry, name, items, faults, decodes);
            if (total > limits.TotalBytes) return;
        }
    }

    private static void Read(ZipArchiveEntry entry, string name, List<ArchiveItem> items, List<ArchiveFault> faults, bool decodes)
    {
        string problem = "";
        try
        {
            byte[] content = Content(entry);
            if (decodes && IsImage(name)) ImageDecoder.Decode(content, null, name);
        }
        catch (ImageException failure)
        {
            problem = failure.Fault switch
            {
                ImageFault.Empty => "it has no bytes",
                ImageFault.NotAnImage => "it is no picture",
                ImageFault.Truncated => "it ends early",
                ImageFault.TooLarge => "it has too many pixels",
                ImageFault.Unsupported => "it is a picture of a kind that is not decoded",
                _ => "it cannot be decoded",
            };
            // The archive is what was published; a picture in it that does not decode is told, and is no reason to refuse the others.
            items.Add(new ArchiveItem(name, entry.Length, IsImage(name), problem));
            return;
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            faults.Add(new ArchiveFault(name, failure is InvalidDataException && failure.Message.StartsWith("it", StringComparison.Ordinal) ? failure.Message : "it cannot be unpacked: it is damaged or encrypted"));
            return;
        }

        items.Add(new ArchiveItem(name, entry.Length, IsImage(name), problem));
    }
}
