using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>
/// A picture in the house's style, written as PNG for reading and SVG for papers. The same figure gives the same bytes on the same machine.
/// Use plain symbols in labels: combining accents are set badly.
/// </summary>
public abstract class Figure
{
    private protected Figure()
    {
    }

    /// <summary>The title; empty for none. A long one is broken into lines.</summary>
    public required string Title { get; init; }

    /// <summary>Units of the layout across; two pixels each in the PNG.</summary>
    internal virtual int Width => 640;

    /// <summary>Units of the layout from top to bottom; two pixels each in the PNG.</summary>
    internal virtual int Height => 427;

    /// <summary>Writes the figure as PNG (two pixels for each unit of the layout) and SVG; the same figure gives the same bytes.</summary>
    /// <param name="path">The path without an extension; its folder is made, and files there are replaced.</param>
    /// <returns>The paths written: PNG, SVG.</returns>
    /// <exception cref="ArgumentException">Lists that belong together differ in length.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public IReadOnlyList<string> Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check();
        return FigureFile.Save(Lay(), Width, Height, path);
    }

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="ArgumentException">Lists that belong together differ in length.</exception>
    internal abstract void Check();

    /// <summary>Draws the figure for a place of some size, without a legend, and collects the words that a legend would have.</summary>
    /// <param name="width">Units of the layout across.</param>
    /// <param name="height">Units of the layout from top to bottom.</param>
    /// <param name="words">Takes the words.</param>
    internal abstract Plot Draw(int width, int height, List<LegendItem> words);

    /// <summary>Adds the legend to a plot that <see cref="Draw"/> made.</summary>
    internal abstract void SetLegend(Plot plot, IReadOnlyList<LegendItem> words);

    /// <summary>The plots of the picture, with their places.</summary>
    internal virtual IReadOnlyList<PlacedPlot> Lay()
    {
        var words = new List<LegendItem>();
        var plot = Draw(Width, Height, words);
        plot.HideLegend();
        plot.Legend.DisplayPlottableLegendItems = false;
        if (words.Count > 0) SetLegend(plot, words);
        return [new PlacedPlot(plot, 0, 0, Width, Height)];
    }

    /// <summary>Shows the legend in a corner, or to the right of the picture.</summary>
    internal static void ShowLegend(Plot plot, IReadOnlyList<LegendItem> words, FigureCorner? corner)
    {
        plot.Legend.ManualItems.AddRange(words);
        if (corner is null)
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
}

/// <summary>A plot and its place in a picture, in units of the layout.</summary>
internal sealed record PlacedPlot(Plot Plot, int Left, int Top, int Width, int Height);
