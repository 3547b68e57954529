using System.Runtime.InteropServices;

namespace Engram.Numerics;

/// <summary>
/// Where the members of a <see cref="WorkerTeam"/> wait for each other: nobody starts the next phase before all have ended this one, and
/// what any of them wrote before is seen by all after.
/// </summary>
public sealed class TeamBarrier
{
    private readonly int _members;
    private readonly SpinGate _phase;
    private readonly MemberSpin[] _spins;
    private PaddedCounter _arrived;
    private PaddedCounter _left;
    private volatile bool _isBroken;

    internal TeamBarrier(int members)
    {
        _members = members;
        _phase = new SpinGate(members);
        _spins = new MemberSpin[members];
        foreach (ref var spin in _spins.AsSpan())
            spin.Ticks = SpinGate.FirstSpin;
    }

    /// <summary>Whether some members ended while others were still waiting here.</summary>
    internal bool IsUneven { get; private set; }

    /// <summary>Waits until every member is here.</summary>
    /// <param name="member">The member that waits: the number that <see cref="ITeamWork.Execute"/> was given.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such member.</exception>
    /// <exception cref="BrokenBarrierException">Another member failed and will not come.</exception>
    public void Wait(int member) => Await(member, Arrive(member));

    /// <summary>Says that a member is here, and lets it go on with work that does not depend on the others until it calls <see cref="Await"/>.</summary>
    /// <param name="member">The member: the number that <see cref="ITeamWork.Execute"/> was given.</param>
    /// <returns>What <see cref="Await"/> wants; it must be called before the member arrives again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such member.</exception>
    /// <exception cref="BrokenBarrierException">Another member failed and will not come.</exception>
    public int Arrive(int member)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)member, (uint)_members, nameof(member));
        // The phase is read before the flag: a break that the flag does not show yet moves the phase on after this read.
        int phase = _phase.Value;
        if (_members == 1)
            return phase;
        if (_isBroken)
            throw new BrokenBarrierException();
        if (Interlocked.Increment(ref _arrived.Value) == _members)
        {
            Volatile.Write(ref _arrived.Value, 0);
            _phase.Advance();
        }

        return phase;
    }

    /// <summary>Waits until every member has arrived.</summary>
    /// <param name="member">The member that waits.</param>
    /// <param name="phase">What its <see cref="Arrive"/> returned.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such member.</exception>
    /// <exception cref="BrokenBarrierException">Another member failed and will not come.</exception>
    public void Await(int member, int phase)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)member, (uint)_members, nameof(member));
        if (_members == 1)
            return;
        if (_phase.Value == phase)
        {
            // A member that has left cannot come any more: without this the others would wait for ever. If it left after this very phase, the
            // phase has moved on by now.
            if (Volatile.Read(ref _left.Value) != 0 && _phase.Value == phase)
                BreakAsUneven();
            _phase.WaitWhile(phase, ref _spins[member].Ticks);
        }

        if (_isBroken)
            throw new BrokenBarrierException();
    }

    /// <summary>Ends the wait of every member, now and until <see cref="Reset"/>.</summary>
    internal void Break()
    {
        _isBroken = true;
        _phase.Advance();
    }

    /// <summary>Says that a member has ended its work.</summary>
    internal void Leave()
    {
        // Mirror image of the check in Wait: both count first and look second, so at least one of the two sees the other.
        Interlocked.Increment(ref _left.Value);
        if (Volatile.Read(ref _arrived.Value) != 0 && !_isBroken)
            BreakAsUneven();
    }

    /// <summary>Makes ready for the next run. Nobody may be inside.</summary>
    internal void Reset()
    {
        _arrived.Value = 0;
        _left.Value = 0;
        _isBroken = false;
        IsUneven = false;
    }

    private void BreakAsUneven()
    {
        // After a failure members end wherever they were; only without one is it their own fault.
        if (_isBroken)
            return;
        IsUneven = true;
        Break();
    }

    /// <summary>How long a member spins: written by that member only, at every wait.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct MemberSpin
    {
        [FieldOffset(64)]
        internal long Ticks;
    }
}
