namespace Engram.Datasets;

/// <summary>Checks files of a data set by size and checksum, without looking at what they mean.</summary>
internal static class FileChecks
{
    internal static void Add(
        List<DatasetCheck> checks, Dataset dataset, DatasetLocation location, Action<string, double>? progress, CancellationToken stop)
    {
        if (location.Archive is { } archive)
        {
            var official = dataset.Archives.First(file => file.Names.Contains(Path.GetFileName(archive), StringComparer.OrdinalIgnoreCase));
            checks.Add(Check(official, archive, progress, stop));
            return;
        }

        if (!dataset.IsBuiltIn && !location.IsPresent)
        {
            var files = dataset.Archives.Concat(dataset.Files.Where(static file => !file.IsOptional)).Select(static file => file.Name);
            string[] wanted = dataset.Files.Count > 0 ? [.. files] : [.. files, "its folder"];
            var words = wanted.Length == 1 ? $"{wanted[0]} is not there" : $"none of {string.Join(", ", wanted)} is there";
            checks.Add(new DatasetCheck(dataset.Name, CheckState.Missing, $"{words}; looked in {string.Join(", ", location.LookedIn)}"));
            return;
        }

        foreach (var file in dataset.Files)
        {
            if (location.Find(file.Name) is { } path)
                checks.Add(Check(file, path, progress, stop));
            else if (!file.IsOptional)
                checks.Add(new DatasetCheck(file.Name, CheckState.Missing, "not there"));
        }
    }

    /// <summary>Checks one file.</summary>
    internal static DatasetCheck Check(OfficialFile official, string path, Action<string, double>? progress, CancellationToken stop)
    {
        try
        {
            using var file = DatasetFile.Open(path);
            var isAsPublished = string.Equals(Path.GetFileName(path), official.Name, StringComparison.OrdinalIgnoreCase);
            if (isAsPublished && official.Bytes is { } bytes && file.Length != bytes && official.ContentChecksum is null)
                return new DatasetCheck(path, CheckState.Wrong, $"{file.Length} bytes were found; {bytes} were expected");

            var length = Math.Max(1, file.Length);
            void Report(long done) => progress?.Invoke(path, (double)done / length);
            if (isAsPublished && official.Checksum is { } published)
            {
                var found = published.Of(file, Report, stop);
                if (found == published)
                    return new DatasetCheck(path, CheckState.Fine, $"{file.Length} bytes, {published.Word} as published");
                if (official.ContentChecksum is null)
                    return new DatasetCheck(path, CheckState.Wrong, $"its {published.Word} is {found.Value}; {published.Value} was published");
                file.Position = 0;
            }

            if (official.ContentChecksum is not { } content)
                return new DatasetCheck(path, CheckState.Fine, $"{file.Length} bytes; a checksum is not known, its content is checked instead");

            // Packed anew or not at all, the content is still the official one.
            using var unpacked = new ContentStream(file, file.Length, path, leaveOpen: true);
            var inside = content.Of(unpacked, null, stop);
            return inside == content
                ? new DatasetCheck(path, CheckState.Fine, $"{unpacked.Position} unpacked bytes, {content.Word} as published")
                : new DatasetCheck(path, CheckState.Wrong, $"the {content.Word} of its content is {inside.Value}; {content.Value} is the official one");
        }
        catch (DatasetException failure)
        {
            return new DatasetCheck(path, CheckState.Wrong, failure.Message);
        }
        catch (IOException failure)
        {
            return new DatasetCheck(path, CheckState.Wrong, $"reading failed: {failure.Message}");
        }
    }
}
