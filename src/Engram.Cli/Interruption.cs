using System.Runtime.InteropServices;

namespace Engram.Cli;

/// <summary>
/// A kind Ctrl-C: the first asks the work to stop, which writes its checkpoints; the second ends the process at once. The polite end that
/// job schedulers send (SIGTERM) counts as one too.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Action<string> _say;
    private readonly Action<int> _exit;
    private readonly string _name;
    private int _requests;

    /// <summary>Creates it; nothing is caught before <see cref="Listen"/>.</summary>
    /// <param name="say">Answers the first request.</param>
    /// <param name="exit">Ends the process with an exit code.</param>
    /// <param name="name">The command that speaks.</param>
    public Interruption(Action<string> say, Action<int> exit, string name = "engram")
    {
        _name = name;
        _say = say;
        _exit = exit;
    }

    /// <summary>Asks the work to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Catches the signals from now on.</summary>
    public void Listen()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Request();
            }));
        }
    }

    /// <summary>What a Ctrl-C does.</summary>
    public void Request()
    {
        if (Interlocked.Increment(ref _requests) > 1)
        {
            _exit(ExitCode.Interrupted);
            return;
        }

        _say($"{_name}: stopping as soon as what has been done is saved; Ctrl-C again ends at once.");
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stop.Dispose();
    }
}
