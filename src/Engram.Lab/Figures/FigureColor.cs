namespace Engram.Lab.Figures;

/// <summary>
/// The house's colours: those of Okabe and Ito (Color Universal Design, 2008), which stay apart for people with any kind of colour vision.
/// </summary>
public enum FigureColor
{
    /// <summary>#0072B2; the first curve.</summary>
    Blue,

    /// <summary>#D55E00.</summary>
    Vermilion,

    /// <summary>#009E73.</summary>
    Green,

    /// <summary>#CC79A7.</summary>
    Purple,

    /// <summary>#E69F00.</summary>
    Orange,

    /// <summary>#56B4E9.</summary>
    Sky,

    /// <summary>#B8A800, the palette's yellow made dark enough for a thin line on white.</summary>
    Yellow,

    /// <summary>#4D4D4D; what was published, and other things to compare with.</summary>
    Grey,
}
