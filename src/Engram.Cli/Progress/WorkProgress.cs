namespace Engram.Cli.Progress;

/// <summary>One line, redrawn in place, that says what is being done and which share of it is. Only where a person watches.</summary>
internal sealed class WorkProgress(Session session, bool quiet) : IDisposable
{
    /// <summary>Seconds between two pictures.</summary>
    private const double Interval = 0.1;

    private readonly bool _isShown = !quiet && session.Terminal.ErrorIsInteractive;
    private readonly TimeLeft _timeLeft = new();
    private readonly long _origin = session.Clock.GetTimestamp();
    private string _work = "";
    private double _drawn = double.NegativeInfinity;

    /// <summary>Takes the news.</summary>
    public void Report(string work, double share)
    {
        var now = session.Clock.GetElapsedTime(_origin).TotalSeconds;
        if (!_isShown || (work == _work && now - _drawn < Interval)) return;
        (_work, _drawn) = (work, now);
        _timeLeft.Read(now, share);
        var left = _timeLeft.At(now) is { } seconds && seconds >= 1 ? $"  {Printing.Quantity.Duration(Math.Round(seconds))} left" : "";
        var line = $"  {work}  {Math.Floor(share * 100):0} %{left}";
        var width = Math.Max(20, session.Terminal.Columns() - 1);
        session.Terminal.Error.Write("\r\e[K" + (line.Length <= width ? line : "…" + line[^(width - 1)..]));
        session.Terminal.Error.Flush();
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (!_isShown || double.IsInfinity(_drawn)) return;
        session.Terminal.Error.Write("\r\e[K");
        session.Terminal.Error.Flush();
    }
}
