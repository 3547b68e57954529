using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>Writes plots as one PNG and one SVG; the same plots give the same bytes.</summary>
internal static partial class FigureFile
{
    /// <summary>Pixels of the PNG for each unit of the layout, for sharp letters on paper and on dense screens.</summary>
    internal const int Scale = 2;

    /// <summary>Writes <c>path.png</c> and <c>path.svg</c>, each aside first, then renamed.</summary>
    /// <param name="plots">The plots with their places.</param>
    /// <param name="width">Units of the layout across.</param>
    /// <param name="height">Units of the layout from top to bottom.</param>
    /// <param name="path">The path without an extension; its folder is made.</param>
    /// <returns>The two paths.</returns>
    public static IReadOnlyList<string> Save(IReadOnlyList<PlacedPlot> plots, int width, int height, string path)
    {
        var png = SavePng(canvas => Render(plots, canvas), width, height, path);

        var svg = path + ".svg";
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream)) Render(plots, canvas);
        Write(svg, Encoding.UTF8.GetBytes(HouseStyle.WithFallbackFonts(WithOwnClipNames(Encoding.UTF8.GetString(stream.ToArray())))));
        return [png, svg];
    }

    /// <summary>Paints on white and writes <c>path.png</c>, aside first, then renamed.</summary>
    /// <param name="paint">Paints in units of the layout.</param>
    /// <param name="width">Units of the layout across.</param>
    /// <param name="height">Units of the layout from top to bottom.</param>
    /// <param name="path">The path without an extension; its folder is made.</param>
    /// <returns>The path written.</returns>
    public static string SavePng(Action<SKCanvas> paint, int width, int height, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var surface = SKSurface.Create(new SKImageInfo(width * Scale, height * Scale));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(Scale);
        paint(surface.Canvas);
        using var image = surface.Snapshot();
        using var encoded = image.Encode(SKEncodedImageFormat.Png, 100);
        Write(path + ".png", encoded.ToArray());
        return path + ".png";
    }

    private static void Render(IReadOnlyList<PlacedPlot> plots, SKCanvas canvas)
    {
        foreach (var placed in plots)
        {
            // A plot leaves the canvas as it likes.
            var state = canvas.Save();
            placed.Plot.RenderManager.ClearCanvasBeforeEachRender = false;
            placed.Plot.Render(canvas, new PixelRect(placed.Left, placed.Left + placed.Width, placed.Top + placed.Height, placed.Top));
            canvas.RestoreToCount(state);
        }
    }

    /// <summary>Renumbers the clipping regions from 1: Skia counts them through the life of the process.</summary>
    private static string WithOwnClipNames(string svg)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        return ClipName().Replace(svg, match =>
        {
            if (!names.TryGetValue(match.Value, out var name)) names[match.Value] = name = $"clip{names.Count + 1}";
            return name;
        });
    }

    [GeneratedRegex(@"(?<=(id=""|url\(#))cl_[0-9a-f]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ClipName();

    private static void Write(string path, byte[] bytes)
    {
        var aside = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
