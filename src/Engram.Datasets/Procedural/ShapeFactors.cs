using Engram.Numerics;

namespace Engram.Datasets.Procedural;

/// <summary>Everything that makes a picture of <see cref="ColouredShapes"/>: known, so that what a network keeps of it can be tested exactly.</summary>
/// <param name="Class">Which shape, 0 to 9: see <see cref="ColouredShapes.ClassNames"/>.</param>
/// <param name="X">Where its middle is, from -1 (left edge) to 1 (right edge).</param>
/// <param name="Y">Where its middle is, from -1 (upper edge) to 1 (lower edge).</param>
/// <param name="Scale">Half its size as a share of half the picture; above 0.</param>
/// <param name="Rotation">How far it is turned, in radians, clockwise.</param>
/// <param name="Hue">Its colour on the circle, 0 to 1 (0 red, 1/3 green, 2/3 blue).</param>
/// <param name="GroundHue">The colour of the ground on the circle, 0 to 1.</param>
/// <param name="GroundLight">How bright the ground is, 0 to 1.</param>
public readonly record struct ShapeFactors(
    int Class, double X, double Y, double Scale, double Rotation, double Hue, double GroundHue, double GroundLight)
{
    /// <summary>Draws all factors but the class: the shape is somewhere near the middle, of any colour, on a duller ground of another one.</summary>
    /// <param name="shape">The class.</param>
    /// <param name="stream">Where chance comes from; always equally many words of it.</param>
    public static ShapeFactors Draw(int shape, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var hue = stream.NextDouble();
        return new ShapeFactors(
            shape,
            X: stream.NextUniform(-0.3, 0.3),
            Y: stream.NextUniform(-0.3, 0.3),
            Scale: stream.NextUniform(0.45, 0.75),
            Rotation: stream.NextUniform(-0.5, 0.5),
            Hue: hue,
            // Away from the shape's own hue, so that it can always be seen.
            GroundHue: (hue + stream.NextUniform(0.25, 0.75)) % 1,
            GroundLight: stream.NextUniform(0.15, 0.5));
    }
}
