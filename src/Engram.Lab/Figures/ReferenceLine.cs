using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>A horizontal line across the figure, with an optional band: a published value, chance, a threshold.</summary>
/// <param name="Label">The words in the legend; empty for none.</param>
/// <param name="Y">Its height.</param>
/// <param name="Spread">Half the height of its band (a standard deviation); null for no band.</param>
public sealed record ReferenceLine(string Label, double Y, double? Spread = null)
{
    /// <summary>The colour.</summary>
    public FigureColor Color { get; init; } = FigureColor.Grey;

    /// <summary>The heights that an axis must hold to show it.</summary>
    internal IReadOnlyList<double> Heights => [Y, Y - (Spread ?? 0), Y + (Spread ?? 0)];

    /// <summary>Draws it from one place of the horizontal axis to another.</summary>
    internal void Draw(Plot plot, double left, double right, AxisScale y, List<LegendItem> words)
    {
        var height = y.Place(Y);
        if (!double.IsFinite(height)) return;
        var ink = HouseStyle.Of(Color);
        if (Spread is { } spread && double.IsFinite(spread) && spread > 0)
        {
            var band = plot.Add.Rectangle(left, right, y.PlaceOfEdge(Y - spread), y.PlaceOfEdge(Y + spread));
            band.FillColor = ink.WithAlpha(0.13);
            band.LineWidth = 0;
        }

        var line = plot.Add.Line(left, height, right, height);
        line.LineColor = ink;
        line.LineWidth = 1.4f;
        line.LinePattern = LinePattern.DenselyDashed;
        line.LegendText = Label;
        plot.PlottableList.Add(new SolidInk());
        if (Label.Length > 0) words.AddRange(line.LegendItems);
    }
}
