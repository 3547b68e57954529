using System.Numerics;

namespace Engram.Numerics.Connections;

/// <summary>
/// Every neuron below drives every neuron above: drive[i] = bias[i] + Σ_j weight[i, j] · rates[j]. An image below is read as it lies, channels
/// slowest. Units are neurons above, and cache lines of presynaptic columns for transport and gradient.
/// </summary>
/// <remarks>Each output is one chain: over the neurons below, over the neurons above, over the lanes.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class DenseConnection<T> : Connection<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DenseKernel<T> _kernel;
    private readonly LaneMatrix<T> _parameters;

    /// <summary>Builds a connection whose weights are 0.</summary>
    /// <param name="below">The shape of what it reads.</param>
    /// <param name="above">The shape of what it drives.</param>
    /// <param name="set">The vector width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A shape is empty.</exception>
    public DenseConnection(SignalShape below, SignalShape above, InstructionSet? set = null)
        : base(Checked(below, nameof(below)), Checked(above, nameof(above)))
    {
        if (below.Count == int.MaxValue)
            throw new ArgumentException($"A neuron cannot have weights for all of {below} and a bias.", nameof(below));
        _kernel = DenseKernel<T>.For(set);
        _parameters = new LaneMatrix<T>(above.Count, below.Count + 1);
    }

    /// <summary>Builds a connection whose weights are 0.</summary>
    /// <param name="below">The shape of what it reads.</param>
    /// <param name="neurons">How many neurons it drives; 1 or more.</param>
    /// <param name="set">The vector width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A shape is empty.</exception>
    public DenseConnection(SignalShape below, int neurons, InstructionSet? set = null)
        : this(below, new SignalShape(neurons), set)
    {
    }

    /// <inheritdoc/>
    public override LaneMatrix<T> Parameters => _parameters;

    /// <inheritdoc/>
    public override int DriveUnits => Above.Count;

    /// <inheritdoc/>
    public override int TransportUnits => ((Below.Count - 1) / Line) + 1;

    /// <inheritdoc/>
    public override int GradientUnits => (Below.Count / Line) + 1;

    private static int Line => LaneMatrix<T>.PaddedLanes(1);

    /// <inheritdoc/>
    public override void Drive(LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(rates, drive, scratch, nameof(rates), nameof(drive));
        ShapeCheck.Units(first, count, DriveUnits);
        if (count > 0)
            _kernel.Drive(_parameters, rates, drive, first, count);
    }

    /// <inheritdoc/>
    public override void Transport(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(sent, errors, scratch, nameof(sent), nameof(errors));
        ShapeCheck.Units(first, count, TransportUnits);
        if (count > 0)
            _kernel.Transport(_parameters, errors, sent, first * Line, Math.Min(count * Line, Below.Count - (first * Line)), scratch);
    }

    /// <inheritdoc/>
    public override void Gradient(
        LaneMatrix<T> errors, LaneMatrix<T> rates, T scale, LaneMatrix<T> gradient, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(rates, errors, scratch, nameof(rates), nameof(errors));
        CheckParameters(gradient);
        ParameterBlock block = GradientBlock(first, count);
        for (int column = 0; column < block.Columns; column += DenseKernel<T>.ColumnsAtOnce)
        {
            int columns = Math.Min(DenseKernel<T>.ColumnsAtOnce, block.Columns - column);
            _kernel.Gradient(errors, rates, scale, gradient, block.FirstColumn + column, columns, scratch);
        }
    }

    /// <inheritdoc/>
    public override ParameterBlock GradientBlock(int first, int count)
    {
        ShapeCheck.Units(first, count, GradientUnits);
        int column = first * Line;
        return new ParameterBlock(0, _parameters.Rows, column, Math.Min(count * Line, _parameters.Lanes - column));
    }

    /// <inheritdoc/>
    public override nint ScratchLength(int lanes) => DenseKernel<T>.ScratchLength(lanes);

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
            _parameters.Dispose();
    }

    private static SignalShape Checked(SignalShape shape, string parameter)
    {
        ShapeCheck.Positive(shape, parameter);
        return shape;
    }
}
