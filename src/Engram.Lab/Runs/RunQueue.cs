using System.Collections.Concurrent;

namespace Engram.Lab.Runs;

/// <summary>Does pieces of work side by side on threads of their own; each thread takes the next piece when it is free.</summary>
internal static class RunQueue
{
    /// <summary>Does all pieces, and waits for the last.</summary>
    /// <param name="count">How many pieces.</param>
    /// <param name="threads">Threads in all; the pieces at work share them.</param>
    /// <param name="work">Does a piece, given its index and its share of the threads.</param>
    public static void Work(int count, int threads, Action<int, int> work)
    {
        if (count == 0)
            return;
        int next = -1;
        int share = Math.Max(1, threads / count);
        var faults = new ConcurrentQueue<Exception>();
        var workers = new Thread[Math.Min(threads, count)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(() =>
            {
                try
                {
                    for (int index; (index = Interlocked.Increment(ref next)) < count;)
                        work(index, share);
                }
                catch (Exception exception)
                {
                    // Only an observer can throw here; its fault must not end the process from a thread that nobody watches.
                    faults.Enqueue(exception);
                }
            })
            {
                Name = $"engram run {i + 1}",
            };
            workers[i].Start();
        }

        foreach (Thread worker in workers)
            worker.Join();
        if (faults.TryDequeue(out Exception? fault))
            throw new InvalidOperationException($"The observer of the runs failed: {fault.Message}", fault);
    }
}
