namespace Engram.Cli.Progress;

/// <summary>
/// How long work will still take, from the rate at which it went lately: the share done per second, smoothed exponentially, corrected for
/// the start-up so that the first estimate is already an honest mean.
/// </summary>
internal sealed class TimeLeft
{
    /// <summary>Over how many seconds the rate is smoothed: long enough for pauses such as an evaluation, short enough to notice a change.</summary>
    private const double Memory = 30;

    /// <summary>The least time between two readings, seconds; progress may be told thousands of times a second.</summary>
    private const double LeastInterval = 0.25;

    private double _lastTime;
    private double _lastShare = double.NaN;
    private double _smoothed;
    private double _weight;

    /// <summary>Takes a reading.</summary>
    /// <param name="time">Seconds on any clock.</param>
    /// <param name="share">The share of all work that is done, 0 to 1. The first reading may be above 0: a run that goes on.</param>
    public void Read(double time, double share)
    {
        if (double.IsNaN(_lastShare))
        {
            (_lastTime, _lastShare) = (time, share);
            return;
        }

        var elapsed = time - _lastTime;
        if (elapsed < LeastInterval) return;
        var keep = Math.Exp(-elapsed / Memory);
        _smoothed = keep * _smoothed + (1 - keep) * ((share - _lastShare) / elapsed);
        _weight = keep * _weight + (1 - keep);
        (_lastTime, _lastShare) = (time, share);
    }

    /// <summary>Seconds left at a time, or null while nothing can be said.</summary>
    public double? At(double time)
    {
        if (_weight <= 0 || _smoothed <= 0) return null;
        var left = (1 - _lastShare) / (_smoothed / _weight) - (time - _lastTime);
        return left is >= 0 and < 1e9 ? left : left < 0 ? 0 : null;
    }
}
