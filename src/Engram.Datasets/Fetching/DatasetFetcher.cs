namespace Engram.Datasets;

/// <summary>
/// Fetches data sets from their official addresses. What was begun is gone on with, what is finished is never touched, and nothing gets its
/// final name before its checksum has been found right.
/// </summary>
/// <param name="client">Sends the requests; see <see cref="CreateClient"/>.</param>
/// <param name="options">How patient to be; none for the defaults.</param>
public sealed class DatasetFetcher(HttpClient client, FetchOptions? options = null)
{
    private readonly FetchOptions _options = options ?? new FetchOptions();

    /// <summary>A client that suits: it leaves compressed files as they are, and sets no limit on how long a file may take.</summary>
    public static HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(20),
        };
        var client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("engram-data/0.1");
        return client;
    }

    /// <summary>Fetches the files of a set that are not there yet.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="data">The folder that holds data sets; it is made if it is not there.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="stop">Ends the work; what has come is kept, and the next call goes on from there.</param>
    /// <returns>All files of the set, in their order.</returns>
    /// <exception cref="DatasetException">
    /// The set has to be got by hand, or a file that is there is not the official one. It stays as it is, since it may be all that somebody has.
    /// </exception>
    /// <exception cref="FetchException">A file could not be had from any address.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<IReadOnlyList<FetchedFile>> FetchAsync(Dataset dataset, string data, IFetchObserver observer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        ArgumentNullException.ThrowIfNull(observer);
        if (dataset.IsBuiltIn)
            return [];
        if (File.Exists(data))
            throw new DatasetException(data, null, "It is a file; files are fetched into a folder.", "Name a folder with --data.");
        if (Complete(dataset, data, stop) is { } all)
            return all;
        if (dataset.Downloads.Count == 0)
            throw new DatasetException(data, null, $"{dataset.Title} cannot be fetched.", dataset.ByHand ?? "Copy its files by hand.");

        var addresses = _options.From is { } from ? [from] : dataset.Addresses;
        List<FetchedFile> files = [];
        foreach (var file in dataset.Downloads)
        {
            var folder = Directory.Exists(data) ? Existing(dataset, data, file) : null;
            folder ??= Path.Combine(data, dataset.FetchFolder);
            Directory.CreateDirectory(folder);
            var target = Path.Combine(folder, file.Name);
            files.Add(File.Exists(target)
                ? WasThere(file, target, stop)
                : await new FileFetch(client, _options, observer, file, target).RunAsync(addresses, stop).ConfigureAwait(false));
        }

        return files;
    }

    /// <summary>Fetches one file that belongs to no set of the catalogue, unless it is there already.</summary>
    /// <param name="file">The file; without a size and a checksum, what the server says counts.</param>
    /// <param name="target">Where it goes; its folder is made if need be.</param>
    /// <param name="addresses">Folders it is published in, tried one after the other; <see cref="FetchOptions.From"/> goes before them.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="stop">Ends the work; what has come is kept, and the next call goes on from there.</param>
    /// <exception cref="DatasetException">A file is there, but it is not the official one. It stays as it is.</exception>
    /// <exception cref="FetchException">The file could not be had from any address.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<FetchedFile> FetchFileAsync(
        OfficialFile file, string target, IReadOnlyList<Uri> addresses, IFetchObserver observer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentNullException.ThrowIfNull(observer);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        if (File.Exists(target))
            return WasThere(file, target, stop);
        return await new FileFetch(client, _options, observer, file, target).RunAsync(_options.From is { } from ? [from] : addresses, stop).ConfigureAwait(false);
    }

    /// <summary>The files of a set that is wholly there, perhaps under other names or unpacked; none where anything is missing.</summary>
    private static List<FetchedFile>? Complete(Dataset dataset, string data, CancellationToken stop)
    {
        var location = dataset.Locate(data);
        if (!location.IsComplete)
            return null;
        List<DatasetCheck> checks = [];
        FileChecks.Add(checks, dataset, location, null, stop);
        return checks.TrueForAll(static check => check.State == CheckState.Fine)
            ? checks.ConvertAll(static check => new FetchedFile(check.Subject, true, new FileInfo(check.Subject).Length, check.Words))
            : null;
    }

    /// <summary>The folder in which the file lies already, or a part of it.</summary>
    private static string? Existing(Dataset dataset, string data, OfficialFile file) =>
        dataset.Folders.Select(folder => Path.Combine(data, folder)).Prepend(Path.Combine(data, dataset.FetchFolder))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, file.Name)) || File.Exists(Path.Combine(folder, file.Name + FileFetch.PartEnding)));

    private static FetchedFile WasThere(OfficialFile file, string path, CancellationToken stop)
    {
        var check = FileChecks.Check(file, path, null, stop);
        if (check.State != CheckState.Fine)
        {
            throw new DatasetException(
                path, null, $"The file is there, but it is not the official one: {check.Words}.", "It is left alone. Move it away, then fetch again.");
        }

        return new FetchedFile(path, true, new FileInfo(path).Length, check.Words);
    }
}
