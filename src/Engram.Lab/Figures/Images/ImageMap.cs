using SkiaSharp;

namespace Engram.Lab.Figures;

/// <summary>
/// Images set at their places in a plane, and beside them all the places as dots coloured by class: what lies near to what, for the eye. Both axes
/// have one scale. Images that would hide another are left out on the left; the dots are all there.
/// </summary>
public sealed class ImageMap : ImageFigure
{
    private const int PanelWidth = 480;
    private const int LowestPanel = 240;
    private const float Frame = 10;
    private const float AxisWords = 18;
    private const float LegendLine = 18;

    private (double X, double Y, double Scale, float Height)? _bounds;

    /// <summary>The images, in the order in which they get room.</summary>
    public required IReadOnlyList<SmallImage> Images { get; init; }

    /// <summary>Where each image is; as many as images, all finite.</summary>
    public required IReadOnlyList<(double X, double Y)> Places { get; init; }

    /// <summary>The class of each image, 0 or more; none at all for images without classes.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>What the classes are called, for the legend; a class beyond them has no word.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Where each image is once it was changed, drawn as a ring joined to its dot by a line; none at all for no change.</summary>
    public IReadOnlyList<(double X, double Y)> Moved { get; init; } = [];

    /// <summary>What the change was, for the legend, for instance <c>30 % occluded</c>.</summary>
    public string MovedBy { get; init; } = "";

    /// <summary>How many of the images are shown with their change; the rings of more would be a blot.</summary>
    public int MostMoved { get; init; } = 60;

    /// <summary>What is along x.</summary>
    public string XLabel { get; init; } = "first principal component";

    /// <summary>What is along y.</summary>
    public string YLabel { get; init; } = "second principal component";

    /// <summary>How wide an image is shown, in units of two pixels each, 4 to 128.</summary>
    public int ImageWidth { get; init; } = 26;

    /// <inheritdoc/>
    internal override int Width => (int)((3 * Margin) + (2 * (AxisWords + PanelWidth)));

    /// <inheritdoc/>
    internal override int Height => (int)MathF.Ceiling(TitleHeight + PanelHeight + AxisWords + 8 + (LegendLine * Legend().Lines) + Margin);

    private float PanelHeight => (_bounds ??= Bounds()).Height;

    private IReadOnlyList<int> Present => [.. Classes.Distinct().Where(label => label < ClassNames.Count).Order()];

    /// <summary>The middle of an image, in units of the layout.</summary>
    internal SKPoint MiddleOf(int image) => At(Places[image], panel: 0);

    /// <summary>The images that have room, in the order in which they are painted.</summary>
    internal IReadOnlyList<int> Shown()
    {
        var shown = new List<int>();
        var apart = ImageWidth * 0.85f;
        for (var image = 0; image < Images.Count; image++)
        {
            var middle = MiddleOf(image);
            if (shown.TrueForAll(other => MiddleOf(other) is var taken && (Math.Abs(taken.X - middle.X) >= apart || Math.Abs(taken.Y - middle.Y) >= apart)))
                shown.Add(image);
        }

        return shown;
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Images.Count == 0) throw new ArgumentException("there is no image to show");
        if (Places.Count != Images.Count) throw new ArgumentException($"there are {Images.Count} images and {Places.Count} places");
        if (Classes.Count > 0 && Classes.Count != Images.Count) throw new ArgumentException($"there are {Images.Count} images and {Classes.Count} classes");
        if (Moved.Count > 0 && Moved.Count != Images.Count) throw new ArgumentException($"there are {Images.Count} images and {Moved.Count} places to which they moved");
        if (ImageWidth is < 4 or > 128) throw new ArgumentException($"images on a map can be shown 4 to 128 units wide, not {ImageWidth}");
        if (Places.Concat(Moved).FirstOrDefault(static place => !double.IsFinite(place.X) || !double.IsFinite(place.Y)) is var broken && broken != default)
            throw new ArgumentException($"an image cannot stand at ({broken.X}, {broken.Y})");
        if (Classes.Any(static label => label < 0)) throw new ArgumentException("a class is 0 or more");
    }

    /// <inheritdoc/>
    private protected override void PaintContent(SKCanvas canvas)
    {
        foreach (var panel in (ReadOnlySpan<int>)[0, 1]) PaintFrame(canvas, panel);
        // What came first lies on top.
        foreach (var image in Shown().Reverse()) PaintImage(canvas, image);
        PaintDots(canvas);
        PaintLegend(canvas);
    }

    private void PaintFrame(SKCanvas canvas, int panel)
    {
        var place = PanelPlace(panel);
        using var ground = new SKPaint { Color = new SKColor(0xFA, 0xFA, 0xFA) };
        using var line = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 1, Color = HouseStyle.Grid.ToSKColor() };
        canvas.DrawRect(place, ground);
        canvas.DrawRect(place, line);
        Lettering.Write(canvas, XLabel, place.MidX, place.Bottom + 15, Lettering.SmallSize, SKTextAlign.Center, ink: Lettering.Pale);
        canvas.Save();
        canvas.Translate(place.Left - 7, place.MidY);
        canvas.RotateDegrees(-90);
        Lettering.Write(canvas, YLabel, 0, 0, Lettering.SmallSize, SKTextAlign.Center, ink: Lettering.Pale);
        canvas.Restore();
    }

    private void PaintImage(SKCanvas canvas, int image)
    {
        var middle = MiddleOf(image);
        var height = (float)ImageWidth * Images[image].Shape.Height / Images[image].Shape.Width;
        var place = new SKRect(middle.X - (ImageWidth / 2f), middle.Y - (height / 2), middle.X + (ImageWidth / 2f), middle.Y + (height / 2));
        Paint(canvas, Images[image], place, corner: 2);
        if (Classes.Count == 0) return;
        using var border = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 1.5f, Color = ClassInk.Of(Classes[image]) };
        canvas.DrawRoundRect(place, 2, 2, border);
    }

    private void PaintDots(SKCanvas canvas)
    {
        var radius = Images.Count switch { <= 150 => 3.5f, <= 600 => 2.8f, _ => 2f };
        using var ink = new SKPaint { IsAntialias = true };
        using var line = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 0.8f };
        using var ring = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 1.3f };
        var moved = Math.Min(MostMoved, Moved.Count);
        // Where few move, the others step back.
        for (var image = Images.Count - 1; image >= 0; image--)
        {
            var color = Classes.Count == 0 ? ClassInk.Of(0) : ClassInk.Of(Classes[image]);
            var middle = At(Places[image], panel: 1);
            ink.Color = color.WithAlpha(Moved.Count > 0 && image >= moved ? (byte)70 : (byte)215);
            if (image < moved)
            {
                var end = At(Moved[image], panel: 1);
                (line.Color, ring.Color) = (color.WithAlpha(110), color);
                canvas.DrawLine(middle, end, line);
                canvas.DrawCircle(end, radius, ring);
            }

            canvas.DrawCircle(middle, radius, ink);
        }
    }

    private void PaintLegend(SKCanvas canvas)
    {
        var top = TitleHeight + PanelHeight + AxisWords + 8;
        using var dot = new SKPaint { IsAntialias = true };
        foreach (var (word, label, x, line) in Legend().Words)
        {
            var middle = top + (line * LegendLine) + (LegendLine / 2);
            dot.Color = label >= 0 ? ClassInk.Of(label) : HouseStyle.Ink.ToSKColor();
            dot.IsStroke = label < 0;
            dot.StrokeWidth = 1.3f;
            canvas.DrawCircle(x + 5, middle, label < 0 ? 3.5f : 4, dot);
            Lettering.Write(canvas, word, x + 14, middle + 4, Lettering.SmallSize + 1, SKTextAlign.Left);
        }
    }

    /// <summary>The words of the legend with their places, and how many lines they take; the ring of the change has class −1.</summary>
    private (IReadOnlyList<(string Word, int Label, float X, int Line)> Words, int Lines) Legend()
    {
        var entries = Present.Select(label => (Word: ClassNames[label], Label: label)).ToList();
        if (Moved.Count > 0 && MovedBy.Length > 0) entries.Add((MovedBy, -1));
        if (entries.Count == 0) return ([], 0);
        var words = new List<(string, int, float, int)>();
        var (x, line) = (Margin + AxisWords, 0);
        foreach (var (word, label) in entries)
        {
            var width = 14 + Lettering.Measure(word, Lettering.SmallSize + 1) + 18;
            if (x + width > Width - Margin && x > Margin + AxisWords) (x, line) = (Margin + AxisWords, line + 1);
            words.Add((word, label, x, line));
            x += width;
        }

        return (words, line + 1);
    }

    private SKRect PanelPlace(int panel)
    {
        var left = Margin + AxisWords + (panel * (PanelWidth + AxisWords + Margin));
        return new SKRect(left, TitleHeight, left + PanelWidth, TitleHeight + PanelHeight);
    }

    private SKPoint At((double X, double Y) place, int panel)
    {
        var (middleX, middleY, scale, _) = _bounds ??= Bounds();
        var frame = PanelPlace(panel);
        return new SKPoint(frame.MidX + (float)((place.X - middleX) * scale), frame.MidY - (float)((place.Y - middleY) * scale));
    }

    /// <summary>The middle of all that is drawn, units of the layout for one of the plane, and the height of a panel: no higher than is needed.</summary>
    private (double X, double Y, double Scale, float Height) Bounds()
    {
        (double X, double Y)[] all = [.. Places, .. Moved.Take(MostMoved)];
        var (lowX, highX) = (all.Min(static place => place.X), all.Max(static place => place.X));
        var (lowY, highY) = (all.Min(static place => place.Y), all.Max(static place => place.Y));
        const float Room = 2 * Frame;
        var span = Math.Max(highX - lowX, highY - lowY);
        var scale = span > 0 ? (PanelWidth - Room - ImageWidth) / span : 1;
        var height = Math.Max(LowestPanel, MathF.Ceiling((float)((highY - lowY) * scale) + Room + ImageWidth));
        return ((lowX + highX) / 2, (lowY + highY) / 2, scale, height);
    }
}
