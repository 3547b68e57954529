namespace Engram.Evolution.Rules;

/// <summary>How a plasticity rule of input x, weight w and output y is related to Oja's rule y (x − w y) (specification 4, item 5).</summary>
public enum RuleClass
{
    /// <summary>The rule is 0: nothing is learned.</summary>
    Zero = 0,

    /// <summary>k y (x − w y): Oja's rule with a gain.</summary>
    GainOja = 1,

    /// <summary>(k y + b w + c) (x − w y): the terms in b and c only add noise where inputs have mean zero.</summary>
    NoisyGainOja = 2,

    /// <summary>Another multiple of (x − w y).</summary>
    OjaMultiple = 3,

    /// <summary>A polynomial that (x − w y) does not divide.</summary>
    NotOja = 4,

    /// <summary>No polynomial, or one that is too large to be expanded.</summary>
    NonPolynomial = 5,
}
