namespace Engram.Delaunay.Imaging;

/// <summary>One component of a JPEG: its samples and how densely they lie.</summary>
/// <param name="Samples">Gives the sample at a place of this component's own grid (x, y), places beyond the edge included.</param>
/// <param name="Horizontal">Sampling factor, 1 to 4.</param>
/// <param name="Vertical">Sampling factor, 1 to 4.</param>
internal sealed record JpegPlane(Func<int, int, byte> Samples, int Horizontal = 1, int Vertical = 1);
