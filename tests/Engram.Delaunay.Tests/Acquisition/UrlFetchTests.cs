using System.Text;
using Engram.Datasets.Tests;
using Engram.Delaunay.Acquisition;
using Answer = Engram.Datasets.Tests.LoopbackServer.Answer;

namespace Engram.Delaunay.Tests.Acquisition;

public sealed class UrlFetchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StillClock _clock = new();
    private readonly HttpClient _client = UrlFetch.CreateClient();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task V10_Every_way_an_address_can_go_wrong_has_its_status()
    {
        byte[] picture = Pictures.Jpeg(1), placeholder = Pictures.Png(2), damaged = Pictures.Png(5);
        using var server = new LoopbackServer(request => request.Path switch
        {
            "/robots.txt" => new Answer("200 OK", Encoding.ASCII.GetBytes("User-agent: *\nDisallow: /private/\n")),
            "/good" or "/copy" => new Answer("200 OK", picture),
            "/moved" => new Answer("302 Found", []) { Headers = ["Location: /elsewhere"] },
            "/elsewhere" => new Answer("200 OK", Pictures.Png(3)),
            "/broken" => new Answer("503 Service Unavailable", []),
            "/page.jpg" => new Answer("200 OK", Encoding.ASCII.GetBytes("<html><body>gone</body></html>")),
            "/cut" => new Answer("200 OK", picture[..2000]) { Length = picture.Length },
            "/short" => new Answer("200 OK", Pictures.Jpeg(4)[..^400]),
            "/noise" => new Answer("200 OK", [.. damaged[..60], .. new byte[200], .. damaged[260..]]),
            "/endless" => new Answer("200 OK", new byte[400_000]) { AnnouncesLength = false },
            "/huge" => new Answer("200 OK", []) { Length = 1L << 40 },
            "/silent" => new Answer("200 OK", picture[..10]) { Length = picture.Length, ThenSilent = true },
            "/p1" or "/p2" or "/p3" => new Answer("200 OK", placeholder),
            _ => new Answer("404 Not Found", []),
        });
        string[] paths = ["good", "copy", "moved", "gone", "broken", "page.jpg", "cut", "short", "noise", "endless", "huge", "silent", "p1", "p2", "p3", "private/1.jpg"];
        var outcomes = await Fetch(server, paths, static options => options with { MostBytes = 200_000, Timeout = TimeSpan.FromMilliseconds(400), Tries = 2 });
        Assert.Equal(
            ["ok", "duplicate_of", "ok", "http_4xx", "http_5xx", "not_image", "truncated", "truncated", "decode_error", "too_large", "too_large", "timeout", "placeholder", "placeholder", "placeholder", "skipped_robots"],
            outcomes.Select(static outcome => outcome.Status));
        Assert.Equal(["Jean Arp/1.jpg", "Jean Arp/3.png"], outcomes.Where(static outcome => outcome.Path.Length > 0).Select(static outcome => outcome.Path));
        Assert.Equal(2, Directory.EnumerateFiles(_folder["out"], "*.*", SearchOption.AllDirectories).Count(static path => !path.EndsWith(".jsonl", StringComparison.Ordinal)));
        Assert.Equal(2, server.Requests.Count(static request => request.Path == "/broken"));
        Assert.Equal(2, server.Requests.Count(static request => request.Path == "/silent"));
        Assert.Single(server.Requests, static request => request.Path == "/gone");
        Assert.Single(server.Requests, static request => request.Path == "/robots.txt");
        Assert.DoesNotContain(server.Requests, static request => request.Path.StartsWith("/private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V10_A_host_is_asked_once_a_second_at_most()
    {
        using var server = new LoopbackServer(request => request.Path == "/robots.txt" ? new Answer("404 Not Found", []) : new Answer("200 OK", Pictures.Jpeg((ulong)request.Number)));
        List<DateTimeOffset> times = [];
        await Fetch(server, ["1", "2", "3"], options => options with { Progress = (_, _, _) => times.Add(_clock.GetUtcNow()) });
        Assert.Equal([1.0, 2.0, 3.0], times.Select(time => (time - StillClock.Origin).TotalSeconds));
    }

    [Fact]
    public async Task V10_A_host_that_asks_to_wait_is_waited_for_and_asked_again()
    {
        using var server = new LoopbackServer(request => request.Path switch
        {
            "/robots.txt" => new Answer("404 Not Found", []),
            _ when request.Number == 1 => new Answer("429 Too Many Requests", []) { Headers = ["Retry-After: 17"] },
            _ => new Answer("200 OK", Pictures.Jpeg(1)),
        });
        Assert.Equal("ok", Assert.Single(await Fetch(server, ["1"])).Status);
        Assert.Equal(18, (_clock.GetUtcNow() - StillClock.Origin).TotalSeconds);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task V10_A_host_that_asks_to_wait_too_long_is_left_alone()
    {
        using var server = new LoopbackServer(request => request.Path == "/robots.txt" ? new Answer("404 Not Found", []) : new Answer("503 Service Unavailable", []) { Headers = ["Retry-After: 86400"] });
        Assert.All(await Fetch(server, ["1", "2", "3"]), static outcome => Assert.Equal("http_5xx", outcome.Status));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task V10_A_host_whose_rules_cannot_be_read_is_left_alone()
    {
        using var server = new LoopbackServer(static request => request.Path == "/robots.txt" ? new Answer("500 Internal Server Error", []) : new Answer("200 OK", Pictures.Jpeg(1)));
        Assert.Equal("skipped_robots", Assert.Single(await Fetch(server, ["1"])).Status);
    }

    [Fact]
    public async Task V10_What_was_fetched_is_not_fetched_again_and_what_failed_for_the_moment_is()
    {
        bool isUp = false;
        using var server = new LoopbackServer(request => request.Path switch
        {
            "/1" => new Answer("200 OK", Pictures.Jpeg(1)),
            "/2" => isUp ? new Answer("200 OK", Pictures.Jpeg(2)) : new Answer("500 Internal Server Error", []),
            _ => new Answer("404 Not Found", []),
        });
        Assert.Equal(["ok", "http_5xx", "http_4xx"], (await Fetch(server, ["1", "2", "3"], static options => options with { Tries = 1 })).Select(static outcome => outcome.Status));
        File.AppendAllText(_folder["out/urls.jsonl"], "{\"artist\":\"cut sho");
        isUp = true;
        int before = server.Requests.Count;
        Assert.Equal(["ok", "ok", "http_4xx"], (await Fetch(server, ["1", "2", "3"])).Select(static outcome => outcome.Status));
        Assert.Equal(["/robots.txt", "/2"], server.Requests.Skip(before).Select(static request => request.Path));
    }

    [Fact]
    public async Task V10_Works_in_copyright_are_left_out_when_asked()
    {
        using var server = new LoopbackServer(static _ => new Answer("404 Not Found", []));
        Assert.Equal("skipped_rights", Assert.Single(await Fetch(server, ["1"], static options => options with { SkipsInCopyright = true })).Status);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "dns")]
    [InlineData(HttpRequestError.SecureConnectionError, "tls")]
    [InlineData(HttpRequestError.ConnectionError, "connection")]
    public async Task V10_Hosts_that_cannot_be_reached_say_why(HttpRequestError error, string status)
    {
        using var client = new HttpClient(new Unreachable(error));
        var fetch = new UrlFetch(client, Options());
        var outcome = Assert.Single(await fetch.RunAsync([UrlList.Parse("Jean Arp.csv", Encoding.ASCII.GetBytes("http://a.example/1.jpg"))], _folder["out"]));
        Assert.Equal(status, outcome.Status);
    }

    private UrlFetchOptions Options() => new()
    {
        Clock = _clock,
        Wait = (pause, _) =>
        {
            _clock.Advance(pause);
            return Task.CompletedTask;
        },
    };

    private Task<IReadOnlyList<UrlOutcome>> Fetch(LoopbackServer server, string[] paths, Func<UrlFetchOptions, UrlFetchOptions>? change = null)
    {
        var list = UrlList.Parse("Jean Arp.csv", Encoding.ASCII.GetBytes(string.Join('\n', paths.Select(path => new Uri(server.Address, path)))));
        return new UrlFetch(_client, change is null ? Options() : change(Options())).RunAsync([list], _folder["out"]);
    }

    /// <summary>A clock that goes on only when somebody waits.</summary>
    private sealed class StillClock : TimeProvider
    {
        public static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        private DateTimeOffset _now = Origin;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan pause) => _now += pause;
    }

    private sealed class Unreachable(HttpRequestError error) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException(error, "cannot be reached");
    }
}
