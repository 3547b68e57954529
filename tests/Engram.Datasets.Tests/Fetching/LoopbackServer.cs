using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engram.Datasets.Tests;

/// <summary>A web server on this machine that does what the test says, word for word.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Answer> _answer;
    private readonly Task _work;
    private readonly List<Request> _requests = [];

    public LoopbackServer(Func<Request, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    /// <summary>Serves files of these names, from where it is asked to.</summary>
    public static LoopbackServer Of(params (string Name, byte[] Content)[] files) => new(request =>
        files.FirstOrDefault(file => request.Path == "/" + file.Name) is { Content: { } content } ? Whole(request, content) : new Answer("404 Not Found", []));

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>A well-behaved answer.</summary>
    public static Answer Whole(Request request, byte[] content)
    {
        if (request.From == 0) return new Answer("200 OK", content);
        return request.From < content.Length
            ? new Answer("206 Partial Content", content[(int)request.From..]) { Headers = [$"Content-Range: bytes {request.From}-{content.Length - 1}/{content.Length}"] }
            : new Answer("416 Range Not Satisfiable", []);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _work.Wait();
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                using (client) await AnswerAsync(client);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The other side has had enough, which is what many tests are about.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_stop.Token))?.Split(' ')[1] ?? "/";
        long from = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        Request request;
        lock (_requests)
        {
            request = new Request(path, from, _requests.Count);
            _requests.Add(request);
        }

        var answer = _answer(request);
        var head = new StringBuilder($"HTTP/1.1 {answer.Status}\r\nConnection: close\r\n");
        if (answer.AnnouncesLength) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Length ?? answer.Body.Length}\r\n");
        foreach (var header in answer.Headers) head.Append(header).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        await stream.WriteAsync(answer.Body, _stop.Token);
        await stream.FlushAsync(_stop.Token);
        if (answer.ThenSilent) _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token);
    }

    internal sealed record Request(string Path, long From, int Number);

    /// <param name="Status">Code and words.</param>
    /// <param name="Body">What is really sent.</param>
    internal sealed record Answer(string Status, byte[] Body)
    {
        public string[] Headers { get; init; } = [];

        /// <summary>What the head says of the length, where it is not the truth.</summary>
        public long? Length { get; init; }

        public bool AnnouncesLength { get; init; } = true;

        /// <summary>Whether the connection then stays open without a word until the other side closes it.</summary>
        public bool ThenSilent { get; init; }
    }
}
