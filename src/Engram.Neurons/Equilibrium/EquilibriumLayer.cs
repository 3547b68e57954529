using Engram.Numerics.Connections;

namespace Engram.Neurons;

/// <summary>A layer of a Latent Equilibrium network as plain data.</summary>
public abstract record EquilibriumLayer
{
    /// <summary>The shape of the layer on top of another.</summary>
    /// <param name="below">The shape below.</param>
    /// <param name="place">How the layer is called in a refusal.</param>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    internal abstract SignalShape ShapeOn(SignalShape below, string place);
}

/// <summary>A layer with neurons: each has a potential, an error, and weights that learn.</summary>
public abstract record EquilibriumNeurons : EquilibriumLayer
{
    /// <summary>The rate function φ.</summary>
    public Activation Activation { get; init; } = Activation.HardSigmoid;

    /// <summary>
    /// τm and τr: one pair for all neurons, or a pair for each in the order of the rows. Empty: those of
    /// <see cref="EquilibriumDescription.Times"/>. τr = 0 is a neuron that does not look ahead.
    /// </summary>
    public IReadOnlyList<TimeConstants> Times { get; init; } = [];

    /// <summary>f of specification 1.4: the learning rate of this layer's weights and biases is f times that of the network.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>Weights and biases are held within plus and minus this after every step; null, as published, for no limit.</summary>
    public double? ParameterLimit { get; init; }
}

/// <summary>Every neuron hears the whole layer below. On an image it is the projection of specification 1.5: rows are in the order of the flattened image.</summary>
/// <param name="Neurons">How many; 1 or more.</param>
public sealed record EquilibriumDense(int Neurons) : EquilibriumNeurons
{
    internal override SignalShape ShapeOn(SignalShape below, string place) => Neurons >= 1
        ? new SignalShape(Neurons)
        : throw new ArgumentException($"{place}: a dense layer needs at least one neuron; it has {Neurons}.");
}

/// <summary>Filters that see a square of the image below, stride 1, no padding (specification 1.5).</summary>
/// <param name="Filters">How many; 1 or more.</param>
/// <param name="Kernel">The side of the square, in places; at most that of the image.</param>
public sealed record EquilibriumConvolution(int Filters, int Kernel) : EquilibriumNeurons
{
    internal override SignalShape ShapeOn(SignalShape below, string place)
    {
        if (Filters < 1)
            throw new ArgumentException($"{place}: a convolution needs at least one filter; it has {Filters}.");
        if (Kernel < 1)
            throw new ArgumentException($"{place}: the side of the kernel must be at least 1; it is {Kernel}.");
        if (Kernel > below.Height || Kernel > below.Width)
            throw new ArgumentException($"{place}: a kernel of {Kernel}x{Kernel} does not fit into an image of {below.Height}x{below.Width}.");
        return new SignalShape(Filters, below.Height - Kernel + 1, below.Width - Kernel + 1);
    }
}

/// <summary>How the places of a window become one.</summary>
public enum Pooling
{
    /// <summary>The greatest rate; the first of equal ones, row by row. Errors go to where it came from.</summary>
    Maximum,

    /// <summary>The mean rate. Errors are shared equally.</summary>
    Average,
}

/// <summary>Pools squares that do not overlap. It has no neurons and no parameters, and costs a step upwards but none downwards (specification 1.5).</summary>
/// <param name="Kind">How.</param>
/// <param name="Size">The side of the squares, in places; it must divide the sides of the image.</param>
public sealed record EquilibriumPooling(Pooling Kind = Pooling.Maximum, int Size = 2) : EquilibriumLayer
{
    internal override SignalShape ShapeOn(SignalShape below, string place)
    {
        if (Size < 1)
            throw new ArgumentException($"{place}: the side of a pooled square must be at least 1; it is {Size}.");
        if (below.Height % Size != 0 || below.Width % Size != 0)
        {
            throw new ArgumentException(
                $"{place}: an image of {below.Height}x{below.Width} cannot be cut into squares of {Size}x{Size}; choose a kernel below that leaves sides divisible by {Size}.");
        }

        return new SignalShape(below.Channels, below.Height / Size, below.Width / Size);
    }
}
