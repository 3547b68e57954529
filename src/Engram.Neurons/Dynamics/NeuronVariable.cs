namespace Engram.Neurons;

/// <summary>What can be watched in a neuron.</summary>
public enum NeuronVariable
{
    /// <summary>u: the membrane potential.</summary>
    Membrane,

    /// <summary>û = u + τr u̇: the prospective potential, the argument of φ. Only kept while the layer is observed.</summary>
    Prospective,

    /// <summary>r = φ(û): the rate.</summary>
    Rate,

    /// <summary>φ′(û): the slope that the next error is multiplied by.</summary>
    RateSlope,

    /// <summary>v: the potential of the error neuron.</summary>
    ErrorPotential,

    /// <summary>e: the error that drives learning and is sent down.</summary>
    Error,

    /// <summary>W e: what the layer sends down to the layer below; a row for each presynaptic neuron.</summary>
    SentError,
}
