using System.Numerics;

namespace Engram.Numerics.Connections;

/// <summary>
/// What lies between two layers: it drives the neurons above with the rates below, transports errors back, and finds the local gradient
/// of its weights. It knows nothing of time, of activations or of learning. All tables are <c>[row, lane]</c> with the rows of
/// <see cref="SignalShape"/>.
/// </summary>
/// <remarks>
/// Each of the three is cut into units (neurons, places, rows of weights) whose results do not depend on who works them out: a team gives
/// each member a stretch of units, and the bits are those of one thread. Every output is one chain of fused multiply-adds in a fixed order,
/// so they do not depend on the vector width either. Nothing is allocated after construction.
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

    /// <summary>The drive of the neurons above: bias plus weighted rates. Writes the rows of the units, padding lanes included.</summary>
    /// <param name="rates">The rates below.</param>
    /// <param name="drive">The drive above.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    public abstract void Drive(LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count);

    /// <summary>The errors sent down: the adjoint of the drive without its bias.</summary>
    /// <param name="errors">The errors above.</param>
    /// <param name="sent">What arrives below.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    public abstract void Transport(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count);

    /// <summary>
    /// scale · Σ over lanes (and over places, where weights are shared) of error times rate, in the shape of <see cref="Parameters"/>; in the
    /// column of the bias, of the error alone. The padding lanes of <paramref name="errors"/> need not be zero: sums end at the last lane.
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

    /// <summary>How many numbers of scratch <see cref="Gradient"/> needs.</summary>
    public abstract nint ScratchLength(int lanes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the tables.</summary>
    protected abstract void Dispose(bool isDisposing);
}
