namespace Engram.Neurons;

/// <summary>The rate function φ: what rate a prospective potential gives.</summary>
public enum Activation
{
    /// <summary>φ(x) = x.</summary>
    Linear,

    /// <summary>φ(x) = tanh x.</summary>
    Tanh,

    /// <summary>φ(x) = log(1 + eˣ), φ′ = logistic sigmoid.</summary>
    Softplus,

    /// <summary>φ(x) = 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>φ(x) = max(0, x), φ′(0) = 0.</summary>
    RectifiedLinear,

    /// <summary>φ(x) = min(max(0, x), 1), φ′ = 1 from 0 to 1, both included, else 0.</summary>
    HardSigmoid,
}
