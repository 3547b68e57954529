using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>The colours of up to ten classes: the house's eight and two more that stay apart from them.</summary>
internal static class ClassInk
{
    private static readonly SKColor[] Inks =
    [
        .. new[]
        {
            FigureColor.Blue, FigureColor.Vermilion, FigureColor.Green, FigureColor.Purple, FigureColor.Orange, FigureColor.Sky, FigureColor.Yellow,
        }.Select(static color => HouseStyle.Of(color).ToSKColor()),
        new SKColor(0x5A, 0x1E, 0x78),
        new SKColor(0x8B, 0x5A, 0x2B),
        HouseStyle.Of(FigureColor.Grey).ToSKColor(),
    ];

    /// <summary>The colour of a class; from the eleventh on they return.</summary>
    public static SKColor Of(int label) => Inks[label % Inks.Length];
}
