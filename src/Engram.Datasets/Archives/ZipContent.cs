using System.IO.Compression;

namespace Engram.Datasets;

/// <summary>Reads single files out of a zip archive in place. What it gives is checked by length and checksum to its last byte.</summary>
internal static class ZipContent
{
    private const string Remedy = "The archive is damaged or not the official one: fetch it again.";
    private const int MostEntries = 100_000;

    /// <summary>Opens the one file in the archive whose name, folders aside, is among the wanted.</summary>
    /// <param name="archive">A stream that can seek; it is disposed of with the result.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="wanted">The names, best first.</param>
    /// <exception cref="DatasetException">The archive is damaged, or has no such file, or two.</exception>
    internal static ContentStream OpenEntry(Stream archive, string name, IReadOnlyList<string> wanted)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(archive, ZipArchiveMode.Read);
            var entry = Find(zip, name, wanted);
            if (entry.Length > checked(entry.CompressedLength * GzipStreamReader.GreatestRatio) + 64)
                throw new DatasetException(name, null, $"{DatasetFile.Quote(entry.FullName)} is said to have {entry.Length} bytes, more than it can hold.", Remedy);
            var stream = new Checked(entry.Open(), entry.Length, entry.Crc32, $"{name}, {entry.FullName}", zip);
            zip = null;
            return new ContentStream(stream, entry.Length, $"{name}, {entry.FullName}");
        }
        catch (Exception failure) when (failure is not DatasetException && IsDamage(failure))
        {
            throw Damaged(name, failure);
        }
        finally
        {
            zip?.Dispose();
        }
    }

    // The framework's reader has been seen to answer hostile archives with any of these.
    private static bool IsDamage(Exception failure) =>
        failure is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException;

    private static DatasetException Damaged(string name, Exception failure) =>
        new(name, null, "The zip archive cannot be read: it is damaged, encrypted or cut short.", Remedy, failure);

    private static ZipArchiveEntry Find(ZipArchive zip, string name, IReadOnlyList<string> wanted)
    {
        if (zip.Entries.Count > MostEntries)
            throw new DatasetException(name, null, $"The archive has {zip.Entries.Count} entries; at most {MostEntries} were expected.", Remedy);
        ZipArchiveEntry? found = null;
        foreach (var entry in zip.Entries)
        {
            var path = entry.FullName.Replace('\\', '/');
            if (path.StartsWith('/') || path.Split('/').Contains("..") || (path.Length > 1 && path[1] == ':'))
                throw new DatasetException(name, null, $"The entry {DatasetFile.Quote(entry.FullName)} leads out of the folder.", Remedy);
            if (!wanted.Contains(path[(path.LastIndexOf('/') + 1)..], StringComparer.OrdinalIgnoreCase))
                continue;
            if (found is not null)
                throw new DatasetException(name, null, $"{DatasetFile.Quote(entry.FullName)} is in it twice.", Remedy);
            found = entry;
        }

        return found ?? throw new DatasetException(name, null, $"There is no {string.Join(" or ", wanted)} in the archive.", Remedy);
    }

    private sealed class Checked(Stream inner, long length, uint checksum, string name, ZipArchive zip) : ReadOnlyStream
    {
        private Crc32 _found;
        private long _count;

        public override int Read(Span<byte> buffer)
        {
            int count;
            try
            {
                count = inner.Read(buffer);
            }
            catch (Exception failure) when (failure is not DatasetException && IsDamage(failure))
            {
                throw Damaged(name, failure);
            }

            _found.Append(buffer[..count]);
            _count += count;
            if (_count == length && count > 0 && _found.Value != checksum)
                throw new DatasetException(name, null, $"Its checksum is {_found.Value:x8}; the archive says {checksum:x8}.", Remedy);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                zip.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
