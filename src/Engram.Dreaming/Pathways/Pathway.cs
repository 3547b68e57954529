using System.Numerics;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Pathways;

/// <summary>Areas one after the other. It has parameters only; what happens in it is in <see cref="Activity{T}"/>.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Pathway<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Pathway(params IReadOnlyList<Stage<T>> stages) => Stages = stages;

    /// <summary>The areas, in the order in which activity passes them.</summary>
    public IReadOnlyList<Stage<T>> Stages { get; }

    /// <summary>The shape of what it reads.</summary>
    public SignalShape Input => Stages[0].Connection.Below;

    /// <summary>The shape of what it gives.</summary>
    public SignalShape Output => Stages[^1].Connection.Above;

    /// <summary>Room for activity.</summary>
    /// <param name="lanes">How many samples side by side; 1 or more.</param>
    public Activity<T> NewActivity(int lanes) => new(this, lanes);

    /// <summary>Rates of all areas from the input.</summary>
    /// <param name="crew">Who works.</param>
    /// <param name="input">The input <c>[row, lane]</c>; it is read again by <see cref="Backward"/>.</param>
    /// <param name="activity">Written.</param>
    /// <returns>The rates of the last area.</returns>
    public LaneMatrix<T> Forward(Crew<T> crew, LaneMatrix<T> input, Activity<T> activity)
    {
        ArgumentNullException.ThrowIfNull(crew);
        ArgumentNullException.ThrowIfNull(activity);
        activity.Input = input;
        LaneMatrix<T> below = input;
        for (int stage = 0; stage < Stages.Count; stage++)
        {
            Stages[stage].Forward(crew, below, activity.Rates[stage]);
            below = activity.Rates[stage];
        }

        return below;
    }

    /// <summary>Sends <see cref="Activity{T}.OutputError"/> back through all areas.</summary>
    /// <param name="crew">Who works.</param>
    /// <param name="activity">The activity of the last <see cref="Forward"/>; its errors are changed.</param>
    /// <param name="inputError">Written: the error of the input; null if not wanted.</param>
    /// <param name="withGradient">Whether gradients of the parameters are found.</param>
    public void Backward(Crew<T> crew, Activity<T> activity, LaneMatrix<T>? inputError, bool withGradient)
    {
        ArgumentNullException.ThrowIfNull(crew);
        ArgumentNullException.ThrowIfNull(activity);
        Stages[^1].ApplySlope(crew, activity.Rates[^1], activity.Errors[^1]);
        for (int stage = Stages.Count - 1; stage >= 0; stage--)
        {
            LaneMatrix<T> below = stage > 0 ? activity.Rates[stage - 1] : activity.Input!;
            LaneMatrix<T>? sent = stage > 0 ? activity.Errors[stage - 1] : inputError;
            Stages[stage].Backward(crew, below, activity.Errors[stage], sent, stage > 0 ? Stages[stage - 1] : null, withGradient);
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        // By number: to go through a list by its interface allocates.
        for (int stage = 0; stage < Stages.Count; stage++)
            Stages[stage].ClearGradient();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Stage<T> stage in Stages)
            stage.Dispose();
    }
}

/// <summary>What goes on in a pathway for some samples side by side: rates on the way there, errors on the way back.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Activity<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Activity(Pathway<T> pathway, int lanes)
    {
        Rates = [.. pathway.Stages.Select(stage => new LaneMatrix<T>(stage.Connection.Above.Count, lanes))];
        Errors = [.. pathway.Stages.Select(stage => new LaneMatrix<T>(stage.Connection.Above.Count, lanes))];
    }

    /// <summary>The rates of each area <c>[row, lane]</c>.</summary>
    public IReadOnlyList<LaneMatrix<T>> Rates { get; }

    /// <summary>The rates of the last area.</summary>
    public LaneMatrix<T> Output => Rates[^1];

    /// <summary>The error of the last area's rates: written by whoever knows the loss, before the way back.</summary>
    public LaneMatrix<T> OutputError => Errors[^1];

    internal IReadOnlyList<LaneMatrix<T>> Errors { get; }

    internal LaneMatrix<T>? Input { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LaneMatrix<T> table in Rates.Concat(Errors))
            table.Dispose();
    }
}
