using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>
/// A figure of values over named categories: points or bars with their spread, the single values (seeds) small beside them, published values
/// as diamonds, and horizontal lines. Long names are broken into lines or slanted.
/// </summary>
public sealed class PointFigure : Figure
{
    /// <summary>The share of a category's room that its points may take.</summary>
    private const double Filled = 0.76;

    /// <summary>The names of the categories, from left to right.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The vertical axis.</summary>
    public required FigureAxis Y { get; init; }

    /// <summary>What the categories are; empty where their names say it.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>The series, side by side in each category in this order.</summary>
    public IReadOnlyList<PointSeries> Series { get; init; } = [];

    /// <summary>Horizontal lines, drawn behind the points.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Where the legend stands.</summary>
    public FigureCorner Legend { get; init; }

    private AxisScale VerticalScale => new(Y, Heights());

    /// <inheritdoc/>
    internal override void Check()
    {
        foreach (var series in Series)
        {
            var lengths = (ReadOnlySpan<int>)[series.Means.Count, series.Spread?.Count ?? Categories.Count, series.Singles?.Count ?? Categories.Count];
            if (lengths.ContainsAnyExcept(Categories.Count))
                throw new ArgumentException($"the lists of the series '{series.Label}' are not as long as the list of categories, {Categories.Count}");
        }
    }

    /// <inheritdoc/>
    internal override Plot Draw(int width, int height, List<LegendItem> words)
    {
        var plot = HouseStyle.NewPlot(Title, width);
        var y = VerticalScale;
        plot.Axes.Left.Label.Text = Y.Title;
        plot.Axes.Left.TickGenerator = y.Ticks();
        plot.Axes.Bottom.Label.Text = XLabel;
        if (Categories.Count > 0) CategoryLabels.SetBelow(plot, Categories, width - 80);
        plot.Grid.XAxisStyle.IsVisible = false;
        double low = -0.5, high = Math.Max(1, Categories.Count) - 0.5;

        var behind = new List<LegendItem>();
        foreach (var reference in References) reference.Draw(plot, low, high, y, behind);
        var inks = HouseStyle.Inks(Series.Select(static series => series.Color));
        for (var s = 0; s < Series.Count; s++) Draw(plot, Series[s], inks[s], Place(s), y, words);
        words.AddRange(behind);
        plot.Axes.SetLimits(low, high, y.Low, y.High);
        return plot;
    }

    /// <inheritdoc/>
    internal override void SetLegend(Plot plot, IReadOnlyList<LegendItem> words)
    {
        if (Legend is FigureCorner.None) return;
        if (Legend is not FigureCorner.Emptiest)
        {
            ShowLegend(plot, words, Legend);
            return;
        }

        var y = VerticalScale;
        var corner = new EmptiestCorner(words.Max(static word => word.LabelText.Length), words.Count);
        for (var s = 0; s < Series.Count; s++)
        {
            for (var c = 0; c < Categories.Count; c++)
            {
                var across = (c + Place(s) + 0.5) / Categories.Count;
                foreach (var value in Heights(Series[s], c))
                    corner.Count(across, (y.Place(value) - y.Low) / (y.High - y.Low), 1.0 / Categories.Count);
                // A bar fills all the room below its end.
                for (var part = 0; Series[s].AreBars && part < 8; part++)
                    corner.Count(across, part / 8.0 * (y.Place(Series[s].Means[c]) - y.Low) / (y.High - y.Low), 1.0 / Categories.Count);
            }
        }

        var isInTheWay = corner.Hidden > EmptiestCorner.MostHidden;
        ShowLegend(plot, words, isInTheWay ? null : corner.Corner);
        // Beside the picture the legend takes room from the names.
        if (isInTheWay && Categories.Count > 0)
            CategoryLabels.SetBelow(plot, Categories, Math.Max(100, Width - 130 - words.Max(static word => word.LabelText.Length) * 6.8));
    }

    private double Place(int series) => (series - (Series.Count - 1) / 2.0) * Filled / Math.Max(1, Series.Count);

    private IEnumerable<double> Heights()
    {
        var values = Series.SelectMany(series => Enumerable.Range(0, Categories.Count).SelectMany(category => Heights(series, category)))
            .Concat(References.SelectMany(static reference => reference.Heights));
        return Series.Any(static series => series.AreBars) && !Y.IsLogarithmic ? values.Append(0) : values;
    }

    private static IEnumerable<double> Heights(PointSeries series, int category)
    {
        var spread = series.Spread?[category] is { } half && double.IsFinite(half) ? Math.Abs(half) : 0;
        return [series.Means[category] - spread, series.Means[category], series.Means[category] + spread, .. series.Singles?[category] ?? []];
    }

    private void Draw(Plot plot, PointSeries series, Color ink, double shift, AxisScale y, List<LegendItem> words)
    {
        var step = Filled / Math.Max(1, Series.Count);
        for (var c = 0; c < Categories.Count; c++)
        {
            var place = c + shift;
            var mean = y.Place(series.Means[c]);
            if (series.AreBars && double.IsFinite(mean))
            {
                var foot = y.PlaceOfEdge(0);
                var bar = plot.Add.Rectangle(place - 0.44 * step, place + 0.44 * step, Math.Min(foot, mean), Math.Max(foot, mean));
                bar.FillColor = ink.WithAlpha(0.45);
                bar.LineColor = ink;
                bar.LineWidth = 1;
            }

            DrawSingles(plot, series, c, place, step, ink, y);
            if (!double.IsFinite(mean)) continue;
            if (series.Spread?[c] is { } half && double.IsFinite(half))
                PointMark.AddBar(plot, place, y.PlaceOfEdge(series.Means[c] - Math.Abs(half)), mean, y.PlaceOfEdge(series.Means[c] + Math.Abs(half)), ink);
            if (!series.AreBars) PointMark.Add(plot, place, mean, series.Shape, 9, ink);
        }

        if (series.Label.Length > 0) words.Add(series.AreBars ? PointMark.BarWord(series.Label, ink) : PointMark.Word(series.Label, series.Shape, ink));
    }

    // To the right of the mean, spread evenly in their order: chance would make other bytes each time.
    private static void DrawSingles(Plot plot, PointSeries series, int category, double place, double step, Color ink, AxisScale y)
    {
        if (series.Singles?[category] is not { } singles) return;
        for (var i = 0; i < singles.Count; i++)
        {
            var height = y.Place(singles[i]);
            if (!double.IsFinite(height)) continue;
            var along = singles.Count == 1 ? 0.5 : i / (singles.Count - 1.0);
            PointMark.Add(plot, place + Math.Min(step, 0.4) * (0.16 + 0.26 * along), height, PointShape.Circle, 4, ink.WithAlpha(0.55));
        }
    }
}
