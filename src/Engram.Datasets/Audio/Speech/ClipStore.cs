namespace Engram.Datasets;

/// <summary>Many small files in named folders: on the disk, or in an archive that is read in place.</summary>
internal abstract class ClipStore(string source)
{
    /// <summary>The folder or the archive.</summary>
    internal string Source => source;

    /// <summary>All files below the folders of the set, as <c>FOLDER/FILE</c>, and those beside the folders, as <c>FILE</c>.</summary>
    internal abstract IReadOnlyList<string> Names { get; }

    /// <summary>Whether there is a folder of that name, whatever it holds; an archive has no empty ones.</summary>
    internal abstract bool HasFolder(string name);

    /// <summary>Visits files in the order that is fastest.</summary>
    /// <param name="isWanted">Says by its name whether a file is wanted.</param>
    /// <param name="visit">Takes the name and the content.</param>
    internal abstract void Visit(Func<string, bool> isWanted, Action<string, ContentStream> visit);

    /// <summary>Opens a folder, or an archive.</summary>
    internal static ClipStore Open(string path) => Directory.Exists(path) ? new ClipFolder(path) : new ClipArchive(path);
}

/// <summary>Files in folders on the disk.</summary>
internal sealed class ClipFolder : ClipStore
{
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    internal ClipFolder(string path)
        : base(path)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(path))
                _names.Add(Path.GetFileName(file));
            foreach (var folder in Directory.EnumerateDirectories(path))
            {
                var name = Path.GetFileName(folder);
                _folders.Add(name);
                foreach (var file in Directory.EnumerateFiles(folder))
                    _names.Add($"{name}/{Path.GetFileName(file)}");
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new DatasetException(path, null, $"The folder cannot be read: {failure.Message}", "Name a folder that you have the right to read.", failure);
        }

        // The disk gives them in any order.
        _names.Sort(StringComparer.Ordinal);
    }

    internal override IReadOnlyList<string> Names => _names;

    internal override bool HasFolder(string name) => _folders.Contains(name);

    internal override void Visit(Func<string, bool> isWanted, Action<string, ContentStream> visit)
    {
        foreach (var name in _names.Where(isWanted))
        {
            using var content = ContentStream.Open(Path.Combine(Source, name));
            visit(name, content);
        }
    }
}

/// <summary>Files in a tar archive, packed or not. Every visit passes over the whole archive.</summary>
internal sealed class ClipArchive : ClipStore
{
    private const int MostEntries = 400_000;

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly string _root; // the folder that holds all others, with its slash; empty where they are at the top

    internal ClipArchive(string path)
        : base(path)
    {
        using var content = ContentStream.Open(path);
        List<string> files = [];
        new TarArchive(content, MostEntries).Visit(
            name =>
            {
                if (!name.EndsWith('/') && name is not ("" or "."))
                    files.Add(name);
                return false;
            },
            static (_, _) => { });
        _root = Root(files);
        _names.AddRange(files.Select(Short).OfType<string>());
        _names.Sort(StringComparer.Ordinal);
        for (var i = 1; i < _names.Count; i++)
        {
            if (_names[i] == _names[i - 1])
                throw new DatasetException(path, null, $"There are two files {DatasetFile.Quote(_names[i])} in the archive.", "It is not the official one: fetch it again.");
        }

        _folders.UnionWith(_names.Where(static name => name.Contains('/', StringComparison.Ordinal)).Select(FirstFolder));
    }

    internal override IReadOnlyList<string> Names => _names;

    internal override bool HasFolder(string name) => _folders.Contains(name);

    internal override void Visit(Func<string, bool> isWanted, Action<string, ContentStream> visit)
    {
        using var content = ContentStream.Open(Source);
        new TarArchive(content, MostEntries).Visit(name => Short(name) is { } found && isWanted(found), (name, entry) => visit(Short(name)!, entry));
    }

    /// <summary>The name below the root; none for what lies deeper than the folders of the set or beside its root.</summary>
    private string? Short(string path) =>
        path.StartsWith(_root, StringComparison.Ordinal) && path[_root.Length..] is var name && name.AsSpan().Count('/') <= 1 ? name : null;

    /// <summary>The official archive has its folders at the top; others have one folder there that holds them.</summary>
    private static string Root(List<string> files)
    {
        if (files.Find(static file => file.AsSpan().Count('/') == 2) is not { } deep)
            return "";
        var root = FirstFolder(deep) + "/";
        return files.TrueForAll(file => file.StartsWith(root, StringComparison.Ordinal)) ? root : "";
    }

    private static string FirstFolder(string path) => path[..path.IndexOf('/', StringComparison.Ordinal)];
}
