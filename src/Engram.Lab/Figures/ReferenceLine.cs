namespace Engram.Lab.Figures;

/// <summary>A horizontal line across the figure, with an optional band: a published value, chance, a threshold.</summary>
/// <param name="Label">The words in the legend; empty for none.</param>
/// <param name="Y">Its height.</param>
/// <param name="Spread">Half the height of its band (a standard deviation); null for no band.</param>
public sealed record ReferenceLine(string Label, double Y, double? Spread = null)
{
    /// <summary>The colour.</summary>
    public FigureColor Color { get; init; } = FigureColor.Grey;
}
