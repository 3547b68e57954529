using Engram.Dreaming.Views;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>
/// One of the transforms of contrastive dreaming, at a fixed strength: what the invariance index is measured with (contrastive specification 7.2).
/// Where a transform has a place, a sign or factors, each picture has its own.
/// </summary>
public sealed record PaintedView : PictureView
{
    private readonly Func<RandomStream, int, ImageView> _draw;
    private readonly RandomStreams _chance;

    private PaintedView(string name, RandomStreams chance, Func<RandomStream, int, ImageView> draw) =>
        (Name, _chance, _draw) = (name, chance, draw);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>A square of half the image's area, at any place, made as large as the image.</summary>
    /// <param name="chance">Streams named <c>view-crop</c>.</param>
    public static PaintedView Crop(RandomStreams chance) => new("crop", chance, static (stream, size) =>
    {
        double side = size * Math.Sqrt(0.5);
        return new ImageView(stream.NextDouble() * (size - side), stream.NextDouble() * (size - side), side, side);
    });

    /// <summary>Left and right are exchanged.</summary>
    public static PaintedView Flip { get; } = new("flip", default, static (_, size) => ImageView.Unchanged(size) with { IsFlipped = true });

    /// <summary>Brightness, contrast and saturation by factors of 0.6 to 1.4, hue by up to a tenth of the colour circle.</summary>
    /// <param name="chance">Streams named <c>view-jitter</c>.</param>
    public static PaintedView Jitter(RandomStreams chance) =>
        new("jitter", chance, static (stream, size) => (DreamTransforms.None with { JitterProbability = 1, JitterStrength = 0.4, LargestHueShift = 0.1 }).Draw(stream, size));

    /// <summary>Colours become grey by luminance.</summary>
    public static PaintedView Grey { get; } = new("grey", default, static (_, size) => ImageView.Unchanged(size) with { IsGrey = true });

    /// <summary>Turned by 15 degrees to one side or the other, with reflected borders.</summary>
    /// <param name="chance">Streams named <c>view-rotation</c>.</param>
    public static PaintedView Rotation(RandomStreams chance) => new("rotation", chance, static (stream, size) =>
        ImageView.Unchanged(size) with { Rotation = (stream.NextDouble() < 0.5 ? -1 : 1) * 15 * Math.PI / 180 });

    /// <summary>Those that pictures of a shape can be looked at in: without colours there is no jitter and no grey.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="chance">Where chance comes from.</param>
    public static IReadOnlyList<PaintedView> For(SignalShape shape, RandomStreams chance) => shape.Channels == 3
        ? [Crop(chance), Flip, Jitter(chance), Grey, Rotation(chance)]
        : [Crop(chance), Flip, Rotation(chance)];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pictures are not as wide as high, or colours shall change and there are none.</exception>
    public override void Change(int first, int count, SignalShape shape, LaneMatrix<float> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var painter = new ViewPainter<float>(shape);
        var picture = new float[shape.Count];
        var painted = new float[shape.Count];
        for (int lane = 0; lane < count; lane++)
        {
            RandomStream stream = _chance.Named($"view-{Name}", first + lane);
            for (int row = 0; row < picture.Length; row++)
                picture[row] = pictures[row, lane];
            painter.Paint(_draw(stream, shape.Height), stream, picture, painted);
            for (int row = 0; row < painted.Length; row++)
                pictures[row, lane] = painted[row];
        }
    }
}
