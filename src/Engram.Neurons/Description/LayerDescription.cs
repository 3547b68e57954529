namespace Engram.Neurons;

/// <summary>A dense layer as plain data: who its neurons are and how they learn. Nothing is allocated until the network is built.</summary>
public sealed record LayerDescription
{
    /// <summary>The time constants of each neuron, in the order of the rows.</summary>
    public required IReadOnlyList<TimeConstants> Neurons { get; init; }

    /// <summary>The rate function φ.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>γ: how strongly a neuron's error moves its own potential. 0 in the published large networks.</summary>
    public double Gamma { get; init; }

    /// <summary>
    /// Whether errors look ahead (Eq. (E) of Ellenberger et al.). Without, v = e = ε: the "instantaneous errors" of the paper's comparisons.
    /// </summary>
    public bool ProspectiveErrors { get; init; } = true;

    /// <summary>
    /// The time constants with which error neurons mirror their partners, in the order of the rows; null, as the theory has it, for the partners'
    /// own. Others are an imperfect substrate: an error neuron then no longer undoes exactly what its partner does to time.
    /// </summary>
    public IReadOnlyList<TimeConstants>? ErrorNeurons { get; init; }

    /// <summary>Whether the neurons have biases.</summary>
    public bool HasBias { get; init; } = true;
}
