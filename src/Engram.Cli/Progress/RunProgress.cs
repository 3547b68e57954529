using Engram.Lab.Runs;

namespace Engram.Cli.Progress;

/// <summary>Shows how runs go on, on the error stream, in the way that suits who reads it.</summary>
internal abstract class RunProgress : IRunObserver, IDisposable
{
    /// <summary>Chooses the way: redrawn lines on a terminal, plain lines otherwise, nothing when asked for nothing.</summary>
    /// <param name="session">The session.</param>
    /// <param name="quiet">Nothing.</param>
    /// <param name="json">Nothing either, unless a person watches the error stream.</param>
    public static RunProgress For(Session session, bool quiet, bool json)
    {
        if (quiet) return new NoProgress();
        if (session.Terminal.ErrorIsInteractive) return new LiveProgress(session);
        return json ? new NoProgress() : new PlainProgress(session);
    }

    /// <inheritdoc/>
    public abstract void Planned(int runs, int finished);

    /// <inheritdoc/>
    public abstract void Started(RunInformation run);

    /// <inheritdoc/>
    public abstract void Progressed(RunInformation run, double done, double total, string status);

    /// <inheritdoc/>
    public abstract void Ended(RunInformation run);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    private sealed class NoProgress : RunProgress
    {
        public override void Planned(int runs, int finished)
        {
        }

        public override void Started(RunInformation run)
        {
        }

        public override void Progressed(RunInformation run, double done, double total, string status)
        {
        }

        public override void Ended(RunInformation run)
        {
        }
    }
}
