namespace Engram.Neurons;

/// <summary>Which parameters of a layer learn.</summary>
[Flags]
public enum Plasticity
{
    /// <summary>None: the layer is frozen but goes on computing.</summary>
    None = 0,

    /// <summary>Ẇ = η e rᵀ.</summary>
    Weights = 1,

    /// <summary>ḃ = η e.</summary>
    Biases = 2,

    /// <summary>τ̇m = −η e u̇.</summary>
    TimeConstants = 4,
}
