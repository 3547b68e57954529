using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>Points in a plane.</summary>
/// <param name="Label">The words in the legend; empty for none.</param>
/// <param name="X">Where across.</param>
/// <param name="Y">Where up; as long as <paramref name="X"/>. Points that are not finite are left out.</param>
public sealed record ScatterSeries(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The colour; null for the next of the palette that no series has taken.</summary>
    public FigureColor? Color { get; init; }

    /// <summary>The shape; null for the next, so that the classes beyond the palette's seven colours stay apart.</summary>
    public PointShape? Shape { get; init; }
}

/// <summary>A figure of points in a plane, coloured and shaped by class: a projection, a correlation.</summary>
public sealed class ScatterFigure : Figure
{
    /// <summary>Colours after which the shapes change: all but grey.</summary>
    private const int Colors = 7;

    /// <summary>The horizontal axis.</summary>
    public required FigureAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required FigureAxis Y { get; init; }

    /// <summary>The classes, drawn in this order.</summary>
    public IReadOnlyList<ScatterSeries> Series { get; init; } = [];

    /// <summary>Letters, names or numbers written at places of the plane, as (text, x, y).</summary>
    public IReadOnlyList<(string Text, double X, double Y)> Notes { get; init; } = [];

    /// <summary>Where the legend stands; to the right of the picture unless said otherwise.</summary>
    public FigureCorner Legend { get; init; }

    /// <inheritdoc/>
    internal override void Check()
    {
        foreach (var series in Series)
        {
            if (series.X.Count != series.Y.Count)
                throw new ArgumentException($"the lists of the series '{series.Label}' differ in length: {series.X.Count} and {series.Y.Count}");
        }
    }

    /// <inheritdoc/>
    internal override Plot Draw(int width, int height, List<LegendItem> words)
    {
        var plot = HouseStyle.NewPlot(Title, width);
        var x = new AxisScale(X, Series.SelectMany(static series => series.X).Concat(Notes.Select(static note => note.X)));
        var y = new AxisScale(Y, Series.SelectMany(static series => series.Y).Concat(Notes.Select(static note => note.Y)));
        plot.Axes.Left.Label.Text = Y.Title;
        plot.Axes.Bottom.Label.Text = X.Title;
        plot.Axes.Left.TickGenerator = y.Ticks();
        plot.Axes.Bottom.TickGenerator = x.Ticks();

        // The more points there are, the smaller and the paler: a cloud must not become a blot.
        var count = Series.Sum(static series => series.X.Count);
        var size = count switch { <= 100 => 7f, <= 1000 => 5f, _ => 3f };
        var alpha = count switch { <= 100 => 0.85, <= 1000 => 0.7, _ => 0.5 };
        var inks = HouseStyle.Inks(Series.Select(static series => series.Color));
        for (var s = 0; s < Series.Count; s++)
        {
            var shape = Series[s].Shape ?? (PointShape)(s / Colors % Enum.GetValues<PointShape>().Length);
            var places = Series[s].X.Zip(Series[s].Y, (across, up) => (Across: x.Place(across), Up: y.Place(up)))
                .Where(static place => double.IsFinite(place.Across) && double.IsFinite(place.Up)).ToArray();
            if (places.Length > 0)
                PointMark.Add(plot, [.. places.Select(static place => place.Across)], [.. places.Select(static place => place.Up)], shape, size, inks[s].WithAlpha(alpha));
            if (Series[s].Label.Length > 0) words.Add(PointMark.Word(Series[s].Label, shape, inks[s]));
        }

        foreach (var (text, across, up) in Notes)
        {
            if (!double.IsFinite(x.Place(across)) || !double.IsFinite(y.Place(up))) continue;
            HouseStyle.AddText(plot, text, x.Place(across), y.Place(up), HouseStyle.Ink);
        }

        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        return plot;
    }

    /// <inheritdoc/>
    internal override void SetLegend(Plot plot, IReadOnlyList<LegendItem> words)
    {
        if (Legend is not FigureCorner.None) ShowLegend(plot, words, Legend is FigureCorner.Emptiest ? null : Legend);
    }
}
