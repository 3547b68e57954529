using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>What a chain did in a window of time: rates, slopes, pulls and the sent error before the first step and after each, with inputs and targets.</summary>
internal sealed class ChainWindow(int lanes, int steps) : IDisposable
{
    /// <summary>Of a state, the rows from here on are kept.</summary>
    internal const int FirstRow = ChainState.Rate, RowCount = ChainState.SentError + 1 - FirstRow;

    internal int Lanes => lanes;

    /// <summary>Steps so far.</summary>
    internal int Recorded { get; private set; }

    /// <summary><c>[state · 7 + row − 4, lane]</c>, state 0 being that before the first step.</summary>
    internal LaneMatrix<double> Trajectory { get; } = new(RowCount * (steps + 1), lanes);

    internal LaneMatrix<double> Inputs { get; } = new(steps, lanes);

    internal LaneMatrix<double> Targets { get; } = new(steps, lanes);

    /// <summary>Begins a window with the state as it is.</summary>
    internal void Begin(ChainState state)
    {
        Recorded = 0;
        Keep(state, 0);
    }

    /// <summary>Keeps a step.</summary>
    internal void Add(ChainState state, ReadOnlySpan<double> input, ReadOnlySpan<double> target)
    {
        input.CopyTo(Inputs.Row(Recorded));
        target.CopyTo(Targets.Row(Recorded));
        Recorded++;
        Keep(state, Recorded);
    }

    public void Dispose()
    {
        Trajectory.Dispose();
        Inputs.Dispose();
        Targets.Dispose();
    }

    private void Keep(ChainState state, int index)
    {
        int length = RowCount * Trajectory.Stride;
        state.Rows.Storage().Slice(FirstRow * Trajectory.Stride, length).CopyTo(Trajectory.Storage().Slice(index * length, length));
    }
}
