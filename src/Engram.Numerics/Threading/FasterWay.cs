using System.Diagnostics;

namespace Engram.Numerics;

/// <summary>
/// Chooses, piece of work by piece of work, between ways of doing the same by what was faster lately. For work whose results are the same
/// either way only.
/// </summary>
public sealed class FasterWay
{
    // One piece in so many is done another way, to see whether that has become faster: about a fiftieth of the time at risk.
    private const int TrialEvery = 50;

    private readonly double[] _ticks;
    private int _sinceTrial;
    private int _lastTrial;
    private int _way;
    private long _start;

    /// <summary>Creates a choice. Each way is tried once, from the first; then the fastest is used.</summary>
    /// <param name="ways">How many ways there are; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ways"/> is below 1.</exception>
    public FasterWay(int ways)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ways, 1);
        _ticks = new double[ways];
        Array.Fill(_ticks, double.PositiveInfinity);
    }

    /// <summary>Begins a piece of work.</summary>
    /// <returns>Which way to do it, from 0.</returns>
    public int Begin()
    {
        _way = Array.IndexOf(_ticks, double.PositiveInfinity);
        if (_way < 0)
        {
            _way = Fastest();
            if (_ticks.Length > 1 && ++_sinceTrial >= TrialEvery)
            {
                _sinceTrial = 0;
                _lastTrial = (_lastTrial + 1) % _ticks.Length;
                if (_lastTrial == _way)
                    _lastTrial = (_lastTrial + 1) % _ticks.Length;
                _way = _lastTrial;
            }
        }

        _start = Stopwatch.GetTimestamp();
        return _way;
    }

    /// <summary>Ends the piece of work that <see cref="Begin"/> began.</summary>
    /// <param name="amount">How much work it was: pieces are compared by their time for 1.</param>
    public void End(int amount = 1) =>
        // The last one counts: what is wrong once is put right by the next trial.
        _ticks[_way] = (double)(Stopwatch.GetTimestamp() - _start) / amount;

    private int Fastest()
    {
        int fastest = 0;
        for (int way = 1; way < _ticks.Length; way++)
        {
            if (_ticks[way] < _ticks[fastest])
                fastest = way;
        }

        return fastest;
    }
}
