using Engram.Cli.Printing;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;

namespace Engram.Cli.Progress;

/// <summary>What is known of a run while it goes.</summary>
internal sealed class RunLine(RunInformation run, double started)
{
    private readonly TimeLeft _timeLeft = new();
    private double _told = started;

    /// <summary>The run, as it was last seen.</summary>
    public RunInformation Run { get; private set; } = run;

    /// <summary>What tells it from the others: <c>seed 42</c>, <c>tau=0.5 seed 42</c>.</summary>
    public string Name { get; } = run.Condition.Length > 0 ? $"{run.Condition} seed {run.Seed}" : $"seed {run.Seed}";

    /// <summary>The share of the work that is done, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>What the run says of itself.</summary>
    public string Status { get; private set; } = "";

    /// <summary>Whether the run has ended in some state.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes the news.</summary>
    public void Progressed(double time, double done, double total, string status)
    {
        Share = total > 0 && double.IsFinite(done) ? Math.Clamp(done / total, 0, 1) : 0;
        Status = status;
        _timeLeft.Read(time, Share);
    }

    /// <summary>Takes the end.</summary>
    public void Ended(RunInformation run)
    {
        Run = run;
        IsOver = true;
    }

    /// <summary>Whether it is this long since the last plain line; if so, the count starts again.</summary>
    public bool IsDue(double time, double interval)
    {
        if (time - _told < interval) return false;
        _told = time;
        return true;
    }

    /// <summary>Percentage, time left and status: <c>54 %  3 min 20 s left  epoch 12</c>.</summary>
    public string News(double time)
    {
        var left = _timeLeft.At(time) is { } seconds ? $"  {Quantity.Duration(Math.Round(seconds))} left" : "";
        return $"{Math.Floor(Share * 100),3:0} %{left}{(Status.Length > 0 ? "  " + Status : "")}";
    }

    /// <summary>How it ended: <c>finished in 3 min 20 s  test accuracy 91.6 %</c>.</summary>
    /// <param name="experiments">The experiments, which know what their headline is.</param>
    public string Outcome(IReadOnlyList<Experiment> experiments) => Run.State switch
    {
        RunState.Finished => $"finished in {Quantity.Duration(Run.Seconds)}  {Headline.Of(experiments, Run)}".TrimEnd(),
        RunState.Interrupted => $"stopped at {Math.Floor(Share * 100):0} %, with a checkpoint",
        RunState.Failed => $"failed: {Run.Error}",
        _ => "ended",
    };
}
