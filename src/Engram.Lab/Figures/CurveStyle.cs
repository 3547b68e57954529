namespace Engram.Lab.Figures;

/// <summary>How a curve is drawn.</summary>
public enum CurveStyle
{
    /// <summary>A line.</summary>
    Solid,

    /// <summary>A dashed line.</summary>
    Dashed,

    /// <summary>A thin, pale line: one seed among many.</summary>
    Faint,

    /// <summary>Points without a line.</summary>
    Points,

    /// <summary>A line with its points.</summary>
    LineAndPoints,
}
