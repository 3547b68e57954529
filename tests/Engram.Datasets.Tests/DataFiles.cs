using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Engram.Datasets.Tests;

/// <summary>Writes small files in the official formats.</summary>
internal static class DataFiles
{
    internal static byte[] Idx(byte[] values, params int[] shape)
    {
        var head = new byte[4 + (4 * shape.Length)];
        (head[2], head[3]) = (8, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4 + (4 * i)), shape[i]);
        return [.. head, .. values];
    }

    internal static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Records of a CIFAR-10 batch; image <c>i</c> has class <c>i % 10</c>.</summary>
    internal static byte[] Batch(int images)
    {
        var batch = new byte[images * 3073];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = i % 3073 == 0 ? (byte)(i / 3073 % 10) : (byte)((i * 7) + (i / 1024));
        return batch;
    }

    internal static byte[] Tar(params (string Name, byte[] Content)[] files) => Tar(TarEntryFormat.Ustar, files);

    internal static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                writer.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return archive.ToArray();
    }

    /// <summary>Rows of HIGGS; feature <c>j</c> of row <c>i</c> is <c>i + j / 32</c>, the label <c>i % 2</c>.</summary>
    internal static byte[] Rows(int count, string lineEnd = "\n") => Encoding.ASCII.GetBytes(string.Concat(
        Enumerable.Range(0, count).Select(row => $"{row % 2}.0,{string.Join(',', Enumerable.Range(0, 28).Select(column => $"{row + (column / 32.0):e18}"))}{lineEnd}")));

    internal static string Meta => string.Join('\n', Cifar10Reader.ClassNames) + "\n\n";
}
