using Engram.Cli.Printing;

namespace Engram.Cli.Progress;

/// <summary>How far a sweep or a group of seeds has come as a whole.</summary>
/// <param name="runs">How many runs there are in all.</param>
/// <param name="before">How many of them were finished before this sitting.</param>
internal sealed class WholeProgress(int runs, int before)
{
    private readonly TimeLeft _timeLeft = new();

    /// <summary>The share of all work that is done, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>How many runs are over.</summary>
    public int Over { get; private set; }

    /// <summary>Looks at the runs of this sitting.</summary>
    public void Read(double time, IReadOnlyCollection<RunLine> lines)
    {
        Over = before + lines.Count(static line => line.IsOver);
        Share = (before + lines.Sum(static line => line.IsOver ? 1 : line.Share)) / runs;
        _timeLeft.Read(time, Share);
    }

    /// <summary>For instance <c>12 of 70 runs over  17 %  2 h 03 min left</c>.</summary>
    public string News(double time)
    {
        var left = _timeLeft.At(time) is { } seconds && Over < runs ? $"  {Quantity.Duration(Math.Round(seconds))} left" : "";
        return $"{Over} of {runs} runs over  {Math.Floor(Share * 100):0} %{left}";
    }
}
