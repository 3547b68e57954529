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
    /// <param name="title">The title; broken into lines where it is longer than the figure is wide.</param>
    /// <param name="width">Units of the layout across.</param>
    public static Plot NewPlot(string title, int width)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.Font.Set(FontName);
        plot.Axes.Title.Label.Text = Wrapped(title, width);
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

    /// <summary>The colours of series: their own, or for those that have none the next of the palette that none has taken.</summary>
    public static Color[] Inks(IEnumerable<FigureColor?> chosen)
    {
        var colors = chosen.ToArray();
        var free = Enum.GetValues<FigureColor>().Where(color => color != FigureColor.Grey && !colors.Contains(color)).ToArray();
        if (free.Length == 0) free = [FigureColor.Blue];
        var next = 0;
        return Array.ConvertAll(colors, color => Of(color ?? free[next++ % free.Length]));
    }

    /// <summary>Writes a few letters at a place, centred there.</summary>
    public static void AddText(Plot plot, string text, double x, double y, Color ink)
    {
        var written = plot.Add.Text(text, x, y);
        Apply(written.LabelStyle, 11);
        written.LabelStyle.ForeColor = ink;
        written.LabelStyle.Alignment = Alignment.MiddleCenter;
    }

    /// <summary>The house's letters.</summary>
    public static void Apply(LabelStyle style, float size)
    {
        style.FontName = FontName;
        style.FontSize = size;
        style.Bold = false;
        style.ForeColor = Ink;
    }

    /// <summary>A title broken into lines that are no longer than a figure is wide.</summary>
    public static string Wrapped(string title, int width) => string.Join('\n', CategoryLabels.Break(title, TitleLetters(width)));

    /// <summary>How many lines a title needs.</summary>
    public static int TitleLines(string title, int width) => CategoryLabels.Break(title, TitleLetters(width)).Count;

    /// <summary>Names families to fall back on where a viewer lacks the one that the picture was laid out with.</summary>
    public static string WithFallbackFonts(string svg) =>
        svg.Replace($"font-family=\"{FontName}\"", $"font-family=\"{FontName}, {string.Join(", ", Families)}, sans-serif\"", StringComparison.Ordinal);

    // A bold letter of the title is 8 wide on average.
    private static int TitleLetters(int width) => Math.Max(8, (width - 24) / 8);

    private static string FindFont()
    {
        var installed = SKFontManager.Default.FontFamilies.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Array.Find(Families, installed.Contains) ?? ScottPlot.Fonts.Default;
    }
}
