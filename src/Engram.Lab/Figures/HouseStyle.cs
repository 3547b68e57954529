using ScottPlot;
using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>How every figure looks: paper, ink, letters.</summary>
internal static class HouseStyle
{
    /// <summary>Wide families in the order of preference; the first that the machine has is used.</summary>
    private static readonly string[] Families = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial"];

    /// <summary>Ink for words.</summary>
    public static readonly Color Ink = Color.FromHex("#222222");

    /// <summary>Ink for axes.</summary>
    public static readonly Color Frame = Color.FromHex("#8C8C8C");

    /// <summary>Ink for the grid.</summary>
    public static readonly Color Grid = Color.FromHex("#E9E9E9");

    /// <summary>The letters. Without any font on the machine figures are drawn without words, and are valid all the same.</summary>
    public static readonly string FontName = FindFont();

    /// <summary>The ink of a colour's name.</summary>
    public static Color Of(FigureColor color) => Color.FromHex(color switch
    {
        FigureColor.Blue => "#0072B2",
        FigureColor.Vermilion => "#D55E00",
        FigureColor.Green => "#009E73",
        FigureColor.Purple => "#CC79A7",
        FigureColor.Orange => "#E69F00",
        FigureColor.Sky => "#56B4E9",
        FigureColor.Yellow => "#B8A800",
        _ => "#4D4D4D",
    });

    /// <summary>An empty plot in the house's style.</summary>
    public static Plot NewPlot(string title)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.Font.Set(FontName);
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.FontSize = 14;
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        foreach (var axis in (ReadOnlySpan<IAxis>)[plot.Axes.Left, plot.Axes.Bottom])
        {
            axis.Label.FontSize = 12;
            axis.Label.Bold = false;
            axis.Label.ForeColor = Ink;
            axis.TickLabelStyle.FontSize = 11;
            axis.TickLabelStyle.ForeColor = Ink;
            axis.FrameLineStyle.Color = Frame;
            axis.FrameLineStyle.Width = 1;
            axis.MajorTickStyle.Color = Frame;
            axis.MinorTickStyle.Color = Frame;
        }

        // The letters' own box leaves more room below than above: this sets them level with their marks.
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;

        var legend = plot.Legend;
        legend.FontSize = 11;
        legend.FontColor = Ink;
        legend.FontName = FontName;
        legend.OutlineWidth = 0;
        legend.SymbolWidth = 28;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.White.WithAlpha(0.85);
        return plot;
    }

    /// <summary>Names families to fall back on where a viewer lacks the one that the picture was laid out with.</summary>
    public static string WithFallbackFonts(string svg) =>
        svg.Replace($"font-family=\"{FontName}\"", $"font-family=\"{FontName}, {string.Join(", ", Families)}, sans-serif\"", StringComparison.Ordinal);

    private static string FindFont()
    {
        var installed = SKFontManager.Default.FontFamilies.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Array.Find(Families, installed.Contains) ?? ScottPlot.Fonts.Default;
    }
}
