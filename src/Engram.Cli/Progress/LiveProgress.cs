using System.Text;
using Engram.Lab.Runs;

namespace Engram.Cli.Progress;

/// <summary>One line a run, redrawn in place ten times a second: bar, percentage, time left, status.</summary>
internal sealed class LiveProgress : RunProgress
{
    /// <summary>Runs shown at once; the others are counted below.</summary>
    private const int MostLines = 12;

    /// <summary>Letters of the name of a condition and its seed.</summary>
    private const int LongestName = 32;

    private const int BarWidth = 24;
    private readonly Lock _gate = new();
    private readonly List<RunLine> _lines = [];
    private readonly Session _session;
    private readonly Terminal _terminal;
    private readonly long _origin;
    private readonly ITimer _timer;
    private WholeProgress? _whole;
    private int _drawn;
    private bool _closed;

    /// <summary>Starts drawing.</summary>
    public LiveProgress(Session session)
    {
        _session = session;
        _terminal = session.Terminal;
        _origin = session.Clock.GetTimestamp();
        _terminal.PrintAbove = PrintAbove;
        var interval = TimeSpan.FromMilliseconds(100);
        _timer = session.Clock.CreateTimer(static state => ((LiveProgress)state!).Draw(), this, interval, interval);
    }

    private double Now => _session.Clock.GetElapsedTime(_origin).TotalSeconds;

    /// <inheritdoc/>
    public override void Planned(int runs, int finished)
    {
        lock (_gate)
        {
            _whole = new WholeProgress(runs, finished);
            _whole.Read(Now, _lines);
        }
    }

    /// <inheritdoc/>
    public override void Started(RunInformation run)
    {
        lock (_gate) _lines.Add(new RunLine(run, Now));
    }

    /// <inheritdoc/>
    public override void Progressed(RunInformation run, double done, double total, string status)
    {
        lock (_gate) Line(run)?.Progressed(Now, done, total, status);
    }

    /// <inheritdoc/>
    public override void Ended(RunInformation run)
    {
        lock (_gate) Line(run)?.Ended(run);
    }

    /// <summary>Leaves the last picture standing.</summary>
    public override void Dispose()
    {
        _timer.Dispose();
        Draw();
        lock (_gate)
        {
            _closed = true;
            _terminal.PrintAbove = null;
        }

        base.Dispose();
    }

    private RunLine? Line(RunInformation run) => _lines.Find(line => string.Equals(line.Run.Folder, run.Folder, StringComparison.Ordinal));

    private void Draw()
    {
        lock (_gate)
        {
            if (!_closed) Redraw(null);
        }
    }

    private void PrintAbove(string message)
    {
        lock (_gate) Redraw(message);
    }

    private void Redraw(string? above)
    {
        // One column less than the window has: some terminals wrap when the last one is used.
        var width = Math.Max(20, _terminal.Columns() - 1);
        var picture = new StringBuilder();
        if (_drawn > 0) picture.Append($"\e[{_drawn}A\r");
        picture.Append("\e[J");
        if (above is not null) picture.Append(above).Append('\n');

        var shown = Shown();
        foreach (var line in shown) picture.Append(Cut(Text(line), width)).Append('\n');
        _drawn = shown.Count;
        if (_whole is { } whole)
        {
            whole.Read(Now, _lines);
            picture.Append(Cut($"  {Bar(whole.Share)} {whole.News(Now)}", width)).Append('\n');
            _drawn++;
        }
        else if (_lines.Count > shown.Count)
        {
            picture.Append($"  and {_lines.Count - shown.Count} more, {_lines.Count(static line => line.IsOver)} of {_lines.Count} over\n");
            _drawn++;
        }

        _terminal.Error.Write(picture);
        _terminal.Error.Flush();
    }

    private List<RunLine> Shown()
    {
        if (_lines.Count <= MostLines) return _lines;
        // Those at work matter most; the latest to end fill up. Their order on the screen stays that of their start.
        var chosen = _lines.Where(static line => !line.IsOver).Take(MostLines).ToHashSet();
        foreach (var line in Enumerable.Reverse(_lines).Where(static line => line.IsOver).Take(MostLines - chosen.Count)) chosen.Add(line);
        return _lines.FindAll(chosen.Contains);
    }

    private string Text(RunLine line)
    {
        var head = _lines.Count == 1 && _whole is null ? line.Run.Experiment : line.Name.PadRight(Math.Min(LongestName, _lines.Max(static other => other.Name.Length)));
        if (head.Length > LongestName) head = Cut(head, LongestName);
        if (line.IsOver) return $"  {head}  {line.Outcome(_session.Laboratory.Experiments)}";
        return $"  {head}  {Bar(line.Share)} {line.News(Now)}";
    }

    private static string Bar(double share)
    {
        var full = (int)(share * BarWidth);
        return new string('━', full) + new string('─', BarWidth - full);
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
