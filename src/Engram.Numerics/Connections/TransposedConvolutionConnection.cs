using System.Numerics;

namespace Engram.Numerics.Connections;

/// <summary>
/// A transposed convolution: it makes an image of a map, drive[o, y · stride + i − padding, x · stride + j − padding] += weight[o, c, i, j] ·
/// rates[c, y, x], beginning with bias[o]. Its drive is the transport of the convolution that would lead back, its transport that one's drive.
/// Units are places above, places below, and groups of channels below; the last unit of the gradient is the bias.
/// </summary>
/// <remarks>
/// The row of <see cref="Parameters"/> is the channel above, its columns are <c>(channel below · kernel + i) · kernel + j</c>. Orders of sums
/// are those of <see cref="ConvolutionConnection{T}"/>, read the other way round.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class TransposedConvolutionConnection<T> : Connection<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionGeometry _geometry;
    private readonly ConvolutionKernel<T> _kernel;
    private readonly LaneMatrix<T> _parameters;

    /// <summary>Builds a transposed convolution whose weights are 0.</summary>
    /// <param name="below">The shape of the map below.</param>
    /// <param name="filters">How many channels the image above has; 1 or more.</param>
    /// <param name="kernel">The side of the kernel; 1 or more.</param>
    /// <param name="stride">How far apart neighbours below are above; 1 or more.</param>
    /// <param name="padding">How many places are cut off on each side of the image; 0 or more, less than <paramref name="kernel"/>.</param>
    /// <param name="set">The vector width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public TransposedConvolutionConnection(
        SignalShape below, int filters, int kernel, int stride = 1, int padding = 0, InstructionSet? set = null)
        : this(ConvolutionGeometry.OfTransposed(below, filters, kernel, stride, padding), set)
    {
    }

    private TransposedConvolutionConnection(ConvolutionGeometry geometry, InstructionSet? set)
        : base(geometry.Map, geometry.Image)
    {
        _geometry = geometry;
        _kernel = ConvolutionKernel<T>.For(geometry, set);
        _parameters = new LaneMatrix<T>(Above.Channels, (Below.Channels * geometry.Taps) + 1);
    }

    /// <summary>The side of the kernel.</summary>
    public int Kernel => _geometry.Kernel;

    /// <summary>How far apart neighbours below are above.</summary>
    public int Stride => _geometry.Stride;

    /// <summary>How many places are cut off on each side of the image.</summary>
    public int Padding => _geometry.Padding;

    /// <inheritdoc/>
    public override LaneMatrix<T> Parameters => _parameters;

    /// <inheritdoc/>
    public override int DriveUnits => Above.Positions;

    /// <inheritdoc/>
    public override int TransportUnits => Below.Positions;

    /// <inheritdoc/>
    public override int GradientUnits => _kernel.Groups + 1;

    private int BiasColumn => Below.Channels * _geometry.Taps;

    /// <inheritdoc/>
    public override void Drive(LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(rates, drive, scratch, nameof(rates), nameof(drive));
        ShapeCheck.Units(first, count, DriveUnits);
        var weights = new ConvolutionWeights<T>(
            _parameters.Pointer, _geometry.Taps, _parameters.Stride, _parameters.Pointer + BiasColumn, _parameters.Stride);
        _kernel.Spread(weights, rates, drive, first, count, scratch.Pointer);
    }

    /// <inheritdoc/>
    public override void Transport(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(sent, errors, scratch, nameof(sent), nameof(errors));
        ShapeCheck.Units(first, count, TransportUnits);
        var weights = new ConvolutionWeights<T>(_parameters.Pointer, _geometry.Taps, _parameters.Stride, null, 0);
        _kernel.Gather(weights, errors, sent, first, count, scratch.Pointer);
    }

    /// <inheritdoc/>
    public override void Gradient(
        LaneMatrix<T> errors, LaneMatrix<T> rates, T scale, LaneMatrix<T> gradient, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(rates, errors, scratch, nameof(rates), nameof(errors));
        CheckParameters(gradient);
        ShapeCheck.Units(first, count, GradientUnits);
        bool hasBias = count > 0 && first + count == GradientUnits;
        _kernel.Gradient(
            rates, errors, scale, gradient.Pointer, _geometry.Taps, gradient.Stride, null, first, hasBias ? count - 1 : count, scratch.Pointer);
        if (hasBias)
            _kernel.Sum(errors, Above.Positions, scale, gradient.Pointer + BiasColumn, gradient.Stride, 0, Above.Channels, scratch.Pointer);
    }

    /// <inheritdoc/>
    public override ParameterBlock GradientBlock(int first, int count)
    {
        ShapeCheck.Units(first, count, GradientUnits);
        int column = ColumnOf(first);
        return new ParameterBlock(0, _parameters.Rows, column, ColumnOf(first + count) - column);
    }

    /// <inheritdoc/>
    public override nint ScratchLength(int lanes) => (nint)Math.Max(_kernel.PanelLength, _kernel.SumsLength(lanes));

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
            _parameters.Dispose();
    }

    private int ColumnOf(int unit) => unit > _kernel.Groups ? _parameters.Lanes : _kernel.FirstFilter(unit) * _geometry.Taps;
}
