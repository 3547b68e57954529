using System.Diagnostics;

namespace Engram.Numerics;

/// <summary>
/// A number that only ever moves on, and a way to wait for that: spin for a short while, then offer the core to others, then sleep.
/// </summary>
internal sealed class SpinGate
{
    // A step is 50 to 100 us and its members are balanced: nearly every wait ends within 40 us. Waking a sleeping thread takes 5 to 50 us,
    // so spinning longer than that costs more than it saves.
    private static readonly long LongestSpin = Microseconds(40);
    private static readonly long ShortestSpin = Microseconds(1);
    private static readonly long Patience = Microseconds(100); // from the start of the wait to sleep

    private readonly object _sleepers = new();
    private readonly bool _spins;
    private PaddedCounter _value;
    private PaddedCounter _sleeping;

    /// <param name="waiters">How many threads take part; if the machine has fewer cores, nobody spins.</param>
    internal SpinGate(int waiters) => _spins = waiters <= Environment.ProcessorCount;

    /// <summary>The number now.</summary>
    internal int Value => Volatile.Read(ref _value.Value);

    /// <summary>How long a thread spins before it has learned better, in ticks of <see cref="Stopwatch"/>.</summary>
    internal static long FirstSpin => LongestSpin;

    /// <summary>Moves the number on and lets everyone through who waits for that. What was written before is seen by them.</summary>
    internal void Advance()
    {
        // The increment is a full fence: either this thread sees the sleeper, or the sleeper sees the new value.
        Interlocked.Increment(ref _value.Value);
        if (Volatile.Read(ref _sleeping.Value) != 0)
            Wake();
    }

    /// <summary>Waits until the number is another one.</summary>
    /// <param name="value">The number that was read before.</param>
    /// <param name="spin">
    /// How long to spin, in ticks; owned by the waiting thread. Halved after a wait that no spinning would have covered (the others have
    /// no core, or much to do), doubled otherwise.
    /// </param>
    internal void WaitWhile(int value, ref long spin)
    {
        if (Value != value)
            return;
        long start = Stopwatch.GetTimestamp();
        long elapsed = 0;
        if (_spins)
        {
            do
            {
                for (int i = 0; i < 8; i++)
                {
                    Thread.SpinWait(1);
                    if (Value != value)
                    {
                        spin = Math.Min(spin * 2, LongestSpin);
                        return;
                    }
                }
                elapsed = Stopwatch.GetTimestamp() - start;
            }
            while (elapsed < spin);
        }
        while (elapsed < Patience)
        {
            Thread.Yield();
            if (Value != value)
                break;
            elapsed = Stopwatch.GetTimestamp() - start;
        }
        if (Value == value)
            Sleep(value);
        bool spinningPays = Stopwatch.GetTimestamp() - start <= LongestSpin;
        spin = spinningPays ? Math.Min(spin * 2, LongestSpin) : Math.Max(spin / 2, ShortestSpin);
    }

    private static long Microseconds(int count) => Math.Max(1, Stopwatch.Frequency * count / 1_000_000);

    private void Sleep(int value)
    {
        lock (_sleepers)
        {
            Interlocked.Increment(ref _sleeping.Value);
            while (Value == value)
                Monitor.Wait(_sleepers);
            Interlocked.Decrement(ref _sleeping.Value);
        }
    }

    private void Wake()
    {
        lock (_sleepers)
            Monitor.PulseAll(_sleepers);
    }
}
