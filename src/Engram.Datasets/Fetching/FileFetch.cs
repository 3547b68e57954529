using System.Net;
using System.Net.Http.Headers;

namespace Engram.Datasets;

/// <summary>Fetches one file: from one address after the other, as often as it takes, from where it was left.</summary>
internal sealed class FileFetch(HttpClient client, FetchOptions options, IFetchObserver observer, OfficialFile file, string target)
{
    /// <summary>What the name of a file ends in until it is whole.</summary>
    internal const string PartEnding = ".part";

    private const int BufferLength = 1 << 16;

    private readonly List<string> _failures = [];
    private long _most;
    private long _resumed;
    private DateTimeOffset? _serverDate;
    private string? _entityTag;

    private enum Verdict
    {
        Whole,
        TryAgain,
        GiveUp,
    }

    internal async Task<FetchedFile> RunAsync(IReadOnlyList<Uri> addresses, CancellationToken stop)
    {
        var part = target + PartEnding;
        string? words = null;
        var stream = OpenPart(part);
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                _most = _resumed = stream.Length;
                foreach (var address in addresses)
                {
                    if (_failures.Count > 0)
                        observer.Noted($"{file.Name}: trying {address.Host} instead.");
                    words = await FromAsync(new Uri(address, file.Name), stream, stop).ConfigureAwait(false);
                    if (words is not null)
                        break;
                }

                await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                if (words is not null)
                    stream.Flush(flushToDisk: true);
            }
        }
        finally
        {
            if (words is null)
                RemoveEmpty(part);
        }

        if (words is null)
        {
            var kept = File.Exists(part) ? $" What has come is kept in {part}; the same command goes on from there." : "";
            throw new FetchException($"{file.Name} could not be fetched. {string.Join(" ", _failures)}{kept}");
        }

        if (File.Exists(target))
            throw new FetchException($"{target} has come into being meanwhile and is left alone; what was fetched is in {part}.");
        File.Move(part, target, overwrite: false);
        return new FetchedFile(target, false, new FileInfo(target).Length, words) { ServerDate = _serverDate, EntityTag = _entityTag };
    }

    /// <summary>Tries one address until it gives the file or is given up.</summary>
    /// <returns>How the file is known to be sound; none where the address was given up.</returns>
    private async Task<string?> FromAsync(Uri address, FileStream part, CancellationToken stop)
    {
        for (var failures = 0; ;)
        {
            var before = _most;
            var (verdict, words) = await AttemptAsync(address, part, stop).ConfigureAwait(false);
            if (verdict == Verdict.Whole)
                return words;
            failures = _most > before ? 1 : failures + 1;
            if (verdict == Verdict.GiveUp || failures >= options.Attempts)
            {
                _failures.Add($"{address}: {words}{(verdict == Verdict.TryAgain && failures > 1 ? $" ({failures} times in a row)" : "")}.");
                return null;
            }

            var pause = TimeSpan.FromTicks(Math.Min(options.LongestPause.Ticks, options.FirstPause.Ticks << Math.Min(failures - 1, 20)));
            observer.Noted($"{file.Name}: {address.Host} {words}. Trying again{(pause >= TimeSpan.FromSeconds(1) ? $" in {pause.TotalSeconds:0} s" : "")}.");
            await Task.Delay(pause, options.Clock, stop).ConfigureAwait(false);
        }
    }

    private async Task<(Verdict Verdict, string Words)> AttemptAsync(Uri address, FileStream part, CancellationToken stop)
    {
        // A part that already has all its bytes needs no server, only a look.
        var start = part.Length;
        if (start > 0 && start == file.Bytes)
            return await JudgeAsync(part, wasResumed: true, stop).ConfigureAwait(false);
        if (start > file.MostBytes)
            part.SetLength(start = 0);

        using var silence = new CancellationTokenSource(options.Stall, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (start > 0)
                request.Headers.Range = new RangeHeaderValue(start, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (Refusal(response, start) is { } refusal)
            {
                if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                    part.SetLength(0);
                return refusal;
            }

            (_serverDate, _entityTag) = (response.Headers.Date, response.Headers.ETag?.ToString());
            var goesOn = response.StatusCode == HttpStatusCode.PartialContent;
            if (!goesOn)
                part.SetLength(start = 0);
            var total = goesOn ? response.Content.Headers.ContentRange?.Length ?? file.Bytes : response.Content.Headers.ContentLength ?? file.Bytes;
            part.Position = start;
            var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var buffer = new byte[BufferLength];
                while (true)
                {
                    silence.CancelAfter(options.Stall);
                    var count = await body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
                    if (count == 0)
                        break;
                    if (part.Position + count > (total ?? file.MostBytes))
                    {
                        part.SetLength(0);
                        return (Verdict.GiveUp, $"sends more than the {total ?? file.MostBytes} bytes of the file");
                    }

                    await part.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
                    _most = Math.Max(_most, part.Position);
                    observer.Progressed(file.Name, part.Position, total, Math.Min(_resumed, start));
                }
            }

            return part.Position < total
                ? (Verdict.TryAgain, $"ended the connection after {part.Position} of {total} bytes")
                : await JudgeAsync(part, wasResumed: start > 0, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (Verdict.TryAgain, $"was silent for {options.Stall.TotalSeconds:0.#} s after {part.Length} bytes");
        }
        catch (HttpRequestException failure)
        {
            // An unknown name is most often a machine without a network. Once something has come, it is worth waiting for more.
            var isHopeless = failure.HttpRequestError == HttpRequestError.NameResolutionError && _most == _resumed;
            return (isHopeless ? Verdict.GiveUp : Verdict.TryAgain, $"cannot be reached: {Short(failure.Message)}");
        }
        catch (IOException failure) when (failure is HttpIOException || failure.InnerException is System.Net.Sockets.SocketException)
        {
            return (Verdict.TryAgain, $"broke the connection off after {part.Length} bytes");
        }
    }

    /// <summary>What is wrong with an answer; none where its body is worth reading.</summary>
    private (Verdict Verdict, string Words)? Refusal(HttpResponseMessage response, long start)
    {
        var status = (int)response.StatusCode;
        var headers = response.Content.Headers;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.PartialContent:
                if (start == 0 || headers.ContentRange?.From != start)
                    return (Verdict.GiveUp, $"sends bytes from {headers.ContentRange?.From?.ToString() ?? "nowhere"} when asked for those from {start}");
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                return (Verdict.TryAgain, $"has nothing behind byte {start}, so the part is begun anew");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests:
                return (Verdict.TryAgain, $"answers {status} {response.ReasonPhrase}");
            default:
                return (status >= 500 ? Verdict.TryAgain : Verdict.GiveUp, $"answers {status} {response.ReasonPhrase}".TrimEnd());
        }

        if (headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
            return (Verdict.GiveUp, "answers with a web page instead of the file");
        var total = response.StatusCode == HttpStatusCode.OK ? headers.ContentLength : headers.ContentRange?.Length;
        if (total is { } offered && (file.Bytes is { } bytes ? offered != bytes : offered > file.MostBytes))
            return (Verdict.GiveUp, $"offers {offered} bytes where the file has {file.Bytes?.ToString() ?? $"at most {file.MostBytes}"}");
        return null;
    }

    /// <summary>Looks whether the part is the file.</summary>
    private async Task<(Verdict Verdict, string Words)> JudgeAsync(FileStream part, bool wasResumed, CancellationToken stop)
    {
        await part.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        string? wrong = null;
        if (file.Bytes is { } bytes && part.Length != bytes)
        {
            wrong = $"has sent {part.Length} bytes where the file has {bytes}";
        }
        else if (file.Checksum is { } published)
        {
            part.Position = 0;
            var found = published.Of(part, null, stop);
            if (found == published)
                return (Verdict.Whole, $"{part.Length} bytes, {published.Word} as published");
            wrong = $"has sent something else: its {published.Word} is {found.Value}, {published.Value} was published";
        }

        if (wrong is null)
            return (Verdict.Whole, $"{part.Length} bytes; a checksum is not known");
        part.SetLength(0);
        return wasResumed ? (Verdict.TryAgain, "has not sent the rest of what had been begun, so it is begun anew") : (Verdict.GiveUp, wrong);
    }

    private static FileStream OpenPart(string part)
    {
        try
        {
            return new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferLength);
        }
        catch (IOException failure) when (File.Exists(part))
        {
            throw new FetchException($"{part} is in use: another fetch seems to be at work on it. Wait for it to end.", failure);
        }
    }

    private static void RemoveEmpty(string part)
    {
        if (File.Exists(part) && new FileInfo(part).Length == 0)
            File.Delete(part);
    }

    private static string Short(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');
}
