using System.Text;

namespace Engram.Datasets;

/// <summary>
/// Reads the binary version of CIFAR-10: <c>data_batch_1.bin</c> … <c>data_batch_5.bin</c>, <c>test_batch.bin</c> and
/// <c>batches.meta.txt</c>, in a folder or in the official archive, which is read in place.
/// </summary>
/// <remarks>
/// A batch is a row of records of 3073 bytes: the label, then 1024 red, 1024 green and 1024 blue values, row by row. That is the order
/// <c>[channel][y][x]</c> of <see cref="ImageSet"/>. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
/// </remarks>
public static class Cifar10Reader
{
    /// <summary>The official name of the archive.</summary>
    public const string ArchiveName = "cifar-10-binary.tar.gz";

    internal const string TestBatch = "test_batch.bin";
    internal const string MetaFile = "batches.meta.txt";
    internal const int BatchImages = 10_000;
    internal const int RecordLength = 1 + 3072;
    internal const int TrainBatches = 5;

    private const int RecordsAtOnce = 16;
    private const int LongestMetaFile = 4096;
    private const string Remedy = "Fetch it again with 'engram data fetch cifar10', or check that it is the binary version of CIFAR-10.";

    /// <summary>The shape of every image: 3 x 32 x 32.</summary>
    public static ImageShape Shape { get; } = new(3, 32, 32);

    /// <summary>The names of the classes in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The names of the batches: five to train, then the one to test.</summary>
    internal static IReadOnlyList<string> Batches { get; } =
        [.. Enumerable.Range(1, TrainBatches).Select(static number => $"data_batch_{number}.bin"), TestBatch];

    /// <summary>Reads a folder, or the archive.</summary>
    /// <param name="path">The folder that holds the batches, or the archive (<c>.tar.gz</c> or <c>.tar</c>).</param>
    /// <param name="allowIncomplete">
    /// Whether batches may be missing or hold fewer than 10,000 images; <see cref="LabelledImages.Missing"/> then says what is not there.
    /// </param>
    /// <exception cref="DatasetException">A file is missing, damaged, or not what its name says.</exception>
    public static LabelledImages Read(string path, bool allowIncomplete = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Directory.Exists(path))
            return Collect(ReadArchive(path), path, allowIncomplete);
        return ReadFiles(
            name => Path.Combine(path, name) is var file && File.Exists(file) ? file : null, Path.Combine(path, MetaFile), path, allowIncomplete);
    }

    /// <summary>Reads batches from wherever they lie.</summary>
    internal static LabelledImages ReadFiles(Func<string, string?> find, string? meta, string source, bool allowIncomplete)
    {
        var batches = new Dictionary<string, ImageSet>(StringComparer.Ordinal);
        foreach (var name in Batches)
        {
            if (find(name) is not { } file)
                continue;
            using var content = ContentStream.Open(file);
            batches[name] = ReadBatch(content);
        }

        if (meta is not null && File.Exists(meta))
        {
            using var content = ContentStream.Open(meta);
            CheckMeta(content);
        }

        return Collect(batches, source, allowIncomplete);
    }

    /// <summary>Reads the batches that an archive holds.</summary>
    internal static Dictionary<string, ImageSet> ReadArchive(string path)
    {
        using var content = ContentStream.Open(path);
        return ReadArchive(content);
    }

    internal static Dictionary<string, ImageSet> ReadArchive(ContentStream content)
    {
        var batches = new Dictionary<string, ImageSet>(StringComparer.Ordinal);
        new TarArchive(content).Visit(
            static name => FileName(name) is var file && (file == MetaFile || Batches.Contains(file, StringComparer.Ordinal)),
            (name, entry) =>
            {
                if (FileName(name) is var file && file == MetaFile)
                    CheckMeta(entry);
                else if (!batches.TryAdd(file, ReadBatch(entry)))
                    throw new DatasetException(content.Name, null, $"There are two files {file} in the archive.", Remedy);
            });
        return batches;
    }

    /// <summary>Reads one batch.</summary>
    internal static ImageSet ReadBatch(ContentStream content)
    {
        // A packed batch does not tell its length beforehand, so it is read into room for as many records as a batch may have.
        var most = (int)Math.Min(content.MostBytesLeft / RecordLength, BatchImages);
        if (!content.IsPacked && content.MostBytesLeft % RecordLength != 0)
        {
            throw new DatasetException(
                content.Name,
                null,
                $"It has {content.MostBytesLeft} bytes, which is no whole number of records of {RecordLength} bytes.",
                Remedy);
        }

        if (!content.IsPacked && content.MostBytesLeft > (long)BatchImages * RecordLength)
        {
            throw new DatasetException(
                content.Name, null, $"It has {content.MostBytesLeft / RecordLength} images; a batch has {BatchImages}.", Remedy);
        }

        var length = Shape.Values;
        var pixels = new byte[content.IsPacked ? 0 : most * length];
        List<int> labels = [];
        var buffer = new byte[Math.Min(RecordsAtOnce, Math.Max(most, 1)) * RecordLength];
        while (true)
        {
            var start = content.Position;
            var found = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (found == 0)
                break;
            if (found % RecordLength != 0)
            {
                throw new DatasetException(
                    content.Name, start + found, $"It ends within record {labels.Count + (found / RecordLength)} of {RecordLength} bytes.", Remedy);
            }

            for (var at = 0; at < found; at += RecordLength)
            {
                if (labels.Count == BatchImages)
                    throw new DatasetException(content.Name, start + at, $"It has more than the {BatchImages} images of a batch.", Remedy);
                if (buffer[at] >= ClassNames.Count)
                {
                    throw new DatasetException(
                        content.Name,
                        start + at,
                        $"The label of image {labels.Count} is {buffer[at]}; a class 0 … {ClassNames.Count - 1} was expected.",
                        Remedy);
                }

                if (pixels.Length < (labels.Count + 1) * length)
                    Array.Resize(ref pixels, Math.Max((labels.Count + 1) * length, pixels.Length * 2));
                buffer.AsSpan(at + 1, length).CopyTo(pixels.AsSpan(labels.Count * length));
                labels.Add(buffer[at]);
            }
        }

        if (pixels.Length != labels.Count * length)
            Array.Resize(ref pixels, labels.Count * length);
        return ImageSet.Own(pixels, [.. labels], Shape, ClassNames, content.Name);
    }

    /// <summary>Puts batches together and says which are missing.</summary>
    internal static LabelledImages Collect(Dictionary<string, ImageSet> batches, string source, bool allowIncomplete)
    {
        List<string> missing = [];
        foreach (var name in Batches)
        {
            var count = batches.TryGetValue(name, out var batch) ? batch.Count : 0;
            if (batch is null)
                missing.Add($"{name} with {BatchImages} images");
            else if (count < BatchImages)
                missing.Add($"{BatchImages - count} of the {BatchImages} images of {name}");
        }

        if (missing.Count > 0 && (!allowIncomplete || batches.Count == 0))
            throw new DatasetException(source, null, $"CIFAR-10 is incomplete here. Missing: {string.Join("; ", missing)}.", "Fetch it with 'engram data fetch cifar10'.");

        var empty = ImageSet.Own([], [], Shape, ClassNames, source);
        var train = Batches.Take(TrainBatches).Where(batches.ContainsKey).Select(name => batches[name]).ToArray();
        return new LabelledImages(
            "cifar10",
            train.Length == 0 ? empty : ImageSet.Join(train),
            batches.GetValueOrDefault(TestBatch, empty),
            missing);
    }

    private static void CheckMeta(ContentStream content)
    {
        var text = new byte[LongestMetaFile];
        var length = content.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var names = Encoding.UTF8.GetString(text.AsSpan(0, length)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (length == text.Length || !names.AsSpan().SequenceEqual(ClassNames.ToArray()))
        {
            throw new DatasetException(
                content.Name,
                null,
                $"It names the classes {DatasetFile.Quote(string.Join(", ", names))}; {string.Join(", ", ClassNames)} were expected.",
                Remedy);
        }
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
