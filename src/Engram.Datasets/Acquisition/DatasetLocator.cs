namespace Engram.Datasets;

/// <summary>Finds data sets on the disk.</summary>
public static class DatasetLocator
{
    /// <summary>
    /// Looks for a set in a folder that holds data sets, in its own folder, or in its archive, and takes the place that has most of it.
    /// </summary>
    /// <param name="dataset">The set.</param>
    /// <param name="data">The folder that holds data sets, or the set's own folder, or its archive, or its only file.</param>
    /// <returns>What was found, which may be nothing.</returns>
    public static DatasetLocation Locate(Dataset dataset, string data)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        if (File.Exists(data))
            return OfFile(dataset, data);

        List<string> looked = [];
        DatasetLocation? best = null;
        var most = 0;
        foreach (var folder in Candidates(dataset, data))
        {
            looked.Add(folder);
            if (!Directory.Exists(folder))
                continue;
            var found = Here(dataset, data, folder, looked);
            var count = found.Archive is not null ? int.MaxValue : dataset.Files.Count(file => found.Find(file.Name) is not null) + (found.IsPresent ? 1 : 0);
            // Files beat an archive where they are complete: they need no unpacking.
            if (found.Archive is null && found.IsComplete)
                return found;
            if (count > most)
                (best, most) = (found, count);
        }

        return best ?? new DatasetLocation(dataset, data, null, [], null, looked);
    }

    private static IEnumerable<string> Candidates(Dataset dataset, string data)
    {
        foreach (var folder in dataset.Folders)
            yield return Path.Combine(data, folder);

        // The folder itself is the set's own, or it holds loose files. If its name is that of another set, it is that one's: MNIST and
        // Fashion-MNIST call their files the same.
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        if (!DatasetCatalogue.All.Any(other => other != dataset && IsNamed(other, own)) || IsNamed(dataset, own))
            yield return data;
    }

    private static bool IsNamed(Dataset dataset, string folder) =>
        dataset.Folders.Any(known => string.Equals(known.Split('/')[0], folder, StringComparison.OrdinalIgnoreCase));

    private static DatasetLocation Here(Dataset dataset, string data, string folder, IReadOnlyList<string> looked)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in dataset.Files)
        {
            var path = file.Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            if (path is not null)
                paths[file.Name] = path;
        }

        // A file that readers do without is no sign that the set is here.
        if (!dataset.Files.Any(file => !file.IsOptional && paths.ContainsKey(file.Name)))
            paths.Clear();
        var content = dataset.Glance(folder);
        var isComplete = dataset.Files.Count == 0 ? content == FolderContent.Whole : dataset.Files.All(file => file.IsOptional || paths.ContainsKey(file.Name));
        var archive = isComplete
            ? null
            : dataset.Archives.SelectMany(static file => file.Names).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (archive is null && paths.Count > 0)
            AddExcerpts(dataset, data, paths);
        return new DatasetLocation(dataset, data, folder, archive is null ? paths : [], archive, looked, content);
    }

    private static void AddExcerpts(Dataset dataset, string data, Dictionary<string, string> paths)
    {
        foreach (var file in dataset.Files.Where(file => !paths.ContainsKey(file.Name)))
        {
            var path = file.ExcerptFolders
                .SelectMany(folder => new[] { Path.Combine(data, folder), Path.Combine(data, "..", folder) })
                .Select(folder => Path.Combine(folder, file.Name))
                .FirstOrDefault(File.Exists);
            if (path is not null)
                paths[file.Name] = path;
        }
    }

    private static DatasetLocation OfFile(Dataset dataset, string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path), Path.GetFileName(path));
        var archive = dataset.Archives.SelectMany(static file => file.Names).Contains(name, StringComparer.OrdinalIgnoreCase) ? path : null;
        var file = dataset.Files.FirstOrDefault(file => file.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        if (archive is null && file is not null)
            paths[file.Name] = path;
        return new DatasetLocation(dataset, path, folder, paths, archive, [path]);
    }
}
