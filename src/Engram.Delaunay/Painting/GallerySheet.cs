using Engram.Delaunay.Imaging;
using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>Pictures of several styles on one sheet, a row for each style.</summary>
public sealed record GallerySheet
{
    private const int Margin = 56;
    private const int Gap = 14;
    private const int RowGap = 30;
    private const int CaptionHeight = 30;
    private const int BlockGap = 64;
    private const int TitleHeight = 76;

    private static readonly SKColor Ground = new(0xFB, 0xFA, 0xF7);
    private static readonly SKColor Ink = new(0x2B, 0x2A, 0x28);
    private static readonly SKColor Pale = new(0x8A, 0x86, 0x80);

    /// <summary>Styles shown, at least 1.</summary>
    public required int Styles { get; init; }

    /// <summary>Pictures of a style, 1 to 20.</summary>
    public int Columns { get; init; } = 5;

    /// <summary>Pixels on a side of a picture on the sheet, 32 to 1024.</summary>
    public int PictureSide { get; init; } = 200;

    /// <summary>Paints the pictures and the sheet.</summary>
    /// <param name="painter">The painter.</param>
    /// <param name="progress">Hears of the share done, 0 to 1.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>The sheet.</returns>
    public RgbImage Render(Painter painter, Action<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(painter);
        ArgumentOutOfRangeException.ThrowIfLessThan(Styles, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Styles, painter.Model.Count);
        var pictures = Paint(painter, progress, stop);
        var blocks = Styles > 6 ? 2 : 1;
        var rows = (Styles + blocks - 1) / blocks;
        var blockWidth = (Columns * (PictureSide + Gap)) - Gap;
        var rowHeight = PictureSide + CaptionHeight + RowGap;
        var (width, height) = ((2 * Margin) + (blocks * blockWidth) + ((blocks - 1) * BlockGap), Margin + TitleHeight + (rows * rowHeight) - RowGap + Margin);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Ground);
        var settings = painter.Model.Settings;
        Write(canvas, "SYNTH-ABSTRACT", Margin, Margin + 24, 30, Ink, SKTextAlign.Left);
        Write(canvas, $"{Styles} invented styles · {settings.Families} families · κ {settings.Kappa:0.##} · seed {settings.Seed} · synthetic data", width - Margin, Margin + 24, 16, Pale, SKTextAlign.Right);
        using var hair = new SKPaint { Color = new SKColor(0xD9, 0xD5, 0xCE), StrokeWidth = 1 };
        canvas.DrawLine(Margin, Margin + 43.5f, width - Margin, Margin + 43.5f, hair);
        for (var style = 0; style < Styles; style++)
        {
            var left = Margin + (style / rows * (blockWidth + BlockGap));
            var top = Margin + TitleHeight + (style % rows * rowHeight);
            Write(canvas, StyleModel.NameOf(style), left, top + 14, 17, Ink, SKTextAlign.Left);
            Write(canvas, Words(pictures[style]), left + blockWidth, top + 14, 14, Pale, SKTextAlign.Right);
            for (var column = 0; column < Columns; column++) Hang(canvas, pictures[style][column].Image, left + (column * (PictureSide + Gap)), top + CaptionHeight);
        }

        canvas.Flush();
        var sheet = new RgbImage(width, height);
        for (var y = 0; y < height; y++) PixelPacking.Pack(bitmap.GetPixelSpan().Slice(y * bitmap.RowBytes, width * 4), sheet.Row(y), onWhite: false);
        return sheet;
    }

    private PaintedPicture[][] Paint(Painter painter, Action<double>? progress, CancellationToken stop)
    {
        var pictures = new PaintedPicture[Styles][];
        for (var style = 0; style < Styles; style++) pictures[style] = new PaintedPicture[Columns];
        var done = 0;
        var gate = new Lock();
        Parallel.For(0, Styles * Columns, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, at =>
        {
            var (style, column) = (at / Columns, at % Columns);
            pictures[style][column] = painter.Paint(style, column, painter.Model.Latents(style, column), Nuisance.None(PictureSide));
            lock (gate) progress?.Invoke((double)++done / (Styles * Columns));
        });
        return pictures;
    }

    private static string Words(PaintedPicture[] row) =>
        string.Join(", ", row.GroupBy(static painting => painting.Parameters.Composition).OrderByDescending(static group => group.Count()).Take(2).Select(static group => Word(group.Key)));

    private static string Word(Composition composition) => composition switch
    {
        Composition.Bands => "bands",
        Composition.Nested => "nested",
        Composition.Partition => "partition",
        Composition.Blobs => "blobs",
        Composition.Gestures => "gestures",
        _ => "scatter",
    };

    private void Hang(SKCanvas canvas, RgbImage picture, int left, int top)
    {
        using (var shadow = new SKPaint { IsAntialias = true, Color = new SKColor(0x50, 0x48, 0x40, 60) })
        {
            using var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 3);
            shadow.MaskFilter = blur;
            canvas.DrawRect(left, top + 2, PictureSide, PictureSide, shadow);
        }

        using var bitmap = ImageEncoder.Bitmap(picture);
        canvas.DrawBitmap(bitmap, left, top);
    }

    private static void Write(SKCanvas canvas, string text, float x, float baseline, float size, SKColor colour, SKTextAlign align)
    {
        using var font = new SKFont(SheetLetters.Face, size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.None };
        using var paint = new SKPaint { IsAntialias = true, Color = colour };
        canvas.DrawText(text, x, baseline, align, font, paint);
    }
}
