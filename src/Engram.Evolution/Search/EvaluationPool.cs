using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>
/// Does pieces of work on all cores where that is faster: each piece knows its own inputs and writes its own results, so who does it does not matter.
/// </summary>
internal sealed class EvaluationPool(int threads) : ITeamWork, IDisposable
{
    // Waking the team costs some microseconds: below this a piece is done before the others have come.
    private static readonly double WorthSharing = 20e-6 * Stopwatch.Frequency;

    private WorkerTeam? _team;
    private Action<int, int>? _work;
    private Exception?[] _failures = [];
    private double _ticksEach;
    private int _count;
    private int _next;

    public int Threads => threads;

    /// <summary>Calls work(piece, thread) for each piece. All pieces are done; then the failure of the first that failed is thrown.</summary>
    public void Run(int count, Action<int, int> work)
    {
        if (count == 0)
            return;
        if (_failures.Length < count)
            _failures = new Exception?[count];
        _work = work;
        _count = count;
        _next = 0;
        long start = Stopwatch.GetTimestamp();
        bool isShared = threads > 1 && count > 1 && _ticksEach >= WorthSharing;
        if (isShared)
            (_team ??= new WorkerTeam(threads)).Run(this);
        else
            Work(0);
        double each = (double)(Stopwatch.GetTimestamp() - start) / count * (isShared ? Math.Min(threads, count) : 1);
        _ticksEach = _ticksEach == 0 ? each : (0.8 * _ticksEach) + (0.2 * each);
        _work = null;
        for (int i = 0; i < count; i++)
        {
            if (_failures[i] is { } failure)
            {
                Array.Clear(_failures);
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    void ITeamWork.Execute(int member, TeamBarrier barrier) => Work(member);

    public void Dispose() => _team?.Dispose();

    private void Work(int thread)
    {
        while (true)
        {
            int piece = Interlocked.Increment(ref _next) - 1;
            if (piece >= _count)
                return;
            try
            {
                _work!(piece, thread);
            }
            catch (Exception failure)
            {
                _failures[piece] = failure; // thrown when all are done: the same one on any number of threads
            }
        }
    }
}
