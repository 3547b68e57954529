using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>A picture made of images, in the house's style, written as PNG. The same figure gives the same bytes on the same machine.</summary>
public abstract class ImageFigure
{
    private protected const float Margin = 16;

    private protected ImageFigure()
    {
    }

    /// <summary>The title; empty for none. A long one is broken into lines.</summary>
    public required string Title { get; init; }

    /// <summary>How images become larger.</summary>
    public ImageResampling Resampling { get; init; }

    /// <summary>Units of the layout across; two pixels each.</summary>
    internal abstract int Width { get; }

    /// <summary>Units of the layout from top to bottom; two pixels each.</summary>
    internal abstract int Height { get; }

    /// <summary>Room for the title.</summary>
    private protected float TitleHeight => Title.Length == 0 ? Margin : Margin + 10 + (Lettering.LineHeight(Lettering.TitleSize) * TitleLines.Count);

    private IReadOnlyList<string> TitleLines => Lettering.Break(Title, Lettering.TitleSize, isBold: true, Width - (2 * Margin));

    /// <summary>Writes the figure as PNG, two pixels for each unit of the layout.</summary>
    /// <param name="path">The path without an extension; its folder is made, and a file there is replaced.</param>
    /// <returns>The path written.</returns>
    /// <exception cref="ArgumentException">The images do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public IReadOnlyList<string> Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check();
        return [FigureFile.SavePng(Paint, Width, Height, path)];
    }

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="ArgumentException">The images do not fit together.</exception>
    internal abstract void Check();

    /// <summary>Paints what is below the title.</summary>
    private protected abstract void PaintContent(SKCanvas canvas);

    /// <summary>Paints an image with soft corners.</summary>
    private protected void Paint(SKCanvas canvas, SmallImage image, SKRect place, float corner)
    {
        using var content = ToSkia(image);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Save();
        using var outline = new SKRoundRect(place, corner);
        canvas.ClipRoundRect(outline, SKClipOperation.Intersect, antialias: corner > 0);
        canvas.DrawImage(content, place, Resampling is ImageResampling.Crisp ? new SKSamplingOptions(SKFilterMode.Nearest) : new SKSamplingOptions(SKCubicResampler.Mitchell), paint);
        canvas.Restore();
        if (corner <= 0) return;
        // A hair keeps pale images from melting into the paper.
        using var hair = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 0.5f, Color = new SKColor(0, 0, 0, 40) };
        canvas.DrawRoundRect(place, corner, corner, hair);
    }

    private void Paint(SKCanvas canvas)
    {
        var baseline = Margin + Lettering.TitleSize;
        if (Title.Length > 0)
        {
            foreach (var line in TitleLines)
            {
                Lettering.Write(canvas, line, Width / 2f, baseline, Lettering.TitleSize, SKTextAlign.Center, isBold: true);
                baseline += Lettering.LineHeight(Lettering.TitleSize);
            }
        }

        PaintContent(canvas);
    }

    private static SKImage ToSkia(SmallImage image)
    {
        var (channels, height, width) = (image.Shape.Channels, image.Shape.Height, image.Shape.Width);
        var plane = height * width;
        var pixels = new byte[4 * plane];
        for (var place = 0; place < plane; place++)
        {
            for (var color = 0; color < 3; color++) pixels[(4 * place) + color] = image.Pixels[(channels == 1 ? 0 : color * plane) + place];
            pixels[(4 * place) + 3] = 255;
        }

        return SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
    }
}
