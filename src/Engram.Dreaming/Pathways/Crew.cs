using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Pathways;

/// <summary>A piece of work cut into units whose results do not depend on who works them out.</summary>
/// <typeparam name="T">The number.</typeparam>
internal interface IUnits<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    int Units { get; }

    void Work(int first, int count, AlignedBuffer<T> scratch);
}

/// <summary>
/// Who does the work of a cortex: the caller alone, or a team that shares the units of each piece. The bits are the same. It owns a room of
/// scratch memory for each member.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Crew<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkerTeam? _team;
    private readonly AlignedBuffer<T>[] _scratch;
    private IUnits<T>? _units;

    /// <summary>Creates a crew.</summary>
    /// <param name="team">The team, which stays its owner's; null for the caller alone.</param>
    public Crew(WorkerTeam? team = null)
    {
        _team = team;
        _scratch = new AlignedBuffer<T>[team?.Members ?? 1];
        for (int member = 0; member < _scratch.Length; member++)
            _scratch[member] = new AlignedBuffer<T>(1);
    }

    /// <summary>Whether the caller works alone although there is a team: where others want its cores, waiting for them costs more than it gains.</summary>
    public bool IsAlone { get; set; }

    void ITeamWork.Execute(int member, TeamBarrier barrier) => Work(member);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer<T> scratch in _scratch)
            scratch.Dispose();
    }

    /// <summary>Makes sure that every member has room.</summary>
    internal void Reserve(nint length)
    {
        for (int member = 0; member < _scratch.Length; member++)
        {
            if (_scratch[member].Length >= length)
                continue;
            _scratch[member].Dispose();
            _scratch[member] = new AlignedBuffer<T>(length);
        }
    }

    internal void Run(IUnits<T> units)
    {
        _units = units;
        if (_team is null)
            Work(0);
        else if (IsAlone)
            units.Work(0, units.Units, _scratch[0]);
        else
            _team.Run(this);
        _units = null;
    }

    private void Work(int member)
    {
        int units = _units!.Units;
        int first = (int)((long)member * units / _scratch.Length);
        int end = (int)((member + 1L) * units / _scratch.Length);
        if (end > first)
            _units.Work(first, end - first, _scratch[member]);
    }
}
