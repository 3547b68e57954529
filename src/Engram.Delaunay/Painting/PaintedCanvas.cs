using Engram.Delaunay.Imaging;
using SkiaSharp;

namespace Engram.Delaunay.Painting;

/// <summary>
/// A canvas of twice the picture's size, on which elements are laid in painter's order, and beside it a map of the direction in which each place
/// was painted: the brush's grain follows it.
/// </summary>
internal sealed class PaintedCanvas : IDisposable
{
    private const int Scale = 2;
    private const float LeastBlur = 0.6f;

    private readonly int _width;
    private readonly int _height;
    private readonly SKBitmap _colours;
    private readonly SKBitmap _directions;
    private readonly SKCanvas _canvas;
    private readonly SKCanvas _directionCanvas;

    public PaintedCanvas(int width, int height, DrawingParameters parameters, PaintingRandom random)
    {
        (_width, _height, Parameters, Random) = (width, height, parameters, random);
        _colours = new SKBitmap(new SKImageInfo(width * Scale, height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque));
        _directions = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        (_canvas, _directionCanvas) = (new SKCanvas(_colours), new SKCanvas(_directions));
        _directionCanvas.Scale(1f / Scale);
        Palette = new Palette(parameters, random);
        _canvas.Clear(Ink(Palette.Ground, 1));
        var main = Code(parameters.Orientation);
        _directionCanvas.Clear(new SKColor(main, main, main));
    }

    public DrawingParameters Parameters { get; }

    public PaintingRandom Random { get; }

    public Palette Palette { get; }

    /// <summary>Units of drawing: two a pixel.</summary>
    public float Width => _width * Scale;

    /// <summary>See <see cref="Width"/>.</summary>
    public float Height => _height * Scale;

    /// <summary>The shorter side.</summary>
    public float Side => Math.Min(Width, Height);

    /// <summary>Elements laid so far.</summary>
    public int Drawn { get; private set; }

    /// <summary>Lays an element.</summary>
    public void Lay(SKPath path, Oklch colour, double direction)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = Ink(colour, Parameters.Opacity) };
        var sigma = (float)(Parameters.Softness * Side / 256);
        using var blur = sigma >= LeastBlur ? SKMaskFilter.CreateBlur(SKBlurStyle.Normal, sigma, respectCTM: false) : null;
        paint.MaskFilter = blur;
        _canvas.DrawPath(path, paint);
        Direct(path, direction, 0);
        Drawn++;
    }

    /// <summary>Draws a line with no softness of its own: a seam, a bristle.</summary>
    public void Stroke(SKPath path, Oklch colour, double opacity, float width, double direction)
    {
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round, Color = Ink(colour, opacity) };
        _canvas.DrawPath(path, paint);
        Direct(path, direction, width);
    }

    /// <summary>Lays what is stroked next as one element, whose edges are soft as a whole.</summary>
    public void LayTogether(int elements, Action strokes)
    {
        var sigma = (float)(Parameters.Softness * Side / 256);
        using var blur = sigma >= LeastBlur ? SKImageFilter.CreateBlur(sigma, sigma) : null;
        using var paint = new SKPaint { ImageFilter = blur };
        _canvas.SaveLayer(paint);
        strokes();
        _canvas.Restore();
        Drawn += elements;
    }

    /// <summary>The picture, with the brush's grain.</summary>
    public RgbImage Finish()
    {
        var image = new RgbImage(_width, _height);
        ReadOnlySpan<byte> from = _colours.GetPixelSpan();
        var stride = _colours.RowBytes;
        for (var y = 0; y < _height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < _width; x++)
            {
                var at = (2 * y * stride) + (8 * x);
                for (var channel = 0; channel < 3; channel++)
                    row[(3 * x) + channel] = (byte)((from[at + channel] + from[at + 4 + channel] + from[at + stride + channel] + from[at + stride + 4 + channel] + 2) / 4);
            }
        }

        BrushGrain.Apply(image, _directions.GetPixelSpan(), _directions.RowBytes, Parameters.Grain, Random);
        return image;
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _directionCanvas.Dispose();
        _colours.Dispose();
        _directions.Dispose();
    }

    private static SKColor Ink(Oklch colour, double opacity)
    {
        var (red, green, blue) = colour.ToRgb();
        return new SKColor(red, green, blue, (byte)Math.Round(255 * opacity));
    }

    private void Direct(SKPath path, double direction, float width)
    {
        var code = Code(direction);
        using var paint = new SKPaint { IsAntialias = false, Color = new SKColor(code, code, code), Style = width > 0 ? SKPaintStyle.Stroke : SKPaintStyle.Fill, StrokeWidth = width };
        _directionCanvas.DrawPath(path, paint);
    }

    /// <summary>Half a turn in 256 steps.</summary>
    private static byte Code(double direction)
    {
        var turns = direction / Math.PI;
        return (byte)(int)(256 * (turns - Math.Floor(turns)));
    }
}
