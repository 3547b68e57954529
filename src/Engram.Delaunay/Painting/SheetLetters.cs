using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>The letters of sheets: the first of some plain families that the machine has.</summary>
internal static class SheetLetters
{
    private static readonly string[] Families = ["Inter", "Helvetica Neue", "Segoe UI", "Roboto", "DejaVu Sans", "Liberation Sans", "Arial"];

    /// <summary>The face.</summary>
    public static SKTypeface Face { get; } = Families
        .Where(static name => SKFontManager.Default.FontFamilies.Contains(name, StringComparer.Ordinal))
        .Select(static name => SKTypeface.FromFamilyName(name))
        .FirstOrDefault() ?? SKTypeface.Default;
}
