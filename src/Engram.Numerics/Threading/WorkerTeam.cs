using System.Runtime.ExceptionServices;

namespace Engram.Numerics;

/// <summary>
/// A fixed team of threads for work of some ten microseconds: its members stay awake between one <see cref="Run"/> and the next, and sleep
/// when none comes within 0.1 ms. The caller is member 0; the others are background threads.
/// </summary>
/// <remarks>
/// A run allocates nothing. A team is used by one thread at a time, and not from inside its own work. On a machine with fewer free cores
/// than members it is slower, never wrong.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    /// <summary>The most members a team can have: far more than the cores of one machine that share memory quickly.</summary>
    public const int MostMembers = 1024;

    private const int Idle = 0;
    private const int Running = 1;
    private const int Disposed = 2;

    private readonly TeamBarrier _barrier;
    private readonly SpinGate _start;
    private readonly SpinGate _end;
    private readonly Thread[] _threads;
    private readonly Exception?[] _failures;
    private long _callerSpin = SpinGate.FirstSpin;
    private ITeamWork? _work;
    private PaddedCounter _busy;
    private int _state;
    private bool _isStopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="members">How many work together, the caller included: from 1, which starts no thread, to <see cref="MostMembers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="members"/> is out of range.</exception>
    public WorkerTeam(int members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, MostMembers);
        Members = members;
        _barrier = new TeamBarrier(members);
        _start = new SpinGate(members);
        _end = new SpinGate(members);
        _failures = new Exception?[members];
        _threads = new Thread[members - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int member = i + 1;
            _threads[i] = new Thread(() => Serve(member)) { IsBackground = true, Name = $"Engram worker {member}" };
            _threads[i].UnsafeStart();
        }
    }

    /// <summary>How many work together, the caller included.</summary>
    public int Members { get; }

    /// <summary>
    /// Has every member execute the work and returns when all have ended. What the caller wrote before is seen by all members, and
    /// what they wrote is seen by the caller after.
    /// </summary>
    /// <remarks>
    /// If members fail, those that wait at the barrier are ended, the rest end in their own time, and then the failure of the
    /// lowest-numbered member is thrown here with its own stack. The team can be used again afterwards.
    /// </remarks>
    /// <param name="work">What to do.</param>
    /// <exception cref="ObjectDisposedException">The team was disposed of.</exception>
    /// <exception cref="InvalidOperationException">
    /// The team is at work already; or some members ended while others waited for them at the barrier.
    /// </exception>
    public void Run(ITeamWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        int state = Interlocked.CompareExchange(ref _state, Running, Idle);
        ObjectDisposedException.ThrowIf(state == Disposed, this);
        if (state == Running)
            throw new InvalidOperationException("The team is at work: a run can be started neither from inside another nor by two threads at once.");
        try
        {
            if (Members == 1)
                work.Execute(0, _barrier);
            else
                RunTogether(work);
        }
        finally
        {
            Volatile.Write(ref _state, Idle);
        }
    }

    /// <summary>Ends the threads and waits for that.</summary>
    /// <exception cref="InvalidOperationException">The team is at work.</exception>
    public void Dispose()
    {
        int state = Interlocked.CompareExchange(ref _state, Disposed, Idle);
        if (state == Running)
            throw new InvalidOperationException("The team is at work: it can be disposed of when the run has returned.");
        if (state == Disposed)
            return;
        _isStopping = true;
        _start.Advance();
        foreach (var thread in _threads)
            thread.Join();
    }

    private void RunTogether(ITeamWork work)
    {
        _work = work;
        _busy.Value = Members;
        int end = _end.Value;
        _start.Advance();
        Execute(0, work);
        _end.WaitWhile(end, ref _callerSpin);

        _work = null;
        bool isUneven = _barrier.IsUneven;
        _barrier.Reset();
        ThrowFirstFailure();
        if (isUneven)
        {
            throw new InvalidOperationException(
                "Some members of the team ended while others waited for them: every member must pass the barrier equally often.");
        }
    }

    private void Serve(int member)
    {
        long spin = SpinGate.FirstSpin;
        // The count of runs is known without looking: the first one may have begun before this thread did.
        for (int run = 0; ; run = unchecked(run + 1))
        {
            _start.WaitWhile(run, ref spin);
            if (_isStopping)
                return;
            Execute(member, _work!);
        }
    }

    private void Execute(int member, ITeamWork work)
    {
        try
        {
            work.Execute(member, _barrier);
        }
        catch (BrokenBarrierException)
        {
            // Not this member's failure: its cause is another member's.
        }
        catch (Exception failure)
        {
            _failures[member] = failure;
            _barrier.Break();
        }
        _barrier.Leave();
        if (Interlocked.Decrement(ref _busy.Value) == 0)
            _end.Advance();
    }

    private void ThrowFirstFailure()
    {
        Exception? first = null;
        foreach (ref var failure in _failures.AsSpan())
        {
            first ??= failure;
            failure = null;
        }
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
    }
}
