using System.Security.Cryptography;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Catalogue;

/// <summary>How a scan is done.</summary>
public sealed record ScanOptions
{
    /// <summary>Threads, 0 for one a core. What comes out does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Where the pictures came from; see <see cref="CatalogueEntry.Source"/>.</summary>
    public string Source { get; init; } = "unknown";

    /// <summary>Told how many files have been looked at, from any thread.</summary>
    public Action<int, int>? Progress { get; init; }
}

/// <summary>Looks at every file of a tree: hashes, sizes, flags, statistics; then at all of them together: duplicates.</summary>
public static class CatalogueScan
{
    private const double LeastSpread = 4.0 / 255;
    private const double GreatestGreyBottom = 0.05;
    private const double GreatestRim = 0.08;
    private const int LeastSide = 128;
    private const int GreatestAspect = 3;

    private static readonly DecodeOptions Lenient = new() { Lenient = true };

    /// <summary>Scans a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>An entry for each file, in the tree's order, those without pixels too.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<CatalogueEntry> Run(ImageTree tree, ScanOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        options ??= new ScanOptions();
        int count = tree.Files.Count, done = 0;
        var looked = new Looked[count];
        var parallel = new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount };
        Parallel.For(0, count, parallel, i =>
        {
            looked[i] = Look(tree, tree.Files[i], options);
            options.Progress?.Invoke(Interlocked.Increment(ref done), count);
        });
        int[] groups = NearDuplicates.Group(Array.ConvertAll(looked, static one => one.Hashes), Array.ConvertAll(looked, static one => one.Greys), stop);
        return WithDuplicates([.. looked.Select(static one => one.Entry)], groups);
    }

    private static Looked Look(ImageTree tree, TreeFile file, ScanOptions options)
    {
        string artist = file.ClassIndex >= 0 ? tree.Classes[file.ClassIndex] : "";
        var entry = new CatalogueEntry
        {
            RelativePath = file.RelativePath,
            ClassIndex = file.ClassIndex,
            Artist = artist,
            Source = options.Source,
            IsSynthetic = options.Source == "synthetic",
            Rights = options.Source == "synthetic" ? "synthetic" : tree.IsDelaunay && file.ClassIndex >= 0 ? RightsOf(ArtistNames.All[file.ClassIndex].Term) : "unknown",
        };
        List<string> flags = [];
        if (file.ClassIndex < 0) flags.Add(CatalogueFlags.Unlabelled);
        if (!file.Exists) return new Looked(entry with { Flags = [.. flags, CatalogueFlags.Missing] });
        byte[] content;
        try
        {
            content = File.ReadAllBytes(Path.Combine(tree.Folder, file.RelativePath));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Looked(entry with { Flags = [.. flags, CatalogueFlags.Unreadable] });
        }

        entry = entry with { Bytes = content.LongLength, FileSha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };
        return Decode(entry, content, flags);
    }

    private static Looked Decode(CatalogueEntry entry, byte[] content, List<string> flags)
    {
        var format = ImageSignature.Of(content);
        entry = entry with { Format = Word(format) };
        if (content.Length > 0 && !ImageSignature.AgreesWithName(entry.RelativePath, format)) flags.Add(CatalogueFlags.WrongExtension);
        DecodedImage decoded;
        try
        {
            decoded = ImageDecoder.Decode(content, Lenient, entry.RelativePath);
        }
        catch (ImageException failure)
        {
            flags.Add(FlagOf(failure.Fault));
            return new Looked(WithHeader(entry, content, flags));
        }

        var image = decoded.Image;
        var preview = GreyImage.Preview(image);
        var statistics = ImageStatistics.Of(image, new GreyImage(preview));
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(image.Pixels));
        AddHeaderFlags(flags, decoded.Header);
        if (decoded.IsTruncated || statistics.GreyBottom >= GreatestGreyBottom) flags.Add(CatalogueFlags.Truncated);
        if (decoded.IsDamaged) flags.Add(CatalogueFlags.DecodeError);
        if (statistics.ChannelSpread < LeastSpread) flags.Add(CatalogueFlags.Grey);
        if (statistics.Rim > GreatestRim) flags.Add(CatalogueFlags.Rim);
        ulong[] hashes = PerceptualHash.OfAllSymmetries(preview);
        entry = Described(entry, decoded.Header) with
        {
            ImageId = sha256[..16],
            RgbSha256 = sha256,
            PerceptualHash = hashes[0],
            Statistics = statistics,
            Flags = [.. flags],
        };
        return new Looked(entry, hashes, new GreyImage(ImageResize.To(preview, NearDuplicates.Side, NearDuplicates.Side)).Levels.ToArray());
    }

    /// <summary>What the header of a file without pixels still tells, if it tells anything.</summary>
    private static CatalogueEntry WithHeader(CatalogueEntry entry, byte[] content, List<string> flags)
    {
        try
        {
            var header = ImageDecoder.ReadHeader(content, entry.RelativePath);
            AddHeaderFlags(flags, header);
            entry = Described(entry, header);
        }
        catch (ImageException)
        {
            // The flag that says why stands already.
        }

        return entry with { Flags = [.. flags] };
    }

    private static CatalogueEntry Described(CatalogueEntry entry, ImageHeader header) => entry with
    {
        Width = header.Width,
        Height = header.Height,
        Mode = Word(header.Mode),
        ExifOrientation = header.ExifOrientation,
        Icc = header.IccName ?? "",
    };

    private static void AddHeaderFlags(List<string> flags, ImageHeader header)
    {
        int shorter = Math.Min(header.Width, header.Height), longer = Math.Max(header.Width, header.Height);
        if (shorter < LeastSide) flags.Add(CatalogueFlags.Tiny);
        if (longer > GreatestAspect * (long)shorter) flags.Add(CatalogueFlags.ExtremeAspect);
        if (header.Mode is ImageMode.Cmyk or ImageMode.Ycck) flags.Add(CatalogueFlags.Cmyk);
        if (header.BitDepth > 8) flags.Add(CatalogueFlags.Deep);
        if (header.Mode is ImageMode.Palette) flags.Add(CatalogueFlags.Palette);
        if (header.HasAlpha) flags.Add(CatalogueFlags.Alpha);
        if (header.Frames > 1) flags.Add(CatalogueFlags.Animated);
        if (header.ExifOrientation != 1) flags.Add(CatalogueFlags.Rotated);
    }

    private static CatalogueEntry[] WithDuplicates(CatalogueEntry[] entries, int[] groups)
    {
        var sizes = groups.CountBy(static root => root).ToDictionary();
        var files = entries.Where(static entry => entry.FileSha256.Length > 0 && entry.Bytes > 0).CountBy(static entry => entry.FileSha256, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var pixels = entries.Where(static entry => entry.HasPixels).CountBy(static entry => entry.RgbSha256, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var spanning = groups.Select((root, i) => (root, entries[i].ClassIndex)).Distinct().CountBy(static pair => pair.root).ToDictionary();
        var numbers = new Dictionary<int, int>();
        for (int i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            List<string> flags = [.. entry.Flags];
            int number = -1;
            if (files.GetValueOrDefault(entry.FileSha256) > 1 || pixels.GetValueOrDefault(entry.RgbSha256) > 1) flags.Add(CatalogueFlags.ExactDuplicate);
            if (sizes[groups[i]] > 1)
            {
                if (!numbers.TryGetValue(groups[i], out number)) numbers.Add(groups[i], number = numbers.Count);
                flags.Add(CatalogueFlags.NearDuplicate);
                if (spanning[groups[i]] > 1) flags.Add(CatalogueFlags.AcrossClasses);
            }

            flags.Sort(StringComparer.Ordinal);
            entries[i] = entry with { DuplicateGroup = number, Flags = [.. flags.Distinct(StringComparer.Ordinal)] };
        }

        return entries;
    }

    private static string RightsOf(CopyrightTerm term) => term == CopyrightTerm.Passed ? "expired" : "in_copyright";

    private static string FlagOf(ImageFault fault) => fault switch
    {
        ImageFault.Empty => CatalogueFlags.Empty,
        ImageFault.NotAnImage => CatalogueFlags.NotAnImage,
        ImageFault.TooLarge => CatalogueFlags.TooLarge,
        ImageFault.Unsupported => CatalogueFlags.Unsupported,
        ImageFault.Truncated => CatalogueFlags.Truncated,
        _ => CatalogueFlags.DecodeError,
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private sealed record Looked(CatalogueEntry Entry, ulong[]? Hashes = null, byte[]? Greys = null);
}
