namespace Engram.Datasets;

/// <summary>Where the files of a data set were found.</summary>
public sealed class DatasetLocation
{
    private readonly Dataset _dataset;
    private readonly string _data;
    private readonly Dictionary<string, string> _paths;
    private readonly FolderContent _content;

    internal DatasetLocation(
        Dataset dataset, string data, string? folder, Dictionary<string, string> paths, string? archive, IReadOnlyList<string> looked, FolderContent content = FolderContent.None)
    {
        _content = archive is null ? content : FolderContent.None;
        (_dataset, _data, Folder, _paths, Archive, LookedIn) = (dataset, data, folder, paths, archive, looked);
        Missing = archive is not null ? [] : [.. dataset.Files.Where(file => !file.IsOptional && !_paths.ContainsKey(file.Name))];
    }

    /// <summary>The folder of the files or of the archive; none where nothing was found.</summary>
    public string? Folder { get; }

    /// <summary>The archive that holds everything; none where there are single files.</summary>
    public string? Archive { get; }

    /// <summary>The files that readers need and that are not there.</summary>
    public IReadOnlyList<OfficialFile> Missing { get; }

    /// <summary>Everywhere that was looked.</summary>
    public IReadOnlyList<string> LookedIn { get; }

    /// <summary>Whether anything of the set is there.</summary>
    public bool IsPresent => Archive is not null || _paths.Count > 0 || _content != FolderContent.None;

    /// <summary>Whether every file that readers need is there, whatever is in it.</summary>
    public bool IsComplete => IsPresent && Missing.Count == 0 && _content != FolderContent.Part;

    /// <summary>
    /// Whether every file is there and those with their official names have their official sizes: as much as can be told at a glance.
    /// </summary>
    public bool LooksComplete => IsComplete && (Archive is { } archive
        ? _dataset.Archives.All(file => HasSize(file, archive))
        : _dataset.Files.All(file => file.IsOptional || HasSize(file, _paths[file.Name])));

    /// <summary>Where a file lies.</summary>
    /// <param name="name">Its official name.</param>
    /// <returns>Its path; none where it is not there or in an archive.</returns>
    public string? Find(string name) => _paths.GetValueOrDefault(name);

    /// <summary>Says what was looked for, where, and how to get it, unless all of it is there.</summary>
    /// <exception cref="DatasetException">A file is missing.</exception>
    public void RequireEverything()
    {
        RequireSomething();
        if (Missing.Count > 0)
        {
            throw new DatasetException(
                Folder ?? _data, null, $"{_dataset.Title} is incomplete here: {Names(Missing)} {Verb(Missing.Count)} missing.", Remedy);
        }
    }

    /// <summary>Says what was looked for, where, and how to get it, unless some of it is there.</summary>
    /// <exception cref="DatasetException">Nothing is there.</exception>
    public void RequireSomething()
    {
        if (IsPresent)
            return;
        var wanted = _dataset.Files.Count == 0
            ? (_dataset.Archives.Count > 0 ? $"Neither its folder nor {Names(_dataset.Archives)} was found" : "Its folder was not found")
            : _dataset.Archives.Count > 0
            ? $"Neither {Names(_dataset.Files.Where(static file => !file.IsOptional))} nor {Names(_dataset.Archives)} was found"
            : $"{Names(_dataset.Files.Where(static file => !file.IsOptional))} {(_dataset.Files.Count == 1 ? "was" : "were")} not found";
        throw new DatasetException(_data, null, $"{_dataset.Title} is not there. {wanted}. Looked in: {string.Join(", ", LookedIn)}.", Remedy);
    }

    private string Remedy =>
        _dataset.ByHand ?? $"Fetch it with 'engram data fetch {_dataset.Name}{(_data == "data" ? "" : $" --data {_data}")}', or name the folder that holds it with --data.";

    private static string Names(IEnumerable<OfficialFile> files) => string.Join(", ", files.Select(static file => file.Name));

    private static bool HasSize(OfficialFile file, string path) =>
        file.Bytes is not { } bytes || Path.GetFileName(path) != file.Name || new FileInfo(path).Length == bytes;

    private static string Verb(int count) => count == 1 ? "is" : "are";
}
