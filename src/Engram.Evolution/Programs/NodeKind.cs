namespace Engram.Evolution.Programs;

/// <summary>What a node of a <see cref="Graph"/> is.</summary>
public enum NodeKind
{
    /// <summary>An input.</summary>
    Input = 0,

    /// <summary>A number.</summary>
    Constant = 1,

    /// <summary>A number that local search may change.</summary>
    Parameter = 2,

    /// <summary>An operation on other nodes.</summary>
    Operation = 3,
}
