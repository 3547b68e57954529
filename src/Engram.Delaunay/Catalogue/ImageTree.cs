using Engram.Datasets;

namespace Engram.Delaunay.Catalogue;

/// <summary>A file that a tree of pictures holds or should hold.</summary>
/// <param name="RelativePath">The path below the tree's folder, with forward slashes.</param>
/// <param name="ClassIndex">The label, -1 without one.</param>
/// <param name="Exists">Whether it is there.</param>
public sealed record TreeFile(string RelativePath, int ClassIndex, bool Exists = true);

/// <summary>
/// A folder of pictures and their classes: a folder a class, or one folder and a table that says the class of each file. The order of what it
/// holds is that of labels, then folders, then names, all ordinal, whatever order the file system gives.
/// </summary>
public sealed class ImageTree
{
    /// <summary>Endings of the files that count as pictures, as the authors' loader has them, and GIF, which it would not have read.</summary>
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp", ".gif"];

    private ImageTree(string folder, IReadOnlyList<string> classes, IReadOnlyList<TreeFile> files, IReadOnlyList<string> notices)
    {
        (Folder, Classes, Notices) = (folder, classes, notices);
        Files = [.. files.OrderBy(static file => file.ClassIndex < 0 ? int.MaxValue : file.ClassIndex)
            .ThenBy(static file => FolderOf(file.RelativePath), StringComparer.Ordinal)
            .ThenBy(static file => file.RelativePath, StringComparer.Ordinal)];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The names of the classes; the place is the label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<TreeFile> Files { get; }

    /// <summary>What the person should know: repaired names, files that are no pictures, rows without a file.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Whether the classes are the 53 artists.</summary>
    public bool IsDelaunay => Classes.SequenceEqual(ArtistNames.Names, StringComparer.Ordinal);

    /// <summary>Looks at a folder with a folder for each class.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DatasetException">
    /// It is not there or holds no folders; or most of its folders are artists of the dataset and the others are none, or two are the same artist.
    /// </exception>
    public static ImageTree OfFolders(string folder)
    {
        CheckFolder(folder);
        List<string> notices = [];
        string[] names = [.. Directory.EnumerateDirectories(folder).Select(static path => Path.GetFileName(path)!).Where(static name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
            throw new DatasetException(folder, null, "There is no folder in it, and so no class.", "Sort the pictures into a folder a class, or name a table: --labels FILE.csv:COLUMN.");
        var (classes, labels) = ClassesOf(folder, names, notices);
        List<TreeFile> files = [];
        for (int i = 0; i < names.Length; i++) Add(files, folder, names[i], labels[i], notices);
        int loose = files.Count;
        foreach (string path in Directory.EnumerateFiles(folder)) AddFile(files, Path.GetFileName(path), -1, notices);
        if (files.Count > loose) notices.Add($"{files.Count - loose} pictures lie in no class's folder: they are flagged as unlabelled.");
        return new ImageTree(folder, classes, files, Sorted(notices));
    }

    /// <summary>Looks at a folder of pictures whose classes stand in a table with a column <c>file</c> or <c>id</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">The column that holds the class.</param>
    /// <exception cref="DatasetException">The folder is not there, or a column is not, or two rows give a file different classes.</exception>
    public static ImageTree OfTable(string folder, CsvTable table, string column)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckFolder(folder);
        string columns = $"Its columns are {string.Join(", ", table.Columns)}.";
        int label = table.IndexOf(column);
        if (label < 0) throw new DatasetException(table.Path, null, $"There is no column '{column}'. {columns}", "Name one of them behind the colon of --labels.");
        int name = table.IndexOf("file") is >= 0 and var file ? file : table.IndexOf("id");
        if (name < 0) throw new DatasetException(table.Path, null, $"There is no column 'file' or 'id' that says which picture a row is about. {columns}", "Rename the one that does.");

        List<string> notices = [];
        List<TreeFile> found = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) AddFile(found, Relative(folder, path), -1, notices);
        var byName = ByName(found);
        var labels = new Dictionary<string, (string Class, int Line)>(StringComparer.Ordinal);
        List<TreeFile> missing = [];
        List<string> missingLabels = [];
        foreach (var (line, cells) in table.Rows)
        {
            string wanted = cells[name].Trim(), its = LatinLetters.Compose(cells[label].Trim());
            string key = Path.GetFileName(wanted.Replace('\\', '/'));
            if (!byName.TryGetValue(key, out string? path) && !byName.TryGetValue(Path.GetFileNameWithoutExtension(key), out path))
            {
                missing.Add(new TreeFile(wanted, -1, Exists: false));
                missingLabels.Add(its);
                continue;
            }

            if (labels.TryGetValue(path, out var before) && before.Class != its)
                throw new DatasetException($"{table.Path}, line {line}", null, $"{path} is '{its}' here and '{before.Class}' in line {before.Line}.", "A picture has one class: correct the table.");
            labels[path] = (its, line);
        }

        string[] classes = [.. labels.Values.Select(static value => value.Class).Concat(missingLabels).Where(static name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
            throw new DatasetException(table.Path, null, $"None of its {table.Rows.Count} rows gives a class to a picture in {folder}.", "The column 'file' or 'id' must hold their names.");
        int Index(string value) => Array.BinarySearch(classes, value, StringComparer.Ordinal) is >= 0 and var index ? index : -1;
        var files = found.ConvertAll(found => found with { ClassIndex = labels.TryGetValue(found.RelativePath, out var its) ? Index(its.Class) : -1 });
        if (files.Count(static file => file.ClassIndex < 0) is > 0 and var loose) notices.Add($"{loose} pictures stand in no row of the table: they are flagged as unlabelled.");
        if (missing.Count > 0) notices.Add($"{missing.Count} rows name a picture that is not there: they are flagged as missing ({missing[0].RelativePath}{(missing.Count > 1 ? ", …" : "")}).");
        for (int i = 0; i < missing.Count; i++) files.Add(missing[i] with { ClassIndex = Index(missingLabels[i]) });
        return new ImageTree(folder, classes, files, Sorted(notices));
    }

    /// <summary>Where most folders are artists of the dataset all must be; elsewhere folders are classes in ordinal order.</summary>
    private static (IReadOnlyList<string> Classes, int[] Labels) ClassesOf(string folder, string[] names, List<string> notices)
    {
        RepairedName[] repaired = [.. names.Select(NameRepair.Of)];
        int known = repaired.Count(static name => name.Index >= 0);
        // A tree of other things may well have a folder named for one of them.
        if (known * 2 <= names.Length)
            return ([.. names.Select(LatinLetters.Compose)], [.. Enumerable.Range(0, names.Length)]);

        string[] offenders = [.. repaired.Where(static name => name.Index < 0).Select(static name => $"'{name.Folder}'")];
        if (offenders.Length > 0)
        {
            throw new DatasetException(
                folder, null, $"{known} of its folders are artists of DELAUNAY, and these are not: {string.Join(", ", offenders)}.", "Rename them or move them away; labels would be wrong otherwise.");
        }

        var twice = repaired.GroupBy(static name => name.Index).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
            throw new DatasetException(folder, null, $"These folders are the same artist, {twice.First().Name}: {string.Join(", ", twice.Select(static name => $"'{name.Folder}'"))}.", "Make one of them.");
        foreach (var name in repaired.Where(static name => name.Repair.Length > 0)) notices.Add($"The folder '{name.Folder}' is {name.Name} ({name.Repair}).");
        string[] absent = [.. ArtistNames.Names.Where((_, index) => !Array.Exists(repaired, name => name.Index == index))];
        if (absent.Length > 0) notices.Add($"{absent.Length} of the 53 artists have no folder: {string.Join(", ", absent)}.");
        return (ArtistNames.Names, [.. repaired.Select(static name => name.Index)]);
    }

    private static void CheckFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new DatasetException(folder, null, "There is no such folder.", "Name the folder that holds the pictures.");
    }

    private static void Add(List<TreeFile> files, string root, string name, int label, List<string> notices)
    {
        int before = files.Count;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, name), "*", SearchOption.AllDirectories)) AddFile(files, Relative(root, path), label, notices);
        if (files.Count == before) notices.Add($"The folder '{name}' holds no picture.");
    }

    private static void AddFile(List<TreeFile> files, string relative, int label, List<string> notices)
    {
        if (Endings.Contains(Path.GetExtension(relative), StringComparer.OrdinalIgnoreCase)) files.Add(new TreeFile(relative, label));
        else if (!Path.GetFileName(relative).StartsWith('.')) notices.Add($"{relative} does not end like a picture and is left out.");
    }

    private static Dictionary<string, string> ByName(List<TreeFile> files)
    {
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.OrderBy(static file => file.RelativePath, StringComparer.Ordinal))
        {
            byName.TryAdd(Path.GetFileName(file.RelativePath), file.RelativePath);
            byName.TryAdd(Path.GetFileNameWithoutExtension(file.RelativePath), file.RelativePath);
        }

        return byName;
    }

    private static string[] Sorted(List<string> notices) => [.. notices.Order(StringComparer.Ordinal)];

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static string FolderOf(string relative) => relative[..(relative.LastIndexOf('/') + 1)];
}
