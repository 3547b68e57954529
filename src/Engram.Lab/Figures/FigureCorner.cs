namespace Engram.Lab.Figures;

/// <summary>Where a legend stands.</summary>
public enum FigureCorner
{
    /// <summary>The corner in which it hides the least.</summary>
    Emptiest,

    /// <summary>The lower right.</summary>
    LowerRight,

    /// <summary>The upper right.</summary>
    UpperRight,

    /// <summary>The lower left.</summary>
    LowerLeft,

    /// <summary>The upper left.</summary>
    UpperLeft,

    /// <summary>No legend.</summary>
    None,
}
