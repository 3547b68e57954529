using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>A painted picture and all that it was made from.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Style">Its style, from 0.</param>
/// <param name="Index">Its number among the pictures of the style.</param>
/// <param name="Latents">Its sixteen latents.</param>
/// <param name="Parameters">What they mean for drawing.</param>
/// <param name="Nuisance">What varies whatever the style.</param>
/// <param name="DrawnElements">Elements that were drawn.</param>
public sealed record PaintedPicture(
    RgbImage Image, int Style, int Index, IReadOnlyList<double> Latents, DrawingParameters Parameters, Nuisance Nuisance, int DrawnElements);
