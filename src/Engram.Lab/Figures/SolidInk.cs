using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>
/// Draws nothing, and takes the dashes out of the ink that plots share: ScottPlot 5.1 leaves those of a line in it, and Skia complains on
/// the error stream when points are filled with them.
/// </summary>
internal sealed class SolidInk : IPlottable
{
    /// <inheritdoc/>
    public bool IsVisible { get; set; } = true;

    /// <inheritdoc/>
    public IAxes Axes { get; set; } = new Axes();

    /// <inheritdoc/>
    public IEnumerable<LegendItem> LegendItems => [];

    /// <inheritdoc/>
    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    /// <inheritdoc/>
    public void Render(RenderPack rp) => rp.Paint.SKPathEffect = null!;
}
