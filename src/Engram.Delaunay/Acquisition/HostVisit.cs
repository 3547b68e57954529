using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Engram.Delaunay.Acquisition;

/// <summary>Asks one host for things, one after the other, no faster than it should be asked.</summary>
internal sealed class HostVisit(HttpClient client, UrlFetchOptions options)
{
    private const int MostRobotsBytes = 512 << 10;
    private const int BufferLength = 1 << 16;

    private RobotsRules? _robots;
    private DateTimeOffset _next;
    private string? _givenUp;

    /// <summary>What an address answers.</summary>
    /// <param name="Status">The status as it is recorded; <c>ok</c> for an answer with a whole body.</param>
    /// <param name="Content">The body; none unless the status is ok.</param>
    /// <param name="Note">More about it.</param>
    internal sealed record Answer(string Status, byte[]? Content = null, string Note = "");

    public async Task<Answer> GetAsync(Uri address, CancellationToken stop)
    {
        if (_robots is null)
        {
            var robots = await PatientAsync(new Uri(address, "/robots.txt"), MostRobotsBytes, stop).ConfigureAwait(false);
            // No such file allows everything; a host in trouble allows nothing until it can say what it allows (RFC 9309, 2.3.1).
            _robots = robots.Status switch
            {
                "ok" => RobotsRules.Parse(System.Text.Encoding.UTF8.GetString(robots.Content!), options.Agent.Split('/', ' ')[0].ToLowerInvariant()),
                "http_4xx" or "too_large" => RobotsRules.AllowAll,
                "dns" or "connection" or "tls" => RobotsRules.AllowAll,
                _ => RobotsRules.DenyAll,
            };
        }

        if (!_robots.Allows(address)) return new Answer("skipped_robots");
        return _givenUp is { } reason ? new Answer(reason, null, "the host was given up") : await PatientAsync(address, options.MostBytes, stop).ConfigureAwait(false);
    }

    /// <summary>Asks until there is an answer that another try would not change.</summary>
    private async Task<Answer> PatientAsync(Uri address, long mostBytes, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            var spare = _next - options.Clock.GetUtcNow();
            if (spare > TimeSpan.Zero) await WaitAsync(spare, stop).ConfigureAwait(false);
            _next = options.Clock.GetUtcNow() + options.HostPause;
            var (answer, isWorthAnother, after) = await OnceAsync(address, mostBytes, stop).ConfigureAwait(false);
            if (!isWorthAnother || tries >= options.Tries) return answer;
            var pause = after ?? TimeSpan.FromTicks(options.FirstPause.Ticks << (tries - 1));
            if (pause > options.LongestPause)
            {
                _givenUp = answer.Status;
                return answer with { Note = $"{answer.Note}; it asks to wait {pause.TotalSeconds:0} s".TrimStart(';', ' ') };
            }

            await WaitAsync(pause, stop).ConfigureAwait(false);
        }
    }

    private async Task<(Answer Answer, bool IsWorthAnother, TimeSpan? After)> OnceAsync(Uri address, long mostBytes, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", options.Agent);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            int code = (int)response.StatusCode;
            string note = code == 200 ? "" : $"{code}";
            if (code >= 400)
                return (new Answer(code >= 500 ? "http_5xx" : "http_4xx", null, note), code >= 500 || response.StatusCode == HttpStatusCode.TooManyRequests, RetryAfter(response));
            if (response.Content.Headers.ContentLength > mostBytes) return (new Answer("too_large", null, $"{response.Content.Headers.ContentLength} bytes"), false, null);
            return (await BodyAsync(response, mostBytes, note, either.Token).ConfigureAwait(false), false, null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (new Answer("timeout"), true, null);
        }
        catch (HttpRequestException failure)
        {
            return (new Answer(StatusOf(failure), null, failure.Message.ReplaceLineEndings(" ")), false, null);
        }
        catch (IOException failure)
        {
            return (new Answer("truncated", null, failure.Message.ReplaceLineEndings(" ")), false, null);
        }
    }

    private static async Task<Answer> BodyAsync(HttpResponseMessage response, long mostBytes, string note, CancellationToken stop)
    {
        using var content = new MemoryStream();
        var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[BufferLength];
            while (await body.ReadAsync(buffer, stop).ConfigureAwait(false) is var count && count > 0)
            {
                content.Write(buffer, 0, count);
                if (content.Length > mostBytes) return new Answer("too_large", null, $"more than {mostBytes} bytes");
            }
        }

        return response.Content.Headers.ContentLength is { } announced && content.Length < announced
            ? new Answer("truncated", null, $"{content.Length} of {announced} bytes")
            : new Answer("ok", content.ToArray(), note);
    }

    private static string StatusOf(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "dns",
        HttpRequestError.SecureConnectionError => "tls",
        HttpRequestError.ResponseEnded => "truncated",
        _ => failure.InnerException is AuthenticationException ? "tls" : failure.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut } ? "timeout" : "connection",
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > options.Clock.GetUtcNow() ? date - options.Clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private Task WaitAsync(TimeSpan pause, CancellationToken stop) => options.Wait is { } wait ? wait(pause, stop) : Task.Delay(pause, options.Clock, stop);
}
