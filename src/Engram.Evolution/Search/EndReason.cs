namespace Engram.Evolution.Search;

/// <summary>Why a search ended.</summary>
public enum EndReason
{
    /// <summary>It has not.</summary>
    None = 0,

    /// <summary>It has made as many generations as it may.</summary>
    Generations = 1,

    /// <summary>It has called the objective as often as it may.</summary>
    ObjectiveCalls = 2,

    /// <summary>The champion is as fit as was asked for.</summary>
    Fitness = 3,
}
