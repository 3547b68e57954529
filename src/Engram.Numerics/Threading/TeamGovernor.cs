namespace Engram.Numerics;

/// <summary>
/// Decides, piece of work by piece of work, whether a team or the caller alone does it, by what was faster lately. Where other programs
/// want the same cores, a team that meets every few microseconds can be several times slower than one thread. For work whose results do not
/// depend on the number of threads only.
/// </summary>
public sealed class TeamGovernor
{
    private const int Together = 0; // tried first
    private const int Ways = 2;

    private readonly WorkerTeam? _team;
    private readonly FasterWay _faster = new(Ways);

    /// <summary>Creates a governor.</summary>
    /// <param name="team">The team; null if there is none: then the caller always works alone.</param>
    public TeamGovernor(WorkerTeam? team) => _team = team;

    /// <summary>Begins a piece of work. Pieces should be alike, and a millisecond or longer.</summary>
    /// <returns>The team to use, or null to work alone.</returns>
    public WorkerTeam? Begin() => _team is not null && _faster.Begin() == Together ? _team : null;

    /// <summary>Ends the piece of work that <see cref="Begin"/> began.</summary>
    public void End()
    {
        if (_team is not null)
            _faster.End();
    }
}
