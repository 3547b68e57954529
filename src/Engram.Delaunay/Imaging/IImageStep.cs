using Engram.Numerics;

namespace Engram.Delaunay.Imaging;

/// <summary>One step from a decoded picture to what a learner sees.</summary>
public interface IImageStep
{
    /// <summary>Does the step.</summary>
    /// <param name="image">The picture; is not changed.</param>
    /// <param name="random">The numbers of this picture in this epoch; steps without chance take none.</param>
    /// <returns>The result, which may be the picture itself.</returns>
    RgbImage Apply(RgbImage image, RandomStream random);
}
