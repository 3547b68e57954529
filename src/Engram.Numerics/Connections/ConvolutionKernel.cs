using System.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <summary>Where the weights of a convolution lie, so that it can be read in either direction.</summary>
/// <param name="weights">The weight of filter 0, channel 0, tap (0, 0); taps follow each other, row by row.</param>
/// <param name="filterStep">The distance between filters (channels of the map).</param>
/// <param name="channelStep">The distance between channels of the image.</param>
/// <param name="bias">The bias of the first channel of what is written; null for none.</param>
/// <param name="biasStep">The distance between biases.</param>
internal readonly unsafe struct ConvolutionWeights<T>(T* weights, nint filterStep, nint channelStep, T* bias, nint biasStep)
    where T : unmanaged
{
    internal T* Pointer => weights;

    internal nint FilterStep => filterStep;

    internal nint ChannelStep => channelStep;

    internal T* Bias => bias;

    internal nint BiasStep => biasStep;
}

/// <summary>
/// The three products between an image and a map of filters, for one vector width. A convolution gathers when it drives and spreads when it
/// transports; a transposed convolution the other way round.
/// </summary>
internal abstract unsafe class ConvolutionKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many groups the filters are in: the units of the gradient.</summary>
    internal abstract int Groups { get; }

    /// <summary>The first filter of a group.</summary>
    internal abstract int FirstFilter(int group);

    /// <summary>map[f, o] = bias + Σ over channels and taps of weight · image, for some places of the map.</summary>
    /// <param name="weights">The weights, with the biases of the filters.</param>
    /// <param name="image">The image.</param>
    /// <param name="map">The map.</param>
    /// <param name="first">The first place.</param>
    /// <param name="count">How many places.</param>
    /// <param name="scratch">Room for <see cref="PanelLength"/> numbers.</param>
    internal abstract void Gather(in ConvolutionWeights<T> weights, LaneMatrix<T> image, LaneMatrix<T> map, int first, int count, T* scratch);

    /// <summary>image[c, p] = bias + Σ over filters and taps of weight · map, for some places of the image: the adjoint.</summary>
    /// <param name="weights">The weights, with the biases of the channels.</param>
    /// <param name="map">The map.</param>
    /// <param name="image">The image.</param>
    /// <param name="first">The first place.</param>
    /// <param name="count">How many places.</param>
    /// <param name="scratch">Room for <see cref="PanelLength"/> numbers.</param>
    internal abstract void Spread(in ConvolutionWeights<T> weights, LaneMatrix<T> map, LaneMatrix<T> image, int first, int count, T* scratch);

    /// <summary>gradient[f, c, i, j] = scale · Σ over places and lanes of map · image, for some groups of filters.</summary>
    /// <param name="map">The map.</param>
    /// <param name="image">The image.</param>
    /// <param name="scale">A factor for the finished sums.</param>
    /// <param name="gradient">Where element (0, 0, 0, 0) goes; taps follow each other.</param>
    /// <param name="filterStep">The distance between filters of the gradient.</param>
    /// <param name="channelStep">The distance between channels of the gradient.</param>
    /// <param name="mapSums">Where scale · Σ over places and lanes of the first filter goes, those of others filterStep apart; null if not wanted.</param>
    /// <param name="first">The first group.</param>
    /// <param name="count">How many groups.</param>
    /// <param name="scratch">Room for <see cref="SumsLength"/> numbers.</param>
    internal abstract void Gradient(
        LaneMatrix<T> map,
        LaneMatrix<T> image,
        T scale,
        T* gradient,
        nint filterStep,
        nint channelStep,
        T* mapSums,
        int first,
        int count,
        T* scratch);

    /// <summary>sums[c] = scale · Σ over places and lanes of a table, for some channels: the gradient of a bias.</summary>
    /// <param name="table">The table.</param>
    /// <param name="positions">How many places a channel has.</param>
    /// <param name="scale">A factor for the finished sums.</param>
    /// <param name="sums">Where the sum of the first channel wanted goes.</param>
    /// <param name="step">The distance between sums.</param>
    /// <param name="first">The first channel.</param>
    /// <param name="count">How many channels.</param>
    /// <param name="scratch">Room for <see cref="SumsLength"/> numbers.</param>
    internal abstract void Sum(LaneMatrix<T> table, int positions, T scale, T* sums, nint step, int first, int count, T* scratch);

    /// <summary>The room that <see cref="Gather"/> and <see cref="Spread"/> need.</summary>
    internal abstract nint PanelLength { get; }

    /// <summary>The room that <see cref="Gradient"/> and <see cref="Sum"/> need.</summary>
    internal abstract nint SumsLength(int lanes);

    internal static ConvolutionKernel<T> For(ConvolutionGeometry geometry, InstructionSet? set)
    {
        var factory = new Factory { Geometry = geometry };
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal ConvolutionGeometry Geometry;
        internal ConvolutionKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new ConvolutionKernel<TSimd, TVector, T>(Geometry);
    }
}
