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

    private double Now => session.Clock.GetElapsedTime(_origin).TotalSeconds;

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
            if (line.IsDue(now, Interval)) Tell(run, line.News(now).TrimStart());
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunInformation run)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(run.Folder, out var line)) line = new RunLine(run, Now);
            line.Ended(run);
            Tell(run, line.Outcome(session.Laboratory.Experiments));
        }
    }

    private void Tell(RunInformation run, string news)
    {
        session.Terminal.Error.WriteLine($"{run.Experiment} seed {run.Seed}: {news}");
        session.Terminal.Error.Flush();
    }
}
