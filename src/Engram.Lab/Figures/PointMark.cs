using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>Points and bars of spread, and how a legend shows them.</summary>
internal static class PointMark
{
    /// <summary>Half the length of the caps at the ends of a bar.</summary>
    private const float Cap = 3;

    /// <summary>Adds a point.</summary>
    public static void Add(Plot plot, double x, double y, PointShape shape, float size, Color ink)
    {
        var marker = plot.Add.Marker(x, y, Of(shape), shape is PointShape.Triangle or PointShape.TriangleDown or PointShape.Diamond ? size * 1.2f : size, ink);
        if (shape is PointShape.Cross) marker.MarkerLineWidth = 2;
    }

    /// <summary>Adds many points of one kind.</summary>
    public static void Add(Plot plot, double[] x, double[] y, PointShape shape, float size, Color ink)
    {
        var markers = plot.Add.Markers(x, y, Of(shape), shape is PointShape.Triangle or PointShape.TriangleDown or PointShape.Diamond ? size * 1.2f : size, ink);
        if (shape is PointShape.Cross) markers.MarkerLineWidth = 2;
    }

    /// <summary>Adds a bar with caps, from one height over another to a third.</summary>
    public static void AddBar(Plot plot, double x, double low, double middle, double high, Color ink) => AddBars(plot, [x], [low], [middle], [high], ink);

    /// <summary>Adds bars with caps.</summary>
    public static void AddBars(Plot plot, double[] x, double[] low, double[] middle, double[] high, Color ink)
    {
        var bars = new ScottPlot.Plottables.ErrorBar(
            x, middle, new double[x.Length], new double[x.Length], [.. middle.Zip(low, static (at, end) => at - end)], [.. middle.Zip(high, static (at, end) => end - at)])
        {
            Color = ink,
            LineWidth = 1.4f,
            CapSize = Cap,
        };
        plot.PlottableList.Add(bars);
    }

    /// <summary>A point in a legend.</summary>
    public static LegendItem Word(string label, PointShape shape, Color ink) => new()
    {
        LabelText = label,
        MarkerShape = Of(shape),
        MarkerSize = 8,
        MarkerFillColor = ink,
        MarkerLineColor = ink,
        MarkerLineWidth = shape is PointShape.Cross ? 2 : 0,
        LineWidth = 0,
    };

    /// <summary>A bar in a legend.</summary>
    public static LegendItem BarWord(string label, Color ink) => new()
    {
        LabelText = label,
        FillColor = ink.WithAlpha(0.45),
        OutlineColor = ink,
        OutlineWidth = 1,
        LineWidth = 0,
    };

    private static MarkerShape Of(PointShape shape) => shape switch
    {
        PointShape.Square => MarkerShape.FilledSquare,
        PointShape.Triangle => MarkerShape.FilledTriangleUp,
        PointShape.TriangleDown => MarkerShape.FilledTriangleDown,
        PointShape.Diamond => MarkerShape.FilledDiamond,
        PointShape.Cross => MarkerShape.Eks,
        _ => MarkerShape.FilledCircle,
    };
}
