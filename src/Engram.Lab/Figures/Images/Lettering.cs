using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>Words on pictures, in the letters of <see cref="HouseStyle"/>.</summary>
internal static class Lettering
{
    public const float TitleSize = 15;
    public const float CaptionSize = 12;
    public const float SmallSize = 10;

    /// <summary>Paler than ink, for what is said by the way.</summary>
    public static readonly SKColor Pale = new(0x75, 0x75, 0x75);

    private static readonly SKTypeface Plain = SKTypeface.FromFamilyName(HouseStyle.FontName) ?? SKTypeface.Default;
    private static readonly SKTypeface Bold = SKTypeface.FromFamilyName(HouseStyle.FontName, SKFontStyle.Bold) ?? SKTypeface.Default;

    /// <summary>From baseline to baseline.</summary>
    public static float LineHeight(float size) => MathF.Round(size * 1.3f);

    /// <summary>Writes one line.</summary>
    public static void Write(SKCanvas canvas, string text, float x, float baseline, float size, SKTextAlign align, bool isBold = false, SKColor? ink = null)
    {
        using var font = Font(size, isBold);
        using var paint = new SKPaint { IsAntialias = true, Color = ink ?? HouseStyle.Ink.ToSKColor() };
        canvas.DrawText(text, x, baseline, align, font, paint);
    }

    /// <summary>How wide a line is.</summary>
    public static float Measure(string text, float size, bool isBold = false)
    {
        using var font = Font(size, isBold);
        return font.MeasureText(text);
    }

    /// <summary>Breaks words into lines that are no wider than a room where that can be helped; a word is never broken.</summary>
    public static IReadOnlyList<string> Break(string text, float size, bool isBold, float room)
    {
        using var font = Font(size, isBold);
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= room) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines;
    }

    private static SKFont Font(float size, bool isBold) =>
        new(isBold ? Bold : Plain, size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.None };
}
