using System.Numerics;

namespace Engram.Numerics.Connections;

/// <summary>
/// A convolution (cross-correlation): drive[f, y, x] = bias[f] + Σ over c, i, j of weight[f, c, i, j] · rates[c, y · stride + i − padding,
/// x · stride + j − padding]. What lies outside of the image adds nothing. Units are places above, places below, and groups of filters.
/// </summary>
/// <remarks>
/// The chains go channel by channel (the transport: filter by filter) and row by row through the kernel. A gradient has a chain for each number
/// of a cache line, which goes through the places in order and in each through every 16th lane (8th in double precision); the halves are then
/// added until one number is left. With padding, columns that meet other columns of the kernel than their neighbours begin a new band, and the
/// places are taken band by band. The gradient of the bias is the sum over all places too.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class ConvolutionConnection<T> : Connection<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionGeometry _geometry;
    private readonly ConvolutionKernel<T> _kernel;
    private readonly LaneMatrix<T> _parameters;

    /// <summary>Builds a convolution whose weights are 0.</summary>
    /// <param name="below">The shape of the image below.</param>
    /// <param name="filters">How many filters; 1 or more.</param>
    /// <param name="kernel">The side of the kernel; 1 or more, at most the image with its padding.</param>
    /// <param name="stride">How far the kernel moves; 1 or more.</param>
    /// <param name="padding">How many places of nothing surround the image; 0 or more, less than <paramref name="kernel"/>.</param>
    /// <param name="set">The vector width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public ConvolutionConnection(SignalShape below, int filters, int kernel, int stride = 1, int padding = 0, InstructionSet? set = null)
        : this(ConvolutionGeometry.OfConvolution(below, filters, kernel, stride, padding), set)
    {
    }

    private ConvolutionConnection(ConvolutionGeometry geometry, InstructionSet? set)
        : base(geometry.Image, geometry.Map)
    {
        _geometry = geometry;
        _kernel = ConvolutionKernel<T>.For(geometry, set);
        _parameters = new LaneMatrix<T>(Above.Channels, (Below.Channels * geometry.Taps) + 1);
    }

    /// <summary>The side of the kernel.</summary>
    public int Kernel => _geometry.Kernel;

    /// <summary>How far the kernel moves from place to place.</summary>
    public int Stride => _geometry.Stride;

    /// <summary>How many places of nothing surround the image.</summary>
    public int Padding => _geometry.Padding;

    /// <inheritdoc/>
    public override LaneMatrix<T> Parameters => _parameters;

    /// <inheritdoc/>
    public override int DriveUnits => Above.Positions;

    /// <inheritdoc/>
    public override int TransportUnits => Below.Positions;

    /// <inheritdoc/>
    public override int GradientUnits => _kernel.Groups;

    private int BiasColumn => Below.Channels * _geometry.Taps;

    /// <inheritdoc/>
    public override void Drive(LaneMatrix<T> rates, LaneMatrix<T> drive, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(rates, drive, scratch, nameof(rates), nameof(drive));
        ShapeCheck.Units(first, count, DriveUnits);
        var weights = new ConvolutionWeights<T>(
            _parameters.Pointer, _parameters.Stride, _geometry.Taps, _parameters.Pointer + BiasColumn, _parameters.Stride);
        _kernel.Gather(weights, rates, drive, first, count, scratch.Pointer);
    }

    /// <inheritdoc/>
    public override void Transport(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(sent, errors, scratch, nameof(sent), nameof(errors));
        ShapeCheck.Units(first, count, TransportUnits);
        var weights = new ConvolutionWeights<T>(_parameters.Pointer, _parameters.Stride, _geometry.Taps, null, 0);
        _kernel.Spread(weights, errors, sent, first, count, scratch.Pointer);
    }

    /// <inheritdoc/>
    public override void Gradient(
        LaneMatrix<T> errors, LaneMatrix<T> rates, T scale, LaneMatrix<T> gradient, int first, int count, AlignedBuffer<T> scratch)
    {
        CheckTables(rates, errors, scratch, nameof(rates), nameof(errors));
        CheckParameters(gradient);
        ShapeCheck.Units(first, count, GradientUnits);
        _kernel.Gradient(
            errors, rates, scale, gradient.Pointer, gradient.Stride, _geometry.Taps, gradient.Pointer + BiasColumn, first, count, scratch.Pointer);
    }

    /// <inheritdoc/>
    public override ParameterBlock GradientBlock(int first, int count)
    {
        ShapeCheck.Units(first, count, GradientUnits);
        int row = _kernel.FirstFilter(first);
        return new ParameterBlock(row, _kernel.FirstFilter(first + count) - row, 0, _parameters.Lanes);
    }

    /// <inheritdoc/>
    public override nint ScratchLength(int lanes) => (nint)Math.Max(_kernel.PanelLength, _kernel.SumsLength(lanes));

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
            _parameters.Dispose();
    }
}
