using Engram.Cli.Printing;
using Engram.Lab.Runs;

namespace Engram.Cli.Progress;

/// <summary>Plain lines for logs: one when a run starts, one every ten seconds while it goes, one when it ends.</summary>
internal sealed class PlainProgress(Session session) : RunProgress
{
    /// <summary>Seconds between two lines of a run.</summary>
    private const double Interval = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunLine> _lines = [];
    private readonly long _origin = session.Clock.GetTimestamp();

    private WholeProgress? _whole;

    private double Now => session.Clock.GetElapsedTime(_origin).TotalSeconds;

    /// <inheritdoc/>
    public override void Planned(int runs, int finished)
    {
        lock (_gate)
        {
            _whole = new WholeProgress(runs, finished);
            _whole.Read(Now, _lines.Values);
        }
    }

    /// <inheritdoc/>
    public override void Started(RunInformation run)
    {
        lock (_gate)
        {
            _lines[run.Folder] = new RunLine(run, Now);
            Tell(run, $"started in {Place.Of(run.Folder)}");
        }
    }

    /// <inheritdoc/>
    public override void Progressed(RunInformation run, double done, double total, string status)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(run.Folder, out var line)) return;
            var now = Now;
            line.Progressed(now, done, total, status);
            if (!line.IsDue(now, Interval)) return;
            _whole?.Read(now, _lines.Values);
            Tell(run, line.News(now).TrimStart());
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunInformation run)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(run.Folder, out var line)) _lines[run.Folder] = line = new RunLine(run, Now);
            line.Ended(run);
            _whole?.Read(Now, _lines.Values);
            Tell(run, line.Outcome(session.Laboratory.Experiments) + (_whole is { } whole ? $"  ({whole.News(Now)})" : ""));
        }
    }

    private void Tell(RunInformation run, string news)
    {
        var condition = run.Condition.Length > 0 ? $" {run.Condition}" : "";
        session.Terminal.Error.WriteLine($"{run.Experiment}{condition} seed {run.Seed}: {news}");
        session.Terminal.Error.Flush();
    }
}
