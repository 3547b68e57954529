using System.Security.Cryptography;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Acquisition;

/// <summary>How addresses are fetched.</summary>
public sealed record UrlFetchOptions
{
    /// <summary>What the client calls itself, with a way to reach whoever runs it.</summary>
    public string Agent { get; init; } = "engram-delaunay/0.1 (research; no contact given)";

    /// <summary>The least time between two requests to a host.</summary>
    public TimeSpan HostPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an address is asked for that answers with 5xx, 429 or not at all; 1 or more.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>The pause before the second try; it doubles with each one after it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest <c>Retry-After</c> that is waited for; a host that asks for more is not asked again.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The most bytes of a file.</summary>
    public long MostBytes { get; init; } = 50L << 20;

    /// <summary>Hosts that are asked side by side; each has one connection.</summary>
    public int Hosts { get; init; } = 8;

    /// <summary>Whether works whose artist's term has not passed are left out.</summary>
    public bool SkipsInCopyright { get; init; }

    /// <summary>The clock by which hosts are spared.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How to wait; null for waiting by the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Wait { get; init; }

    /// <summary>Told of every address that is done, from any thread.</summary>
    public Action<UrlOutcome, int, int>? Progress { get; init; }
}

/// <summary>How the fetching of an address ended.</summary>
/// <param name="Artist">The artist whose list it stands in.</param>
/// <param name="ClassIndex">The label, -1 for none of the 53.</param>
/// <param name="Line">The line of the list.</param>
/// <param name="Url">The address.</param>
/// <param name="Status">
/// <c>ok, http_4xx, http_5xx, timeout, dns, tls, too_large, not_image, decode_error, truncated, placeholder, duplicate_of, skipped_robots,
/// skipped_rights</c>, or <c>connection</c> where a host refuses or breaks off.
/// </param>
/// <param name="Sha256">SHA-256 of what came; empty for nothing.</param>
/// <param name="Bytes">How many bytes came.</param>
/// <param name="Path">The file below the folder; empty where none was kept.</param>
/// <param name="Note">More about it: the status code, the address it is a copy of.</param>
/// <param name="RetrievedUtc">When.</param>
public sealed record UrlOutcome(
    string Artist, int ClassIndex, int Line, string Url, string Status, string Sha256, long Bytes, string Path, string Note, string RetrievedUtc);

/// <summary>
/// Fetches the pictures of lists of addresses: one request a second and one connection a host, <c>robots.txt</c> and <c>Retry-After</c> kept.
/// What comes of it is another dataset than DELAUNAY and must never be called so.
/// </summary>
/// <param name="client">Sends the requests; see <see cref="CreateClient"/>.</param>
/// <param name="options">How.</param>
public sealed class UrlFetch(HttpClient client, UrlFetchOptions options)
{
    /// <summary>Different addresses that serve the same bytes before those count as a placeholder.</summary>
    private const int PlaceholderAddresses = 3;

    /// <summary>A client that suits: no time limit of its own, and at most two connections a host.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 2, MaxAutomaticRedirections = 5 }, disposeHandler: true) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>Fetches what the lists name and the journal does not have yet.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="folder">Where pictures go, a folder an artist; the journal <c>urls.jsonl</c> lies there too, and the next call goes on by it.</param>
    /// <param name="stop">Ends the work; what is done is kept.</param>
    /// <returns>An outcome for each address, in the order of lists and lines.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    public async Task<IReadOnlyList<UrlOutcome>> RunAsync(IReadOnlyList<UrlList> lists, string folder, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        using var journal = UrlJournal.Open(Path.Combine(folder, UrlJournal.FileName));
        (UrlList List, UrlRow Row)[] rows = [.. lists.SelectMany(static list => list.Rows.Where(static row => row.Address is not null).Select(row => (list, row)))];
        var outcomes = new UrlOutcome?[rows.Length];
        int done = 0;
        List<int> open = [];
        for (int i = 0; i < rows.Length; i++)
        {
            outcomes[i] = journal.Find(rows[i].List.Artist, rows[i].Row.Address!.AbsoluteUri);
            if (outcomes[i] is null) open.Add(i);
            else done++;
        }

        var hosts = open.GroupBy(i => rows[i].Row.Address!.Authority, StringComparer.OrdinalIgnoreCase);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Hosts, CancellationToken = stop };
        await Parallel.ForEachAsync(hosts, parallel, async (host, token) =>
        {
            var visit = new HostVisit(client, options);
            foreach (int i in host)
            {
                var outcome = await FetchAsync(visit, rows[i].List, rows[i].Row, folder, token).ConfigureAwait(false);
                outcomes[i] = outcome;
                journal.Add(outcome);
                options.Progress?.Invoke(outcome, Interlocked.Increment(ref done), rows.Length);
            }
        }).ConfigureAwait(false);
        var judged = Judge([.. outcomes.Select(static outcome => outcome!)], folder);
        journal.Rewrite(judged);
        return judged;
    }

    private async Task<UrlOutcome> FetchAsync(HostVisit visit, UrlList list, UrlRow row, string folder, CancellationToken stop)
    {
        var address = row.Address!;
        var outcome = new UrlOutcome(list.Artist, list.ClassIndex, row.Line, address.AbsoluteUri, "skipped_rights", "", 0, "", "", options.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ"));
        if (options.SkipsInCopyright && (list.ClassIndex < 0 || ArtistNames.All[list.ClassIndex].Term != CopyrightTerm.Passed)) return outcome;
        var answer = await visit.GetAsync(address, stop).ConfigureAwait(false);
        outcome = outcome with { Status = answer.Status, Note = answer.Note };
        if (answer.Content is not { } content) return outcome;
        var (status, ending) = PictureStatus.Of(content);
        outcome = outcome with { Status = status, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)), Bytes = content.Length };
        if (status != "ok") return outcome;
        string relative = $"{Safe(list.Artist)}/{row.Line}{ending}";
        string path = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Numerics.AtomicFile.Write(path, stream => stream.Write(content));
        return outcome with { Path = relative };
    }

    /// <summary>Finds copies and placeholders, which only all addresses together show, and takes their files away again.</summary>
    private static UrlOutcome[] Judge(UrlOutcome[] outcomes, string folder)
    {
        foreach (var same in Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i].Status is "ok" or "placeholder" or "duplicate_of").GroupBy(i => outcomes[i].Sha256, StringComparer.Ordinal))
        {
            int[] places = [.. same];
            int addresses = places.Select(i => outcomes[i].Url).Distinct(StringComparer.Ordinal).Count();
            if (places.Length == 1) continue;
            for (int i = 0; i < places.Length; i++)
            {
                var outcome = outcomes[places[i]];
                bool isPlaceholder = addresses >= PlaceholderAddresses;
                if (i == 0 && !isPlaceholder) continue;
                if (outcome.Path.Length > 0) File.Delete(Path.Combine(folder, outcome.Path));
                outcomes[places[i]] = outcome with
                {
                    Status = isPlaceholder ? "placeholder" : "duplicate_of",
                    Path = "",
                    Note = isPlaceholder ? $"{addresses} addresses serve the same" : outcomes[places[0]].Url,
                };
            }
        }

        return outcomes;
    }

    private static string Safe(string name) => string.Concat(name.Select(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' ? c : '_'));
}
