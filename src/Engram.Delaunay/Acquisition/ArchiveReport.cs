using Engram.Datasets;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Acquisition;

/// <summary>Something for which an archive is refused.</summary>
/// <param name="Entry">The entry it is about; empty for the archive as a whole.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record ArchiveFault(string Entry, string Problem);

/// <summary>A file in an archive.</summary>
/// <param name="Name">Its name as read, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="IsImage">Whether it ends like a picture.</param>
/// <param name="Problem">Why it gives no picture; empty if it does, or is none.</param>
public sealed record ArchiveItem(string Name, long Bytes, bool IsImage, string Problem);

/// <summary>What an archive turned out to be.</summary>
public enum ArchiveRole
{
    /// <summary>It cannot be told by the number of pictures.</summary>
    Unknown,

    /// <summary>All 11,503 pictures.</summary>
    Full,

    /// <summary>The 9,202 pictures for training.</summary>
    Train,

    /// <summary>The 2,301 pictures of the test.</summary>
    Test,

    /// <summary>Lists of addresses, no pictures.</summary>
    Addresses,
}

/// <summary>What a look through an archive gave.</summary>
public sealed record ArchiveReport
{
    /// <summary>The archive.</summary>
    public required string Path { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Files in it that were found sound by their checksums.</summary>
    public required IReadOnlyList<ArchiveItem> Items { get; init; }

    /// <summary>For what it is refused; empty for a sound one.</summary>
    public required IReadOnlyList<ArchiveFault> Faults { get; init; }

    /// <summary>What the person should know besides.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>What it is, by the number of its pictures.</summary>
    public required ArchiveRole Role { get; init; }

    /// <summary>What its file name says it is.</summary>
    public required ArchiveRole NamedRole { get; init; }

    /// <summary>Classes and their pictures: artists in label order, other names in ordinal order.</summary>
    public required IReadOnlyList<(string Class, int Count)> Classes { get; init; }

    /// <summary>Pictures in it.</summary>
    public int Images => Items.Count(static item => item.IsImage);

    /// <summary>Whether nothing speaks against unpacking it.</summary>
    public bool IsSound => Faults.Count == 0;

    /// <summary>Stops at an archive that is refused.</summary>
    /// <exception cref="DatasetException">It has faults; the message names the first of them.</exception>
    public void ThrowIfRefused()
    {
        if (IsSound) return;
        string first = string.Join("; ", Faults.Take(3).Select(static fault => fault.Entry.Length > 0 ? $"{fault.Entry}: {fault.Problem}" : fault.Problem));
        string more = Faults.Count > 3 ? $"; and {Faults.Count - 3} more" : "";
        throw new DatasetException(Path, null, $"The archive is refused: {first}{more}.", "Fetch it again; engram delaunay verify lists everything that is wrong with it.");
    }

    /// <summary>Says which of the two archives of a split is for training: the one with more pictures, whatever they are called.</summary>
    /// <param name="first">One of them.</param>
    /// <param name="second">The other.</param>
    /// <returns>Both, and whether their names say the opposite.</returns>
    /// <exception cref="DatasetException">They have equally many.</exception>
    public static (ArchiveReport Train, ArchiveReport Test, bool NamesAreSwapped) Resolve(ArchiveReport first, ArchiveReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Images == second.Images)
            throw new DatasetException(first.Path, null, $"It has {first.Images} pictures, as many as {second.Path}: which of them is for training cannot be told.", "One should have 9,202 and the other 2,301.");
        var (train, test) = first.Images > second.Images ? (first, second) : (second, first);
        return (train, test, train.NamedRole == ArchiveRole.Test || test.NamedRole == ArchiveRole.Train);
    }

    internal static ArchiveReport Of(string path, long bytes, string sha256, List<ArchiveItem> items, List<ArchiveFault> faults)
    {
        List<string> notices = [];
        var images = items.Where(static item => item.IsImage).ToArray();
        var classes = images.GroupBy(static item => ClassOf(item.Name), StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        RepairedName[] names = [.. classes.Keys.Select(NameRepair.Of)];
        bool isDelaunay = names.Count(static name => name.Index >= 0) * 2 > names.Length;
        var named = RoleOfName(System.IO.Path.GetFileName(path));
        var role = images.Length switch
        {
            11_503 => ArchiveRole.Full,
            9_202 => ArchiveRole.Train,
            2_301 => ArchiveRole.Test,
            0 when items.Exists(static item => item.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) => ArchiveRole.Addresses,
            _ => ArchiveRole.Unknown,
        };
        if (isDelaunay)
        {
            foreach (var name in names.Where(static name => name.Index < 0)) faults.Add(new ArchiveFault(name.Folder, "the folder is none of the 53 artists"));
            foreach (var twice in names.Where(static name => name.Index >= 0).GroupBy(static name => name.Index).Where(static group => group.Count() > 1))
                faults.Add(new ArchiveFault(string.Join(", ", twice.Select(static name => name.Folder)), $"these folders are the same artist, {twice.First().Name}"));
            foreach (var name in names.Where(static name => name.Repair.Length > 0)) notices.Add($"The folder '{name.Folder}' is {name.Name} ({name.Repair}).");
            string[] absent = [.. ArtistNames.Names.Where((_, index) => !Array.Exists(names, name => name.Index == index))];
            if (absent.Length > 0) notices.Add($"{absent.Length} of the 53 artists have no folder: {string.Join(", ", absent)}.");
        }

        if (role == ArchiveRole.Unknown && images.Length > 0) notices.Add($"It has {images.Length} pictures; DELAUNAY has 11,503, of which 9,202 are for training and 2,301 for the test.");
        if (role != named && role is ArchiveRole.Train or ArchiveRole.Test && named is ArchiveRole.Train or ArchiveRole.Test)
            notices.Add($"Its name says {Word(named)}, its {images.Length} pictures say {Word(role)}: the count decides. The authors' page describes the two the other way round than they are named.");
        if (role is ArchiveRole.Train or ArchiveRole.Test || (role == ArchiveRole.Unknown && named is ArchiveRole.Train or ArchiveRole.Test)) CheckStems(images, notices);
        if (images.Count(static item => item.Problem.Length > 0) is > 0 and var bad) notices.Add($"{bad} {(bad == 1 ? "picture does" : "pictures do")} not decode: {string.Join("; ", images.Where(static item => item.Problem.Length > 0).Take(3).Select(static item => $"{item.Name}: {item.Problem}"))}.");
        return new ArchiveReport
        {
            Path = path,
            Bytes = bytes,
            Sha256 = sha256,
            Items = items,
            Faults = faults,
            Notices = notices,
            Role = role,
            NamedRole = named,
            Classes = [.. names.OrderBy(name => isDelaunay ? name.Index : 0).ThenBy(static name => name.Folder, StringComparer.Ordinal).Select(name => (name.Index >= 0 ? name.Name : name.Folder, classes[name.Folder]))],
        };
    }

    /// <summary>What an archive's name says it is.</summary>
    internal static ArchiveRole RoleOfName(string name)
    {
        string lower = name.ToLowerInvariant();
        if (lower.Contains("url", StringComparison.Ordinal)) return ArchiveRole.Addresses;
        if (lower.Contains("train", StringComparison.Ordinal)) return ArchiveRole.Train;
        if (lower.Contains("test", StringComparison.Ordinal)) return ArchiveRole.Test;
        return lower.StartsWith("delaunay", StringComparison.Ordinal) ? ArchiveRole.Full : ArchiveRole.Unknown;
    }

    /// <summary>The role in a word.</summary>
    internal static string Word(ArchiveRole role) => role switch
    {
        ArchiveRole.Full => "full",
        ArchiveRole.Train => "train",
        ArchiveRole.Test => "test",
        ArchiveRole.Addresses => "urls",
        _ => "unknown",
    };

    /// <summary>The folder that a file lies in: <c>DELAUNAY/Jean Arp/1.jpg</c> is of <c>Jean Arp</c>.</summary>
    internal static string ClassOf(string name)
    {
        string[] parts = name.Split('/');
        return parts.Length > 1 ? parts[^2] : "";
    }

    /// <summary>Files of a split are named by their places: all of 0 to n − 1, each once.</summary>
    private static void CheckStems(ArchiveItem[] images, List<string> notices)
    {
        var seen = new bool[images.Length];
        foreach (var item in images)
        {
            if (int.TryParse(System.IO.Path.GetFileNameWithoutExtension(item.Name), System.Globalization.NumberStyles.None, null, out int place) && place < seen.Length && !seen[place]) seen[place] = true;
            else
            {
                notices.Add($"{item.Name}: files of a split are named 0 to {images.Length - 1}, each once; this one is not, or is the second of its name.");
                return;
            }
        }
    }
}
