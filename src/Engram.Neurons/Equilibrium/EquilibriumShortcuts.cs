namespace Engram.Neurons;

/// <summary>
/// What may be left out because the result is the same in exact arithmetic (specification 7.3). Each is used only where it holds, and is proved
/// against the plain algorithm step by step.
/// </summary>
[Flags]
public enum EquilibriumShortcuts
{
    /// <summary>The plain algorithm of section 1.4.</summary>
    None = 0,

    /// <summary>Layers with τr = τm everywhere keep no membrane potential: û = a + γ e whatever u is (specification 1.3).</summary>
    NoMembrane = 1,

    /// <summary>
    /// While an input is held, a dense first layer learns through the Gram matrix of the input, and its weights are written at the end of the
    /// presentation; without learning, its drive is found once. Not with <see cref="EquilibriumNeurons.ParameterLimit"/>.
    /// </summary>
    HeldInput = 2,

    /// <summary>
    /// Evaluation of at least two steps a layer is one forward pass, and the state is that which the steps would have left: needs
    /// <see cref="NoMembrane"/>, matched time constants, no noise and no synaptic filter.
    /// </summary>
    ForwardEvaluation = 4,

    /// <summary>
    /// Slopes that are zero or one and nothing else (hard sigmoid, rectified linear, maximum pools above them) are kept as bits: a thirty-second
    /// of the memory, which a convolution writes and reads at every step.
    /// </summary>
    SlopeBits = 8,

    /// <summary>All of them.</summary>
    All = NoMembrane | HeldInput | ForwardEvaluation | SlopeBits,
}
