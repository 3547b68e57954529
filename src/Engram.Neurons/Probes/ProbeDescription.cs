namespace Engram.Neurons;

/// <summary>What a probe watches, as plain data.</summary>
/// <param name="Layer">The layer, from 0 at the input.</param>
/// <param name="Variable">The variable.</param>
public sealed record ProbeDescription(int Layer, NeuronVariable Variable)
{
    /// <summary>The neurons, in the order in which they are recorded (for <see cref="NeuronVariable.SentError"/>: presynaptic ones); null for all.</summary>
    public IReadOnlyList<int>? Neurons { get; init; }

    /// <summary>The lanes, in the order in which they are recorded; null for all.</summary>
    public IReadOnlyList<int>? Lanes { get; init; }

    /// <summary>Records every so many steps, starting with <see cref="From"/>; 1 or more.</summary>
    public long Stride { get; init; } = 1;

    /// <summary>The first step recorded. Steps are numbered from 0 in the order in which the network makes them.</summary>
    public long From { get; init; }

    /// <summary>The step before which recording ends.</summary>
    public long Until { get; init; } = long.MaxValue;
}
