using Engram.Cli.Printing;
using Engram.Datasets;

namespace Engram.Cli.Progress;

/// <summary>Shows how fetching goes on, on the error stream: a line redrawn in place on a terminal, a line every ten seconds otherwise.</summary>
internal sealed class FetchProgress : IFetchObserver, IDisposable
{
    private const double LiveInterval = 0.1;
    private const double PlainInterval = 10;
    private const int BarWidth = 24;

    private readonly Lock _gate = new();
    private readonly Session _session;
    private readonly bool _isLive;
    private readonly bool _isSilent;
    private readonly long _origin;
    private string _file = "";
    private TimeLeft _timeLeft = new();
    private double _drawn;
    private double _started;
    private long _startedAt;
    private bool _isDrawn;

    private FetchProgress(Session session, bool isLive, bool isSilent)
    {
        (_session, _isLive, _isSilent, _origin) = (session, isLive, isSilent, session.Clock.GetTimestamp());
        if (isLive) session.Terminal.PrintAbove = PrintAbove;
    }

    /// <summary>Chooses the way.</summary>
    /// <param name="session">The session.</param>
    /// <param name="quiet">Nothing.</param>
    /// <param name="json">Nothing either, unless a person watches the error stream.</param>
    public static FetchProgress For(Session session, bool quiet, bool json) =>
        new(session, !quiet && session.Terminal.ErrorIsInteractive, quiet || (json && !session.Terminal.ErrorIsInteractive));

    /// <inheritdoc/>
    public void Progressed(string file, long done, long? total, long resumed)
    {
        if (_isSilent) return;
        lock (_gate)
        {
            var now = _session.Clock.GetElapsedTime(_origin).TotalSeconds;
            if (file != _file || done < _startedAt)
            {
                (_file, _timeLeft, _started, _startedAt, _drawn) = (file, new TimeLeft(), now, done, _isLive ? double.NegativeInfinity : now);
                if (!_isLive) Say($"{file}: fetching{(total is { } all ? $" {FileSize.Of(all)}" : "")}{(resumed > 0 ? $", going on at {FileSize.Of(resumed)}" : "")}");
            }

            var share = total > 0 ? (double)done / total.Value : 0;
            _timeLeft.Read(now, share);
            if (now - _drawn < (_isLive ? LiveInterval : PlainInterval) && (!_isLive || done != total)) return;
            _drawn = now;
            var news = News(done, total, share, now);
            if (_isLive) Draw(news, share, total is not null);
            else Say($"{file}: {news}");
        }
    }

    /// <inheritdoc/>
    public void Noted(string message)
    {
        if (_isSilent) return;
        lock (_gate) Say(message);
    }

    /// <summary>Leaves nothing standing.</summary>
    public void Dispose()
    {
        if (!_isLive) return;
        lock (_gate) Clear();
        _session.Terminal.PrintAbove = null;
    }

    private string News(long done, long? total, double share, double now)
    {
        var rate = now - _started >= 0.5 ? $"  {FileSize.Of((done - _startedAt) / (now - _started))}/s" : "";
        var left = _timeLeft.At(now) is { } seconds ? $"  {Quantity.Duration(Math.Round(seconds))} left" : "";
        return total is { } all
            ? $"{Math.Floor(share * 100),3:0} %  {FileSize.Of(done)} of {FileSize.Of(all)}{rate}{left}"
            : $"{FileSize.Of(done)}{rate}";
    }

    private void Draw(string news, double share, bool hasBar)
    {
        // The bar makes room for the words where the window is narrow.
        var width = Math.Max(20, _session.Terminal.Columns() - 1);
        var room = Math.Clamp(width - _file.Length - news.Length - 5, 0, BarWidth);
        var full = (int)(Math.Clamp(share, 0, 1) * room);
        var bar = hasBar && room > 3 ? $"{new string('━', full)}{new string('─', room - full)} " : "";
        var line = $"  {_file}  {bar}{news.TrimStart()}";
        _session.Terminal.Error.Write("\r\e[K" + (line.Length <= width ? line : line[..(width - 1)] + "…"));
        _session.Terminal.Error.Flush();
        _isDrawn = true;
    }

    private void Clear()
    {
        if (!_isDrawn) return;
        _session.Terminal.Error.Write("\r\e[K");
        _session.Terminal.Error.Flush();
        _isDrawn = false;
    }

    private void Say(string line)
    {
        Clear();
        _session.Terminal.Error.WriteLine(line);
        _session.Terminal.Error.Flush();
    }

    private void PrintAbove(string line)
    {
        lock (_gate) Say(line);
    }
}
