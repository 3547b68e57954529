using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>
/// A figure of curves over an axis, with bands of mean ± standard deviation and horizontal lines for what was published. Use plain symbols
/// in labels: combining accents are set badly.
/// </summary>
public sealed class LineFigure
{
    /// <summary>The share of a curve that a legend may hide before it moves out of the picture.</summary>
    private const double MostHidden = 0.08;

    /// <summary>Letters of the longest label that leaves room for the picture with the legend beside it.</summary>
    private const int LongestWordBeside = 24;

    /// <summary>The title; empty for none.</summary>
    public required string Title { get; init; }

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

    /// <summary>Writes the figure as PNG (1280 x 854 pixels) and SVG; the same figure gives the same bytes.</summary>
    /// <param name="path">The path without an extension; its folder is made, and files there are replaced.</param>
    /// <returns>The paths written: PNG, SVG.</returns>
    /// <exception cref="ArgumentException">A curve's lists differ in length.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public IReadOnlyList<string> Save(string path)
    {
        foreach (var curve in Curves)
        {
            if (curve.X.Count != curve.Y.Count || (curve.Spread is { } spread && spread.Count != curve.Y.Count))
                throw new ArgumentException($"the lists of the curve '{curve.Label}' differ in length", nameof(path));
        }

        var plot = HouseStyle.NewPlot(Title);
        var x = new AxisScale(X, Curves.SelectMany(static curve => curve.X));
        var y = new AxisScale(Y, Curves.SelectMany(HeightsOf).Concat(References.SelectMany(HeightsOf)));
        plot.Axes.Left.Label.Text = Y.Title;
        plot.Axes.Bottom.Label.Text = X.Title;
        plot.Axes.Left.TickGenerator = y.Ticks();
        plot.Axes.Bottom.TickGenerator = x.Ticks();

        var words = new List<LegendItem>();
        foreach (var reference in References) Draw(plot, reference, x, y, words);
        var referenceCount = words.Count;
        var taken = Curves.Where(static curve => curve.Color is not null).Select(static curve => curve.Color!.Value).ToHashSet();
        var free = Enum.GetValues<FigureColor>().Where(color => color != FigureColor.Grey && !taken.Contains(color)).ToArray();
        if (free.Length == 0) free = [FigureColor.Blue];
        var next = 0;
        foreach (var curve in Curves) Draw(plot, curve, HouseStyle.Of(curve.Color ?? free[next++ % free.Length]), x, y, words);

        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        // What lies behind is drawn first, but the curves are what a reader looks up first.
        SetLegend(plot, [.. words.Skip(referenceCount), .. words.Take(referenceCount)], x, y);
        return FigureFile.Save(plot, path);
    }

    /// <summary>The heights that the axis must hold. A band that nears zero would fill a logarithmic axis, so its lower edge does not count there.</summary>
    private IEnumerable<double> HeightsOf(Curve curve)
    {
        if (curve.Spread is not { } spread) return curve.Y;
        var heights = curve.Y.Concat(curve.Y.Zip(spread, static (value, half) => value + half));
        return Y.IsLogarithmic ? heights : heights.Concat(curve.Y.Zip(spread, static (value, half) => value - half));
    }

    private static IEnumerable<double> HeightsOf(ReferenceLine reference) =>
        [reference.Y, reference.Y - (reference.Spread ?? 0), reference.Y + (reference.Spread ?? 0)];

    private static void Draw(Plot plot, ReferenceLine reference, AxisScale x, AxisScale y, List<LegendItem> words)
    {
        var height = y.Place(reference.Y);
        if (!double.IsFinite(height)) return;
        var ink = HouseStyle.Of(reference.Color);
        if (reference.Spread is { } spread && double.IsFinite(spread) && spread > 0)
        {
            var band = plot.Add.Rectangle(x.Low, x.High, y.PlaceOfEdge(reference.Y - spread), y.PlaceOfEdge(reference.Y + spread));
            band.FillColor = ink.WithAlpha(0.13);
            band.LineWidth = 0;
        }

        var line = plot.Add.Line(x.Low, height, x.High, height);
        line.LineColor = ink;
        line.LineWidth = 1.4f;
        line.LinePattern = LinePattern.DenselyDashed;
        line.LegendText = reference.Label;
        if (reference.Label.Length > 0) words.AddRange(line.LegendItems);
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

            if (curve.Spread is { } spread && across.Length > 1)
            {
                var half = spread.Skip(begin).Take(across.Length).Select(static value => double.IsFinite(value) ? Math.Abs(value) : 0).ToArray();
                var below = half.Select((value, i) => y.PlaceOfEdge(curve.Y[begin + i] - value)).ToArray();
                var above = half.Select((value, i) => y.PlaceOfEdge(curve.Y[begin + i] + value)).ToArray();
                var band = plot.Add.FillY(across, below, above);
                band.FillColor = ink.WithAlpha(0.18);
                band.LineWidth = 0;
                band.MarkerSize = 0;
            }

            var line = plot.Add.Scatter(across, up);
            line.Color = curve.Style == CurveStyle.Faint ? ink.WithAlpha(0.35) : ink;
            line.LineWidth = curve.Style switch { CurveStyle.Points => 0, CurveStyle.Faint => 1, _ => 2 };
            // A point alone would make a line of no length, which cannot be dashed either: it is shown as a point.
            var isAPoint = Array.TrueForAll(across, place => place.Equals(across[0])) && Array.TrueForAll(up, place => place.Equals(up[0]));
            line.LinePattern = curve.Style == CurveStyle.Dashed && !isAPoint ? LinePattern.DenselyDashed : LinePattern.Solid;
            line.MarkerSize = curve.Style is CurveStyle.Points or CurveStyle.LineAndPoints || isAPoint ? 6 : 0;
            line.LegendText = label;
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

    private void SetLegend(Plot plot, IReadOnlyList<LegendItem> words, AxisScale x, AxisScale y)
    {
        if (words.Count == 0 || Legend == FigureCorner.None)
        {
            plot.HideLegend();
            return;
        }

        plot.Legend.DisplayPlottableLegendItems = false;
        plot.Legend.ManualItems.AddRange(words);
        var (corner, hidden) = Legend == FigureCorner.Emptiest ? Emptiest(words, x, y) : (Legend, 0);
        if (hidden > MostHidden && words.Max(static word => word.LabelText.Length) <= LongestWordBeside)
        {
            plot.ShowLegend(Edge.Right);
            return;
        }

        plot.ShowLegend(corner switch
        {
            FigureCorner.UpperRight => Alignment.UpperRight,
            FigureCorner.LowerLeft => Alignment.LowerLeft,
            FigureCorner.UpperLeft => Alignment.UpperLeft,
            _ => Alignment.LowerRight,
        });
    }

    /// <summary>The corner in which a legend hides the least, and the share of a curve that it hides there.</summary>
    private (FigureCorner Corner, double Hidden) Emptiest(IReadOnlyList<LegendItem> words, AxisScale x, AxisScale y)
    {
        // The legend's size as a share of the picture, from its letters: about 6.4 wide and lines 19 high in a picture of 576 by 345.
        var wide = Math.Min(0.9, (words.Max(static word => word.LabelText.Length) * 6.4 + 70) / 576);
        var high = Math.Min(0.9, (words.Count * 19 + 20) / 345.0);
        FigureCorner[] corners = [FigureCorner.LowerRight, FigureCorner.UpperRight, FigureCorner.UpperLeft, FigureCorner.LowerLeft];
        var hidden = new double[corners.Length];

        void Count(double across, double up, double weight)
        {
            for (var i = 0; i < corners.Length; i++)
            {
                var isRight = corners[i] is FigureCorner.LowerRight or FigureCorner.UpperRight;
                var isUpper = corners[i] is FigureCorner.UpperRight or FigureCorner.UpperLeft;
                if ((isRight ? across > 1 - wide : across < wide) && (isUpper ? up > 1 - high : up < high)) hidden[i] += weight;
            }
        }

        foreach (var curve in Curves)
        {
            for (var i = 0; i < curve.X.Count; i++)
                Count((x.Place(curve.X[i]) - x.Low) / (x.High - x.Low), (y.Place(curve.Y[i]) - y.Low) / (y.High - y.Low), 1.0 / curve.X.Count);
        }

        foreach (var reference in References)
        {
            // A straight line is still understood with a piece of it hidden: it weighs little.
            var up = (y.Place(reference.Y) - y.Low) / (y.High - y.Low);
            Count(0, up, MostHidden / 4);
            Count(1, up, MostHidden / 4);
        }

        var least = Array.IndexOf(hidden, hidden.Min());
        return (corners[least], hidden[least]);
    }
}
