using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>Images in rows, each row with a caption and each column with one if wanted.</summary>
public sealed class ImageGrid : ImageFigure
{
    private const float Corner = 3;
    private const float Gap = 6;
    private const float GroupGap = 20;
    private const float BarWidth = 3;
    private const float WidestCaption = 170;
    private const int MostCells = 2_000;

    private float? _captionWidth;

    /// <summary>The rows from top to bottom; all images have one shape. A shorter row leaves empty room at its end.</summary>
    public required IReadOnlyList<ImageRow> Rows { get; init; }

    /// <summary>Words above the columns, one for each; none at all for no words.</summary>
    public IReadOnlyList<string> ColumnCaptions { get; init; } = [];

    /// <summary>What the words above the columns are, at their left, for instance <c>epoch</c>; empty for nothing.</summary>
    public string ColumnsAre { get; init; } = "";

    /// <summary>How wide an image is shown, in units of two pixels each, 8 to 512: an image of 32 pixels at 64 becomes four times as large.</summary>
    public int ImageWidth { get; init; } = 64;

    /// <summary>How many columns there are.</summary>
    public int Columns => Rows.Count == 0 ? 0 : Rows.Max(static row => row.Images.Count);

    /// <inheritdoc/>
    internal override int Width => (int)MathF.Ceiling(Left + (Columns * (ImageWidth + Gap)) - Gap + Margin);

    /// <inheritdoc/>
    internal override int Height => (int)MathF.Ceiling(Place(Rows.Count - 1, 0).MidY + (RowHeight(Rows.Count - 1) / 2) + Margin);

    private float CaptionWidth => _captionWidth ??= MathF.Ceiling(
        Rows.SelectMany(static row => Widths(row.Caption, Lettering.CaptionSize).Concat(Widths(row.Remark, Lettering.SmallSize)))
            .Append(Lettering.Measure(ColumnsAre, Lettering.SmallSize)).Max());

    /// <summary>Where the images begin.</summary>
    private float Left => Margin + (CaptionWidth > 0 ? CaptionWidth + 8 : 0) + (Rows.Any(static row => row.Accent is not null) ? BarWidth + 8 : 0);

    private float ImageHeight => Rows.SelectMany(static row => row.Images).FirstOrDefault(static image => image is not null) is { } any
        ? MathF.Round((float)ImageWidth * any.Shape.Height / any.Shape.Width)
        : ImageWidth;

    private float Top => TitleHeight + (ColumnCaptions.Count > 0 ? Lettering.LineHeight(Lettering.SmallSize) + 4 : 0);

    /// <summary>Where an image stands, in units of the layout.</summary>
    internal SKRect Place(int row, int column)
    {
        var top = Top;
        for (var above = 0; above < row; above++) top += RowHeight(above) + (Rows[above + 1].BeginsGroup ? GroupGap : Gap);
        top += (RowHeight(row) - ImageHeight) / 2;
        var left = Left + (column * (ImageWidth + Gap));
        return new SKRect(left, top, left + ImageWidth, top + ImageHeight);
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Columns == 0) throw new ArgumentException("there is no image to show");
        if (ImageWidth is < 8 or > 512) throw new ArgumentException($"images can be shown 8 to 512 units wide, not {ImageWidth}");
        if ((long)Rows.Count * Columns > MostCells) throw new ArgumentException($"{Rows.Count} rows of {Columns} images are too many: at most {MostCells} images can be shown");
        if (ColumnCaptions.Count > 0 && ColumnCaptions.Count != Columns) throw new ArgumentException($"there are words for {ColumnCaptions.Count} columns, and {Columns} columns");
        var first = Rows.SelectMany(static row => row.Images).FirstOrDefault(static image => image is not null)
            ?? throw new ArgumentException("all places are empty: there is no image to show");
        foreach (var row in Rows)
        {
            foreach (var image in row.Images)
            {
                if (image is not null && (image.Shape.Height, image.Shape.Width) != (first.Shape.Height, first.Shape.Width))
                    throw new ArgumentException($"an image of {image.Shape} in the row '{row.Caption}' does not fit beside one of {first.Shape}");
            }
        }
    }

    /// <inheritdoc/>
    private protected override void PaintContent(SKCanvas canvas)
    {
        if (ColumnCaptions.Count > 0)
        {
            var baseline = Top - 7;
            if (ColumnsAre.Length > 0) Lettering.Write(canvas, ColumnsAre, Left - (Left > Margin ? 8 : 0), baseline, Lettering.SmallSize, SKTextAlign.Right, ink: Lettering.Pale);
            for (var column = 0; column < Columns; column++)
                Lettering.Write(canvas, ColumnCaptions[column], Place(0, column).MidX, baseline, Lettering.SmallSize, SKTextAlign.Center);
        }

        PaintBars(canvas);
        for (var row = 0; row < Rows.Count; row++)
        {
            WriteCaption(canvas, row);
            for (var column = 0; column < Rows[row].Images.Count; column++)
            {
                if (Rows[row].Images[column] is { } image) Paint(canvas, image, Place(row, column), Resampling is ImageResampling.Crisp ? 0 : Corner);
            }
        }
    }

    private void PaintBars(SKCanvas canvas)
    {
        for (var row = 0; row < Rows.Count;)
        {
            var last = row;
            while (last + 1 < Rows.Count && Rows[last + 1].Accent == Rows[row].Accent && !Rows[last + 1].BeginsGroup) last++;
            if (Rows[row].Accent is { } accent)
            {
                using var ink = new SKPaint { IsAntialias = true, Color = HouseStyle.Of(accent).ToSKColor() };
                var place = new SKRect(Left - 8 - BarWidth, Place(row, 0).Top, Left - 8, Place(last, 0).Bottom);
                canvas.DrawRoundRect(place, BarWidth / 2, BarWidth / 2, ink);
            }

            row = last + 1;
        }
    }

    private void WriteCaption(SKCanvas canvas, int row)
    {
        var lines = Lines(Rows[row].Caption, Lettering.CaptionSize).Select(static line => (Text: line, Size: Lettering.CaptionSize, Ink: HouseStyle.Ink.ToSKColor()))
            .Concat(Lines(Rows[row].Remark, Lettering.SmallSize).Select(static line => (Text: line, Size: Lettering.SmallSize, Ink: Lettering.Pale))).ToArray();
        var place = Place(row, 0);
        var right = Margin + CaptionWidth;
        var top = place.MidY - (TextHeight(row) / 2);
        foreach (var (text, size, ink) in lines)
        {
            // The letters' middle is about a third of their size above the baseline.
            Lettering.Write(canvas, text, right, top + (Lettering.LineHeight(size) / 2) + (size * 0.36f), size, SKTextAlign.Right, ink: ink);
            top += Lettering.LineHeight(size);
        }
    }

    private float TextHeight(int row) =>
        (Lines(Rows[row].Caption, Lettering.CaptionSize).Count * Lettering.LineHeight(Lettering.CaptionSize))
        + (Lines(Rows[row].Remark, Lettering.SmallSize).Count * Lettering.LineHeight(Lettering.SmallSize));

    /// <summary>Where images are small and words long, the words decide.</summary>
    private float RowHeight(int row) => Math.Max(ImageHeight, TextHeight(row));

    private static IEnumerable<float> Widths(string text, float size) => Lines(text, size).Select(line => Lettering.Measure(line, size));

    private static IReadOnlyList<string> Lines(string text, float size) => Lettering.Break(text, size, isBold: false, WidestCaption);
}
