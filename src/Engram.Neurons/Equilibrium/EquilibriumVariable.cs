namespace Engram.Neurons;

/// <summary>A quantity that every neuron of a Latent Equilibrium network has.</summary>
public enum EquilibriumVariable
{
    /// <summary>u, the membrane potential. Not kept where <see cref="EquilibriumShortcuts.NoMembrane"/> applies.</summary>
    Membrane,

    /// <summary>û = u + τr u̇, the prospective potential. Kept only while the layer is observed.</summary>
    Prospective,

    /// <summary>r = φ(û), with noise and filter, as the next step will read it.</summary>
    Rate,

    /// <summary>φ′(û).</summary>
    RateSlope,

    /// <summary>e, the error on the soma: what the last step's plasticity used and the next step's soma will feel.</summary>
    Error,
}
