using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>
/// A figure of curves over an axis, with bands or bars of mean ± standard deviation and horizontal lines for what was published.
/// </summary>
public sealed class LineFigure : Figure
{
    /// <summary>Letters of the longest label that leaves room for the picture with the legend beside it.</summary>
    private const int LongestWordBeside = 24;

    /// <summary>The horizontal axis.</summary>
    public required FigureAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required FigureAxis Y { get; init; }

    /// <summary>The curves, drawn in this order.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>Horizontal lines, drawn behind the curves.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Where the legend stands.</summary>
    public FigureCorner Legend { get; init; }

    private AxisScale HorizontalScale => new(X, Curves.SelectMany(static curve => curve.X));

    private AxisScale VerticalScale => new(Y, Curves.SelectMany(HeightsOf).Concat(References.SelectMany(static reference => reference.Heights)));

    /// <inheritdoc/>
    internal override void Check()
    {
        foreach (var curve in Curves)
        {
            if (curve.X.Count != curve.Y.Count || (curve.Spread is { } spread && spread.Count != curve.Y.Count))
                throw new ArgumentException($"the lists of the curve '{curve.Label}' differ in length");
        }
    }

    /// <inheritdoc/>
    internal override Plot Draw(int width, int height, List<LegendItem> words)
    {
        var plot = HouseStyle.NewPlot(Title, width);
        AxisScale x = HorizontalScale, y = VerticalScale;
        plot.Axes.Left.Label.Text = Y.Title;
        plot.Axes.Bottom.Label.Text = X.Title;
        plot.Axes.Left.TickGenerator = y.Ticks();
        plot.Axes.Bottom.TickGenerator = x.Ticks();

        // What lies behind is drawn first, but the curves are what a reader looks up first.
        var behind = new List<LegendItem>();
        foreach (var reference in References) reference.Draw(plot, x.Low, x.High, y, behind);
        var inks = HouseStyle.Inks(Curves.Select(static curve => curve.Color));
        for (var i = 0; i < Curves.Count; i++) Draw(plot, Curves[i], inks[i], x, y, words);
        words.AddRange(behind);
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        return plot;
    }

    /// <inheritdoc/>
    internal override void SetLegend(Plot plot, IReadOnlyList<LegendItem> words)
    {
        if (Legend == FigureCorner.None) return;
        var longest = words.Max(static word => word.LabelText.Length);
        var emptiest = Emptiest(longest, words.Count);
        var corner = Legend == FigureCorner.Emptiest ? emptiest.Corner : Legend;
        var isInTheWay = Legend == FigureCorner.Emptiest && emptiest.Hidden > EmptiestCorner.MostHidden && longest <= LongestWordBeside;
        ShowLegend(plot, words, isInTheWay ? null : corner);
    }

    /// <summary>The heights that the axis must hold. A band that nears zero would fill a logarithmic axis, so its lower edge does not count there.</summary>
    private IEnumerable<double> HeightsOf(Curve curve)
    {
        if (curve.Spread is not { } spread) return curve.Y;
        var heights = curve.Y.Concat(curve.Y.Zip(spread, static (value, half) => value + half));
        return Y.IsLogarithmic ? heights : heights.Concat(curve.Y.Zip(spread, static (value, half) => value - half));
    }

    private static void Draw(Plot plot, Curve curve, Color ink, AxisScale x, AxisScale y, List<LegendItem> words)
    {
        var label = curve.Label;
        foreach (var (begin, end) in Stretches(curve, x, y))
        {
            var across = new double[end - begin];
            var up = new double[end - begin];
            for (var i = begin; i < end; i++)
            {
                across[i - begin] = x.Place(curve.X[i]);
                up[i - begin] = y.Place(curve.Y[i]);
            }

            if (curve.Spread is { } spread && (across.Length > 1 || curve.SpreadStyle == SpreadStyle.Bars))
            {
                var half = spread.Skip(begin).Take(across.Length).Select(static value => double.IsFinite(value) ? Math.Abs(value) : 0).ToArray();
                var below = half.Select((value, i) => y.PlaceOfEdge(curve.Y[begin + i] - value)).ToArray();
                var above = half.Select((value, i) => y.PlaceOfEdge(curve.Y[begin + i] + value)).ToArray();
                if (curve.SpreadStyle == SpreadStyle.Bars)
                {
                    PointMark.AddBars(plot, across, below, up, above, ink);
                }
                else
                {
                    var band = plot.Add.FillY(across, below, above);
                    band.FillColor = ink.WithAlpha(0.18);
                    band.LineWidth = 0;
                    band.MarkerSize = 0;
                }
            }

            var line = plot.Add.Scatter(across, up);
            line.Color = curve.Style == CurveStyle.Faint ? ink.WithAlpha(0.35) : ink;
            line.LineWidth = curve.Style switch { CurveStyle.Points => 0, CurveStyle.Faint => 1, _ => 2 };
            // A point alone would make a line of no length, which cannot be dashed either: it is shown as a point.
            var isAPoint = Array.TrueForAll(across, place => place.Equals(across[0])) && Array.TrueForAll(up, place => place.Equals(up[0]));
            line.LinePattern = curve.Style == CurveStyle.Dashed && !isAPoint ? LinePattern.DenselyDashed : LinePattern.Solid;
            line.MarkerSize = curve.Style is CurveStyle.Points or CurveStyle.LineAndPoints || isAPoint ? 6 : 0;
            line.LegendText = label;
            plot.PlottableList.Add(new SolidInk());
            if (label.Length > 0) words.AddRange(line.LegendItems);
            label = "";
        }
    }

    /// <summary>The stretches of points that can be shown, between gaps.</summary>
    private static IEnumerable<(int Begin, int End)> Stretches(Curve curve, AxisScale x, AxisScale y)
    {
        var begin = 0;
        for (var i = 0; i <= curve.X.Count; i++)
        {
            if (i < curve.X.Count && double.IsFinite(x.Place(curve.X[i])) && double.IsFinite(y.Place(curve.Y[i]))) continue;
            if (i > begin) yield return (begin, i);
            begin = i + 1;
        }
    }

    private EmptiestCorner Emptiest(int longestWord, int lines)
    {
        AxisScale x = HorizontalScale, y = VerticalScale;
        var corner = new EmptiestCorner(longestWord, lines);
        foreach (var curve in Curves)
        {
            for (var i = 0; i < curve.X.Count; i++)
                corner.Count((x.Place(curve.X[i]) - x.Low) / (x.High - x.Low), (y.Place(curve.Y[i]) - y.Low) / (y.High - y.Low), 1.0 / curve.X.Count);
        }

        foreach (var reference in References)
        {
            // A straight line is still understood with a piece of it hidden: it weighs little.
            var up = (y.Place(reference.Y) - y.Low) / (y.High - y.Low);
            corner.Count(0, up, EmptiestCorner.MostHidden / 4);
            corner.Count(1, up, EmptiestCorner.MostHidden / 4);
        }

        return corner;
    }
}
