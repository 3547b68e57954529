using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace Engram.Lab.Figures;

/// <summary>Writes a plot as PNG and SVG; the same plot gives the same bytes.</summary>
internal static partial class FigureFile
{
    private const int Width = 640;
    private const int Height = 427;

    /// <summary>Pixels of the PNG for each unit of the layout, for sharp letters on paper and on dense screens.</summary>
    private const int Scale = 2;

    /// <summary>Writes <c>path.png</c> and <c>path.svg</c>, each aside first, then renamed.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="path">The path without an extension; its folder is made.</param>
    /// <returns>The two paths.</returns>
    public static IReadOnlyList<string> Save(Plot plot, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

        plot.ScaleFactor = Scale;
        var png = path + ".png";
        Write(png, plot.GetImageBytes(Width * Scale, Height * Scale, ImageFormat.Png));

        plot.ScaleFactor = 1;
        var svg = path + ".svg";
        Write(svg, Encoding.UTF8.GetBytes(HouseStyle.WithFallbackFonts(WithOwnClipNames(plot.GetSvgXml(Width, Height)))));
        return [png, svg];
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
