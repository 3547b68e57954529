namespace Engram.Neurons;

/// <summary>How a window of time is turned into gradients, after it has passed.</summary>
public enum CreditMethod
{
    /// <summary>
    /// Backpropagation through time: the exact gradient of the steps as they were simulated (specification 1.12), cut off at the window's
    /// beginning.
    /// </summary>
    Backpropagation,

    /// <summary>
    /// The adjoint method of continuous time, λ = I⁺ D⁻ {φ′ Wᵀ λ}, integrated backwards as in the authors' comparison (specification 1.6,
    /// 3.2): layers do not delay it, and its low-pass decays by exp(−dt/τm).
    /// </summary>
    Adjoint,
}
