namespace Engram.Evolution.Lanes;

/// <summary>What one line of a rule does to its arguments, lane by lane.</summary>
internal enum RuleOperation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b, by IEEE 754: no error at zero.</summary>
    Divide,

    /// <summary>a to the power b, NaN for a negative a with a fractional b.</summary>
    Power,

    /// <summary>b where a ≥ 0, else c; NaN takes c.</summary>
    IfElse,
}
