namespace Engram.Lab.Figures;

/// <summary>A curve, with an optional band around it.</summary>
/// <param name="Label">The words in the legend; empty for none.</param>
/// <param name="X">Where, in the units of the horizontal axis.</param>
/// <param name="Y">How much; as long as <paramref name="X"/>. A value that is not finite makes a gap.</param>
public sealed record Curve(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Half the height of the band around the curve (a standard deviation), as long as <see cref="Y"/>; null for no band.</summary>
    public IReadOnlyList<double>? Spread { get; init; }

    /// <summary>The colour; null for the next of the palette that no curve has taken.</summary>
    public FigureColor? Color { get; init; }

    /// <summary>How it is drawn.</summary>
    public CurveStyle Style { get; init; }
}
