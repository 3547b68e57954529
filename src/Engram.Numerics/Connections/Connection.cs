using System.Numerics;

namespace Engram.Numerics.Connections;

/// <summary>
/// What lies between two layers: it drives the neurons above with the rates below, transports errors back, and finds the local gradient
/// of its weights. It knows nothing of time, of activations or of learning. All tables are <c>[row, lane]</c> with the rows of
/// <see cref="SignalShape"/>.
/// </summary>
/// <remarks>
/// Each of the three is cut into units (neurons, places, rows of weights) whose results do not depend on who works them out: a team gives
/// each member a stretch of units, and the bits are those of one thread. Every drive and every sent error is one chain of fused
/// multiply-adds in a fixed order; a gradient is one chain over the lanes or, where weights are shared, one chain for each number of a cache
/// line, joined in a fixed order. So the bits do not depend on the vector width either. Nothing is allocated after construction.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Connection<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected Connection(SignalShape below, SignalShape above)
    {
        Below = below;
        Above = above;
    }

    /// <summary>The shape of what it reads.</summary>
    public SignalShape Below { get; }

    /// <summary>The shape of what it drives.</summary>
    public SignalShape Above { get; }

    /// <summary>
    /// The weights, a row for each neuron (dense) or filter (convolution), with the bias in the last column. Columns are presynaptic neurons,
    /// or <c>(channel · kernel + i) · kernel + j</c>.
    /// </summary>
    public abstract LaneMatrix<T> Parameters { get; }

    /// <summary>How many units <see cref="Drive"/> is cut into.</summary>
    public abstract int DriveUnits { get; }

    /// <summary>How many units <see cref="Transport"/> is cut into.</summary>
    public abstract int TransportUnits { get; }

    /// <summary>How many units <see cref="Gradient"/> is cut into.</summary>
    public abstract int GradientUnits { get; }

    /// <summary>The drive of the neurons above: bias plus weighted rates. Writes the rows of the units; their padding lanes may be written.</summary>
    /// <param name="rates">The rates below.</param>
    /// <param name="drive">The drive above.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <param name="scratch">Room of the calling thread: <see cref="ScratchLength"/> numbers.</param>
    public abstract void Drive(LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count, AlignedBuffer<T> scratch);

    /// <summary>The errors sent down: the adjoint of the drive without its bias.</summary>
    /// <param name="errors">The errors above.</param>
    /// <param name="sent">What arrives below.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <param name="scratch">Room of the calling thread: <see cref="ScratchLength"/> numbers.</param>
    public abstract void Transport(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count, AlignedBuffer<T> scratch);

    /// <summary>
    /// scale · Σ over lanes (and over places, where weights are shared) of error times rate, in the shape of <see cref="Parameters"/>; in the
    /// column of the bias, of the error alone. What stands in the padding lanes does not matter: sums end at the last lane.
    /// </summary>
    /// <param name="errors">The errors above.</param>
    /// <param name="rates">The rates below.</param>
    /// <param name="scale">A factor for the finished sums.</param>
    /// <param name="gradient">Written: the columns or rows of the units.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <param name="scratch">Room of the calling thread: <see cref="ScratchLength"/> numbers.</param>
    public abstract void Gradient(
        LaneMatrix<T> errors, LaneMatrix<T> rates, T scale, LaneMatrix<T> gradient, int first, int count, AlignedBuffer<T> scratch);

    /// <summary>
    /// Which part of the gradient a stretch of units writes, so that plasticity can follow at once: a rectangle of
    /// <see cref="Parameters"/> that no other unit writes.
    /// </summary>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units; 1 or more.</param>
    public abstract ParameterBlock GradientBlock(int first, int count);

    /// <summary>How many numbers of scratch a thread needs for any of the three.</summary>
    /// <param name="lanes">How many lanes the tables have.</param>
    public abstract nint ScratchLength(int lanes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    private protected void CheckTables(
        LaneMatrix<T> below, LaneMatrix<T> above, AlignedBuffer<T> scratch, string nameOfBelow, string nameOfAbove)
    {
        ShapeCheck.Rows(below, Below, nameOfBelow);
        ShapeCheck.Rows(above, Above, nameOfAbove);
        ShapeCheck.SameLanes(below, above, nameOfAbove);
        ShapeCheck.Scratch(scratch, ScratchLength(below.Lanes));
    }

    private protected void CheckParameters(LaneMatrix<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Rows != Parameters.Rows || gradient.Lanes != Parameters.Lanes)
        {
            throw new ArgumentException(
                $"The gradient of {Parameters.Rows} x {Parameters.Lanes} parameters does not fit into {gradient.Rows} x {gradient.Lanes}.",
                nameof(gradient));
        }
    }

    /// <summary>Frees the tables.</summary>
    protected abstract void Dispose(bool isDisposing);
}

/// <summary>A rectangle of a table of parameters.</summary>
/// <param name="FirstRow">The first row.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="FirstColumn">The first column.</param>
/// <param name="Columns">How many columns.</param>
public readonly record struct ParameterBlock(int FirstRow, int Rows, int FirstColumn, int Columns);
