using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>
/// Several figures in one picture, side by side and stacked, with one title above and one legend below: what the panels say alike is said
/// once. Give what is the same in two panels the same label and colour.
/// </summary>
public sealed class PanelFigure : Figure
{
    private const int PanelWidth = 480;
    private const int LineHeight = 20;

    /// <summary>The panels, row by row; a panel cannot hold panels.</summary>
    public required IReadOnlyList<Figure> Panels { get; init; }

    /// <summary>How many stand side by side.</summary>
    public int Columns { get; init; } = 2;

    /// <inheritdoc/>
    internal override int Width => PanelWidth * Math.Max(1, Math.Min(Columns, Panels.Count));

    /// <inheritdoc/>
    internal override int Height => TitleHeight + RowHeights().Sum() + LegendHeight(Words());

    private int TitleHeight => Title.Length == 0 ? 0 : 14 + LineHeight * HouseStyle.TitleLines(Title, Width);

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Columns < 1) throw new ArgumentException($"{Columns} columns cannot hold a panel");
        if (Panels.Count == 0) throw new ArgumentException("there is no panel");
        foreach (var panel in Panels)
        {
            if (panel is PanelFigure) throw new ArgumentException("a panel cannot hold panels");
            panel.Check();
        }
    }

    /// <inheritdoc/>
    internal override Plot Draw(int width, int height, List<LegendItem> words) => throw new InvalidOperationException("Panels are laid out, not drawn as one.");

    /// <inheritdoc/>
    internal override void SetLegend(Plot plot, IReadOnlyList<LegendItem> words)
    {
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlacedPlot> Lay()
    {
        var placed = new List<PlacedPlot>();
        if (TitleHeight > 0)
        {
            var title = Strip();
            title.Axes.Title.IsVisible = true;
            title.Axes.Title.Label.Text = HouseStyle.Wrapped(Title, Width);
            title.Axes.Title.Label.FontSize = 15;
            placed.Add(new PlacedPlot(title, 0, 0, Width, TitleHeight));
        }

        var top = TitleHeight;
        var heights = RowHeights();
        for (var i = 0; i < Panels.Count; i++)
        {
            var row = i / Columns;
            if (i > 0 && i % Columns == 0) top += heights[row - 1];
            var plot = Panels[i].Draw(PanelWidth, heights[row], []);
            plot.HideLegend();
            placed.Add(new PlacedPlot(plot, i % Columns * PanelWidth, top, PanelWidth, heights[row]));
        }

        top += heights[^1];
        var words = Words();
        if (words.Count > 0)
        {
            var legend = Strip();
            legend.Legend.ManualItems.AddRange(words);
            legend.Legend.DisplayPlottableLegendItems = false;
            legend.Legend.Orientation = Orientation.Horizontal;
            legend.Legend.TightHorizontalWrapping = true;
            legend.ShowLegend(Alignment.MiddleCenter);
            placed.Add(new PlacedPlot(legend, 0, top, Width, LegendHeight(words)));
        }

        return placed;
    }

    private static Plot Strip()
    {
        var strip = HouseStyle.NewPlot("", PanelWidth);
        strip.Layout.Frameless();
        strip.HideGrid();
        return strip;
    }

    private int[] RowHeights() => [.. Panels.Chunk(Math.Max(1, Columns)).Select(static row => row.Max(static panel => panel is HeatMap ? panel.Height : 340))];

    private List<LegendItem> Words()
    {
        var words = new List<LegendItem>();
        for (var i = 0; i < Panels.Count; i++) Panels[i].Draw(PanelWidth, Panels[i].Height, words);
        return [.. words.DistinctBy(static word => word.LabelText, StringComparer.Ordinal)];
    }

    // About 6.4 for a letter and 48 for the sample and the gap, line by line as the legend wraps.
    private int LegendHeight(List<LegendItem> words)
    {
        if (words.Count == 0) return 0;
        double used = 0;
        var lines = 1;
        foreach (var need in words.Select(static word => word.LabelText.Length * 6.8 + 52))
        {
            if (used > 0 && used + need > Width - 40) (used, lines) = (0, lines + 1);
            used += need;
        }

        return lines * LineHeight + 22;
    }
}
