using ScottPlot;
using ScottPlot.TickGenerators;

namespace Engram.Lab.Figures;

/// <summary>
/// A figure of a matrix: each cell coloured by its value (Viridis, by Smith and van der Walt, 2015: equal steps look equal, also in grey and
/// to any kind of colour vision), the values printed in the cells where there is room, and a bar that explains the colours.
/// </summary>
public sealed class HeatMap : Figure
{
    /// <summary>Beyond this many cells a figure would be slow to draw and impossible to read.</summary>
    private const int MostCells = 40_000;

    private static readonly Color Missing = Color.FromHex("#D9D9D9");

    /// <summary>The values, [row, column]; the first row is the topmost. What is not finite is grey.</summary>
    public required double[,] Values { get; init; }

    /// <summary>The names of the rows.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The names of the columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What the values are; its ends, where given, are the ends of the colours.</summary>
    public required FigureAxis Value { get; init; }

    /// <summary>What the rows are; empty where their names say it.</summary>
    public string RowLabel { get; init; } = "";

    /// <summary>What the columns are; empty where their names say it.</summary>
    public string ColumnLabel { get; init; } = "";

    /// <summary>How values are printed in the cells, as in .NET format strings; empty for not at all. They are left out where there is no room.</summary>
    public string Format { get; init; } = "0.##";

    /// <inheritdoc/>
    internal override int Height => Math.Clamp(110 + 34 * Rows.Count, 260, 640);

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Values.GetLength(0) != Rows.Count || Values.GetLength(1) != Columns.Count)
        {
            throw new ArgumentException(
                $"the matrix is {Values.GetLength(0)} by {Values.GetLength(1)}, and there are names for {Rows.Count} rows and {Columns.Count} columns");
        }

        if (Values.Length > MostCells) throw new ArgumentException($"the matrix has {Values.Length} cells; at most {MostCells} can be shown");
    }

    /// <inheritdoc/>
    internal override Plot Draw(int width, int height, List<LegendItem> words)
    {
        var plot = HouseStyle.NewPlot(Title, width);
        var scale = new AxisScale(Value, Values.Cast<double>(), margin: 0);
        var colors = new ScottPlot.Colormaps.Viridis();
        plot.HideGrid();
        plot.Axes.Left.Label.Text = RowLabel;
        plot.Axes.Bottom.Label.Text = ColumnLabel;
        // What is left for the cells beside names, bar and margins.
        var namesWidth = Rows.Select(static name => Math.Min(name.Length, 24)).DefaultIfEmpty(0).Max() * 6.6;
        var room = width - namesWidth - 130 - (RowLabel.Length > 0 ? 20 : 0);
        if (Columns.Count > 0) CategoryLabels.SetBelow(plot, Columns, room);
        plot.Axes.Left.TickGenerator = RowNames();
        plot.Axes.Left.MajorTickStyle.Length = 0;

        for (var row = 0; row < Rows.Count; row++)
        {
            for (var column = 0; column < Columns.Count; column++)
            {
                var place = scale.Place(Values[row, column]);
                var ink = double.IsFinite(place) ? colors.GetColor(Math.Clamp((place - scale.Low) / (scale.High - scale.Low), 0, 1)) : Missing;
                var cell = plot.Add.Rectangle(column - 0.5, column + 0.5, -row - 0.5, -row + 0.5);
                cell.FillColor = ink;
                // A hair of the same colour closes the gaps that smooth edges leave.
                cell.LineColor = ink;
                cell.LineWidth = 0.5f;
                Print(plot, Values[row, column], column, -row, ink, room / Columns.Count, (height - 110.0) / Rows.Count);
            }
        }

        plot.Axes.SetLimits(-0.5, Math.Max(1, Columns.Count) - 0.5, -Math.Max(1, Rows.Count) + 0.5, 0.5);
        AddColorBar(plot, colors, scale);
        return plot;
    }

    /// <inheritdoc/>
    internal override void SetLegend(Plot plot, IReadOnlyList<LegendItem> words)
    {
    }

    private void Print(Plot plot, double value, int column, int row, Color behind, double width, double height)
    {
        if (Format.Length == 0) return;
        var text = double.IsFinite(value) ? value.ToString(Format) : "–";
        if (text.Length * 6.2 + 4 > width || height < 14) return;
        var luminance = (0.2126 * behind.R + 0.7152 * behind.G + 0.0722 * behind.B) / 255;
        HouseStyle.AddText(plot, text, column, row, luminance < 0.5 ? Colors.White : HouseStyle.Ink);
    }

    private NumericManual RowNames()
    {
        var ticks = new NumericManual();
        for (var row = 0; row < Rows.Count; row++) ticks.AddMajor(-row, string.Join('\n', CategoryLabels.Break(Rows[row], 24)));
        return ticks;
    }

    private void AddColorBar(Plot plot, IColormap colors, AxisScale scale)
    {
        var bar = plot.Add.ColorBar(new Colored(colors, new ScottPlot.Range(scale.Low, scale.High)), Edge.Right);
        bar.Width = 16;
        bar.Label = Value.Title;
        HouseStyle.Apply(bar.LabelStyle, 12);
        HouseStyle.Apply(bar.Axis.TickLabelStyle, 11);
        bar.Axis.TickGenerator = scale.Ticks();
        bar.Axis.FrameLineStyle.Color = HouseStyle.Frame;
        bar.Axis.MajorTickStyle.Color = HouseStyle.Frame;
        bar.Axis.MinorTickStyle.Color = HouseStyle.Frame;
    }

    private sealed class Colored(IColormap colors, ScottPlot.Range range) : IHasColorAxis
    {
        public IColormap Colormap => colors;

        public ScottPlot.Range GetRange() => range;
    }
}
