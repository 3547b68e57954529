namespace Engram.Lab.Figures;

/// <summary>How the spread around a curve is drawn.</summary>
public enum SpreadStyle
{
    /// <summary>A pale band.</summary>
    Band,

    /// <summary>A bar with caps at each point.</summary>
    Bars,
}
