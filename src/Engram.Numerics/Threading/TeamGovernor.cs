using System.Diagnostics;

namespace Engram.Numerics;

/// <summary>
/// Decides, piece of work by piece of work, whether a team or the caller alone does it, by what was faster lately. Where other programs
/// want the same cores, a team that meets every few microseconds can be several times slower than one thread. For work whose results do not
/// depend on the number of threads only.
/// </summary>
public sealed class TeamGovernor
{
    // One piece in so many is done the other way, to see whether that has become faster: about a fiftieth of the time at risk.
    private const int TrialEvery = 50;

    private readonly WorkerTeam? _team;
    private long _alone = long.MaxValue;
    private long _together = long.MaxValue;
    private int _sinceTrial;
    private bool _isTogether;
    private long _start;

    /// <summary>Creates a governor.</summary>
    /// <param name="team">The team; null if there is none: then the caller always works alone.</param>
    public TeamGovernor(WorkerTeam? team) => _team = team;

    /// <summary>Begins a piece of work. Pieces should be alike, and a millisecond or longer.</summary>
    /// <returns>The team to use, or null to work alone.</returns>
    public WorkerTeam? Begin()
    {
        if (_team is null)
            return null;
        bool isUntried = _alone == long.MaxValue || _together == long.MaxValue;
        bool isTrial = !isUntried && ++_sinceTrial >= TrialEvery;
        if (isTrial)
            _sinceTrial = 0;
        // The team is tried first.
        _isTogether = isUntried ? _together == long.MaxValue : (_together <= _alone) ^ isTrial;
        _start = Stopwatch.GetTimestamp();
        return _isTogether ? _team : null;
    }

    /// <summary>Ends the piece of work that <see cref="Begin"/> began.</summary>
    public void End()
    {
        if (_team is null)
            return;
        // The last one counts: what is wrong once is put right by the next trial.
        long ticks = Stopwatch.GetTimestamp() - _start;
        if (_isTogether)
            _together = ticks;
        else
            _alone = ticks;
    }
}
