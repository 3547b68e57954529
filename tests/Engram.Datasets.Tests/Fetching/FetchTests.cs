using System.Security.Cryptography;

namespace Engram.Datasets.Tests;

public sealed class FetchTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)((i * i) >> 7))];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = DatasetFetcher.CreateClient();
    private readonly Listener _listener = new();

    private string Target => _folder["thing/thing.bin"];

    private string Part => Target + ".part";

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_fetched_checked_and_not_fetched_again()
    {
        using var server = LoopbackServer.Of(("thing.bin", Content));
        var fetched = Assert.Single(await Fetch(server));
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Contains("sha256 as published", fetched.Words, StringComparison.Ordinal);
        Assert.False(fetched.WasThere);
        Assert.False(File.Exists(Part));
        Assert.Equal(Content.Length, _listener.Done);
        Assert.True(Assert.Single(await Fetch(server)).WasThere);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_gone_on_with_where_it_broke()
    {
        using var server = new LoopbackServer(request => request.Number < 3
            ? LoopbackServer.Whole(request, Content) is var whole ? whole with { Body = whole.Body[..50_000], Length = whole.Body.Length } : null!
            : LoopbackServer.Whole(request, Content));
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([0, 50_000, 100_000, 150_000], server.Requests.Select(static request => request.From));
    }

    [Fact]
    public async Task What_an_earlier_call_left_is_gone_on_with()
    {
        Directory.CreateDirectory(_folder["thing"]);
        File.WriteAllBytes(Part, Content[..123_456]);
        using var server = LoopbackServer.Of(("thing.bin", Content));
        await Fetch(server);
        Assert.Equal(123_456, Assert.Single(server.Requests).From);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(123_456, _listener.Resumed);
    }

    [Fact]
    public async Task A_part_that_is_whole_already_needs_no_server()
    {
        Directory.CreateDirectory(_folder["thing"]);
        File.WriteAllBytes(Part, Content);
        using var server = LoopbackServer.Of();
        await Fetch(server);
        Assert.Empty(server.Requests);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(300_000)]
    [InlineData(400_000)]
    public async Task A_part_of_something_else_is_noticed_and_begun_anew(int length)
    {
        Directory.CreateDirectory(_folder["thing"]);
        File.WriteAllBytes(Part, new byte[length]);
        using var server = LoopbackServer.Of(("thing.bin", Content));
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_server_that_cannot_go_on_sends_everything_again()
    {
        Directory.CreateDirectory(_folder["thing"]);
        File.WriteAllBytes(Part, Content[..1000]);
        using var server = new LoopbackServer(static _ => new LoopbackServer.Answer("200 OK", Content));
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_anew_and_loses_nothing()
    {
        using var server = new LoopbackServer(request => request.Number == 0
            ? new LoopbackServer.Answer("200 OK", Content[..70_000]) { Length = Content.Length, ThenSilent = true }
            : LoopbackServer.Whole(request, Content));
        await Fetch(new Thing(Content, server.Address), TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal([0, 70_000], server.Requests.Select(static request => request.From));
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Contains(_listener.Notes, static note => note.Contains("was silent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("500 Oops")]
    [InlineData("503 Busy")]
    [InlineData("429 Too Many Requests")]
    public async Task Passing_trouble_is_waited_out(string status)
    {
        using var server = new LoopbackServer(request => request.Number < 3 ? new LoopbackServer.Answer(status, []) : LoopbackServer.Whole(request, Content));
        await Fetch(server);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Trouble_that_does_not_pass_is_told_after_a_few_attempts()
    {
        using var server = new LoopbackServer(static _ => new LoopbackServer.Answer("503 Busy", []));
        Assert.Contains("answers 503 Busy (4 times in a row)", await Refusal(server), StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
        Assert.False(File.Exists(Part));
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_at_the_same_place_is_given_up()
    {
        using var server = new LoopbackServer(static _ => new LoopbackServer.Answer("200 OK", Content[..9]) { Length = Content.Length });
        Assert.Contains("is kept in", await Refusal(server), StringComparison.Ordinal);
        Assert.Equal(Content[..9], File.ReadAllBytes(Part));
    }

    [Fact]
    public async Task Every_address_is_tried_and_every_answer_told()
    {
        using var empty = LoopbackServer.Of();
        using var full = LoopbackServer.Of(("thing.bin", Content));
        await Fetch(new Thing(Content, empty.Address, full.Address));
        Assert.Equal(Content, File.ReadAllBytes(Target));
        File.Delete(Target);
        var words = (await Assert.ThrowsAsync<FetchException>(() => Fetch(new Thing(Content, empty.Address, new Uri(empty.Address, "other/"))))).Message;
        Assert.Contains($"{empty.Address}thing.bin: answers 404 Not Found.", words, StringComparison.Ordinal);
        Assert.Contains($"{empty.Address}other/thing.bin: answers 404 Not Found.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_never_gets_the_name_of_the_file()
    {
        var garbage = Content.ToArray();
        garbage[77] ^= 1;
        foreach (var (answer, words) in new[]
        {
            (new LoopbackServer.Answer("200 OK", garbage), "has sent something else: its sha256 is"),
            (new LoopbackServer.Answer("200 OK", "<html>log in</html>"u8.ToArray()) { Headers = ["Content-Type: text/html; charset=utf-8"] }, "web page"),
            (new LoopbackServer.Answer("200 OK", Content[..^1]), "offers 299999 bytes where the file has 300000"),
            (new LoopbackServer.Answer("200 OK", [.. Content, 1]), "offers 300001 bytes"),
            (new LoopbackServer.Answer("200 OK", [.. Content, 1]) { AnnouncesLength = false }, "sends more than the 300000 bytes"),
            (new LoopbackServer.Answer("206 Partial Content", Content) { Headers = ["Content-Range: bytes 5-299999/300000"] }, "sends bytes from 5 when asked for those from 0"),
        })
        {
            using var server = new LoopbackServer(_ => answer);
            Assert.Contains(words, await Refusal(server), StringComparison.Ordinal);
            Assert.False(File.Exists(Target));
            Assert.False(File.Exists(Part));
        }
    }

    [Fact]
    public async Task A_length_that_is_not_announced_is_not_needed()
    {
        using var server = new LoopbackServer(static _ => new LoopbackServer.Answer("200 OK", Content) { AnnouncesLength = false });
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_detour_is_followed_and_a_circle_is_not()
    {
        using var server = new LoopbackServer(request => request.Path == "/thing.bin"
            ? new LoopbackServer.Answer("302 Found", []) { Headers = ["Location: /elsewhere"] }
            : LoopbackServer.Whole(request, Content));
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));

        File.Delete(Target);
        using var circle = new LoopbackServer(static _ => new LoopbackServer.Answer("302 Found", []) { Headers = ["Location: /thing.bin"] });
        Assert.Contains("answers 302 Found", await Refusal(circle), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_file_is_never_touched_even_where_it_is_not_the_official_one()
    {
        Directory.CreateDirectory(_folder["thing"]);
        File.WriteAllBytes(Target, [1, 2, 3]);
        using var server = LoopbackServer.Of(("thing.bin", Content));
        var words = (await Assert.ThrowsAsync<DatasetException>(() => Fetch(server))).Message;
        Assert.Contains("It is left alone", words, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task What_is_stopped_is_kept_and_gone_on_with()
    {
        using var stop = new CancellationTokenSource();
        using (var slow = new LoopbackServer(static _ => new LoopbackServer.Answer("200 OK", Content[..200_000]) { Length = Content.Length, ThenSilent = true }))
        {
            _listener.At = (200_000, stop.Cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(new Thing(Content, slow.Address), TimeSpan.FromMinutes(5), stop.Token));
        }

        Assert.Equal(Content[..200_000], File.ReadAllBytes(Part));
        using var server = LoopbackServer.Of(("thing.bin", Content));
        await Fetch(server);
        Assert.Equal(200_000, Assert.Single(server.Requests).From);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Two_fetches_never_write_to_one_part()
    {
        Directory.CreateDirectory(_folder["thing"]);
        using var server = LoopbackServer.Of(("thing.bin", Content));
        using (new FileStream(Part, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("in use", (await Assert.ThrowsAsync<FetchException>(() => Fetch(server))).Message, StringComparison.Ordinal);
        await Fetch(server);
    }

    [Fact]
    public async Task Another_address_takes_the_place_of_the_official_ones()
    {
        using var server = LoopbackServer.Of(("thing.bin", Content));
        var fetcher = new DatasetFetcher(_client, new FetchOptions { From = server.Address });
        await fetcher.FetchAsync(new Thing(Content, new Uri("http://127.0.0.1:9/")), _folder.Path, _listener, TestContext.Current.CancellationToken);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_set_that_is_got_by_hand_says_how_instead_of_fetching_nothing()
    {
        var words = (await Assert.ThrowsAsync<DatasetException>(() => Fetch(DatasetCatalogue.SpokenDigits))).Message;
        Assert.Contains("cannot be fetched", words, StringComparison.Ordinal);
        Assert.Contains("git clone https://github.com/Jakobovski/free-spoken-digit-dataset", words, StringComparison.Ordinal);
    }

    private async Task<string> Refusal(LoopbackServer server) => (await Assert.ThrowsAsync<FetchException>(() => Fetch(server))).Message;

    private Task<IReadOnlyList<FetchedFile>> Fetch(LoopbackServer server) => Fetch(new Thing(Content, server.Address));

    private Task<IReadOnlyList<FetchedFile>> Fetch(Dataset dataset) =>
        Fetch(dataset, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<FetchedFile>> Fetch(Dataset dataset, TimeSpan stall, CancellationToken stop) =>
        new DatasetFetcher(_client, new FetchOptions { Attempts = 4, FirstPause = TimeSpan.FromMilliseconds(1), Stall = stall })
            .FetchAsync(dataset, _folder.Path, _listener, stop);

    private sealed class Listener : IFetchObserver
    {
        public List<string> Notes { get; } = [];

        public long Done { get; private set; }

        public long Resumed { get; private set; }

        public (long Bytes, Action Do)? At { get; set; }

        public void Progressed(string file, long done, long? total, long resumed)
        {
            (Done, Resumed) = (done, resumed);
            if (At is { } at && done >= at.Bytes)
                at.Do();
        }

        public void Noted(string message) => Notes.Add(message);
    }

    /// <summary>A set of one file.</summary>
    private sealed class Thing(byte[] content, params Uri[] addresses) : Dataset
    {
        public override string Name => "thing";

        public override string Title => "Thing";

        public override string Summary => "";

        public override string Licence => "";

        public override string Citation => "";

        public override IReadOnlyList<string> UsedFor => [];

        public override IReadOnlyList<string> Splits => [];

        public override IReadOnlyList<string> ClassNames => [];

        public override IReadOnlyList<string> Folders => ["thing"];

        public override IReadOnlyList<OfficialFile> Files { get; } =
        [
            new("thing.bin") { Bytes = content.Length, Checksum = Checksum.Sha256(Convert.ToHexStringLower(SHA256.HashData(content))) },
        ];

        public override IReadOnlyList<Uri> Addresses => addresses;

        public override DatasetFacts Describe(string data, Action<string, double>? progress = null, CancellationToken stop = default) => new([], [], []);

        protected override void CheckContent(string data, ICollection<DatasetCheck> checks, Action<string, double>? progress, CancellationToken stop)
        {
        }
    }
}
